"""Whether a lead is the text's own or a person's choice."""

from xiandao.policy.commands import items
from xiandao.policy.queries.leading import candidates, designated


def test_a_lead_set_by_a_person_is_known_with_who_set_it(world):
    item = world.items[0]
    assert designated(item) is None
    changes = {"lead_name": "省发展改革委"}
    item = items.edit(item=item, changes=changes, version=item.version, by=world.analyst)
    found = designated(item)
    assert (found.by, found.before, found.after) == (world.analyst, "省科技厅", "省发展改革委")


def test_a_lead_taken_away_again_is_nobodys(world):
    item = world.items[0]
    for name in ("省发展改革委", ""):
        item = items.edit(
            item=item, changes={"lead_name": name}, version=item.version, by=world.analyst
        )
    assert designated(item) is None


def test_bodies_in_reach_and_those_the_paper_names_can_be_chosen_no_others(world):
    found = candidates(world.analyst, world.items[0])
    assert found == [world.fgw, world.kjt, world.jxt]
    assert world.foreign not in found
