"""Every labelled text is read as its labels say: the shared ones with the bars of the order, our own without a miss."""

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.policy.scoring import load_labels, same_target, score
from xiandao.policy.methods.reading import read

OWN = Path(__file__).resolve().parents[1] / "texts"
OWN_NAMES = sorted(path.stem for path in OWN.glob("0*.txt"))
# Written by others after the reader stood; the reader is held to the bars, not to a reading without a miss.
FOREIGN_NAMES = sorted(path.stem for path in OWN.glob("[123]*.txt"))
PAPERS = ("zhejiang", "jiangsu")
OTHERS = (
    "03_state_council_youth_jobs",
    "04_putian_invest_talent",
    "08_hangzhou_future_2025_2026",
    "14_stress_synthetic",
)
TARGET_BAR, DEPARTMENT_BAR = 0.90, 0.95


@cache
def reading_of(path: Path) -> dict[str, Any]:
    return read(path.read_text(encoding="utf-8")).to_json()


def scores(folder: Path, name: str) -> dict[str, Any]:
    return score(reading_of(folder / f"{name}.txt"), load_labels(folder / f"{name}.gold.json"))


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("part", ["quantities", "targets", "departments", "lead"])
def test_both_papers_are_read_without_a_miss(shared, name, part):
    found = scores(shared / "policies", name)[part]
    assert found.f1 == 1.0, (found.missed, found.extra)


@pytest.mark.parametrize("name", OTHERS)
def test_other_papers_clear_the_bars(shared, name):
    found = scores(shared / "policies", name)
    assert found["targets"].f1 >= TARGET_BAR, (found["targets"].missed, found["targets"].extra)
    assert found["departments"].f1 >= DEPARTMENT_BAR, found["departments"].missed


@pytest.mark.parametrize("name", OWN_NAMES)
@pytest.mark.parametrize("part", ["quantities", "targets", "departments", "lead"])
def test_our_own_texts_are_read_without_a_miss(name, part):
    found = scores(OWN, name)[part]
    assert found.f1 == 1.0, (found.missed, found.extra)


def test_the_own_texts_are_there():
    assert len(OWN_NAMES) >= 9
    assert len(FOREIGN_NAMES) >= 23


@pytest.mark.parametrize("name", FOREIGN_NAMES)
def test_texts_written_by_others_clear_the_bars(name):
    found = scores(OWN, name)
    assert found["targets"].f1 >= TARGET_BAR, (found["targets"].missed, found["targets"].extra)
    assert found["departments"].f1 >= DEPARTMENT_BAR, found["departments"].missed
    assert found["lead"].f1 >= DEPARTMENT_BAR, found["lead"].missed


@pytest.mark.parametrize("name", [name for name in FOREIGN_NAMES if name.endswith("_zero")])
def test_a_paper_that_only_gives_has_no_target_at_all(name):
    reading = reading_of(OWN / f"{name}.txt")
    assert [row["text"] for row in reading["targets"]] == []
    assert len(reading["benefits"]) >= 10


def named_alike(found: str, wanted: str) -> float:
    plain = [re.sub(r"[\s（）()“”\"、，的]", "", text) for text in (found, wanted)]
    return SequenceMatcher(None, *plain).ratio()


def test_metrics_are_named_as_a_reader_would_name_them():
    pairs = []
    for name in [*OWN_NAMES, *FOREIGN_NAMES]:
        left = list(reading_of(OWN / f"{name}.txt")["targets"])
        for label in load_labels(OWN / f"{name}.gold.json")["targets"]:
            hit = next((row for row in left if same_target(row, label)), None)
            if hit:
                left.remove(hit)
                pairs.append((hit["metric"], label["metric"]))
    alike = [pair for pair in pairs if named_alike(*pair) >= 0.6]
    assert len(pairs) > 500
    assert len(alike) >= 0.95 * len(pairs), [pair for pair in pairs if pair not in alike]


@pytest.mark.parametrize("name", [*OWN_NAMES, *FOREIGN_NAMES])
def test_a_metric_begins_and_ends_as_a_noun_does(name):
    for row in reading_of(OWN / f"{name}.txt")["targets"]:
        metric = row["metric"]
        assert len(metric) >= 2, row["text"]
        assert not re.match(
            r"地可|可(?!再生)|将|以(?!太)|把|对(?!外)|由|和|及|其中|推动|支持|[，、”）]", metric
        ), metric
        assert not re.search(r"(?:的|形成|达到|突破|超过|不少于|[，、“（])$", metric), metric


def test_jiangsu_has_nine_brackets_and_fifty_six_links(shared):
    duties = reading_of(shared / "policies" / "jiangsu.txt")["responsibilities"]
    assert [len(duty["departments"]) for duty in duties] == [4, 5, 14, 11, 4, 6, 1, 6, 5]
    assert len({name for duty in duties for name in duty["departments"]}) == 27
    assert all(duty["lead_inferred"] for duty in duties)


def test_the_two_named_cities_are_a_milestone_and_no_number(shared):
    reading = reading_of(shared / "policies" / "jiangsu.txt")
    milestones = [row for row in reading["measures"] if row["milestone"]]
    named = [row for row in milestones if "南京、苏州率先建设" in row["text"]]
    assert [row["deadline_year"] for row in named] == [2025]
    assert not any("率先建设" in target["text"] for target in reading["targets"])


@pytest.mark.parametrize("name", PAPERS)
def test_the_industries_are_those_of_the_paper(shared, name):
    labels = load_labels(shared / "policies" / f"{name}.gold.json")
    assert reading_of(shared / "policies" / f"{name}.txt")["industries"] == labels["industries"]


@pytest.mark.parametrize("name", PAPERS)
def test_title_issuer_and_number_are_found_through_the_page_around_the_paper(shared, name):
    labels = load_labels(shared / "policies" / f"{name}.gold.json")["source"]
    found = reading_of(shared / "policies" / f"{name}.txt")["document"]
    assert found["title"] == labels["title"]
    assert found["issuer"] == labels["issuer"]
    assert found["doc_number"] == labels["doc_number"]
    assert found["issued_on"] == labels.get("date")


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_of_the_page_around_the_paper_is_left(shared, name):
    text = "".join(
        row["text"] for row in reading_of(shared / "policies" / f"{name}.txt")["clauses"]
    )
    for chrome in ("欢迎访问", "小编", "微信", "登录", "在线留言", "转载请"):
        assert chrome not in text


@pytest.mark.parametrize("name", PAPERS)
def test_the_outline_of_both_papers_is_whole(shared, name):
    paths = {row["path"] for row in reading_of(shared / "policies" / f"{name}.txt")["clauses"]}
    expected = {
        "zhejiang": {"一（二）", "三（四）3", "四（三）", "五（四）"},
        "jiangsu": {"一（二）", "二（一）10", "二（二）", "三（六）", "四（三）"},
    }
    assert expected[name] <= paths


@pytest.mark.parametrize("name", [*PAPERS, *OTHERS])
def test_every_span_cuts_exactly_its_text_out_of_the_reading(name):
    folder = SHARED / "policies"
    if not folder.is_dir():
        pytest.skip("no shared policy texts beside the checkout")
    found = read((folder / f"{name}.txt").read_text(encoding="utf-8"))
    for item in (*found.clauses, *found.targets, *found.benefits, *found.measures):
        assert found.text[item.start : item.end] == item.text


def test_industries_resolve_against_the_catalogue_of_the_province(shared):
    from xiandao.catalog.methods.classification import load_catalogue

    text = (shared / "policies" / "zhejiang.txt").read_text(encoding="utf-8")
    found = read(text, catalogue=load_catalogue("zhejiang")).industries
    assert len(found) == 12
    assert all(industry.code for industry in found)
