"""J: what the paper's own text gives: brackets, links and every figure of it."""

import pytest

from tests.spec.marks import row
from xiandao.policy.methods.reading import Reading, read

LINKS = [4, 5, 14, 11, 4, 6, 1, 6, 5]
FIGURES = {
    ("一（二）", 10, "eq", 2025),
    ("一（二）", 50, "eq", 2025),
    ("二（一）9", 1_000_000, "approx", None),
    ("三（一）", 15, "ge", None),
    ("三（二）", 20, "eq", 2030),
    ("三（三）", 50, "ge", 2030),
    ("三（四）", 100, "ge", 2030),
}


@pytest.fixture(scope="module")
def jiangsu(shared) -> Reading:
    return read((shared / "policies" / "jiangsu.txt").read_text(encoding="utf-8"))


@row("J27", part="the text gives 9 brackets and 56 links")
def test_nine_brackets_with_56_links_to_27_parties_are_found(jiangsu):
    assert [len(one.departments) for one in jiangsu.responsibilities] == LINKS
    assert len({name for one in jiangsu.responsibilities for name in one.departments}) == 27


@row("J27", part="the text gives the figures F4 to F12")
def test_the_figures_of_the_paper_are_found_and_no_others(jiangsu):
    found = {
        (one.clause, one.value, one.comparator.value, one.deadline_year)
        for one in jiangsu.targets
        if one.kind == "target"
    }
    assert found == FIGURES


@row("J27", part="a lead that the text does not name is only inferred")
def test_no_bracket_of_this_paper_names_a_lead_so_each_is_inferred(jiangsu):
    assert all(one.lead_inferred for one in jiangsu.responsibilities)


@row("J09", part="the yearly target F8")
def test_the_yearly_target_says_that_it_comes_back_every_year(jiangsu):
    yearly = [one for one in jiangsu.targets if one.recurrence == "annual"]
    assert [(one.value, one.comparator.value) for one in yearly] == [(15, "ge")]


@row("J01", part="each figure keeps the sentence it stands in")
def test_every_figure_points_at_its_own_place_in_the_text(jiangsu):
    assert jiangsu.targets
    for one in jiangsu.targets:
        assert one.value_raw in jiangsu.text[one.start : one.end]
