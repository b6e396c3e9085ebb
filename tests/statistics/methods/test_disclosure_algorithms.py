"""Network, audit, exact model and programs agree with each other and with an independent attacker."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from xiandao.statistics.methods import disclosure_audit, disclosure_hierarchy
from xiandao.statistics.methods.disclosure_exact import suppress
from xiandao.statistics.methods.disclosure_heuristic import cover, uncertified
from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_pattern import attack
from xiandao.statistics.methods.disclosure_problem import Budget, Problem
from xiandao.statistics.methods.disclosure_table import Axis, relations


def flat(rows, columns):
    return [
        Axis.flat("r", [f"r{n}" for n in range(rows)]),
        Axis.flat("c", [f"c{n}" for n in range(columns)]),
    ]


def problem_of(inner, sensitive, holders=None, share=0.2):
    """A rows × columns table with its totals; totals cost ten times as much."""
    inner = np.asarray(inner, dtype=float)
    rows, columns = inner.shape
    value = np.zeros((rows + 1, columns + 1))
    value[:-1, :-1] = inner
    value[-1], value[:, -1] = value.sum(0), value.sum(1)
    value[-1, -1] = inner.sum()
    need = np.zeros_like(value)
    holder = np.full(value.shape, -1)
    for n, (r, c) in enumerate(sensitive):
        need[r, c] = share * value[r, c]
        if holders:
            holder[r, c] = holders[n]
    cost = 1 + np.log10(1 + value)
    cost[-1] *= 10
    cost[:-1, -1] *= 10
    flatly = [part.ravel() for part in (value, need, holder, cost)]
    value, need, holder, cost = flatly
    shape = relations(flat(rows, columns))
    return Problem(value, value, need, need, holder, cost, need > 0, *shape)


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cell = st.one_of(st.just(0), st.integers(1, 60))
    inner = np.array(
        draw(st.lists(cell, min_size=rows * columns, max_size=rows * columns)), dtype=float
    ).reshape(rows, columns)
    places = [(r, c) for r in range(rows) for c in range(columns) if inner[r, c]]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=4)) if places else []
    holders = [draw(st.integers(-1, 2)) for _ in chosen]
    return problem_of(inner, chosen, holders)


def reach(problem, hidden, cell, sign):
    """How far a cell can move, by a linear program over deviations."""
    rows = int(problem.row.max()) + 1
    matrix = np.zeros((rows, len(hidden)))
    np.add.at(matrix, (problem.row, problem.at), problem.sign)
    bounds = [(-size, None) if h else (0, 0) for size, h in zip(problem.size, hidden, strict=True)]
    cost = np.zeros(len(hidden))
    cost[cell] = -sign
    answer = linprog(cost, A_eq=matrix, b_eq=np.zeros(rows), bounds=bounds)
    return np.inf if answer.status == 3 else abs(answer.x[cell])


@given(problems(), st.data())
def test_a_maximum_flow_says_what_the_linear_program_says(problem, data):
    network = Network.of(problem)
    hidden = problem.hidden | np.array(
        data.draw(st.lists(st.booleans(), min_size=len(problem.value), max_size=len(problem.value)))
    )
    hidden &= problem.size > 0
    for item in problem.items():
        moved, _ = network.flow(item, hidden.astype(float))
        far = reach(problem, hidden, item.cell, 1 if item.up else -1)
        assert (moved >= 1.0) == (far >= item.need * (1 - 1e-6))


@given(problems(), st.data())
def test_a_quick_certificate_is_never_wrong(problem, data):
    network = Network.of(problem)
    hidden = problem.hidden | np.array(
        data.draw(st.lists(st.booleans(), min_size=len(problem.value), max_size=len(problem.value)))
    )
    items = problem.items()
    kept = set(items) - set(uncertified(network, items, hidden))
    assert not kept & set(disclosure_audit.broken(network, hidden, items))


@given(problems(), st.data())
def test_network_and_programs_find_the_same_failures(problem, data):
    hidden = problem.hidden | np.array(
        data.draw(st.lists(st.booleans(), min_size=len(problem.value), max_size=len(problem.value)))
    )
    by_flow = disclosure_audit.audit(Network.of(problem.only(hidden)), hidden).failures
    by_program = disclosure_hierarchy.audit(problem, hidden).failures
    assert set(by_flow) == set(by_program)


@settings(max_examples=20)
@given(problems())
def test_every_way_of_suppressing_stands_the_attack_and_the_exact_one_is_cheapest(problem):
    network = Network.of(problem)
    first, missing = cover(network, problem.items(), problem.cost)
    best = suppress(network, Budget(5.0))
    general = disclosure_hierarchy.suppress(problem)
    assert missing == []
    for hidden in (first, best.hidden, general.hidden):
        assert attack(problem, hidden).is_passed
    assert best.cost <= min(problem.cost_of(first), general.cost) * (1 + 1e-3)


def test_the_exact_model_finds_the_cheapest_pattern_of_all():
    inner = np.array([[20, 50, 10, 19], [8, 19, 22, 17], [17, 32, 12, 25], [12, 16, 13, 40]])
    problem = problem_of(inner, [(0, 0)])
    found = suppress(Network.of(problem), Budget(10.0))
    inside = [(r, c) for r in range(1, 4) for c in range(1, 4)]
    cost = problem.cost.reshape(5, 5)
    cheapest = min(
        cost[0, c] + cost[r, 0] + cost[r, c]
        for r, c in inside
        if min(inner[0, c], inner[r, 0], inner[r, c]) >= 4
    )
    assert found.is_proven
    assert found.cost == pytest.approx(cheapest)


def test_cells_that_must_be_shown_and_zeros_never_protect():
    problem = problem_of([[5, 0, 9], [7, 8, 6], [4, 3, 8]], [(0, 0)])
    problem.cost[[2, 5 + 1]] = np.inf
    hidden = suppress(Network.of(problem), Budget(2.0)).hidden
    assert not hidden[[1, 2, 6]].any()
    assert attack(problem, hidden).is_passed


def test_what_cannot_be_protected_is_reported_not_hidden_from_view():
    problem = problem_of([[5, 6], [7, 8]], [(0, 0)])
    problem.cost[~problem.hidden] = np.inf
    for pattern in (
        suppress(Network.of(problem), Budget(1.0)),
        disclosure_hierarchy.suppress(problem),
    ):
        assert len(pattern.audit.failures) == 2


def test_one_axis_with_levels_is_a_network_and_two_are_not():
    deep = Axis("r", {"a1": "a", "a2": "a", "b1": "b", "a": "_T", "b": "_T"})
    other = Axis("c", {"i1": "i", "i2": "i", "j1": "j", "i": "_T", "j": "_T"})

    def blank(axes):
        one = np.ones(int(np.prod([len(axis.nodes) for axis in axes])))
        return Problem(one, one, one * 0, one * 0, one * 0 - 1, one, one < 0, *relations(axes))

    assert Network.of(blank([Axis.flat("c", "xyz"), deep])) is not None
    assert Network.of(blank([deep])) is not None
    assert Network.of(blank([deep, other])) is None


def test_the_relations_imply_every_sum_of_the_table():
    axes = [
        Axis("r", {"a1": "a", "a2": "a", "b1": "b", "a": "_T", "b": "_T"}),
        Axis("c", {"i1": "i", "i2": "i", "j1": "j", "i": "_T", "j": "_T"}),
        Axis.flat("s", "xy"),
    ]
    row, cell, sign = relations(axes)
    size = [len(axis.nodes) for axis in axes]
    matrix = np.zeros((row.max() + 1, np.prod(size)))
    np.add.at(matrix, (row, cell), sign)
    leaves = np.prod([axis.leaves for axis in axes])
    assert np.linalg.matrix_rank(matrix) == len(matrix) == np.prod(size) - leaves


def test_time_is_kept_and_the_first_pattern_with_it():
    chance = np.random.default_rng(3)
    inner = np.round(chance.lognormal(3, 1.5, (60, 20))) + 1
    places = [(r, c) for r in range(60) for c in range(20) if chance.random() < 0.05]
    problem = problem_of(inner, places)
    network = Network.of(problem)
    none_left = suppress(network, Budget(0.0, lambda: 0.0))
    assert none_left.cost <= none_left.heuristic_cost
    assert none_left.audit.is_passed
