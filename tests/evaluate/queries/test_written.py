"""How points and figures are written."""

from xiandao.evaluate.queries.written import figure, signed


def test_what_rounds_to_nothing_has_no_sign():
    assert [signed(value) for value in (0.0, -0.004, 0.005, -1)] == [
        "0.00",
        "0.00",
        "+0.01",
        "−1.00",
    ]


def test_a_figure_has_the_decimals_that_its_size_bears():
    assert [figure(value) for value in (2464.11, 12.3456, 0.03264, 3.0)] == [
        "2,464.1",
        "12.35",
        "0.0326",
        "3",
    ]
