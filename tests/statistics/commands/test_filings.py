"""A return in its reporter's hands: saved, checked, filed, taken back, by its reporter and nobody else."""

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import PEOPLE, SOUND, approved, filed, passed, saved, whole
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent
from xiandao.statistics.commands import filings, reviews, rounds, rules
from xiandao.statistics.models import Filing, FilingStage, ValueChange
from xiandao.terms.error import InputError, XiandaoError


@pytest.fixture
def draft(world, quick):
    rules.plant(organisation=world.top, by=world.statistician)
    return factory.filing_of(quick, world.ent_1)


def save(filing, by, values=None, **others):
    return filings.save(
        filing=filing,
        values=values or {},
        version=others.pop("version", filing.version),
        by=by,
        **others,
    )


def test_saving_keeps_values_works_out_totals_and_remembers_every_change(world, draft):
    done = save(draft, world.reporter_1, {"r14": "3", "r22": "４"})
    assert done.values["r13"] == "7"
    assert done.values["r22"] == "4"
    changes = {row.item: row for row in done.changes.all()}
    assert set(changes) == {"r13", "r14", "r22"}
    assert (changes["r14"].before, changes["r14"].after, changes["r14"].by) == (
        "",
        "3",
        world.reporter_1,
    )
    done = save(done, world.reporter_1, {"r14": ""})
    assert "r14" not in done.values
    assert done.values["r13"] == "4"
    assert (done.changes.first().item, ValueChange.objects.count()) != (None, 3)


def test_a_computed_row_is_never_taken_from_what_was_typed(world, draft):
    done = save(draft, world.reporter_1, {"r14": "3", "r13": "9999"})
    assert done.values["r13"] == "3"


def test_cells_that_cannot_be_read_are_told_all_at_once_and_nothing_is_kept(world, draft):
    with pytest.raises(InputError) as refused:
        save(draft, world.reporter_1, {"r14": "abc", "r22": "1e400", "r01": "5", "r999": "1"})
    assert refused.value.code == "STA-345"
    assert set(refused.value.details["cells"]) == {"r14", "r22", "r999"}
    kept = Filing.objects.get(pk=draft.pk)
    assert (kept.values, kept.version, kept.changes.count()) == ({}, draft.version, 0)


@pytest.mark.parametrize(
    "name",
    [
        "reporter_2",
        "zone_reporter",
        "city_statistician_a",
        "statistician",
        "analyst",
        "leader",
        "viewer",
    ],
)
def test_nobody_but_its_reporter_saves_files_or_takes_back_a_return(world, draft, name):
    account = getattr(world, name)
    with pytest.raises(Refused):
        save(draft, account, {"r01": "5"})
    with pytest.raises(Refused):
        filings.submit(filing=draft, version=draft.version, by=account)
    with pytest.raises(Refused):
        filings.withdraw(filing=draft, version=draft.version, reason="x", by=account)
    assert Filing.objects.get(pk=draft.pk).values == {}


def test_of_two_clerks_at_once_one_wins_and_the_other_is_told_who(world, draft):
    second = factory.person("reporter_1b", world.ent_1, "reporter")
    mine, yours = draft, factory.filing_of(draft.round, world.ent_1)
    save(mine, world.reporter_1, {"r01": "5"})
    with pytest.raises(XiandaoError) as lost:
        save(yours, second, {"r01": "6"})
    assert lost.value.code == "STA-349"
    assert world.reporter_1.display_name in lost.value.sentence
    assert Filing.objects.get(pk=draft.pk).values["r01"] == "5"
    assert not ValueChange.objects.filter(by=second).exists()


def test_a_must_finding_keeps_a_return_from_being_filed(world, draft):
    done = saved(draft, world.reporter_1, {"r65": "", "r80": "500"})
    assert done.must_count >= 2
    with pytest.raises(InputError) as refused:
        filings.submit(filing=done, version=done.version, by=world.reporter_1)
    assert refused.value.code == "STA-347"
    assert {"r65", "r80"} <= {item for item, _ in refused.value.details["findings"]}
    assert Filing.objects.get(pk=draft.pk).stage == FilingStage.DRAFT


def test_a_finding_to_explain_keeps_it_until_there_are_words(world, draft):
    done = saved(draft, world.reporter_1, {"r22": "8000000", "r07": "3000000"})
    asked = {row.item for row in done.findings.all() if row.needs_explanation}
    assert done.explain_count == len([r for r in done.findings.all() if r.needs_explanation]) > 0
    with pytest.raises(InputError, match="没有处理"):
        filings.submit(filing=done, version=done.version, by=world.reporter_1)
    words = {item.removesuffix("__ly"): "新厂投产" for item in asked}
    done = save(done, world.reporter_1, explanations=words)
    assert done.explain_count == 0
    filed_ = filings.submit(filing=done, version=done.version, by=world.reporter_1)
    assert filed_.stage == FilingStage.CITY
    assert filed_.filed_by == world.reporter_1


def test_words_can_be_taken_back_and_then_the_question_is_open_again(world, draft):
    done = saved(draft, world.reporter_1, {"r22": "8000000"})
    asked = {row.item.removesuffix("__ly") for row in done.findings.all() if row.needs_explanation}
    done = save(done, world.reporter_1, explanations=dict.fromkeys(asked, "属实"))
    assert done.explain_count == 0
    done = save(done, world.reporter_1, explanations=dict.fromkeys(asked, " "))
    assert done.explain_count > 0
    assert done.explanations == {}


def test_without_signatures_nothing_is_filed(world, draft):
    done = save(draft, world.reporter_1, whole(), people={**PEOPLE, "phone": " "})
    with pytest.raises(InputError) as refused:
        filings.submit(filing=done, version=done.version, by=world.reporter_1)
    assert refused.value.details == {"fields": ["phone"]}


def test_a_filed_return_is_changed_by_nobody_until_it_is_taken_back(world, draft):
    done = filed(draft, world.reporter_1)
    with pytest.raises(XiandaoError) as refused:
        save(done, world.reporter_1, {"r01": "5"})
    assert refused.value.code == "STA-343"
    with pytest.raises(InputError, match="原因"):
        filings.withdraw(filing=done, version=done.version, reason=" ", by=world.reporter_1)
    back = filings.withdraw(filing=done, version=done.version, reason="填错", by=world.reporter_1)
    assert back.stage == FilingStage.DRAFT
    assert save(back, world.reporter_1, {"r01": "121"}).values["r01"] == "121"


def test_past_the_city_a_return_is_not_taken_back(world, draft):
    done = passed(filed(draft, world.reporter_1), world.city_statistician_a)
    with pytest.raises(XiandaoError) as refused:
        filings.withdraw(filing=done, version=done.version, reason="填错", by=world.reporter_1)
    assert refused.value.code == "STA-350"


def test_after_approval_a_change_needs_its_reason_and_is_counted(world, draft):
    done = approved(
        passed(filed(draft, world.reporter_1), world.city_statistician_a), world.statistician
    )
    back = reviews.act(
        filing=done,
        transition="return",
        version=done.version,
        words="请核实",
        by=world.statistician,
    )
    with pytest.raises(InputError) as refused:
        save(back, world.reporter_1, {"r01": "121"})
    assert refused.value.details == {"field": "reason"}
    back = save(back, world.reporter_1, {"r01": "121", "r02": "6"}, reason="漏报一人")
    assert back.changes_since_approval == 2
    late = back.changes.filter(after_approval=True)
    assert {row.reason for row in late} == {"漏报一人"}
    again = filed(back, world.reporter_1, {"r01": "121", "r02": "6"}, reason="漏报一人")
    done = approved(passed(again, world.city_statistician_a), world.statistician)
    assert done.changes_since_approval == 0


def test_a_round_that_has_closed_takes_no_more_but_one_that_was_sent_back_is_mended(
    world, draft, quick
):
    other = filed(factory.filing_of(quick, world.ent_2), world.reporter_2)
    rounds.close(round=quick, by=world.statistician)
    draft.refresh_from_db()
    with pytest.raises(XiandaoError) as refused:
        save(draft, world.reporter_1, {"r01": "5"})
    assert refused.value.code == "STA-344"
    back = reviews.act(
        filing=other, transition="return", version=other.version, words="请核实",
        by=world.city_statistician_a,
    )  # fmt: skip
    assert save(back, world.reporter_2, {"r01": "121"}).values["r01"] == "121"


def test_consent_is_ticked_and_taken_back_by_the_reporter(world, draft):
    done = save(draft, world.reporter_1, has_consent=True)
    assert done.has_consent
    assert save(done, world.reporter_1).has_consent
    done.refresh_from_db()
    assert not save(done, world.reporter_1, has_consent=False).has_consent


def test_filing_weighs_the_return_against_the_last_totals(world, draft):
    before = factory.opened(world, period="2026-09")
    for unit in (world.ent_1, world.ent_2):
        factory.write(factory.filing_of(before, unit), values=dict(SOUND))
    done = filed(draft, world.reporter_1, {"r42": "1500000"})
    assert done.score == pytest.approx(100 * 1350000 / 300000)


def test_what_a_reporter_did_is_in_the_audit_trail(world, draft):
    done = filed(draft, world.reporter_1)
    filings.withdraw(filing=done, version=done.version, reason="填错", by=world.reporter_1)
    acts = AuditEvent.objects.filter(object_type="statistics.filing", object_id=str(draft.pk))
    assert list(dict.fromkeys(acts.order_by("sequence").values_list("action", flat=True))) == [
        "filings.save", "filings.submit", "filings.withdraw",
    ]  # fmt: skip


def test_a_filed_return_of_a_closed_round_is_not_taken_back_for_it_could_not_be_filed_again(
    world, draft
):
    done = filed(draft, world.reporter_1)
    rounds.close(round=done.round, by=world.statistician)
    done = Filing.objects.select_related("round__form", "organisation").get(pk=done.pk)
    with pytest.raises(XiandaoError) as refused:
        filings.withdraw(filing=done, version=done.version, reason="填错", by=world.reporter_1)
    assert refused.value.code == "STA-344"
    assert Filing.objects.get(pk=done.pk).stage == FilingStage.CITY
