"""Sets of weights from a file."""

import pytest

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.weight_sets import weight_sets_of
from xiandao.terms.error import InputError

TREE = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])


def test_one_weight_a_row_with_the_number_of_its_set():
    sets = weight_sets_of(b"Rep,iCode,Level,Weight\n1,a,1,1\n2,a,1,3\n1,b,1,2\n2,b,1,4\n", TREE)
    assert sets == ({"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 4.0})


@pytest.mark.parametrize(
    "content", [b"set,a,c\n1,1,1\n", b"set,a,b\n1,-1,1\n", b"set,a,b\n1,,1\n", b"set,a,b\n"]
)
def test_what_is_no_set_of_weights_is_refused(content):
    with pytest.raises(InputError) as caught:
        weight_sets_of(content, TREE)
    assert caught.value.code == "EVA-448"


def test_a_text_among_weights_is_named_by_its_cell():
    with pytest.raises(InputError, match="C2") as caught:
        weight_sets_of("set,a,b\n1,1,高\n".encode(), TREE)
    assert caught.value.code == "EVA-411"
