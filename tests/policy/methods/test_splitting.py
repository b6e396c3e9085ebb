"""Where one thing read can be cut into several, and what each part carries on."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.splitting import cut_points, part_of, parts

TEXT = "建设10个平台，引育50个团队；涌现一批企业。"


@given(st.lists(st.integers(-5, 40), max_size=6), st.integers(0, 10), st.integers(12, 22))
def test_parts_lie_inside_the_span_in_order_and_do_not_overlap(cuts, start, end):
    found = parts(TEXT, start, end, cuts)
    assert all(start <= first < last <= end for first, last in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))


def test_parts_lose_only_punctuation_and_blanks():
    found = parts(TEXT, 0, len(TEXT), cut_points(TEXT))
    assert [TEXT[start:end] for start, end in found] == [
        "建设10个平台",
        "引育50个团队",
        "涌现一批企业",
    ]


def test_without_a_cut_one_part_remains():
    assert len(parts(TEXT, 0, len(TEXT), [])) == 1


def test_the_part_that_says_the_figure_keeps_it_and_the_others_become_tasks():
    payload = {
        "value": 10.0,
        "value_raw": "10",
        "unit": "个",
        "lead": "省科技厅",
        "deadline_year": 2027,
    }
    assert part_of("target", payload, "建设10个平台") == ("target", payload)
    kind, kept = part_of("target", payload, "引育团队")
    assert kind == "task"
    assert kept == {"lead": "省科技厅", "deadline_year": 2027}


def test_parts_of_what_has_no_figure_stay_what_it_is():
    assert part_of("milestone", {"metric": "企业"}, "涌现企业") == ("milestone", {"metric": "企业"})
