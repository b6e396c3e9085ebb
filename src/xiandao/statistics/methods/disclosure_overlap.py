"""The attack on a pattern with every table that is cut along other axes, and the cells to hide against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xiandao.statistics.methods.disclosure_linking import Linked
from xiandao.statistics.methods.disclosure_pattern import attack, find
from xiandao.statistics.methods.disclosure_primary import Bools
from xiandao.statistics.methods.disclosure_problem import Audit, Budget, Problem


def attacked(linked: Linked, hidden: Bools) -> Audit:
    """Return the promises that a pattern breaks: of the cells, and where those stand of the pieces beside them.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_linking import link
    >>> from xiandao.statistics.methods.disclosure_parameters import Parameters
    >>> from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
    >>> frame = pl.DataFrame({"unit": list("abcd"), "city": list("xyyy"), "r1": [3.0, 4, 5, 6]})
    >>> table = magnitudes(frame, [Axis.flat("city", ["x", "y"])], measure="r1", value="r1")
    >>> linked = link(table, Parameters(minimum=2))
    >>> len(attacked(linked, linked.problem.hidden).failures)
    2
    """
    found = attack(linked.problem, hidden)
    if found.is_passed:
        for joint in linked.joints:
            found = _both(found, attack(joint, _wide(joint, hidden)))
    return found


def covered(linked: Linked, hidden: Bools, budget: Budget) -> tuple[Bools, Audit]:
    """Return a pattern with what must be hidden besides for the sake of pieces, and how the attack on it went.

    What is hidden for one table only helps against the others, so that a promise kept once is not tried again.
    """
    kept = Audit(0, 0, ())
    if not attack(linked.problem, hidden).is_passed:
        return hidden, attacked(linked, hidden)
    for joint in linked.joints:
        audit = attack(joint, _wide(joint, hidden))
        if not audit.is_passed:
            wide = _asking(joint, _wide(joint, hidden), audit)
            hidden = find(wide, budget).hidden[: len(hidden)]
            audit = attack(joint, _wide(joint, hidden))
        kept = _both(kept, audit)
    return hidden, _both(attack(linked.problem, hidden), kept)


def _wide(joint: Problem, hidden: Bools) -> Bools:
    """Return the pattern with the pieces, which nobody shows."""
    wide: Bools = np.r_[hidden, np.ones(len(joint.value) - len(hidden), dtype=np.bool_)]
    return wide


def _asking(joint: Problem, hidden: Bools, audit: Audit) -> Problem:
    """Return the problem with the broken promises alone."""
    up, down = np.zeros_like(joint.up), np.zeros_like(joint.down)
    for item in audit.failures:
        (up if item.up else down)[item.cell] = item.need
    return replace(joint, up=up, down=down, hidden=hidden)


def _both(one: Audit, other: Audit) -> Audit:
    return Audit(
        one.items + other.items,
        one.certified + other.certified,
        (*one.failures, *other.failures),
    )
