"""The template: what an official form must show, everything known filled in, nothing that is text becomes a formula."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tests.statistics.methods.books import FORM, UNIT, made, row_of
from xiandao.statistics.methods.form import Legal, shipped
from xiandao.statistics.methods.template import HIDDEN, checksum, schema_hash
from xiandao.statistics.methods.template_formulas import workbook_formula
from xiandao.statistics.methods.template_notes import relations
from xiandao.statistics.methods.template_workbook import Prefill

LEGAL = Legal("示1表", "示范省统计局", "示统制〔2026〕1号（演示）", date(2027, 6, 30))


def opened(data, *, values=False):
    return load_workbook(io.BytesIO(data), data_only=values)


def words(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_form_without_approval_says_so_and_an_approved_one_shows_the_legal_block():
    assert "未经批准，试填" in words(opened(made())["填报表"])
    approved = words(opened(made(replace(FORM, legal=LEGAL)))["填报表"])
    assert "未经批准，试填" not in approved
    for part in (
        "表号：示1表",
        "制定机关：示范省统计局",
        "批准文号：示统制〔2026〕1号（演示）",
        "有效期至：2027-06-30",
    ):
        assert part in approved


def test_an_approval_that_has_run_out_is_no_approval():
    old = replace(FORM, legal=replace(LEGAL, valid_until=date(2026, 6, 30)))
    assert "未经批准，试填" in words(opened(made(old))["填报表"])


def test_header_units_footer_and_print_area_are_those_of_an_official_form():
    sheet = opened(made())["填报表"]
    assert [cell.value for cell in sheet[7]] == [
        "指标名称",
        "代码",
        "计量单位",
        "本期",
        "上年同期",
        "上期（系统带入）",
        "说明",
    ]
    assert sheet.freeze_panes == "C8"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$7:$7"
    shown = words(sheet)
    assert {"单位负责人", "统计负责人", "填表人", "联系电话", "报出日期"} <= set(shown)
    assert "同意将标▲的指标同时用于办理行政事项" in shown
    assert {"千元", "人", "件"} <= set(shown)


def test_the_administrative_form_asks_no_consent():
    data = made(shipped()["zone-quarter"], period="2026Q2", values={})
    assert not any("同意" in word for word in words(opened(data)["填报表"]))


def test_known_values_are_coloured_and_tell_where_they_come_from():
    data = made(
        values={},
        prefilled={"r01": Prefill(Decimal(35), "社保缴费人数", "2026年6月末")},
        previous={"r01": Decimal(33)},
    )
    line = row_of(data, "01")
    sheet = opened(data)["填报表"]
    assert sheet[f"D{line}"].value == 35
    assert sheet[f"D{line}"].fill.fgColor.rgb == "FFE2F0D9"
    assert "社保缴费人数" in sheet[f"D{line}"].comment.text
    assert "2026年6月末" in sheet[f"D{line}"].comment.text
    assert sheet[f"F{line}"].value == 33
    assert "本次需填28项，其余1项已由系统带入（绿色，请核对）；灰色为自动计算" in words(sheet)


def test_what_the_unit_has_entered_goes_before_what_the_system_knows():
    data = made(values={"r01": Decimal(40)}, prefilled={"r01": Prefill(Decimal(35), "社保")})
    cell = opened(data)["填报表"][f"D{row_of(data, '01')}"]
    assert (cell.value, cell.comment) == (40, None)


def test_computed_rows_are_locked_formulas_with_their_result_and_inputs_are_open():
    data = made(values={"r14": Decimal(7), "r22": Decimal(5)})
    total, part = row_of(data, "13"), row_of(data, "14")
    sheet = opened(data)["填报表"]
    assert re.fullmatch(
        r'=IF\(COUNT\((D\d+,?){4}\)=0,"",SUM\((D\d+,?){4}\)\)', sheet[f"D{total}"].value
    )
    assert opened(data, values=True)["填报表"][f"D{total}"].value == 12
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet[f"D{total}"].protection.locked
    assert not sheet[f"D{part}"].protection.locked
    assert sheet[f"F{part}"].protection.locked
    assert sheet[f"B{part}"].protection.locked


def test_choices_have_a_drop_down_and_numbers_a_validation_that_warns():
    sheet = opened(made(shipped()["zone-quarter"], period="2026Q2", values={}))["填报表"]
    rules = sheet.data_validations.dataValidation
    lists = [rule.formula1 for rule in rules if rule.type == "list"]
    assert '"稳中向好,总体平稳,有下行压力"' in lists
    assert {rule.errorStyle for rule in rules if rule.type in {"whole", "decimal"}} == {"warning"}


def test_the_second_sheet_explains_every_row_and_lists_what_must_agree():
    data = made(relations=["本月营业收入与纳税申报一致"])
    shown = words(opened(data)["指标解释"])
    assert {item.note for item in FORM.items} <= set(shown)
    assert set(relations(FORM)) <= set(shown)
    assert "13 = sum(14, 22, 82, 29)" in shown
    assert "本月营业收入与纳税申报一致" in shown


def test_the_hidden_sheet_carries_what_the_file_is_and_a_seal():
    book = opened(made())
    assert book[HIDDEN].sheet_state == "veryHidden"
    facts = {row[0].value: row[1].value for row in book[HIDDEN].iter_rows()}
    seal = facts.pop("checksum")
    assert (facts["form"], facts["version"], facts["unit"], facts["period"]) == (
        "quick",
        "2026",
        UNIT,
        "2026-06",
    )
    assert facts["schema"] == schema_hash(FORM)
    assert seal == checksum(facts)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "{=A1}",
        "\t=1",
        "＝1",
        "http://a.example",
        "=cmd|'/C calc'!A0",
    ],
)
def test_text_never_becomes_a_formula_or_a_link(text):
    data = made(explanations={"r01": text}, people={"filler": text})
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        sheet = box.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<f>") == 2
        assert "hyperlink" not in sheet
    assert opened(data)["填报表"][f"G{row_of(data, '01')}"].data_type != "f"


def test_a_changed_question_changes_the_schema():
    other = replace(FORM.items[0], unit="万人")
    assert schema_hash(replace(FORM, items=(other, *FORM.items[1:]))) != schema_hash(FORM)


def test_a_formula_that_a_workbook_cannot_compute_is_left_to_the_system():
    assert workbook_formula("lag(r1) + 1", {"r1": "D8"}) == ""
    assert workbook_formula("max(r1, 0) - abs(r2) * 1.5", {"r1": "D8", "r2": "D9"}) == (
        '=IF(COUNT(D8,D9)=0,"",(MAX(D8,0)-(ABS(D9)*1.5)))'
    )
