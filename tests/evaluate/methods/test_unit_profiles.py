"""Peers, strengths, profiles, comparisons: who stands where, beside whom."""

import numpy as np
import pytest
from scipy import stats

from tests.evaluate.methods.explained import TREE, example, made
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.comparison import compare_builds, kendall, side_by_side, spearman
from xiandao.evaluate.methods.peers import peers
from xiandao.evaluate.methods.profile import profile
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.references import median_reference
from xiandao.evaluate.methods.strengths import distinct_share, strengths
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.unit_rows import rank_among, row_of
from xiandao.evaluate.methods.variants import depends_on_others, score_variants
from xiandao.evaluate.methods.what_if import with_weights
from xiandao.terms.error import InputError

GROUPS = {"size": ("大", "小") * 6}


def grouped(values: np.ndarray, periods: tuple[str, ...] = ()):
    units = tuple(f"U{row}" for row in range(len(values)))
    table = Table(units, TREE.indicators, values, periods=periods, groups=GROUPS)
    return build(table, TREE, Recipe())


def test_the_nearest_peer_has_the_smallest_standardised_distance():
    values = example()
    found = peers(made(values), "U3", level=1, count=11)
    scaled = values / values.std(axis=0, ddof=1)
    distance = np.sqrt(((scaled - scaled[3]) ** 2).mean(axis=1))
    order = [f"U{row}" for row in np.argsort(distance) if row != 3]
    assert [peer.unit for peer in found] == order
    assert found[0].distance == pytest.approx(np.sort(distance)[1])


def test_a_peer_tells_in_what_it_is_like_and_in_what_not():
    peer = peers(made(example()), "U3", level=1, reasons=2)[0]
    assert len(peer.like) == len(peer.unlike) == 2
    assert abs(peer.like[0][1]) <= abs(peer.unlike[0][1])
    assert peer.sentence.startswith(f"{peer.name}与之最接近的是{peer.like[0][0]}")


def test_peers_can_be_found_by_structure_instead():
    structure = {"人口": np.array([1.0, 5, 9, 1.1, 8, 7, 6, 5, 4, 3, 2.5, 2])}
    assert peers(made(example()), "U3", structure=structure, count=1)[0].unit == "U0"
    with pytest.raises(InputError) as error:
        peers(made(example()), "U3", structure={"人口": np.ones(12)})
    assert error.value.code == "EVA-358"


def test_units_that_share_too_little_are_no_peers():
    values = example()
    values[0, :3] = np.nan
    assert "U0" not in {peer.unit for peer in peers(made(values), "U3", level=1, count=11)}


def test_strengths_are_the_highest_ranks_and_weaknesses_the_lowest():
    index = made(example())
    found = strengths(index, "U3", count=2)
    ranks = {code: index.ranks.column(code)[3] for code in TREE.indicators}
    ordered = sorted(ranks.values())
    assert [one.rank for one in found.strengths] == ordered[:2]
    assert [one.rank for one in found.weaknesses] == ordered[::-1][:2]
    assert not {one.code for one in found.strengths} & {one.code for one in found.weaknesses}


def test_a_shared_last_place_is_no_strength_and_yes_or_no_can_be_left_out():
    values = example()
    values[:, 0] = [0.0] * 11 + [1.0]
    found = strengths(made(values), "U3", count=5)
    assert "a" not in {one.code for one in found.strengths}
    assert distinct_share(values[:, 0]) == pytest.approx(2 / 12)
    filtered = strengths(made(values), "U3", count=5, least_distinct=0.2)
    assert "a" not in {one.code for one in (*filtered.strengths, *filtered.weaknesses)}


def test_ranks_within_a_group_count_its_members_only():
    values = example()
    index = grouped(values)
    found = profile(index, "U3").of("a").group_ranks
    among = values[1::2, 0]
    assert found == (("size", "小", 1.0 + (among > values[3, 0]).sum(), 6),)
    with pytest.raises(InputError, match="size") as error:
        strengths(index, "U3", group="region")
    assert error.value.code == "EVA-359"


def test_a_profile_goes_from_the_index_down_with_median_and_best():
    index = made(example())
    entries = profile(index, "U3").entries
    assert [entry.standing.code for entry in entries] == [
        "I",
        "Q",
        "P",
        "R",
        "a",
        "b",
        "c",
        "d",
        "e",
    ]
    assert entries[0].median == pytest.approx(np.median(index.index))
    assert entries[0].best_unit == f"U{int(np.argmax(index.index))}区"


def test_a_profile_in_a_panel_is_of_its_period():
    values = example()
    index = grouped(values, ("2024",) * 6 + ("2025",) * 6)
    entry = profile(index, "U8").of("a")
    assert entry.standing.rank == rank_among(values[8, 0], values[6:, 0])
    assert entry.median == pytest.approx(np.median(values[6:, 0]))
    with pytest.raises(InputError, match="2024"):
        row_of(index.scores, "U8", "2024")


def test_two_versions_agree_as_scipy_says():
    first = made(example())
    second = with_weights(first, {"P": 0.2})
    found = compare_builds(first, second)
    assert found.spearman == pytest.approx(stats.spearmanr(first.index, second.index).statistic)
    assert found.kendall == pytest.approx(stats.kendalltau(first.index, second.index).statistic)
    gained = first.ranks.column("I") - second.ranks.column("I")
    assert {shift.unit: shift.gained for shift in found.shifts} == dict(
        zip(first.scores.units, gained, strict=True)
    )
    assert found.unchanged == (gained == 0).sum()


def test_ties_count_as_scipy_counts_them():
    a, b = np.array([1.0, 2, 2, 3, 5, 5]), np.array([2.0, 2, 1, 4, 4, 6])
    assert spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic)
    assert kendall(a, b) == pytest.approx(stats.kendalltau(a, b).statistic)


def test_units_of_one_version_only_are_named():
    values = example()
    found = compare_builds(made(values), made(values[:10]))
    assert found.only_first == ("U10", "U11")
    assert found.only_second == ()
    with pytest.raises(InputError) as error:
        compare_builds(made(values), made(values), code="zz")
    assert error.value.code == "EVA-360"


@pytest.mark.parametrize("units", [[], ["U0"] * 2, ["U0", "U1", "U2", "U3", "U4"]])
def test_side_by_side_takes_one_to_four_units(units):
    with pytest.raises(InputError) as error:
        side_by_side(made(example()), units)
    assert error.value.code == "EVA-361"


def test_units_side_by_side_have_the_same_lines():
    found = side_by_side(made(example()), ["U0", "U1", "U2", "U3"])
    assert len({tuple(entry.standing.code for entry in one.entries) for one in found}) == 1


def test_a_variant_of_a_row_scores_as_it_would_in_the_table():
    values = example()
    changed = values.copy()
    changed[2] = values[5] + 3
    for plan in ({}, {"method": "copeland"}, {"missing": "worst"}):
        index, other = made(values, plan), made(changed, plan)
        found = score_variants(index, 2, changed[2:3])
        assert found.scores[0] == pytest.approx(other.scores.values[2])
        assert found.ranks[0] == other.ranks.column("I")[2]
    assert depends_on_others(made(values, {"method": "copeland"}))
    assert not depends_on_others(made(values))


def test_the_median_unit_of_a_panel_is_of_the_period():
    values = example()
    index = grouped(values, ("2024",) * 6 + ("2025",) * 6)
    assert median_reference(index, 8).scores["a"] == pytest.approx(np.median(values[6:, 0]))
