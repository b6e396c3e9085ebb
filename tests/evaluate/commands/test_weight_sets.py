"""Weight sets: kept under a name, replaced by the same name, taken away by who kept them."""

import pytest

from xiandao.evaluate.commands import weight_sets
from xiandao.evaluate.models import WeightSet
from xiandao.terms.error import XiandaoError

WEIGHTS = {"INNOVATION": 70.0, "NURTURE": 30.0}


def kept(world, name="重创新", by=None, weights=WEIGHTS):
    who = by or world.analyst
    return weight_sets.save(
        scheme=world.scheme, name=name, weights=weights, organisation=who.organisation, by=who
    )


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def test_the_same_name_replaces_and_a_second_click_makes_no_second(world):
    first = kept(world)
    second = kept(world, weights={"INNOVATION": 1.0, "NURTURE": 1.0})
    assert first.pk == second.pk
    assert WeightSet.objects.get().weights == [["INNOVATION", 1.0], ["NURTURE", 1.0]]


def test_two_people_may_use_the_same_name(world):
    assert kept(world).pk != kept(world, by=world.leader).pk


@pytest.mark.parametrize(
    ("name", "weights", "code"),
    [
        (" ", WEIGHTS, "EVA-514"),
        ("甲", {"NOBODY": 1.0}, "EVA-507"),
        ("甲", {"INNOVATION": 0.0, "NURTURE": 0.0}, "EVA-010"),
    ],
)
def test_what_cannot_be_kept_is_refused(world, name, weights, code):
    assert code_of(lambda: kept(world, name, weights=weights)) == code


def test_there_is_an_end_to_how_many_can_be_kept(world, monkeypatch):
    monkeypatch.setattr(weight_sets, "MOST", 1)
    kept(world)
    kept(world)
    assert code_of(lambda: kept(world, "另一个")) == "EVA-515"


def test_nobody_takes_away_what_another_kept(world):
    made = kept(world)
    assert code_of(lambda: weight_sets.remove(weight_set=made, by=world.leader)) == "EVA-516"
    weight_sets.remove(weight_set=made, by=world.analyst)
    assert not WeightSet.objects.exists()
