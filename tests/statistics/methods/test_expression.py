"""Expressions: what may be written, what it means, and that one return and a whole table give the same."""

import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.statistics.methods import expression_polars
from xiandao.statistics.methods.expression import evaluate, holds, names, parse
from xiandao.statistics.methods.expression_nodes import values_of
from xiandao.terms.error import InputError

NAMES = ("r1", "r2", "r13", "r14__ly")
numbers = st.one_of(
    st.none(),
    st.sampled_from([0.0, -0.0, 1.0, 1e300, -1e300, math.inf, -math.inf, math.nan]),
    st.floats(-1e6, 1e6),
    st.integers(-1000, 1000).map(float),
)


LEAVES = (
    *NAMES,
    "lag(r1)",
    "ly(r14)",
    "ytd(r2)",
    'of("607-2", r7)',
    "earlier(r1)",
    "0",
    "1",
    "2.5",
    "1e200",
)


@st.composite
def number_texts(draw, depth=3):
    """Texts of number expressions."""

    def inner():
        return draw(number_texts(depth - 1))

    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(LEAVES))
    kind = draw(
        st.sampled_from(
            [
                "+",
                "-",
                "*",
                "/",
                "min",
                "max",
                "sum",
                "coalesce",
                "share",
                "unit_factor",
                "abs",
                "floor",
                "choose",
            ]
        )
    )
    if kind in "+-*/":
        return f"({inner()} {kind} {inner()})"
    if kind in {"abs", "floor"}:
        return f"-{kind}({inner()})"
    if kind == "choose":
        return f"choose({draw(truths(depth - 1))}, {inner()}, {inner()})"
    return f"{kind}({inner()}, {inner()})"


@st.composite
def truths(draw, depth=3):
    """Texts of conditions."""
    number = number_texts(max(depth - 1, 0))
    kind = draw(
        st.sampled_from(
            ["compare", "given", "not", "and", "or"] if depth > 0 else ["compare", "given"]
        )
    )
    if kind == "given":
        return f"given({draw(number)})"
    if kind == "compare":
        sign = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
        return f"{draw(number)} {sign} {draw(number)}"
    if kind == "not":
        return f"not ({draw(truths(depth - 1))})"
    return f"({draw(truths(depth - 1))}) {kind} ({draw(truths(depth - 1))})"


def is_small(text: str) -> bool:
    try:
        parse(text)
    except InputError as error:
        return error.code not in {"STA-201", "STA-204"}
    return True


def keys_of(text: str) -> list[str]:
    return list(dict.fromkeys(key for value in values_of(parse(text).node) for key in value.keys))


@given(
    number_texts().filter(is_small),
    st.lists(st.lists(numbers, min_size=12, max_size=12), min_size=1, max_size=4),
)
def test_one_return_and_a_table_give_the_same_numbers(text, rows):
    keys = keys_of(text)
    table = [dict(zip(keys, row, strict=False)) for row in rows]
    frame = pl.DataFrame(table, schema=dict.fromkeys(keys, pl.Float64) or {"x": pl.Float64})
    frame = (
        frame.with_columns(pl.lit(1.0).alias("x"))
        if keys
        else pl.DataFrame({"x": [1.0] * len(rows)})
    )
    many = frame.with_columns(answer=expression_polars.compile(text))["answer"].to_list()
    assert many == [evaluate(text, row) for row in table]
    assert all(number is None or math.isfinite(number) for number in many)


@given(
    truths().filter(is_small),
    st.lists(st.lists(numbers, min_size=12, max_size=12), min_size=1, max_size=4),
)
def test_one_return_and_a_table_give_the_same_truths(text, rows):
    keys = keys_of(text)
    table = [dict(zip(keys, row, strict=False)) for row in rows]
    frame = pl.DataFrame(
        {"x": [1.0] * len(rows)}
        | {k: pl.Series([r.get(k) for r in table], dtype=pl.Float64) for k in keys}
    )
    many = frame.with_columns(answer=expression_polars.compile(text))["answer"].to_list()
    assert many == [holds(text, row) for row in table]


@pytest.mark.parametrize(
    "text",
    [
        'r5 == "1"',
        '"1" != r5',
        'one_of(r5, "1", "2")',
        "is_text(r5)",
        "given(r5)",
        "credit_code(r5)",
        "r5 > 0",
    ],
)
def test_words_mean_the_same_for_one_return_and_a_table(text):
    for column, is_word in (
        (["1", "3", "", None, "91330100799655058B"], True),
        ([1.0, 0.0, None, 2.0, 5.0], False),
    ):
        kind = pl.String if is_word else pl.Float64
        frame = pl.DataFrame({"r5": pl.Series(column, dtype=kind)})
        compiled = expression_polars.compile(text, expression_polars.columns_of(frame))
        many = frame.with_columns(answer=compiled)["answer"].to_list()
        assert many == [holds(text, {"r5": value}) for value in column]


def test_a_column_that_is_not_there_counts_as_missing():
    frame = pl.DataFrame({"r1": [1.0]})
    compiled = expression_polars.compile("coalesce(r2, r1)", expression_polars.columns_of(frame))
    assert frame.select(x=compiled)["x"].to_list() == [1.0]


def test_the_comparable_figure_of_the_reporter_goes_before_the_kept_one():
    assert evaluate("ly(r1)", {"r1__ly": 3, "r1__yearago": 4}) == 3
    assert evaluate("ly(r1)", {"r1__ly": None, "r1__yearago": 4}) == 4
    assert evaluate("yoy(r1)", {"r1": Decimal("5.5"), "r1__ly": 5}) == pytest.approx(0.1)


def test_a_missing_value_is_unknown_and_division_by_zero_is_missing():
    assert evaluate("r1 + r2", {"r1": 1}) is None
    assert evaluate("r1 / r2", {"r1": 1, "r2": 0}) is None
    assert evaluate("sum(r1, r2)", {"r1": 1}) == 1
    assert holds("r1 > 0 or r2 > 0", {"r1": 1}) is True
    assert holds("r1 > 0 and r2 > 0", {"r1": 1}) is None
    assert evaluate("r1", {"r1": Decimal("NaN")}) is None


def test_chinese_signs_are_understood():
    assert holds("（r1 ＋ r2）× 2 ≥ 6 and r1 ≠ ３", {"r1": 1, "r2": 2}) is True


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "STA-201", None),
        ("r1 + " * 500 + "r1", "STA-201", None),
        ("r1 = r2", "STA-202", 4),
        ("r13 + 2 *", "STA-202", 10),
        ("(r1", "STA-202", 1),
        ("r1 + __import__('os').system('x')", "STA-203", 22),
        ("r1.real", "STA-203", 3),
        ("[r1]", "STA-203", 1),
        ("r1 if r2 else r3", "STA-203", 1),
        ("lambda: 1", "STA-203", 7),
        ("r1 ** 2", "STA-203", 1),
        ("r1 // 2", "STA-203", 1),
        ("r1 in r2", "STA-203", 1),
        ('f"{r1}"', "STA-203", 1),
        ("1e400", "STA-203", 1),
        ("9" * 500, "STA-203", 1),
        ("True", "STA-203", 1),
        ("1_000", "STA-203", 1),
        ("r1 \\ 2", "STA-203", 4),
        ("r1__class", "STA-203", 1),
        ("-" * 100 + "1", "STA-204", None),
        ("(" * 100 + "1" + ")" * 100 + "+ foo(1)", "STA-205", 204),
        ("foo(r1)", "STA-205", 1),
        ("abs(r1, r2)", "STA-205", 1),
        ("lag(r1 + 1)", "STA-205", 5),
        ("lag(r1, 0)", "STA-205", 9),
        ("lag(r1, n=99)", "STA-205", 11),
        ("lag(r1, steps=1)", "STA-205", 1),
        ("sum(*r1)", "STA-203", 5),
        ("(r1 > 2) + 1", "STA-206", 2),
        ("r1 and r2 > 1", "STA-206", 1),
        ('r5 == "甲" and r1', "STA-206", 15),
        ('r5 > "甲"', "STA-206", 1),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_place(text, code, position):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.details.get("position")) == (code, position)
    assert caught.value.hint


@given(st.text(alphabet="r123.()+-*/<>=!,\"' _andorlgsumf\n\x00“×甲\\[]{}:@", max_size=60))
def test_any_text_is_read_or_refused_with_a_code(text):
    code = ""
    try:
        parse(text)
    except InputError as error:
        code = error.code
    assert code == "" or code.startswith("STA-20")


def test_a_condition_is_not_taken_for_a_number_nor_the_other_way_round():
    with pytest.raises(InputError, match="数值"):
        evaluate("r1 > 2", {})
    with pytest.raises(InputError, match="判断"):
        holds("r1", {})


def test_the_items_an_expression_reads_are_told_in_their_order():
    assert names('r13 + lag(r14) - of("607-2", r7) + r13') == ("r13", "r14")
