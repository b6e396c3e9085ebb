"""The ledger workbook: what goes out comes back the same, and what is hostile never gets in."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from xiandao.policy.methods import ledger_columns
from xiandao.policy.methods.ledger_columns import COLUMNS, EDITABLE, KEYS, OfficialRow, shown
from xiandao.policy.methods.ledger_diff import Ground, compare
from xiandao.policy.methods.ledger_edits import Frame
from xiandao.policy.methods.official_reading import official_rows
from xiandao.policy.methods.workbook import HEADER_LINE, SHEET, ledger_workbook
from xiandao.policy.methods.workbook_grid import grid_text
from xiandao.policy.methods.workbook_in import recognise

FRAME = Frame(2026, 4, date(2026, 11, 22))
OFFICIAL = (
    "序号", "任务来源（文件·条款）", "重点任务", "具体举措", "目标（数量·单位·年份）", "牵头单位", "配合单位",
    "责任处室/责任人", "完成时限", "季度形象进度Q1", "季度形象进度Q2", "季度形象进度Q3", "季度形象进度Q4",
    "本期进展", "资金使用（万元）", "佐证材料", "存在问题/需协调事项", "状态灯", "督办记录",
)  # fmt: skip

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Co")), max_size=40
) | st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "\r=1",
        "{=1}",
        "_x000D_",
        "１２",
        "12",
        "a\nb",
        "=CMD|' /C'!A0",
    ]
)
amounts = st.decimals(-(10**9), 10**9, places=2)


@st.composite
def official(draw, number=1):
    fields = {
        column.key: draw(texts)
        for column in COLUMNS
        if column.key not in ("number", "due", "funds")
    }
    quarters = {name: draw(texts | amounts) for name in ledger_columns.QUARTERS}
    day = draw(st.dates(date(2000, 1, 1), date(2100, 12, 31)) | st.just("持续推进") | st.just(""))
    return OfficialRow(
        number=number, **(fields | quarters), due=day, funds=draw(st.none() | amounts), item=number + 100,
        version=draw(st.integers(1, 9)),
    )  # fmt: skip


def made(rows, **more):
    facts = {
        "title": "任务台账", "scope": "全部", "made_by": "王工", "made_at": datetime(2026, 11, 22, 9, 30),
        "period": "2026Q4", "papers": [7],
    }  # fmt: skip
    return ledger_workbook(rows, **(facts | more))


def row(number=1, **fields):
    facts = {
        "source": "方案·一",
        "title": f"任务{number}",
        "measure": f"举措{number}",
        "item": 100 + number,
    }
    return OfficialRow(**({"number": number, "version": 1} | facts | fields))


def ground(rows, **more):
    facts = {
        "current": {one.item: one for one in rows}, "quantified": frozenset(), "frame": FRAME,
        "may": lambda item, permission: True, "sources": ["方案"],
    }  # fmt: skip
    return Ground(**(facts | more))


@given(st.lists(st.integers(1, 5), min_size=0, max_size=4, unique=True).flatmap(
    lambda numbers: st.tuples(*(official(number) for number in numbers))
))  # fmt: skip
@pytest.mark.slow
def test_rows_come_back_as_they_went_out(rows):
    uploaded = recognise(grid_text(made(rows)))
    diff = compare(uploaded, ground(rows))
    assert diff.counts["unchanged"] == len(rows) == len(diff.rows)
    assert not diff.missing
    for one, back in zip(rows, uploaded.rows, strict=True):
        for key in KEYS:
            value = back.cells[key]
            told = shown(Decimal(repr(value)) if isinstance(value, float) else value)
            assert told == shown(getattr(one, key)), key


def test_the_columns_are_the_official_ones_in_their_order():
    sheet = load_workbook(io.BytesIO(made([row()])))[SHEET]
    assert tuple(cell.value for cell in sheet[HEADER_LINE + 1]) == OFFICIAL
    assert sheet.max_column == len(OFFICIAL)


def test_the_sheet_is_ready_for_print_and_for_filling_in():
    book = load_workbook(io.BytesIO(made([row()], leads=["省经信厅"])))
    sheet = book[SHEET]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "D4"
    assert sheet.protection.sheet
    locked = {
        column.key: sheet.cell(4, place).protection.locked
        for place, column in enumerate(COLUMNS, 1)
    }
    assert not any(locked[key] for key in ("title", "measure"))
    assert locked["number"]
    assert locked["source"]
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert any("未启动" in (formula or "") for formula in offered.values())
    assert any("_xiandao" in (formula or "") for formula in offered.values())
    assert book["_xiandao"].sheet_state == "veryHidden"
    assert "单位：万元" in [cell.value for cell in sheet[2]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1+1}", "http://x.cn", "＝1+1"]
)
def test_what_looks_like_a_formula_stays_text(text):
    data = made([row(title=text, issues=text)])
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        parts = b"".join(box.read(name) for name in box.namelist() if "worksheets" in name)
    assert b"<f>" not in parts
    assert b"hyperlink" not in parts
    assert recognise(grid_text(data)).rows[0].cells["title"] == text.strip()


def test_numbers_and_days_are_numbers_and_days():
    sheet = load_workbook(
        io.BytesIO(
            made([row(q3=Decimal("22.5"), funds=Decimal("1820.50"), due=date(2027, 12, 31))])
        )
    )[SHEET]
    assert (sheet["L4"].value, sheet["O4"].value) == (22.5, 1820.5)
    assert sheet["I4"].value == datetime(2027, 12, 31)


def test_a_text_too_long_for_a_cell_is_cut_and_not_taken_back_changed():
    long = row(measure="长" * 40_000)
    data = made([long])
    uploaded = recognise(grid_text(data))
    assert compare(uploaded, ground([long])).counts["unchanged"] == 1
    assert len(uploaded.rows[0].cells["measure"]) < 32_767


def test_a_reading_becomes_rows_without_calling_a_lead_what_the_text_does_not():
    reading = {
        "document": {"title": "方案"},
        "clauses": [{"path": "一", "heading": "", "text": "", "start": 0, "end": 90}],
        "targets": [{"text": "建成30个左右先导区", "metric": "先导区", "value": 30, "value_max": None,
                     "comparator": "approx", "unit": "个", "deadline_year": 2027, "recurrence": "",
                     "kind": "target", "clause": "一", "start": 5, "end": 15}],
        "benefits": [], "measures": [],
        "responsibilities": [{"clause": "一", "clause_start": 0, "departments": ["省经信厅", "省科技厅"],
                              "lead": "省经信厅", "lead_inferred": True, "others": None}],
    }  # fmt: skip
    (found,) = official_rows(reading)
    assert (found.source, found.title, found.target) == ("方案·一", "先导区", "30个左右·2027年")
    assert found.lead == "省经信厅（推定）"
    assert found.parties == "省科技厅"
    assert found.due == date(2027, 12, 31)


def test_every_cell_of_a_row_can_change_without_moving_the_row():
    now = row(version=3)
    for key in EDITABLE:
        changed = {"due": date(2027, 1, 1)}.get(key, "推进中" if key == "lamp" else "5")
        data = made([replace(now, **{key: changed})])
        uploaded = recognise(grid_text(data))
        record = recognise(grid_text(made([now]))).records
        diff = compare(replace(uploaded, records=record), ground([now]))
        (found,) = diff.rows
        if key in ("q1", "q2", "q3", "q4", "progress") or not found.errors:
            assert found.kind in ("changed", "error"), key
            assert [one.key for one in found.changes] == [key]
