"""A score is opened, doubted, frozen, published and computed again by somebody else, in a browser from end to end."""

import csv
import io
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile

import pytest

from tests.journeys.conftest import running, surroundings
from tests.spec.marks import row

DATABASE = "xiandao.sqlite3"
PERIOD = "2025年二季度"


@pytest.fixture
def site(demonstration, tmp_path):
    """A copy of the demonstration, to be written in."""
    home = tmp_path / "home"
    shutil.copytree(demonstration.home, home, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        sqlite3.connect(demonstration.home / DATABASE) as kept,
        sqlite3.connect(home / DATABASE) as copy,
    ):
        kept.backup(copy)
    kept.close()
    copy.close()
    with running(home) as site:
        yield site


def as_(window, sign_in, site, username):
    window.context.clear_cookies()
    sign_in(site, username)


def lines(window, table):
    """The cells of each row of a table, as texts."""
    return [
        [cell.text_content().strip() for cell in line.locator("th, td").all()]
        for line in window.locator(f"{table} tbody tr").all()
    ]


def official(window):
    """Name, score and rank of every zone, as the ranking tells them officially."""
    return {one[0]: (one[1], one[2]) for one in lines(window, "#outcome table.grid")}


def tried(window):
    """Score, rank and band of ranks of every zone under the weights of the sliders."""
    return {one[0]: (one[4], one[5], one[7]) for one in lines(window, "#outcome table.grid")}


def steps_add_up(window):
    """The waterfall from its twin in figures: where it starts, what is added, where it ends."""
    window.get_by_role("tab", name="表").first.click()
    first, *steps, last = lines(window, "#chart-waterfall-table")
    assert len(steps) == 4
    added = sum(float(one[3]) for one in steps)
    assert float(first[1]) + added == pytest.approx(float(last[2]), abs=0.03)
    assert float(last[3]) == pytest.approx(added, abs=0.03)
    return float(last[2])


def opened_room(download):
    """The files of a downloaded data room."""
    with zipfile.ZipFile(download.value.path()) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def computed_again(room, folder, home):
    """Run the command of the room on its files in a process of its own; return the result and what it printed."""
    for name, content in room.items():
        (folder / name).write_bytes(content)
    told = room["README.txt"].decode().splitlines()
    (command,) = [line.split() for line in told if line.strip().startswith("xiandao evaluate run")]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=surroundings(home), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return (folder / "out" / "aggregated.csv").read_bytes(), done.stdout


def figures(data):
    """The cells of a file of figures by unit."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return {
        line[0]: dict(zip(head[1:], [cell and float(cell) for cell in line[1:]], strict=True))
        for line in rows
    }


def publish(window, sign_in, site):
    """Freeze a quarter as its analyst, who may not publish it, and publish it as the leader; return its address."""
    window.goto(f"{site.address}/evaluate/assessments")
    window.fill("[name=period]", PERIOD)
    window.get_by_role("button", name="先看数据是否齐全").click()
    window.wait_for_selector("text=16 个先导区、32 项指标")
    window.get_by_role("button", name="冻结").last.click()
    window.wait_for_url(re.compile(r"/evaluate/assessments/\d+$"))
    frozen = window.url
    assert window.locator("button[value=publish]").count() == 0
    as_(window, sign_in, site, "leader")
    window.goto(frozen)
    window.locator("button[value=publish]").click()
    window.wait_for_selector("text=已公布")
    return frozen


@row(
    "Z62",
    part="in a browser: why this score, other weights by keyboard, freeze, publication, the public page without a score",
)
@row(
    "Z63",
    part="in a browser: declaration, data room, the same scores from the room in a process of the evaluator's own",
)
def test_a_score_is_opened_tried_published_and_reproduced(window, sign_in, site, tmp_path):
    sign_in(site, "analyst")
    window.goto(f"{site.address}/w/decide")
    window.locator("main").get_by_role("link", name=re.compile("评价与比较")).click()
    window.wait_for_url(re.compile(r"/evaluate/"))
    window.locator("table.grid tbody a[href*='/zones/']").nth(2).click()
    window.wait_for_url(re.compile(r"/zones/"))
    zone = window.locator(".lead b").first.inner_text()
    score = steps_add_up(window)

    window.goto(f"{site.address}/evaluate/sandbox")
    window.wait_for_selector("body[data-ready]")
    before, at_first = official(window), tried(window)
    assert float(before[zone][0]) == pytest.approx(score, abs=0.006)
    slider = window.get_by_label("创新能力", exact=True)
    slider.focus()
    with window.expect_response(re.compile(r"/evaluate/sandbox\?")):
        slider.press("End")
    window.wait_for_selector("#outcome .sentence:has-text('创新能力')")
    after = tried(window)
    assert official(window) == before
    assert [one for one in after if after[one][1] != at_first[one][1]] != []
    assert [one for one in after if after[one][2] != at_first[one][2]] != []
    window.fill("#outcome [name=name]", "重创新")
    window.get_by_role("button", name="保存为方案").click()
    window.wait_for_selector(".sets >> text=重创新")
    assert official(window) == before
    assert tried(window) == after

    frozen = publish(window, sign_in, site)
    as_(window, sign_in, site, "analyst")
    window.goto(frozen)
    wanted = window.locator("[name=evaluator] option", has_text="郑评估").get_attribute("value")
    window.select_option("[name=evaluator]", wanted)
    window.get_by_role("button", name="委托", exact=True).click()
    window.wait_for_selector("td >> text=待声明")

    as_(window, sign_in, site, "evaluator")
    window.goto(f"{site.address}/evaluate/commissions")
    window.get_by_role("link", name=re.compile(PERIOD)).click()
    assert window.locator("code.seal").count() == 0
    window.check("[name=interest][value=no]")
    window.locator("[name=words]").fill("与被评单位无利益关系")
    window.get_by_role("button", name="提交声明").click()
    with window.expect_download() as download:
        window.get_by_role("link", name="下载冻结数据").click()
    room = opened_room(download)
    seal = window.locator("code.seal").first.inner_text()
    folder = tmp_path / "own"
    folder.mkdir()
    made, printed = computed_again(room, folder, tmp_path / "elsewhere")
    assert seal in printed
    mine, theirs = figures(made), figures(room["expected.csv"])
    assert len(mine) == 16
    assert list(mine) == list(theirs)
    for unit, line in theirs.items():
        assert mine[unit] == pytest.approx(line, abs=1e-9), unit
    window.fill("[name=own_hash]", seal)
    window.get_by_role("button", name="复算").click()
    window.wait_for_selector("text=一致")

    window.context.clear_cookies()
    window.goto(f"{site.address}/evaluate/public")
    public = window.content()
    assert zone in public
    for name, (points, _rank) in before.items():
        assert name in public
        assert points not in public
        assert f"{float(points):.1f}分" not in public
