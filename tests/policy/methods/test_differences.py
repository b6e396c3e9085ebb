"""Where two wordings differ: both sides are told whole, and only what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.differences import differences

WORDS = st.text(alphabet="建设平台10个20，。", max_size=40)


@given(WORDS, WORDS)
def test_both_wordings_are_told_whole(left, right):
    one, two = differences(left, right)
    assert "".join(piece.text for piece in one) == left
    assert "".join(piece.text for piece in two) == right


@given(WORDS, WORDS)
def test_what_is_not_marked_is_the_same_on_both_sides_or_nothing_is_marked(left, right):
    one, two = differences(left, right)
    if any(piece.is_changed for piece in (*one, *two)):
        kept = [
            "".join(piece.text for piece in side if not piece.is_changed) for side in (one, two)
        ]
        assert kept[0] == kept[1]


def test_equal_wordings_have_no_mark():
    assert not any(
        piece.is_changed for side in differences("建设平台", "建设平台") for piece in side
    )


def test_wordings_that_share_too_little_are_not_marked_all_over():
    one, two = differences("建设先导区三十个", "引育团队若干")
    assert not any(piece.is_changed for piece in (*one, *two))
