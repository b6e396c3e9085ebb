"""Small tables of observations and rules that the tests of early warning share."""

import polars as pl

from xiandao.sense.methods.warning_book import read
from xiandao.sense.methods.warning_observations import observations

DECLINE = "decline = { within = 4, growth = -5.0, periods = 2 }"


def table(rows, *groups):
    names = ["period", "unit", "indicator", "value", *groups]
    return pl.DataFrame(rows, schema=names, orient="row", strict=False)


def quarters(values, first=2020):
    """Codes of quarters from the first of a year on, beside the values."""
    return [(f"{first + place // 4}Q{place % 4 + 1}", one) for place, one in enumerate(values)]


def panel(values, units=("a", "b", "c"), indicator="revenue", **options):
    """The same quarterly values for every unit."""
    rows = [(code, unit, indicator, value) for unit in units for code, value in quarters(values)]
    return observations(table(rows), **options)


def book(**changed):
    """A book with one rule."""
    keys = {
        "code": '"r"', "name": '"规则"', "indicators": '["*"]', "measure": '"growth"', "direction": '"down"',
        "thresholds": "{ red = -20, orange = -10, yellow = -5, blue = -1 }", "reason": '"试行"',
    } | changed  # fmt: skip
    lines = [f"{key} = {value}" for key, value in keys.items()]
    tail = [] if "decline" in changed else [DECLINE]
    return read("\n".join(["[[rules]]", *lines, *tail]))


def rule(**changed):
    return book(**changed).rules[0]
