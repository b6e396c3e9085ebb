"""Two stores by purpose: statistical returns decide nothing about their respondent, unless it ticked that they may."""

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import SOUND
from xiandao.statistics.models import FormVersion
from xiandao.statistics.queries.walls import Use, crosses, values_for, values_of
from xiandao.terms.error import XiandaoError

DECISIONS = [Use.BENEFIT, Use.GRADING, Use.SUPERVISION]


@pytest.fixture
def filing(world, quick):
    return factory.write(factory.filing_of(quick, world.ent_1), values=dict(SOUND))


def ask(world, use, items=("r01",), **others):
    return values_for(use, unit=world.ent_1, form="quick", items=items, **others)


@pytest.mark.parametrize("use", DECISIONS)
def test_a_statistical_return_serves_no_decision_on_its_respondent(world, filing, use):
    with pytest.raises(XiandaoError) as refused:
        ask(world, use)
    assert (refused.value.code, refused.value.details["items"]) == ("STA-451", ["r01"])


@pytest.mark.parametrize("use", DECISIONS)
def test_with_consent_the_marked_items_cross_and_no_others(world, filing, use):
    factory.write(filing, has_consent=True)
    assert ask(world, use, ("r01", "r155")) == {"r01": SOUND["r01"], "r155": SOUND["r155"]}
    for walled in ("r65", "r01__ly", "r999"):
        with pytest.raises(XiandaoError) as refused:
            ask(world, use, ("r01", walled))
        assert refused.value.details["items"] == [walled]


def test_consent_of_one_return_opens_no_other(world, filing):
    earlier = factory.opened(world, period="2026-09")
    factory.write(factory.filing_of(earlier, world.ent_1), values={"r01": "99"}, has_consent=True)
    with pytest.raises(XiandaoError):
        ask(world, Use.BENEFIT)
    assert ask(world, Use.BENEFIT, period="2026-09") == {"r01": "99"}


def test_administrative_returns_may_serve_decisions(world, filing):
    FormVersion.objects.filter(code="quick").update(purpose="administration")
    assert ask(world, Use.GRADING, ("r65",)) == {"r65": SOUND["r65"]}


def test_statistics_never_reads_single_units_through_this_door(world, filing):
    with pytest.raises(XiandaoError) as refused:
        ask(world, Use.STATISTICS)
    assert refused.value.code == "STA-452"


@pytest.mark.parametrize("stage", ["draft", "city", "province", "returned", "void"])
def test_what_is_not_approved_does_not_cross(world, filing, stage):
    factory.write(filing, stage, has_consent=True)
    assert ask(world, Use.BENEFIT) == {}


def test_a_form_kept_by_the_system_says_which_items_cross(world, filing):
    assert not crosses(filing, "r01")
    filing.has_consent = True
    assert crosses(filing, "r01")
    assert not crosses(filing, "r65")


def test_many_units_are_asked_for_at_once_each_with_its_latest_return(
    world, filing, django_assert_num_queries
):
    FormVersion.objects.filter(code="quick").update(purpose="administration")
    earlier = factory.opened(world, period="2026-09")
    factory.write(factory.filing_of(earlier, world.ent_1), values={"r65": "1"})
    asked = {"form": "quick", "items": ["r65"], "units": [world.ent_1, world.ent_2]}
    with django_assert_num_queries(1):
        told = values_of(Use.GRADING, **asked)
    assert told == {world.ent_1.pk: {"r65": SOUND["r65"]}}
    assert values_of(Use.GRADING, **asked, period="2026-09")[world.ent_1.pk] == {"r65": "1"}


def test_one_walled_return_closes_the_door_for_all(world, filing):
    with pytest.raises(XiandaoError) as found:
        values_of(Use.GRADING, units=[world.ent_2, world.ent_1], form="quick", items=["r01"])
    assert found.value.code == "STA-451"
