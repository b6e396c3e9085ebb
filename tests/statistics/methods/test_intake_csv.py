"""Returns as CSV text: every usual encoding and separator, codes that were spoilt, nothing dropped in silence."""

from decimal import Decimal

import pytest

from tests.statistics.methods.books import FORM, UNIT
from xiandao.statistics.methods.intake import interpret, read_return
from xiandao.statistics.methods.intake_grid import grid_text


def read(data, **more):
    return interpret(grid_text(data), {FORM.code: FORM}, **more)


def told(filed, severity):
    return [problem.sentence for problem in filed.problems if problem.severity == severity]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_file_is_read_in_every_usual_encoding(encoding, separator):
    rows = [["报表", "quick"], ["统一社会信用代码", UNIT], ["报告期", "2026-06"], ["指标名称", "代码", "本期", "上年同期"],
            ["从业人员期末人数", "01", "35", "30"], ["技术收入", "14", "1200", "—"]]  # fmt: skip
    text = "\r\n".join(separator.join(row) for row in rows)
    filed = read_return(text.encode(encoding), FORM, filename="六月.csv")
    assert (filed.unit, filed.period, filed.kind) == (UNIT, "2026-06", "csv")
    assert (filed.values["r01"], filed.values["r01__ly"], filed.values["r13"]) == (35, 30, 1200)
    assert filed.absent == ("r14__ly",)
    assert filed.is_sound


@pytest.mark.parametrize(
    ("unit", "start"),
    [
        ("9.13301007996551E+17", "统一社会信用代码被存成了数字"),
        ("91330100799655058A", "统一社会信用代码校验不通过"),
        ("9133O100799655058B", ""),
    ],
)
def test_a_credit_code_that_was_spoilt_is_told(unit, start):
    text = f"统一社会信用代码,{unit}\n报告期,2026-06\n代码,本期\n01,3\n"
    assert told(read(text.encode()), "must")[0].startswith(start)


def test_a_csv_file_with_a_row_that_no_form_has_drops_nothing_in_silence():
    filed = read("代码,本期\n01,3\n1000,5\n,7\n".encode(), unit=UNIT, period="2026-06")
    assert told(filed, "must") == [
        "代码“1000”不是这张表的指标，这一行没有读取",
        "第4行有内容但没有代码，没有读取",
    ]


def test_a_code_that_lost_its_zero_is_still_known():
    filed = read("代码,本期\n1,3\n".encode(), unit=UNIT, period="2026-06")
    assert filed.values["r01"] == Decimal(3)
