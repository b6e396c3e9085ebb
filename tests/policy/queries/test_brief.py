"""What stands on the sheets of a brief, and in which order."""

from datetime import date
from decimal import Decimal

from tests.policy.ledgers import TODAY, many
from xiandao.policy.commands.followups import open_followup
from xiandao.policy.queries.brief import CASES, DELAYED, TARGETS, brief


def test_the_most_serious_stands_first(world):
    world.items[2].progress.create(
        organisation=world.kjt, period="2026Q3", period_end=date(2026, 9, 30), words="进展", value=Decimal(1),
        reported_by=world.officer,
    )  # fmt: skip
    made = brief(world.analyst, world.paper, today=TODAY)
    assert made.targets[0].item.title == "应用场景"
    assert [one.row.item.title for one in made.late] == ["建立统计监测制度"]
    assert made.late[0].body == "省科技厅"


def test_what_was_asked_stands_beside_what_is_late(world):
    case = open_followup(
        item=world.items[3], words="请说明", by=world.analyst, responsible=world.fgw
    )
    made = brief(world.analyst, world.paper, today=TODAY)
    assert (made.late[0].case, made.late[0].asked, made.late[0].body) == (
        case, "请说明", "省发展改革委",
    )  # fmt: skip
    assert made.cases == (case,)


def test_the_sheets_have_an_end(world, django_assert_max_num_queries):
    many(world, 200)
    with django_assert_max_num_queries(40):
        made = brief(world.analyst, world.paper, today=TODAY)
    assert (len(made.targets), len(made.late)) == (TARGETS, DELAYED)
    assert made.more_targets > 0
    assert made.more_late > 0
    assert len(made.cases) <= CASES
