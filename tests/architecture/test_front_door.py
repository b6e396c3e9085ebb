"""A capability is entered by its front door alone."""

import grimp
import pytest

from tests.architecture.house import capabilities, storeys

FRONT_DOOR = {"methods", "queries", "commands", "tables"}
# These wire the house together and may name any room.
ROOF = {"project", "__main__"}


def complaint(importer: str, imported: str) -> str | None:
    """Say what is wrong with one import, if anything."""
    mine, theirs = importer.split("."), imported.split(".")
    if len(mine) < 2 or len(theirs) < 2 or mine[1] == theirs[1] or mine[1] in ROOF:
        return None
    if theirs[1] in capabilities() and len(theirs) > 2 and theirs[2] not in FRONT_DOOR:
        return f"{importer} enters {theirs[1]} by its {theirs[2]}"
    return None


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    # An annotation may name another capability's noun; at run time nothing is imported for it.
    return grimp.build_graph("xiandao", exclude_type_checking_imports=True, cache_dir=None)


def test_nobody_enters_a_capability_past_its_front_door(graph):
    found = [
        complaint(importer, imported)
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
    ]
    assert [one for one in found if one] == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("xiandao.policy.web.ledger", "xiandao.casework.web.inbox"),
        ("xiandao.policy.commands.items", "xiandao.registry.models.account"),
        ("xiandao.demo.story", "xiandao.policy.models"),
    ],
)
def test_a_sideways_or_deep_import_would_be_reported(importer, imported):
    assert complaint(importer, imported)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("xiandao.policy.web.ledger", "xiandao.registry.queries.organisations"),
        ("xiandao.policy.web.ledger", "xiandao.registry"),
        ("xiandao.policy.web.ledger", "xiandao.policy.models.item"),
        ("xiandao.policy.web.ledger", "xiandao.ui.page"),
        ("xiandao.project.urls", "xiandao.policy.web.urls"),
    ],
)
def test_the_front_door_the_own_rooms_and_the_ground_are_open(importer, imported):
    assert complaint(importer, imported) is None


def test_every_capability_stands_on_a_storey():
    assert set(capabilities()) <= set(storeys())
