"""Tables: the address decides what is shown, the file holds all of it, and nobody can break either."""

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.template.loader import render_to_string

from xiandao.registry.models import Organisation
from xiandao.ui import exports
from xiandao.ui.grids import Column, Filter, Grid, Grouping


@dataclass
class Task:
    name: str
    lead: str
    money: Decimal | None
    due_on: datetime.date
    lamp: SimpleNamespace


def lamp(tone, word):
    return SimpleNamespace(tone=tone, word=word)


def tasks(count=3):
    tones = [lamp("over", "滞后 20 天"), lamp("ok", "正常"), lamp("idle", "未启动")]
    return [
        Task(
            f"任务{number:03d}",
            "省科技厅" if number % 2 else "省财政厅",
            None if number == 2 else Decimal(number * 1000),
            datetime.date(2026, 1, 1) + datetime.timedelta(days=count - number),
            tones[number % 3],
        )
        for number in range(1, count + 1)
    ]


COLUMNS = [
    Column("name", "任务", width=200),
    Column("lead", "牵头单位"),
    Column("money", "资金", kind="number"),
    Column("due_on", "时限", kind="date"),
    Column("lamp", "状态", kind="lamp"),
]
LEADS = Filter("lead", "牵头单位", [("省科技厅", "省科技厅"), ("省财政厅", "省财政厅")])


def make(request, rows=None, columns=COLUMNS, **others):
    given = {"name": "tasks", "search": ("name",), "filters": [LEADS], "title": "台账", **others}
    return Grid(request, columns, tasks() if rows is None else rows, **given)


def names(grid):
    return [row.name for row in grid.page.object_list]


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_address_sorts_up_and_down(ask):
    assert names(make(ask("/?sort=due_on"))) == ["任务003", "任务002", "任务001"]
    assert names(make(ask("/?sort=-due_on"))) == ["任务001", "任务002", "任务003"]


def test_rows_without_a_value_come_last_in_both_directions(ask):
    assert names(make(ask("/?sort=money")))[-1] == "任务002"
    assert names(make(ask("/?sort=-money")))[-1] == "任务002"


@pytest.mark.parametrize("said", ["nothing", "-", "name__lead", "__class__", "-password", ""])
def test_an_unknown_sort_key_is_ignored(ask, said):
    assert names(make(ask(f"/?sort={said}"))) == ["任务001", "任务002", "任务003"]


def test_a_column_that_may_not_sort_has_no_link_and_does_not_sort(ask):
    columns = [Column("name", "任务", sortable=False)]
    grid = make(ask("/?sort=-name"), columns=columns)
    assert names(grid) == ["任务001", "任务002", "任务003"]
    assert grid.heads[0].url == ""


def test_search_and_filter_narrow_and_say_so(ask):
    grid = make(ask("/?q=任务00&lead=省科技厅"))
    assert names(grid) == ["任务001", "任务003"]
    assert grid.is_narrowed
    assert grid.conditions() == "检索：任务00；牵头单位：省科技厅"


def test_an_unknown_filter_choice_is_no_filter(ask):
    grid = make(ask("/?lead=' OR 1=1"))
    assert grid.total == 3
    assert not grid.is_narrowed


@pytest.mark.parametrize(
    ("said", "rows"),
    [("5", 10), ("20", 20), ("99999", 50), ("1000", 200), ("-3", 50), ("x", 50), ("²", 50)],
)
def test_rows_per_page_stay_between_10_and_200(ask, said, rows):
    assert make(ask(f"/?per={said}"), tasks(250)).per_page == rows


@pytest.mark.parametrize(("said", "page"), [("2", 2), ("99", 5), ("-1", 5), ("x", 1), ("", 1)])
def test_a_page_that_does_not_exist_gives_the_nearest(ask, said, page):
    assert make(ask(f"/?page={said}"), tasks(250)).page.number == page


def test_changing_the_order_goes_back_to_the_first_page_and_keeps_the_rest(ask):
    grid = make(ask("/?page=2&q=任务&theme=screen"), tasks(250))
    assert grid.heads[0].url == "?q=%E4%BB%BB%E5%8A%A1&theme=screen&sort=name"


def test_groups_stand_under_their_heading(ask):
    grid = make(ask("/?group=lead"), groupings=[Grouping("lead", "按单位", lambda row: row.lead)])
    assert names(grid) == ["任务001", "任务003", "任务002"]
    assert grid.body.count('scope="rowgroup"') == 2


def test_two_grids_on_a_page_do_not_hear_each_other(ask):
    request = ask("/?a-sort=-name&b-q=002")
    assert names(make(request, prefix="a-", name="a"))[0] == "任务003"
    assert names(make(request, prefix="b-", name="b")) == ["任务002"]


def test_markup_in_a_value_is_shown_not_run(ask):
    rows = tasks(1)
    rows[0].name = "<script>alert(1)</script>"
    html = render_to_string("ui/grid.html", {"grid": make(ask("/?q=<b>"), rows)}, ask("/?q=<b>"))
    assert "<b>" not in html.replace("<b>50</b>", "")
    assert "&lt;script&gt;" in make(ask("/"), rows).body


def test_the_template_names_its_columns_and_their_order(ask):
    request = ask("/?sort=-due_on&per=20")
    html = render_to_string("ui/grid.html", {"grid": make(request, tasks(60))}, request)
    assert 'id="grid-tasks"' in html
    assert 'aria-sort="descending"' in html
    assert "共 60 项" in html
    assert "export=tasks" in html
    assert html.count("<tr") == 21


def test_an_empty_grid_says_what_is_missing(ask):
    html = render_to_string("ui/grid.html", {"grid": make(ask("/"), [], empty="还没有任务")}, ask())
    assert "还没有任务" in html
    assert "<table" not in html
    narrowed = make(ask("/?q=无"))
    assert "没有符合条件的内容" in render_to_string("ui/grid.html", {"grid": narrowed}, ask())


def test_the_file_holds_every_row_asked_for_in_order_with_what_it_is(ask):
    request = ask("/?export=tasks&sort=-money&page=2&lead=省科技厅")
    grid = make(request, tasks(121), unit="万元", note="经确认的任务")
    assert grid.wants_export
    sheet = read(grid.workbook()).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "台账"
    said = [line[0] for line in lines[1:5]]
    assert said[:2] == ["单位：万元", "口径：经确认的任务"]
    assert said[2] == "筛选：牵头单位：省科技厅　共61项"
    assert said[3].startswith("导出：王工（省经信厅）　2")
    assert lines[5] == ["序号", "任务", "牵头单位", "资金", "时限", "状态"]
    assert len(lines) == 6 + 61
    assert lines[6][:4] == [1, "任务121", "省科技厅", 121000]
    assert lines[6][4] == datetime.datetime(2026, 1, 1)
    assert sheet.freeze_panes == "A7"
    assert sheet.print_title_rows == "$6:$6"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"])
def test_a_formula_in_a_value_stays_text_in_the_file(ask, text):
    rows = tasks(1)
    rows[0].name = text
    sheet = read(make(ask("/"), rows).workbook()).worksheets[0]
    cell = sheet.cell(sheet.max_row, 2)
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("text", "kept"), [("甲\x00\x0b乙", "甲乙"), ("甲\ud800乙", "甲乙"), ("长" * 40000, None)]
)
def test_what_a_workbook_cannot_hold_is_dropped_or_cut(ask, text, kept):
    rows = tasks(1)
    rows[0].name = text
    sheet = read(make(ask("/"), rows).workbook()).worksheets[0]
    value = sheet.cell(sheet.max_row, 2).value
    assert value == kept if kept else value.endswith("…") and len(value) == exports.LONGEST_CELL


def test_long_codes_keep_their_digits_in_the_file():
    sheet = exports.Sheet(
        "码", [exports.SheetColumn("码")], [[91330000123456789012], [float("nan")]]
    )
    page = read(exports.workbook([sheet])).worksheets[0]
    assert page["A3"].value == "91330000123456789012"
    assert page["A4"].value == "nan"


def test_a_column_kept_out_of_the_file_is_not_in_it(ask):
    columns = [Column("name", "任务"), Column("lead", "操作", export=False)]
    sheet = read(make(ask("/"), columns=columns).workbook()).worksheets[0]
    assert [cell.value for cell in sheet[4]] == ["序号", "任务"]


def test_sheets_of_one_title_get_names_of_their_own():
    sheets = [exports.Sheet("台账:[一]/二", [exports.SheetColumn("甲")], []) for _ in range(2)]
    assert len(set(read(exports.workbook(sheets)).sheetnames)) == 2


def test_the_page_answers_with_the_file_only_where_the_address_asks_for_it(ask):
    assert exports.wanted(ask("/"), make(ask("/"))) is None
    response = exports.wanted(ask("/"), make(ask("/?export=tasks")))
    assert response is not None
    assert response["Content-Type"].endswith("sheet")
    assert "%E5%8F%B0%E8%B4%A6" in response["Content-Disposition"]


@pytest.mark.django_db
class TestOverTheDatabase:
    """The same over a QuerySet."""

    @pytest.fixture
    def bodies(self):
        for number, name in enumerate(["甲局", "乙局", "丙厅"], start=1):
            Organisation.objects.create(
                code=f"c{number}", name=name, kind="department", path=f"00000{number}"
            )
        return Organisation.objects.all()

    def grid(self, request, bodies, **others):
        columns = [Column("code", "代码"), Column("name", "名称")]
        return Grid(request, columns, bodies, name="bodies", search=("name", "code"), **others)

    def codes(self, grid):
        return [body.code for body in grid.page.object_list]

    def test_search_looks_into_every_field(self, ask, bodies):
        assert self.codes(self.grid(ask("/?q=局"), bodies)) == ["c1", "c2"]
        assert self.codes(self.grid(ask("/?q=C3"), bodies)) == ["c3"]

    def test_the_database_sorts(self, ask, bodies):
        assert self.codes(self.grid(ask("/?sort=-code"), bodies)) == ["c3", "c2", "c1"]

    @pytest.mark.parametrize("said", ["parent__accounts__password", "?", "pk", "-nothing"])
    def test_no_address_reaches_a_column_that_is_not_shown(self, ask, bodies, said):
        assert self.codes(self.grid(ask(f"/?sort={said}"), bodies)) == ["c1", "c2", "c3"]

    def test_a_page_needs_two_queries(self, ask, bodies, django_assert_num_queries):
        grid = self.grid(ask("/?sort=name"), bodies)
        with django_assert_num_queries(2):
            render_to_string("ui/grid.html", {"grid": grid}, ask())

    def test_groups_come_in_the_order_of_their_paths(self, ask, bodies):
        Organisation.objects.filter(code="c2").update(region_code="33")
        by_region = Grouping("region", "按地区", lambda body: body.region_code, ("-region_code",))
        grid = self.grid(ask("/?group=region&sort=-code"), bodies, groupings=[by_region])
        assert self.codes(grid) == ["c2", "c3", "c1"]
