"""The gate that every table, chart, map, answer of the interface and export passes before anybody sees a figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final, Literal

from xiandao.statistics.methods.disclosure_book import Link, Released
from xiandao.statistics.methods.disclosure_differencing import Recoverable, explained
from xiandao.statistics.methods.disclosure_linking import Linked, link
from xiandao.statistics.methods.disclosure_overlap import covered
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_pattern import find
from xiandao.statistics.methods.disclosure_primary import Bools, Floats
from xiandao.statistics.methods.disclosure_problem import Audit, Budget, Pattern
from xiandao.statistics.methods.disclosure_protected import (
    FREE,
    PRIMARY,
    SECONDARY,
    SMALL,
    WITHHELD,
    Cell,
    Protected,
)
from xiandao.statistics.methods.disclosure_redesign import proposals, sensitive_share
from xiandao.statistics.methods.disclosure_rounding import base_for, controlled, exposed
from xiandao.statistics.methods.disclosure_table import Coordinate, Magnitudes
from xiandao.statistics.methods.disclosure_tying import Tie
from xiandao.terms.error import XiandaoError

SECONDS: Final = 12.0
MOST_CELLS: Final = 100_000
_DOUBLINGS: Final = 4


def protect(
    table: Magnitudes,
    *,
    parameters: Parameters,
    previous: Protected | Collection[Coordinate] = (),
    released: Sequence[Released] = (),
    method: Literal["suppress", "round"] = "suppress",
    must_publish: Collection[Coordinate] = (),
    links: Iterable[Link] = (),
    ties: Iterable[Tie] = (),
    seconds: float = SECONDS,
    clock: Callable[[], float] | None = None,
) -> Protected:
    """Return a table that may be shown.

    Sensitive cells are found, further cells are hidden until neither outsiders nor single contributors can bound a
    sensitive one too closely, given also everything released before, and the result is attacked once more. A table
    that does not stand the attack is returned with every figure withheld.

    Args:
        table: the contributions.
        parameters: the confidentiality rules.
        previous: the same table of the last period (or its hidden cells); its pattern is kept where possible.
        released: every table released before that shares cells, or measure and period, with this one.
        method: ``suppress`` hides cells, ``round`` shows multiples of a base.
        must_publish: cells that may not be hidden for the sake of others, such as the grand total; a sensitive cell is
            hidden all the same.
        links: further relations between cells, such as month and year to date.
        ties: tables of other measures that this one can be added up with, as ``disclosure_tying.ties`` finds them.
        seconds, clock: time for making the pattern cheaper, and the clock to measure it (``time.monotonic``); without
            a clock the number of rounds alone is the limit and the outcome is the same on every machine.

    Raises:
        XiandaoError: STA-405 when a revision has no version of its own, STA-407 for an unknown method or for rounding
            beside earlier releases, STA-408 for a table of more than 100,000 cells.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
    >>> frame = pl.DataFrame({"unit": list("abcdefg"), "city": list("xyyyzzz"), "r1": [9.0, 4, 5, 6, 4, 5, 6]})
    >>> table = magnitudes(frame, [Axis.flat("city", ["x", "y", "z"])], measure="r1", value="r1")
    >>> shown = protect(table, parameters=Parameters(minimum=3))
    >>> [shown[city].display for city in "xyz"], shown["_T"].display, shown.verdict
    (['*', '15', '*'], '39', 'pass')
    """
    if method not in {"suppress", "round"} or (method == "round" and released):
        raise XiandaoError(
            "STA-407", "不支持的保护方法", "请选择“隐去”；已有相关发布表时不能改用“取整”"
        )
    if table.cells > MOST_CELLS:
        raise XiandaoError("STA-408", "这张表太大，无法检验是否泄密", "请减少维度或分表发布")
    before = previous.suppressed if isinstance(previous, Protected) else frozenset(previous)
    linked = link(
        table,
        parameters,
        previous=before,
        released=released,
        must_publish=frozenset(must_publish),
        links=links,
        ties=ties if method == "suppress" else (),
    )
    if method == "round":
        return _rounded(table, linked, parameters)
    pattern = find(linked.problem, Budget(seconds, clock))
    # The search is not believed: what it proposes is attacked on a problem that does not know its costs.
    hidden, final = covered(linked, pattern.hidden, Budget(seconds, clock))
    findings = explained(linked, hidden, final.failures)
    return _shown(table, linked, parameters, hidden, final, findings, _about(pattern))


def _about(pattern: Pattern) -> dict[str, Any]:
    """Return how a pattern was found and what it costs."""
    return {
        "algorithm": pattern.method,
        "cost": round(pattern.cost, 1),
        "cost_of_heuristic": round(pattern.heuristic_cost, 1),
        "is_proven": pattern.is_proven,
    }


def _shown(
    table: Magnitudes,
    linked: Linked,
    parameters: Parameters,
    hidden: Bools,
    final: Audit,
    findings: tuple[Recoverable, ...],
    report: dict[str, Any],
) -> Protected:
    """Return the protected table of a pattern."""
    sensitive = linked.sensitivity.is_sensitive
    concealed = hidden[linked.own] | sensitive
    cells = {}
    for number, codes in enumerate(table.coordinates()):
        status = SECONDARY if concealed[number] else FREE
        if sensitive[number]:
            status = SMALL if linked.sensitivity.is_small[number] else PRIMARY
        value = None if concealed[number] else float(linked.value[number])
        cells[codes] = Cell(value, status)
    counts = {
        "sensitive": int(sensitive.sum()),
        "secondary": int((concealed & ~sensitive).sum()),
        "promises": final.items,
        "failures": len(final.failures),
    }
    return _sealed(
        table, linked, parameters, cells, "suppress", final.is_passed, findings, report | counts
    )


def _rounded(table: Magnitudes, linked: Linked, parameters: Parameters) -> Protected:
    """Return the table with every figure rounded, the base doubled until the attack is stood."""
    problem = linked.problem
    base = base_for(problem, parameters.minimum)
    for _ in range(_DOUBLINGS):
        rounded = controlled(problem, base)
        open_cells = exposed(problem, rounded)
        if not open_cells.any():
            break
        base *= 2
    values: Floats = rounded.value[linked.own]
    cells = {
        codes: Cell(float(value), FREE)
        for codes, value in zip(table.coordinates(), values.tolist(), strict=True)
    }
    report = {
        "base": rounded.base,
        "is_additive": rounded.is_additive,
        "sensitive": int(linked.sensitivity.is_sensitive.sum()),
        "failures": int(open_cells.sum()),
    }
    is_passed = not open_cells.any()
    return _sealed(table, linked, parameters, cells, "round", is_passed, (), report)


def _sealed(
    table: Magnitudes,
    linked: Linked,
    parameters: Parameters,
    cells: dict[Coordinate, Cell],
    method: str,
    is_passed: bool,
    findings: tuple[Recoverable, ...],
    report: dict[str, Any],
) -> Protected:
    """Return the table with its verdict; one that failed keeps no figure."""
    share = sensitive_share(linked.sensitivity)
    is_wall = share > parameters.redesign_share
    if not is_passed:
        cells = {
            codes: Cell(None, WITHHELD if cell.conf_status == FREE else cell.conf_status)
            for codes, cell in cells.items()
        }
    return Protected(
        table.measure,
        table.period,
        table.population,
        table.version,
        {axis.name: axis.nodes for axis in table.axes},
        cells,
        method,
        "fail" if not is_passed else "review" if is_wall and method == "suppress" else "pass",
        report | {"sensitive_share": round(share, 3)},
        findings,
        proposals(table, parameters, share) if is_wall else (),
        parameters,
    )
