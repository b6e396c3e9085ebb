"""The attack on a pattern with every table that is cut along other axes, and the cells to hide against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xiandao.statistics.methods.disclosure_linking import Linked
from xiandao.statistics.methods.disclosure_pattern import attack, find
from xiandao.statistics.methods.disclosure_primary import Bools, Ints
from xiandao.statistics.methods.disclosure_problem import Audit, Budget, Item, Problem


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
        for number, tied in enumerate(linked.ties):
            joint = _still_kept(tied.problem, linked.own)
            found = _both(found, _marked(attack(joint, _wide(joint, hidden)), number))
    return found


def covered(linked: Linked, hidden: Bools, budget: Budget) -> tuple[Bools, Audit]:
    """Return a pattern with what must be hidden besides for the sake of pieces, and how the attack on it went.

    What is hidden for one table only helps against the others, so that a promise kept once is not tried again.
    """
    kept, first = Audit(0, 0, ()), attack(linked.problem, hidden)
    if not first.is_passed:
        return hidden, attacked(linked, hidden)
    before = hidden
    for joint in linked.joints:
        audit = attack(joint, _wide(joint, hidden))
        if not audit.is_passed:
            wide = _asking(joint, _wide(joint, hidden), audit)
            hidden = find(wide, budget).hidden[: len(hidden)]
            audit = attack(joint, _wide(joint, hidden))
        kept = _both(kept, audit)
    for number, tied in enumerate(linked.ties):
        hidden, audit = _tied(tied.problem, linked.own, hidden, budget)
        kept = _both(kept, _marked(audit, number))
    last = first if (hidden == before).all() else attack(linked.problem, hidden)
    return hidden, _both(last, kept)


def tie_of(item: Item) -> int | None:
    """Return which tie a broken promise belongs to, None where it is one of the table by itself.

    >>> tie_of(Item(1.0, -2, True)), tie_of(Item(1.0, 0, True))
    (1, None)
    """
    return -1 - item.cell if item.cell < 0 else None


def _tied(joint: Problem, own: Ints, hidden: Bools, budget: Budget) -> tuple[Bools, Audit]:
    """Return the pattern with what must be hidden for the sake of other measures, and how the attack on it went."""
    audit = attack(joint, _wide(joint, hidden))
    if audit.is_passed:
        return hidden, audit
    joint = _still_kept(_asking(joint, _wide(joint, hidden), audit), own)
    hidden = find(joint, budget).hidden[: len(hidden)]
    return hidden, attack(joint, _wide(joint, hidden))


def _still_kept(joint: Problem, own: Ints) -> Problem:
    """Return the problem without the promises that were broken before the new table, whatever it hides.

    Its own stay: a table is not made of figures that everybody can work out already.
    """
    most = joint.hidden | np.isfinite(joint.cost)
    told = [item for item in attack(joint, most).failures if item.cell not in set(own.tolist())]
    up, down = joint.up.copy(), joint.down.copy()
    for item in told:
        (up if item.up else down)[item.cell] = 0.0
    return replace(joint, up=up, down=down)


def _marked(audit: Audit, number: int) -> Audit:
    """Return the audit with its broken promises under the number of the tie."""
    return replace(
        audit, failures=tuple(item._replace(cell=-1 - number) for item in audit.failures)
    )


def _wide(joint: Problem, hidden: Bools) -> Bools:
    """Return the pattern with the cells that stand after those of the table: pieces, and what was told elsewhere."""
    wide: Bools = np.r_[hidden, joint.hidden[len(hidden) :]]
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
