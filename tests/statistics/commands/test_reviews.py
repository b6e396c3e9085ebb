"""Review: passed on, approved or sent back by the right people in the right order; values are never touched."""

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import SOUND, approved, filed, passed
from xiandao.casework.methods import kinds
from xiandao.casework.queries import digests
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import Grant
from xiandao.statistics.commands import reviews
from xiandao.statistics.models import Estimate, Filing, FilingStage, Round
from xiandao.statistics.web.digests import owed
from xiandao.terms.error import InputError, XiandaoError


@pytest.fixture
def waiting(world, quick):
    """A return that waits for the city."""
    return filed(factory.filing_of(quick, world.ent_1), world.reporter_1)


def act(filing, transition, by, **others):
    return reviews.act(
        filing=filing,
        transition=transition,
        version=others.pop("version", filing.version),
        by=by,
        **others,
    )


def test_a_return_goes_from_the_city_to_the_province_and_is_counted(world, waiting, quick):
    before = Round.objects.get(pk=quick.pk).revision
    done = passed(waiting, world.city_statistician_a)
    assert (done.stage, done.city_by) == (FilingStage.PROVINCE, world.city_statistician_a)
    assert Round.objects.get(pk=quick.pk).revision == before
    done = approved(done, world.statistician)
    assert (done.stage, done.approved_by, done.was_approved) == (
        FilingStage.APPROVED, world.statistician, True,
    )  # fmt: skip
    assert Round.objects.get(pk=quick.pk).revision == before + 1


@pytest.mark.parametrize("transition", ["pass", "approve", "return", "void"])
@pytest.mark.parametrize(
    "name", ["reporter_1", "zone_reporter", "city_statistician_b", "analyst", "leader", "viewer"]
)
def test_who_does_not_review_the_unit_takes_no_step(world, waiting, name, transition):
    with pytest.raises(Refused):
        act(waiting, transition, getattr(world, name), words="x")
    assert Filing.objects.get(pk=waiting.pk).stage == FilingStage.CITY


def test_the_city_does_not_approve_and_the_province_does_not_stand_in_for_the_city(world, waiting):
    with pytest.raises(Refused):
        act(waiting, "pass", world.statistician)
    done = passed(waiting, world.city_statistician_a)
    with pytest.raises(Refused):
        act(done, "approve", world.city_statistician_a)


def test_past_the_city_only_the_province_sends_back(world, waiting):
    done = passed(waiting, world.city_statistician_a)
    with pytest.raises(Refused):
        act(done, "return", world.city_statistician_a, words="请核实")
    done = approved(done, world.statistician)
    with pytest.raises(Refused):
        act(done, "return", world.city_statistician_a, words="请核实")
    assert act(done, "return", world.statistician, words="请核实").stage == FilingStage.RETURNED


def test_the_reporter_s_own_steps_are_no_review_steps(world, waiting):
    for transition in ("submit", "withdraw"):
        with pytest.raises(Refused):
            act(waiting, transition, world.city_statistician_a, words="x")
    with pytest.raises(XiandaoError):
        act(waiting, "edit", world.city_statistician_a)


@pytest.mark.parametrize("transition", ["pass", "return"])
def test_no_review_step_touches_a_value(world, waiting, transition):
    before = dict(waiting.values)
    act(waiting, transition, world.city_statistician_a, words="请核实", cells={"r65": "偏大"})
    kept = Filing.objects.get(pk=waiting.pk)
    assert kept.values == before
    assert {row.by for row in kept.changes.all()} == {world.reporter_1}


def test_who_files_passes_and_approves_are_three_people(world, quick):
    many = factory.person("many", world.ent_1, "reporter")
    for role, place in (("city_statistician", world.city_a), ("statistician", world.top)):
        Grant.objects.create(
            account=many, role=role, organisation=place, valid_from=factory.LONG_AGO
        )
    done = filed(factory.filing_of(quick, world.ent_1), many)
    with pytest.raises(XiandaoError) as refused:
        passed(done, many)
    assert refused.value.code == "STA-352"
    done = passed(done, world.city_statistician_a)
    with pytest.raises(XiandaoError) as refused:
        approved(done, many)
    assert refused.value.code == "STA-352"
    other = filed(factory.filing_of(quick, world.ent_2), world.reporter_2)
    other = passed(other, many)
    with pytest.raises(XiandaoError) as refused:
        approved(other, many)
    assert refused.value.code == "STA-352"
    assert approved(other, world.statistician).stage == FilingStage.APPROVED


def test_a_return_sent_back_says_why_and_where_and_stands_in_the_reporter_s_inbox(world, waiting):
    with pytest.raises(InputError) as refused:
        act(waiting, "return", world.city_statistician_a, words="  ")
    assert refused.value.code == "STA-351"
    with pytest.raises(InputError) as refused:
        act(waiting, "return", world.city_statistician_a, words="x", cells={"r999": ""})
    assert refused.value.code == "STA-353"
    back = act(
        waiting,
        "return",
        world.city_statistician_a,
        words="利润偏大，请核实",
        cells={"r65": "核对报表"},
    )
    assert (back.stage, back.marked_cells) == (FilingStage.RETURNED, {"r65": "核对报表"})
    (line,) = owed(world.reporter_1)
    assert isinstance(line, digests.Digest)
    assert "利润偏大，请核实" in line.words
    assert line.url.endswith(f"/filings/{back.pk}")
    again = filed(back, world.reporter_1, {"r65": "901"})
    assert (again.stage, again.marked_cells) == (FilingStage.CITY, {})


def test_of_two_reviewers_at_once_one_wins(world, waiting):
    second = factory.person("city_b2", world.city_a, "city_statistician")
    mine, yours = waiting, factory.filing_of(waiting.round, world.ent_1)
    passed(mine, world.city_statistician_a)
    with pytest.raises(XiandaoError) as lost:
        act(yours, "return", second, words="请核实")
    assert lost.value.code == "STA-349"
    assert world.city_statistician_a.display_name in lost.value.sentence
    assert Filing.objects.get(pk=waiting.pk).stage == FilingStage.PROVINCE


def test_a_step_does_not_start_where_it_may_not(world, waiting):
    with pytest.raises(XiandaoError) as refused:
        act(waiting, "approve", world.statistician)
    assert refused.value.code == "STA-350"


def test_an_estimate_learns_what_the_return_really_said(world, waiting):
    estimate = Estimate.objects.create(filing=waiting, item="r65", value="1000", method="ratio")
    strange = Estimate.objects.create(filing=waiting, item="r13__ly", value="1", method="ratio")
    approved(passed(waiting, world.city_statistician_a), world.statistician)
    estimate.refresh_from_db()
    assert str(estimate.actual.normalize()) == "9E+2"
    assert estimate.revised_at is not None
    strange.refresh_from_db()
    assert strange.value == 1


def test_all_that_no_rule_asked_about_are_passed_in_one_go_and_the_rest_is_told(world, quick):
    green = filed(factory.filing_of(quick, world.ent_1), world.reporter_1)
    asked = filed(factory.filing_of(quick, world.ent_2), world.reporter_2)
    asked.findings.create(
        rule="X", severity="explain", item="r65", message="请核实", needs_explanation=True
    )
    elsewhere = filed(factory.filing_of(quick, world.ent_4), world.reporter_4)
    assert reviews.pass_green(round=quick, by=world.city_statistician_a) == (1, [])
    stages = dict(Filing.objects.values_list("pk", "stage"))
    assert (stages[green.pk], stages[asked.pk], stages[elsewhere.pk]) == (
        "province",
        "city",
        "city",
    )
    assert reviews.pass_green(round=quick, by=world.statistician) == (1, [])
    assert Filing.objects.get(pk=green.pk).stage == FilingStage.APPROVED


def test_what_cannot_be_passed_in_one_go_does_not_stop_the_others(world, quick):
    Grant.objects.create(
        account=world.city_statistician_a, role="reporter", organisation=world.ent_1,
        valid_from=factory.LONG_AGO,
    )  # fmt: skip
    own = filed(factory.filing_of(quick, world.ent_1), world.city_statistician_a)
    other = filed(factory.filing_of(quick, world.ent_2), world.reporter_2)
    done, left = reviews.pass_green(round=quick, by=world.city_statistician_a)
    assert done == 1
    assert world.ent_1.label in left[0]
    assert Filing.objects.get(pk=own.pk).stage == FilingStage.CITY
    assert Filing.objects.get(pk=other.pk).stage == FilingStage.PROVINCE


def test_every_step_is_kept_with_who_and_why(world, waiting):
    done = passed(waiting, world.city_statistician_a)
    act(done, "return", world.statistician, words="请核实", cells={"r65": ""})
    told = [(row.transition, row.before, row.after, row.by, row.words) for row in done.events.all()]
    assert told == [
        ("submit", "draft", "city", world.reporter_1, ""),
        ("pass", "city", "province", world.city_statistician_a, ""),
        ("return", "province", "returned", world.statistician, "请核实"),
    ]
    labels = [str(row.label) for row in done.events.all()]
    assert labels == [kinds.get("statistics.filing").transition(row[0]).label for row in told]


def test_a_void_return_is_out_of_the_life_for_good(world, quick):
    draft = factory.write(factory.filing_of(quick, world.ent_3), "draft", values=dict(SOUND))
    with pytest.raises(Refused):
        act(draft, "void", world.city_statistician_a, words="重复")
    done = act(draft, "void", world.statistician, words="单位已注销")
    assert done.stage == FilingStage.VOID
    for transition in ("pass", "approve", "return"):
        with pytest.raises(XiandaoError):
            act(done, transition, world.statistician, words="x")
