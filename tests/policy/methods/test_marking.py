"""A text cut into pieces: nothing is lost, nothing is doubled, and every piece knows what covers it."""

from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.marking import Head, Span, paragraphs, segments

KINDS = ("target", "task", "benefit")


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="建设10个平台，。\n\t𬬻", max_size=60))
    places = st.integers(-3, len(text) + 3)
    rows = draw(st.lists(st.tuples(places, places, st.sampled_from(KINDS)), max_size=12))
    spans = [
        Span(min(a, b), max(a, b), key, kind) for key, (a, b, kind) in enumerate(rows, start=1)
    ]
    cuts = draw(st.lists(places, max_size=6))
    return text, spans, cuts


@given(marked_texts())
def test_the_pieces_one_after_the_other_are_the_text(given_text):
    text, spans, cuts = given_text
    pieces = segments(text, spans, cuts)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    assert [piece.start for piece in pieces] == [
        sum(len(one.text) for one in pieces[:at]) for at in range(len(pieces))
    ]


@given(marked_texts())
def test_every_character_is_covered_by_exactly_the_spans_around_it(given_text):
    text, spans, cuts = given_text
    for piece in segments(text, spans, cuts):
        for place in range(piece.start, piece.start + len(piece.text)):
            around = {span.key for span in spans if span.start <= place < span.end}
            assert {span.key for span in piece.spans} == around


@given(marked_texts())
def test_no_piece_runs_across_a_cut(given_text):
    text, spans, cuts = given_text
    for piece in segments(text, spans, cuts):
        assert not any(piece.start < cut < piece.start + len(piece.text) for cut in cuts)


@given(marked_texts())
def test_the_narrowest_span_is_the_one_that_a_click_means(given_text):
    text, spans, cuts = given_text
    for piece in segments(text, spans, cuts):
        if piece.inner is not None:
            width = piece.inner.end - piece.inner.start
            assert width == min(span.end - span.start for span in piece.spans)


@given(marked_texts())
def test_paragraphs_hold_every_line_that_says_something_and_nothing_else(given_text):
    text, spans, _ = given_text
    found = paragraphs(text, spans)
    assert [one.text for one in found] == [line for line in text.split("\n") if line.strip()]
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in found)


def test_a_clause_that_begins_inside_a_line_begins_a_paragraph():
    text = "一、目标。（一）建设10个平台。"
    heads = [Head(0, 5, 1, 0), Head(5, 8, 2, 1)]
    found = paragraphs(text, [], heads)
    assert [(one.text, one.head.key) for one in found] == [
        ("一、目标。", 1),
        ("（一）建设10个平台。", 2),
    ]
    assert "".join(piece.text for piece in found[1].heading) == "（一）"


def test_tabs_and_bars_part_a_line_into_cells_without_losing_a_character():
    for text, cells in (("甲\t10个\t省科技厅", 3), ("| 甲 | 10个 |", 3)):
        (line,) = paragraphs(text, [Span(1, 5, 1, "target")])
        assert len(line.cells) == cells
        assert "".join(piece.text for cell in line.cells for piece in cell) == text


def test_the_line_under_the_heads_of_a_table_is_known_as_such():
    rule, row = paragraphs("| --- | :--- |\n| 甲 | 乙 |", [])
    assert rule.is_rule
    assert not row.is_rule
