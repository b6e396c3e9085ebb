"""A filled template is read as it was filled; whatever people do to it is told, all at once, and nothing is dropped."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.methods.books import FORM, UNIT, edited, made, row_of, values_of
from xiandao.statistics.methods.form import shipped
from xiandao.statistics.methods.intake import interpret, read_return, read_returns
from xiandao.statistics.methods.intake_grid import grid_text
from xiandao.terms.error import InputError, XiandaoError

DATA = made()
SHEET = "填报表"


def read(data, form=FORM, **more):
    return interpret(grid_text(data), {form.code: form}, **more)


def told(filed, severity=None):
    return [problem.sentence for problem in filed.problems if severity in {None, problem.severity}]


def put(code, letter, value, **more):
    """The template after somebody has typed into a cell."""

    def change(book):
        book[SHEET][f"{letter}{row_of(DATA, code)}"] = value

    return edited(DATA, change)


def test_a_filled_template_says_the_same_when_it_comes_back():
    data = made(
        explanations={"r13": "新厂投产"},
        people={"filler": "张三", "phone": "057112345678"},
        consent=True,
    )
    filed = read_return(data, FORM, filename="快报.xlsx", unit=UNIT, period="2026-06")
    assert filed.problems == ()
    assert (filed.form, filed.version, filed.unit, filed.unit_name, filed.period) == (
        "quick",
        "2026",
        UNIT,
        "示例公司",
        "2026-06",
    )
    assert {name: filed.values[name] for name in values_of()} == values_of()
    assert filed.values["r13"] == sum(filed.values[code] for code in ("r14", "r22", "r82", "r29"))
    assert filed.explanations == {"r13": "新厂投产"}
    assert (filed.people["filler"], filed.people["phone"], filed.consent) == (
        "张三",
        "057112345678",
        True,
    )
    assert filed.prior["r14"] == filed.values["r14__ly"]
    assert filed.is_sound


NUMBERS = st.none() | st.decimals(-(10**12), 10**12, places=2)
WORDS = st.text("甲乙a=+-@,\"' <&>1", max_size=30).map(str.strip)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data())
def test_whatever_is_filled_in_comes_back_the_same(data):
    form = shipped()["zone-quarter"]
    values = {}
    for item in form.items:
        if item.kind == "choice":
            values[item.code] = data.draw(st.sampled_from([None, "up", "down"]))
        elif item.is_numeric:
            number = data.draw(NUMBERS)
            for name in (item.code, item.prior)[: 1 + item.has_prior]:
                values[name] = None if number is None else round(number, item.decimals)
        else:
            values[item.code] = data.draw(WORDS) or None
    explanations = {"r202": data.draw(WORDS.filter(bool))}
    filed = read(
        made(form, period="2026Q2", unit="zone-1", values=values, explanations=explanations), form
    )
    assert {name: filed.values[name] for name in values} == values
    assert filed.explanations == explanations
    assert filed.problems == ()


def test_the_period_and_the_unit_that_are_expected_are_compared():
    filed = read(DATA, unit="91330100MA0000000X", period="2026-07")
    assert [problem.severity for problem in filed.problems] == ["must", "must"]
    assert told(filed)[0].startswith("单位不符")
    assert told(filed)[1] == "报告期不符：文件是“2026年6月”，应为“2026年7月”"


def test_another_form_and_another_workbook_are_refused():
    with pytest.raises(InputError) as refused:
        read(DATA, shipped()["607-2"])
    assert refused.value.code == "STA-121"
    assert "企业研究开发活动" in refused.value.sentence
    foreign = edited(DATA, lambda book: book["_xiandao"].__setitem__("B1", "xiandao.policy.ledger"))
    with pytest.raises(InputError) as refused:
        read(foreign)
    assert refused.value.code == "STA-120"


def test_a_touched_hidden_sheet_a_changed_form_and_an_unknown_version_are_told():
    def touch(book):
        book["_xiandao"]["B5"] = "91330100MA0000000X"

    assert told(read(edited(DATA, touch))) == ["模板的隐藏信息被改动过"]
    changed = replace(FORM, items=(replace(FORM.items[0], label="从业人员"), *FORM.items[1:]))
    assert "模板与现行报表的指标不一致，可能下载后报表有过修改" in told(read(DATA, changed))
    assert told(read(DATA, replace(FORM, version="2027")))[0] == "模板是“2026”版，现行的是“2027”版"


def test_a_template_without_its_hidden_sheet_is_read_and_told():
    filed = read(edited(DATA, lambda book: book.__delitem__("_xiandao")))
    assert filed.values["r14"] == values_of()["r14"]
    assert "没有找到模板的隐藏信息，不能确认是哪个单位、哪一期的报表" in told(filed, "must")


def test_an_older_version_is_carried_over_by_its_map():
    items = tuple(
        replace(item, code="r130", row="130") if item.code == "r30" else item for item in FORM.items
    )
    newer = replace(FORM, version="2027", items=items, migrations={"2026": {"r30": "r130"}})
    filed = read(DATA, newer)
    assert filed.values["r130"] == values_of()["r30"]
    assert filed.values["r130__ly"] == values_of()["r30__ly"]
    assert filed.is_sound
    assert "已按对应关系转到2027版" in told(filed, "explain")[0]


def test_rows_are_found_by_code_wherever_they_stand():
    def change(book):
        sheet = book[SHEET]
        sheet.move_range(f"A8:G{sheet.max_row}", rows=3)

    filed = read(edited(DATA, change))
    assert filed.values["r84"] == values_of()["r84"]


def test_deleted_inserted_and_doubled_rows_are_told():
    def delete(book):
        book[SHEET][f"B{row_of(DATA, '65')}"].value = None

    filed = read(edited(DATA, delete))
    assert f"第{row_of(DATA, '65')}行有内容但没有代码，没有读取" in told(filed, "must")
    assert "缺少代码65“利润总额”这一行" in told(filed, "must")
    assert filed.values["r65"] is None

    def double(book):
        book[SHEET][f"B{row_of(DATA, '66')}"].value = "65"

    filed = read(edited(DATA, double))
    assert "代码65出现了两次，这一行没有读取" in told(filed, "must")
    assert filed.values["r65"] == values_of()["r65"]

    filed = read(put("65", "B", "999"))
    assert "代码“999”不是这张表的指标，这一行没有读取" in told(filed, "must")


def test_columns_are_found_by_name_and_extra_ones_are_told():
    def change(book):
        book[SHEET]["H7"] = "备注二"
        sheet = book[SHEET]
        merged = {block.min_row for block in sheet.merged_cells.ranges}
        for line in {*range(7, sheet.max_row + 1)} - merged:
            first, second = sheet[f"D{line}"], sheet[f"F{line}"]
            first.value, second.value = second.value, first.value

    filed = read(edited(DATA, change))
    assert filed.values["r14"] == values_of()["r14"]
    assert "“备注二”不是模板中的列，没有读取" in told(filed, "explain")


def test_a_missing_header_and_a_doubled_column_are_refused():
    for address, value, code in (("B7", "甲", "STA-123"), ("E7", "本期", "STA-124")):
        with pytest.raises(InputError) as refused:
            read(edited(DATA, lambda book, a=address, v=value: book[SHEET].__setitem__(a, v)))
        assert refused.value.code == code


def test_a_renamed_sheet_is_read_and_told():
    filed = read(edited(DATA, lambda book: setattr(book[SHEET], "title", "六月")))
    assert filed.values["r14"] == values_of()["r14"]
    assert told(filed) == ["工作表“填报表”被改名为“六月”，已照常读取"]


def test_merged_cells_are_asked_back():
    line = row_of(DATA, "14")

    def change(book):
        book[SHEET].merge_cells(f"D{line}:D{line + 1}")

    filed = read(edited(DATA, change))
    assert told(filed, "must").count("单元格是合并的，分不清每一行填的是什么") == 2
    assert (filed.values["r14"], filed.values["r22"]) == (None, None)


def test_hidden_rows_columns_and_sheets_are_read_and_told():
    def change(book):
        book[SHEET].row_dimensions[row_of(DATA, "14")].hidden = True
        book[SHEET].column_dimensions["E"].hidden = True
        book[SHEET].sheet_state = "hidden"
        book.active = 1

    filed = read(edited(DATA, change))
    assert filed.values["r14"] == values_of()["r14"]
    assert len(told(filed, "explain")) == 3


def test_a_total_without_its_result_is_computed_and_another_formula_is_asked_back():
    filed = read(put("65", "D", "=1+1"))
    assert filed.values["r13"] == sum(values_of()[code] for code in ("r14", "r22", "r82", "r29"))
    assert told(filed, "must") == ["公式没有计算结果"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("#DIV/0!", "单元格是错误值（如 #DIV/0!、#REF!）"),
        ("12万", "“12万”带有数量级，系统不能确定是多少千元"),
        ("1e400", "“1e400”不是可读取的数值"),
        (913301007996550581, "数值超过15位，不可能是这个指标的数"),
    ],
)
def test_a_cell_that_is_no_number_is_told_at_its_address(value, sentence):
    filed = read(put("65", "D", value))
    (problem,) = [problem for problem in filed.problems if problem.severity == "must"]
    assert (problem.sheet, problem.cell, problem.item) == (SHEET, f"D{row_of(DATA, '65')}", "r65")
    assert problem.sentence == sentence


def test_a_changed_unit_of_measurement_and_a_changed_name_are_told():
    assert told(read(put("65", "C", "万元")), "must") == ["计量单位应为“千元”，被改为“万元”"]
    assert told(read(put("65", "A", "净利润")), "explain") == [
        "代码65应为“利润总额”，表中写的是“净利润”"
    ]


def test_everything_is_told_at_once():
    def change(book):
        sheet = book[SHEET]
        sheet[f"D{row_of(DATA, '65')}"] = "很多"
        sheet[f"D{row_of(DATA, '66')}"] = "12%"
        sheet[f"C{row_of(DATA, '98')}"] = "美元"
        sheet[f"B{row_of(DATA, '90')}"] = "91"

    filed = read(edited(DATA, change), period="2026-05")
    assert len(told(filed, "must")) == 6


def test_many_files_are_read_in_their_order_and_a_bad_one_costs_only_itself():
    other = made(shipped()["607-2"], period="2025", values={})
    files = [
        ("a.xlsx", DATA),
        ("b.xlsx", b"PK\x03\x04 no"),
        ("c.xlsm", DATA),
        ("d.xlsx", other),
        ("e.csv", b"01,3"),
    ]
    found = dict(read_returns(iter(files), shipped()))
    assert list(found) == ["a.xlsx", "b.xlsx", "c.xlsm", "d.xlsx", "e.csv"]
    assert found["a.xlsx"].values["r14"] == values_of()["r14"]
    assert found["d.xlsx"].form == "607-2"
    codes = [
        found[name].code
        for name in ("b.xlsx", "c.xlsm", "e.csv")
        if isinstance(found[name], XiandaoError)
    ]
    assert codes == ["STA-110", "STA-103", "STA-122"]


def test_a_return_survives_being_kept_as_json():
    import json

    filed = read(put("65", "D", "很多"))
    assert type(filed).from_json(json.loads(json.dumps(filed.to_json()))) == filed
