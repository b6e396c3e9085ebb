"""Rules run over one return: with the unit's own past and its other forms, findings kept beside it."""

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import saved, whole
from xiandao.statistics.commands import checking, rules
from xiandao.statistics.models import Filing, Finding, RuleVersion


@pytest.fixture
def draft(world, quick):
    rules.plant(organisation=world.top, by=world.statistician)
    return factory.filing_of(quick, world.ent_1)


def test_findings_and_counts_are_made_anew_each_time(world, draft):
    done = saved(draft, world.reporter_1, {"r80": "500"})
    assert done.must_count > 0
    assert Filing.objects.get(pk=done.pk).must_count == done.must_count
    done = saved(done, world.reporter_1)
    assert done.must_count == 0
    assert not Finding.objects.filter(filing=done, severity="must").exists()


def test_the_last_period_of_the_same_unit_is_looked_at_and_no_other_s(world, draft):
    before = factory.opened(world, period="2026-09")
    small = dict.fromkeys(("r22", "r13"), "1")
    factory.write(factory.filing_of(before, world.ent_2), values=whole(small))
    assert not saved(draft, world.reporter_1).findings.filter(needs_explanation=True).exists()
    factory.write(factory.filing_of(before, world.ent_1), values=whole({"r22": "8", "r13": "10"}))
    draft.refresh_from_db()
    found = saved(draft, world.reporter_1).findings.filter(needs_explanation=True)
    assert "r13" in set(found.values_list("item", flat=True))


def test_a_draft_of_the_last_period_is_no_past(world, draft):
    before = factory.opened(world, period="2026-09")
    factory.write(
        factory.filing_of(before, world.ent_1), "draft", values=whole({"r22": "8", "r13": "10"})
    )
    done = saved(draft, world.reporter_1)
    assert not done.findings.filter(needs_explanation=True).exists()


def test_a_rule_that_was_switched_off_finds_nothing_any_more(world, draft):
    done = saved(draft, world.reporter_1, {"r80": "500"})
    hit = next(row.rule for row in done.findings.all() if row.item == "r80")
    RuleVersion.objects.filter(code=hit).update(is_active=False)
    assert hit not in {row.rule for row in checking.check(done)}


def test_words_on_any_item_of_a_finding_close_it_and_a_must_stays_open(world, draft):
    must = Finding(filing=draft, severity="must", item="r01", items=["r01"], needs_explanation=True)
    ask = Finding(
        filing=draft, severity="explain", item="r13__ly", items=["r13__ly", "r01"],
        needs_explanation=True,
    )  # fmt: skip
    hint = Finding(filing=draft, severity="hint", item="r01", items=["r01"])
    draft.explanations = {}
    assert [checking.is_open(draft, row) for row in (must, ask, hint)] == [True, True, False]
    draft.explanations = {"r13": "属实"}
    assert [checking.is_open(draft, row) for row in (must, ask, hint)] == [True, False, False]
