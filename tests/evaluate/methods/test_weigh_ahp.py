"""AHP: Saaty's numbers, rounding of reciprocals, several experts, and judgements that contradict each other."""

import numpy as np
import pytest

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.weigh_ahp import group_priorities, judgements, priorities
from xiandao.evaluate.methods.weighers_ahp import ahp_weights
from xiandao.terms.error import InputError

TREE = Framework.of(
    [
        Node("I"),
        Node("P", "创新", "I", 2),
        Node("Q", "产业", "I", 1),
        *(Node(code, parent="P") for code in "abc"),
        Node("d", parent="Q"),
    ]
)
GOOD = [[1, 3, 5], ["1/3", 1, 3], ["1/5", "1/3", 1]]
CIRCLE = [[1, 9, "1/9"], ["1/9", 1, 9], [9, "1/9", 1]]


def test_saaty_1980_a_consistent_matrix_gives_back_its_weights():
    w = np.array([0.5, 0.3, 0.15, 0.05])
    found = priorities(w[:, None] / w)
    assert np.allclose(found.weights, w)
    assert found.largest == pytest.approx(4)
    assert found.ratio == pytest.approx(0, abs=1e-12)
    assert found.is_consistent


def test_the_weights_are_the_principal_eigenvector():
    matrix = judgements(GOOD)
    found = priorities(matrix)
    assert np.allclose(matrix @ found.weights, found.largest * found.weights)
    assert found.index == pytest.approx((found.largest - 3) / 2)
    assert found.ratio == pytest.approx(found.index / 0.58)


def test_reciprocals_rounded_to_two_digits_are_made_exact():
    assert np.allclose(
        judgements([[1, 3, 5], [0.33, 1, 3], [0.2, 0.33, 1]]), judgements(GOOD), atol=1e-15
    )


@pytest.mark.parametrize(
    ("rows", "code", "word"),
    [
        ([[1, 3], [3, 1]], "EVA-222", "“甲”对“乙”是3，反过来是3"),
        ([[2, 3], ["1/3", 1]], "EVA-222", "“甲”对“甲”是2"),
        ([[1, 0], [1, 1]], "EVA-221", "“甲”对“乙”"),
        ([[1, "三"], [1, 1]], "EVA-221", "三"),
        ([[1, 3]], "EVA-220", "2行2列"),
    ],
)
def test_a_wrong_cell_is_named(rows, code, word):
    with pytest.raises(InputError) as told:
        judgements(rows, names=["甲", "乙"])
    assert told.value.code == code
    assert word in told.value.sentence


def test_aczel_1983_the_geometric_mean_of_judgements_stays_reciprocal():
    one, other = judgements(GOOD), judgements([[1, 1, 2], [1, 1, 2], ["1/2", "1/2", 1]])
    found = group_priorities([one, other])
    assert np.allclose(found.weights, priorities(np.sqrt(one * other)).weights)
    apart = group_priorities([one, other], join="priorities", expert_weights=[1, 0])
    assert np.allclose(apart.weights, priorities(one).weights)


def test_every_expert_and_the_group_are_told_with_their_consistency():
    found = ahp_weights(None, TREE, matrices={"P": {"experts": {"甲": GOOD, "乙": CIRCLE}}})
    told = {row[1]: row for row in found.logs[0].rows}
    assert list(told) == ["甲", "乙", "汇总"]
    assert told["甲"][5] is True
    assert told["乙"][5] is False
    assert told["乙"][4] > 0.1
    assert found.weights["P"] == pytest.approx(2 / 3)
    assert sum(found.weights[code] for code in "abc") == pytest.approx(1)


def test_inconsistent_judgements_can_be_refused():
    with pytest.raises(InputError, match="一致性比例") as told:
        ahp_weights(None, TREE, matrices={"P": {"experts": [GOOD, CIRCLE]}}, inconsistent="refuse")
    assert told.value.code == "EVA-225"


def test_the_order_of_the_matrix_may_differ_from_the_framework():
    plain = ahp_weights(None, TREE, matrices={"P": [GOOD]}).weights
    turned = ahp_weights(
        None, TREE, matrices={"P": {"order": ["c", "b", "a"], "experts": [GOOD]}}
    ).weights
    assert turned["c"] == plain["a"]
    for wrong in (
        {"X": [GOOD]},
        {"P": {"order": ["a", "b"], "experts": [GOOD]}},
        {"P": {"experts": []}},
    ):
        with pytest.raises(InputError) as told:
            ahp_weights(None, TREE, matrices=wrong)
        assert told.value.code == "EVA-224"


def test_weights_of_experts_must_fit():
    with pytest.raises(InputError) as told:
        group_priorities([judgements(GOOD)], expert_weights=[1, 2])
    assert told.value.code == "EVA-223"
