"""Forms: the shipped ones say what the trade asks, and a definition that contradicts itself is refused."""

from datetime import date

import pytest

from xiandao.statistics.methods.form import Form, Item, Legal, load, shipped
from xiandao.statistics.methods.form_problems import problems
from xiandao.terms.error import InputError

HEAD = 'code="x"\nversion="1"\ntitle="表"\nfrequency="month"\nsubject="enterprise"\npurpose="statistics"\n'


def written(*rows):
    return HEAD + "".join(f"[[items]]\n{row}\n" for row in rows)


def test_the_quick_form_has_the_rows_of_the_monthly_report():
    form = shipped()["quick"]
    rows = "01 80 166 02 81 07 13 14 22 24 82 29 27 30 42 100 65 66 98 39 84 03 155 32 33 63 165 90 144 145"
    assert [item.row for item in form.items] == rows.split()
    assert form.frequency == "month"
    assert form.item("r13").formula == "sum(r14, r22, r82, r29)"
    assert form.item("r33").parent == "r32"
    assert len(form.columns) == 60


def test_607_2_adds_up_as_its_layout_says():
    form = shipped()["607-2"]
    wanted = {
        *range(1, 22),
        57,
        43,
        58,
        55,
        56,
        52,
        44,
        45,
        *range(22, 28),
        29,
        30,
        32,
        33,
        53,
        54,
        36,
        37,
        38,
        40,
        41,
    }
    wanted |= {46, 47, 48, 49, 50}
    assert {item.row for item in form.items} == {str(row) for row in wanted}
    assert form.item("r7").formula == "sum(r8, r9, r10, r11, r12, r13, r14, r19)"
    assert form.item("r14").formula == "sum(r15, r16, r17, r18)"


def test_the_zone_form_is_administration_and_every_figure_may_be_reused():
    form = shipped()["zone-quarter"]
    assert (form.purpose, form.subject, form.frequency) == ("administration", "zone", "quarter")
    labels = " ".join(item.label for item in form.items)
    wanted = "未来产业营业收入 高新技术企业 科技型中小企业 应用场景合同金额 概念验证 中试 供应用地 低效用地 基金投资 数据集 机时 能源 税费"
    for word in wanted.split():
        assert word in labels


@pytest.mark.parametrize("code", ["quick", "607-2", "zone-quarter"])
def test_every_shipped_row_is_explained_in_both_languages_and_no_approval_is_invented(code):
    form = shipped()[code]
    assert all(item.note and item.label_en and item.section for item in form.items)
    assert not form.legal.approval_no
    assert not form.legal.is_complete_on(date(2026, 7, 1))


@pytest.mark.parametrize(
    ("day", "is_complete"), [(date(2027, 6, 30), True), (date(2027, 7, 1), False)]
)
def test_an_approval_ends_with_its_last_day(day, is_complete):
    assert (
        Legal("1表", "统计局", "示〔2026〕1号", date(2027, 6, 30)).is_complete_on(day)
        is is_complete
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (written('row="1"\nlabel="甲"', 'row="1"\nlabel="乙"'), "row"),
        (written('row="1"\nlabel=""'), "label"),
        (written('row="1"\nlabel="甲"\nkind="money"'), "kind"),
        (written('row="1"\nlabel="甲"\nkind="choice"'), "choices"),
        (written('row="1"\nlabel="甲"\nparent="r9"'), "parent"),
        (written('row="1"\nlabel="甲"\nformula="r9 + 1"'), "formula"),
        (written('row="1"\nlabel="甲"\nformula="1 +"'), "formula"),
        (written('row="1"\nlabel="甲"\nformula="r2"', 'row="2"\nlabel="乙"\nformula="r1"'), "formula"),
        (written('row="1"\nlabel="甲"\nparent="r2"', 'row="2"\nlabel="乙"\nparent="r1"'), "parent"),
        (written('row="1"\nlabel="甲"\nkind="text"\nhas_prior=true'), "has_prior"),
        (written('row="1-2"\nlabel="甲"'), "row"),
        (HEAD.replace("month", "week") + '[[items]]\nrow="1"\nlabel="甲"', "frequency"),
        (HEAD, "items"),
        (written('row="1"\nlabel="甲"') + '[migrations.0]\nr5="r6"', "migrations"),
    ],
)  # fmt: skip
def test_a_definition_that_contradicts_itself_is_refused_at_its_field(text, field):
    with pytest.raises(InputError) as refused:
        load(text)
    assert (refused.value.code, refused.value.details["field"]) == ("STA-002", field)


@pytest.mark.parametrize("text", ["a = ", HEAD + "colour=1", written('label="甲"'), "items = 3"])
def test_what_is_no_definition_is_refused(text):
    with pytest.raises(InputError) as refused:
        load(text)
    assert refused.value.code == "STA-001"


def test_a_deep_expression_is_refused_and_not_followed():
    deep = "(" * 500 + "r1" + ")" * 500
    item = Item("r2", "2", "乙", formula=deep)
    with pytest.raises(InputError):
        Form("x", "1", "表", "month", "zone", "statistics", (Item("r1", "1", "甲"), item))


def test_an_unknown_item_is_told():
    with pytest.raises(InputError) as refused:
        shipped()["quick"].item("r999")
    assert refused.value.code == "STA-003"
    assert shipped()["quick"].item("r13__ly").code == "r13"
    assert list(problems(shipped()["quick"])) == []
