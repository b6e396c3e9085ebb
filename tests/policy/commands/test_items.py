"""Changing ledger items one by one."""

from datetime import date

import pytest

from xiandao.policy.commands import items
from xiandao.terms.error import XiandaoError

pytestmark = pytest.mark.django_db


def edit(world, changes, place=0, **more):
    item = world.items[place]
    facts = {"item": item, "changes": changes, "version": item.version, "by": world.analyst}
    return items.edit(**(facts | more))


def test_only_what_differs_is_written_and_remembered(world):
    edit(world, {"title": "未来产业先导区", "person": "王工"})
    item = world.items[0]
    assert (item.person, item.version) == ("王工", 2)
    assert [change.field for change in item.changes.all()] == ["person"]


def test_nothing_new_leaves_the_version_alone(world):
    edit(world, {"title": "未来产业先导区"})
    world.items[0].refresh_from_db()
    assert world.items[0].version == 1


def test_a_stale_version_is_refused(world):
    edit(world, {"person": "王工"})
    with pytest.raises(XiandaoError, match="已被其他人修改"):
        edit(world, {"person": "李工"}, version=1)


def test_a_deadline_and_going_on_exclude_each_other(world):
    assert edit(world, {"is_ongoing": True}).due_on is None
    assert edit(world, {"due_on": date(2027, 1, 1)}, place=4).is_ongoing is False


def test_completion_has_a_day(world):
    assert edit(world, {"status": "done"}).done_on == date(2026, 11, 22)
    assert edit(world, {"status": "under_way"}).done_on is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"done_on": date(2027, 1, 1)}, "done_on"),
        ({"counting_rule": "magic"}, "counting_rule"),
        ({"title": ""}, "title"),
        ({"value": None}, "value"),
        ({"value_max": 3}, "value_max"),
        ({"tolerance_pct": 101}, "tolerance_pct"),
    ],
)
def test_a_contradiction_names_its_field(world, changes, field):
    with pytest.raises(XiandaoError) as refused:
        edit(world, changes)
    assert refused.value.details["field"] == field


def test_a_repetition_points_to_the_first_and_never_on(world):
    edit(world, {"same_as": world.items[0]}, place=2)
    for place, other in ((2, 2), (1, 2), (0, 1)):
        with pytest.raises(XiandaoError, match="不能这样关联"):
            edit(world, {"same_as": world.items[other]}, place=place)


def test_the_lead_is_looked_up_and_no_longer_inferred(world):
    found = edit(world, {"lead_name": "示范省发展和改革委员会"}, parties=["省科技厅", "无名单位"])
    assert (found.lead, found.lead_inferred) == (world.fgw, False)
    assert list(found.parties.values_list("name", "organisation")) == [
        ("省科技厅", world.kjt.pk), ("无名单位", None),
    ]  # fmt: skip


def test_the_lead_body_may_report_but_not_edit(world):
    with pytest.raises(XiandaoError, match="没有办理这件事的权限"):
        edit(world, {"person": "自己"}, by=world.officer)
