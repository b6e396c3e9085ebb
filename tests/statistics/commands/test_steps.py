"""A step of a return starts where it may, with a reason where one is due, and of two at once exactly one is taken."""

import pytest

from tests.statistics import returns
from tests.statistics import world as factory
from xiandao.statistics.commands import steps
from xiandao.statistics.models import Filing
from xiandao.terms.error import XiandaoError


@pytest.fixture
def filed(world, quick):
    return returns.filed(factory.filing_of(quick, world.ent_1), world.reporter_1)


def refused(filing, name, by, *, version=None, words=""):
    with pytest.raises(XiandaoError) as caught:
        steps.take(filing, name, filing.version if version is None else version, by, words=words)
    return caught.value


def test_a_step_is_kept_with_who_why_and_its_cells(world, filed):
    steps.take(
        filed,
        "return",
        filed.version,
        world.city_statistician_a,
        words=" 请核实\n",
        cells={"r65": "台账"},
    )
    event = filed.events.last()
    assert (event.before, event.after, event.by) == ("city", "returned", world.city_statistician_a)
    assert (event.words, event.cells) == ("请核实", {"r65": "台账"})
    assert filed.stage == "returned"


def test_a_step_starts_only_where_it_is_declared_to(world, filed):
    error = refused(filed, "approve", world.statistician)
    assert (error.code, error.details["status"]) == ("STA-350", 409)
    assert Filing.objects.get(pk=filed.pk).stage == "city"


def test_a_return_without_a_reason_is_refused(world, filed):
    assert refused(filed, "return", world.city_statistician_a, words=" \n").code == "STA-351"
    assert not filed.events.filter(transition="return").exists()


def test_who_was_second_is_told_who_was_first(world, filed):
    seen = Filing.objects.get(pk=filed.pk)
    steps.take(filed, "pass", filed.version, world.city_statistician_a)
    error = refused(seen, "return", world.city_statistician_a, words="晚了")
    assert error.code == "STA-349"
    assert world.city_statistician_a.display_name in error.sentence
    assert error.details["stage"] == "province"
    assert Filing.objects.get(pk=filed.pk).stage == "province"


def test_the_same_person_does_not_take_both_steps(world, filed):
    steps.take(filed, "pass", filed.version, world.statistician)
    assert refused(filed, "approve", world.statistician).code == "STA-352"
    steps.take(filed, "approve", filed.version, world.second_statistician)
    assert filed.stage == "approved"


def test_a_swap_changes_what_was_seen_and_nothing_else(world, filed):
    version = filed.version
    steps.swap(filed, version, {"has_consent": True})
    assert (filed.has_consent, filed.version) == (True, version + 1)
    with pytest.raises(XiandaoError):
        steps.swap(filed, version, {"has_consent": False})
    assert Filing.objects.get(pk=filed.pk).has_consent
