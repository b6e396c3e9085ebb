"""A reviewer reads a return beside the last period and last year; what stands out is counted, nothing is changed."""

from decimal import Decimal

import pytest

from tests.statistics import returns
from tests.statistics import world as factory
from xiandao.statistics.commands import rules
from xiandao.statistics.queries.comparison import against, comparison


@pytest.fixture
def filed(world, quick):
    rules.plant(organisation=world.top, by=world.statistician)
    before = factory.opened(world, period=factory.BEFORE)
    factory.write(factory.filing_of(before, world.ent_1), values=returns.whole({"r155": "400"}))
    return returns.filed(factory.filing_of(quick, world.ent_1), world.reporter_1, {"r01": "121"})


def line_of(compared, code):
    return next(line for line in compared.lines if line.item.code == code)


def test_every_row_stands_beside_its_last_period_and_last_year(filed):
    compared = comparison(filed)
    assert [line.item.code for line in compared.lines] == list(filed.round.form.form.codes)
    assert compared.last_period == factory.BEFORE
    staff = line_of(compared, "r01")
    assert (staff.value, staff.last.value, staff.last.difference) == (121, 120, 1)
    assert staff.last.percent == "+0.8%"
    # 上年同期可比数 of the return itself, not what was filed a year ago.
    assert staff.year.value == Decimal(filed.values["r01__ly"])


def test_a_large_change_is_notable_and_counted(filed):
    compared = comparison(filed)
    research = line_of(compared, "r155")
    assert research.last.is_notable
    assert research.wants_eyes
    assert not line_of(compared, "r02").last.is_notable
    assert compared.notable == sum(line.wants_eyes for line in compared.lines)


def test_findings_explanations_and_marks_stand_at_their_row(filed):
    filed.marked_cells = {"r65": "请核实"}
    filed.explanations = {"r66": "一次性返还"}
    filed.findings.create(
        rule="X", severity="explain", item="r65__ly", items=["r65__ly"], message="上年数偏大"
    )
    filed.findings.create(rule="Y", severity="must", item="r65", items=["r65"], message="利润偏大")
    filed.findings.create(rule="Z", severity="hint", item="", items=[], message="整张表")
    compared = comparison(filed)
    profit = line_of(compared, "r65")
    assert (profit.worst, profit.mark, len(profit.findings)) == ("must", "请核实", 2)
    assert line_of(compared, "r66").is_discussed
    assert "整张表" in [one.message for one in compared.general]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Decimal(3), Decimal(2), (Decimal(1), Decimal("0.5"), "+50.0%")),
        (Decimal(-1), Decimal(-2), (Decimal(1), Decimal("0.5"), "+50.0%")),
        (Decimal(2), Decimal(2), (Decimal(0), Decimal(0), "0.0%")),
        (Decimal(2), Decimal(0), (Decimal(2), None, "")),
        (Decimal(2), None, (None, None, "")),
        ("好", "好", (None, None, "")),
    ],
)
def test_a_share_needs_two_numbers_and_something_to_divide_by(now, before, expected):
    found = against(now, before)
    assert (found.difference, found.share, found.percent) == expected
