"""A clerk fills a workbook, spoils it, gets it back marked, mends it; it is checked, approved and counted."""

import io
import re

import openpyxl
import pytest

from tests.journeys.reporting import reporting_site
from tests.spec.marks import row
from tests.statistics import returns
from tests.statistics.world import PERIOD
from xiandao.statistics.methods.form import shipped

FORM = shipped()["quick"]
# What the sound figures of the return add up to: 1,000 + 8,000 + 500 + 500, in 千元.
INCOME_10K = 1_000.0
BROKEN = {"r22": "约八千", "r80": 500, "r42": 150_000_000}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The province that reports."""
    with reporting_site(tmp_path_factory.mktemp("returns") / "home") as site:
        yield site


def filled(data, values):
    """The downloaded template with values typed into it, as an office program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["填报表"]
    rows = {cell.value: cell.row for cell in sheet["B"] if cell.value}
    heads = [cell for line in sheet.iter_rows(max_row=15) for cell in line]
    now = next(cell.column for cell in heads if str(cell.value or "").startswith("本期"))
    before = next(cell.column for cell in heads if "上年同期" in str(cell.value or ""))
    for name, value in values.items():
        column = before if name.endswith("__ly") else now
        sheet.cell(rows[FORM.item(name).row], column).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def saved(download):
    return download.value.path().read_bytes()


def upload(window, site, data, name):
    """Hand a workbook in and wait for the trial."""
    window.goto(f"{site.address}/statistics/filings/{site.ent_1}/upload")
    window.set_input_files(
        "input[type=file]",
        {
            "name": name,
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": data,
        },
    )
    window.get_by_role("button", name="上传并试读").click()
    window.wait_for_url(re.compile(r"/upload/\d+$"))


def as_(window, sign_in, site, username):
    window.context.clear_cookies()
    sign_in(site, username)


def explain_and_sign(window):
    """Write an explanation wherever one is asked for, and sign."""
    for field in window.locator("input[name^='e.']").all():
        if not field.input_value():
            field.fill("本期新产线投产，已与台账核对")
    for name, value in returns.PEOPLE.items():
        window.fill(f"[name='p.{name}']", value)


def step(window, act):
    """Take a step of the review and wait for the next page."""
    with window.expect_navigation():
        window.click(f"button[name=act][value={act}]")


def preview(window, site):
    """The previewed total by city, in 万元."""
    window.goto(
        f"{site.address}/statistics/tables?indicator=TOTAL_INCOME&period={PERIOD}&rows=city&columns="
        f"&unit=万元&method=suppress&organisation={site.top}"
    )
    return figure(window)


def figure(window):
    """The province's total of the table on the page."""
    line = window.locator("table.figures tr.total").first
    return float(re.sub(r"[^\d.].*", "", line.locator("td").first.inner_text().replace(",", "")))


def whole():
    return {name: int(value) for name, value in returns.whole().items()}


@row(
    "J28",
    part="bad workbook → same file marked → mended → city → province → the total changes in the released table",
)
def test_a_return_is_filled_spoiled_mended_approved_and_counted(window, sign_in, site):
    as_(window, sign_in, site, "statistician")
    before = preview(window, site)

    as_(window, sign_in, site, "reporter_1")
    window.goto(f"{site.address}/inbox")
    window.get_by_role("link", name=re.compile("企业月度快报.*待报出")).click()
    window.wait_for_url(re.compile(r"/statistics/filings/\d+$"))
    window.goto(f"{site.address}/statistics/mine")
    assert "企业月度快报" in window.locator(".owed").inner_text()
    with window.expect_download() as download:
        window.get_by_role("link", name="下载模板").first.click()
    template = saved(download)

    upload(window, site, filled(template, whole() | BROKEN), "我的快报.xlsx")
    told = window.locator("main").inner_text()
    assert "必须改正" in told
    for words in ("22", "80", "42"):
        assert words in told
    assert window.get_by_role("button", name="采用文件内容").count() == 0
    with window.expect_download() as download:
        window.get_by_role("link", name="下载标注好的原文件").click()
    assert download.value.suggested_filename == "我的快报_已标注.xlsx"
    same_file_is_marked(saved(download))

    upload(window, site, filled(template, whole()), "我的快报_改.xlsx")
    window.get_by_role("button", name="采用文件内容").click()
    window.wait_for_url(re.compile(r"/statistics/filings/\d+$"))
    explain_and_sign(window)
    window.get_by_role("button", name="暂存并审核").click()
    window.wait_for_selector(".notice.ok")
    explain_and_sign(window)
    window.get_by_role("button", name="报出").click()
    window.wait_for_selector("text=已报出")

    as_(window, sign_in, site, "city_statistician_a")
    window.goto(f"{site.address}/statistics/review")
    window.get_by_role("link", name=site.name).first.click()
    window.wait_for_url(re.compile(r"/statistics/review/\d+$"))
    window.locator("label[for=mark-r155]").click()
    window.fill("[name='w.r155']", "请核对研发台账")
    window.fill("#words", "研发费用与台账不符")
    step(window, "return")

    as_(window, sign_in, site, "reporter_1")
    window.goto(f"{site.address}/inbox")
    assert "研发费用与台账不符" in window.locator("main").inner_text()
    window.goto(f"{site.address}/statistics/filings/{site.ent_1}")
    assert "研发费用与台账不符" in window.locator("main").inner_text()
    assert "请核对研发台账" in window.locator("#row-r155").inner_text()
    window.fill("[name='v.r155']", "810")
    window.get_by_role("button", name="暂存并审核").click()
    window.wait_for_selector(".notice.ok")
    explain_and_sign(window)
    window.get_by_role("button", name="报出").click()
    window.wait_for_selector("text=已报出")

    as_(window, sign_in, site, "city_statistician_a")
    window.goto(f"{site.address}/statistics/review/{site.ent_1}")
    assert window.locator("main input[name^='v.']").count() == 0
    step(window, "pass")
    as_(window, sign_in, site, "statistician")
    assert preview(window, site) == before
    window.goto(f"{site.address}/statistics/review/{site.ent_1}")
    step(window, "approve")
    assert preview(window, site) == pytest.approx(before + INCOME_10K, abs=0.01)

    window.get_by_role("button", name="生成待发布表").click()
    window.wait_for_url(re.compile(r"/statistics/releases/\d+$"))
    release = window.url
    as_(window, sign_in, site, "second_statistician")
    window.goto(release)
    step(window, "publish")

    as_(window, sign_in, site, "analyst")
    window.goto(f"{site.address}/statistics/releases")
    window.get_by_role("link", name=re.compile("总收入")).first.click()
    assert figure(window) == pytest.approx(before + INCOME_10K, abs=0.01)
    assert "口径" in window.locator("aside").inner_text()
    assert window.locator("a[href*='/statistics/review']").count() == 0
    assert window.goto(f"{site.address}/statistics/filings/{site.ent_1}").status == 404

    # From the total to its rows: whoever reviews them, and nobody else.
    as_(window, sign_in, site, "statistician")
    window.goto(release)
    window.locator("aside a[href*='show=all']").click()
    window.wait_for_url(re.compile("stage=approved"))
    window.get_by_role("link", name=site.name).first.click()
    assert "810" in window.locator("#row-r155 .now").inner_text()


def same_file_is_marked(data):
    """The reporter's own figures are there, the wrong cells coloured with the reason, and listed in a sheet of their own."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["填报表"]
    marked = {
        str(cell.value): cell
        for line in sheet.iter_rows()
        for cell in line
        if cell.comment is not None and "【" in cell.comment.text
    }
    for value in ("约八千", "500"):
        assert marked[value].fill.fgColor.rgb not in (None, "00000000", "FFFFFFFF")
    assert "强制" in marked["约八千"].comment.text
    values = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert {"150000000", "3000", "约八千"} <= values
    summary = book["核对清单"]
    listed = "\n".join(str(cell.value) for line in summary.iter_rows() for cell in line)
    assert "填报表!" in listed
    assert "强制" in listed
