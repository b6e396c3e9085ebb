"""Somebody drops in a policy paper and follows it, in a browser, to an exported ledger."""

import io
import re

import openpyxl
import pytest

from tests.journeys.conftest import running
from tests.spec.marks import row

OFFICIAL = [
    "序号", "任务来源（文件·条款）", "重点任务", "具体举措", "目标（数量·单位·年份）", "牵头单位", "配合单位",
    "责任处室/责任人", "完成时限", "季度形象进度Q1", "季度形象进度Q2", "季度形象进度Q3", "季度形象进度Q4",
    "本期进展", "资金使用（万元）", "佐证材料", "存在问题/需协调事项", "状态灯", "督办记录",
]  # fmt: skip


def confirm_all(window) -> None:
    """Confirm clause by clause, then what is left one by one, as a clerk with a mouse would."""
    while (button := window.get_by_role("button", name="确认本条款全部").first).count():
        before = window.locator("#summary").get_attribute("data-waiting")
        button.click()
        window.wait_for_selector(f"#summary:not([data-waiting='{before}'])")
    while (card := window.locator("li.proposal[data-state=proposed]").first).count():
        before = window.locator("#summary").get_attribute("data-waiting")
        card.click()
        card.locator("button[value=confirm]").click()
        window.wait_for_selector(f"#summary:not([data-waiting='{before}'])")
    assert window.locator("#summary").get_attribute("data-waiting") == "0"


def exported_ledger(window, site) -> list[list]:
    """Export the ledger as the clerk does and return the table's rows, head first."""
    window.goto(f"{site.address}/policy/ledger")
    with window.expect_download() as caught:
        window.locator("a[href*='/policy/ledger/export']").first.click()
    book = openpyxl.load_workbook(io.BytesIO(caught.value.path().read_bytes()))
    rows = [list(values) for values in book.worksheets[0].iter_rows(values_only=True)]
    head = next(number for number, values in enumerate(rows) if values[0] == "序号")
    table = [values[: len(OFFICIAL)] for values in rows[head:]]
    return [values for values in table if values[0] is not None]


@row("J27")
def test_the_jiangsu_paper_becomes_a_ledger_with_official_columns(
    window, sign_in, shared, tmp_path
):
    paper = shared / "policies" / "jiangsu.txt"
    with running(tmp_path / "home", "--paper", str(paper)) as site:
        sign_in(site, "analyst")
        window.goto(f"{site.address}/policy/1/reading")
        window.wait_for_selector("body[data-ready]")
        assert window.locator("#text").inner_text().count("建设50个以上开放应用场景") == 1
        assert window.locator("#text mark").count() > 50

        # One thing is corrected by hand: the scenarios are due a year earlier.
        scenarios = window.locator(
            "li.proposal", has=window.locator("b.figure", has_text="不少于50个")
        )
        scenarios.click()
        scenarios.get_by_text("更正", exact=True).click()
        window.locator("form.edit input[name=deadline_year]").fill("2029")
        window.get_by_role("button", name="更正并确认").click()
        window.wait_for_selector("li.proposal[data-state=corrected]")

        confirm_all(window)
        window.get_by_role("button", name="入台账").click()

        # The first screen is good with only a paper read and no data yet.
        window.wait_for_url(re.compile(r"/\?paper=1"))
        assert "台账" in window.locator(".lead").inner_text()
        assert window.locator(".tree li").count() > 10
        assert window.locator(".quote mark").count() == 1

        head, *ledger = exported_ledger(window, site)
        assert head == OFFICIAL
        figures = [str(values[4]) for values in ledger]
        for figure in ("10个", "50个", "100万吨左右", "15个", "20个", "100个"):
            assert any(figure in said for said in figures), figure
        (scenario,) = [values for values in ledger if "不少于50个" in str(values[4])]
        assert "2029" in str(scenario[4])
        assert scenario[5] == "省工业和信息化厅（推定）"
        assert scenario[6].count("、") == 12
        parties = {
            name
            for values in ledger
            for name in re.split("、", f"{values[5]}、{values[6]}".replace("（推定）", ""))
        }
        assert {
            "省科技厅",
            "人民银行江苏省分行",
            "金融监管总局江苏局",
            "各设区市人民政府",
        } <= parties


@row(
    "J27",
    part="the second paper: dropped in by upload, corrected, assigned, a quarter's progress reported",
)
def test_the_zhejiang_paper_is_uploaded_and_a_quarter_is_reported(
    window, sign_in, shared, tmp_path
):
    with running(tmp_path / "home") as site:
        sign_in(site, "analyst")
        window.goto(f"{site.address}/policy/add")
        window.set_input_files("input[type=file]", shared / "policies" / "zhejiang.txt")
        window.locator("form button[type=submit]").last.click()
        window.wait_for_url(re.compile(r"/policy/\d+/reading"))
        window.wait_for_selector("body[data-ready]")
        confirm_all(window)
        window.get_by_role("button", name="入台账").click()
        window.wait_for_url(re.compile(r"/\?paper=\d+"))

        # From the number in the clause to the item, where a quarter is reported.
        assert "30个左右" in window.locator("#chosen").inner_text()
        window.get_by_role("link", name="去填报").click()
        window.wait_for_url(re.compile(r"/policy/items/\d+"))
        assert "打造30个左右" in window.locator("main").inner_text()
        if not window.locator("#progress textarea[name=words]").is_visible():
            window.locator("#progress summary").first.click()
        window.locator("#progress textarea[name=words]").fill("第三批5个先导区完成公示")
        window.locator("#progress input[name=value]").fill("24")
        window.locator("#progress").get_by_role("button", name="上报").click()
        window.wait_for_selector(".times >> text=第三批5个先导区完成公示")
        assert "24" in window.locator("svg.bullet").first.get_attribute("aria-label")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_the_navigation_opens_without_a_complaint(
    window, sign_in, theme, demonstration
):
    site = demonstration
    sign_in(site, "analyst")
    window.context.add_cookies([{"name": "xiandao_theme", "value": theme, "url": site.address}])
    window.goto(site.address)
    links = {
        link.get_attribute("href").split("#")[0]
        for link in window.locator("nav a[href^='/'], .top a[href^='/']").all()
    } - {"/"}
    assert len(links) > 8
    for link in sorted(links):
        response = window.goto(site.address + link)
        assert response.status == 200, link
        window.wait_for_selector("body[data-ready]")


def test_ctrl_c_ends_the_site_cleanly_and_a_second_start_answers_with_the_same_data(tmp_path):
    home = tmp_path / "home"
    with running(home) as site:
        first = site
    assert first.process.returncode == 0
    with running(home) as site:
        assert (home / "xiandao.sqlite3").stat().st_size > 0
    assert site.process.returncode == 0
