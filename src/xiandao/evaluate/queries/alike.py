"""Units like a unit by their pillars, with what they share and in what they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.evaluate.methods.peers import peers
from xiandao.evaluate.queries.built import built
from xiandao.evaluate.queries.naming import names_of
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment


@dataclass(frozen=True, slots=True)
class Alike:
    """A unit like another one; ``higher`` and ``lower`` hold the pillars in which it is clearly above or below."""

    code: str
    name: str
    score: float
    rank: int
    like: tuple[str, ...]
    higher: tuple[str, ...]
    lower: tuple[str, ...]


def alike(assessment: Assessment, unit: str, count: int = 3) -> tuple[Alike, ...]:
    """Return the units nearest to a unit by their pillars, nothing where there are too few to say."""
    made, names = built(assessment), names_of(assessment.snapshot)
    told = {node.label: names[node.code] for node in made.framework.nodes}
    try:
        found = peers(made, unit, count=count, reasons=2)
    except InputError:
        return ()
    return tuple(
        Alike(
            one.unit, one.name, one.score, int(one.rank),
            tuple(told.get(label, label) for label, _by in one.like),
            tuple(told.get(label, label) for label, by in one.unlike if by > 0),
            tuple(told.get(label, label) for label, by in one.unlike if by < 0),
        )
        for one in found
    )  # fmt: skip
