"""What a confirmed proposal brings into the ledger: figures, parties, repetitions tied to their first saying."""

import pytest

from tests.policy.factories import TEXT, paper_from
from xiandao.policy.commands import entries, proposals

pytestmark = pytest.mark.django_db

TWICE = TEXT.replace("完善场景发布机制", "到2027年，建设30个左右未来产业先导区，完善场景发布机制")


@pytest.fixture
def twice(province):
    paper = paper_from(TWICE, by=province.analyst, kept_by=province.top)
    return paper, [row for row in paper.proposals.order_by("start") if "30个" in row.text]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_figure_said_twice_counts_once_whichever_is_confirmed_first(province, twice, order):
    _, rows = twice
    assert rows[1].payload["same_as"] == [rows[0].start, rows[0].end]
    for at in order:
        proposals.confirm(proposal=rows[at], by=province.analyst)
    first, again = (row.item for row in rows)
    again.refresh_from_db()
    first.refresh_from_db()
    assert again.same_as == first
    assert first.same_as is None


def test_items_are_written_in_a_number_of_queries_that_does_not_grow(
    province, paper, django_assert_max_num_queries
):
    rows = list(paper.proposals.exclude(kind="benefit").select_related("clause"))
    with django_assert_max_num_queries(12):
        written = entries.enter_all(rows, by=province.analyst)
    assert len(written) == len(rows)


def test_an_item_is_named_by_its_metric_or_by_the_beginning_of_its_text(province, paper):
    rows = list(paper.proposals.exclude(kind="benefit"))
    names = {row.kind: entries.title_of(row) for row in rows}
    assert names["milestone"] == "涌现一批领军企业"
    long = next(row for row in rows if row.kind == "milestone")
    long.text = "长" * 80
    assert len(entries.title_of(long)) == 60


def test_a_second_lead_is_a_cooperating_body(province, paper):
    row = next(row for row in paper.proposals.all() if row.payload.get("lead") == "省科技厅")
    row.payload["lead"] = "省科技厅、省发展改革委"
    row.save(update_fields=["payload"])
    item = entries.enter(row, by=province.analyst)
    assert item.lead == province.b99_KJT
    assert item.lead_name == "省科技厅、省发展改革委"
    assert next(iter(item.parties.all())).name == "省发展改革委"


def test_what_has_no_deadline_goes_on(province, paper):
    start = paper.text.index("完善场景发布机制")
    row = proposals.add(
        paper=paper, kind="task", start=start, end=start + 8, payload={}, by=province.analyst
    )
    item = entries.enter(row, by=province.analyst)
    assert item.is_ongoing
    assert item.due_on is None
