"""The sandbox: what becomes of an official edition under other weights; nothing is kept, nothing official moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.edition import rebuilt
from xiandao.evaluate.methods.edition_bands import banded
from xiandao.evaluate.methods.framework import Framework
from xiandao.evaluate.queries.built import MOST, Sealed, built
from xiandao.evaluate.queries.naming import names_of
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment

HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Slider:
    """The weight of one node: official share of its parent in per cent, the share now, and where it stands."""

    code: str
    name: str
    parent: str
    depth: int
    official: float
    value: float
    share: float
    effective: float
    place: int = 0
    problem: str = ""
    below: list[Slider] = field(default_factory=list)

    @property
    def notch(self) -> int:
        """Where the slider stands: a whole per cent."""
        return round(self.value)

    @property
    def is_set(self) -> bool:
        """Whether somebody has moved this slider, rather than one beside it."""
        return abs(self.value - self.official) > 1e-9

    @property
    def is_moved(self) -> bool:
        """Whether the share differs from the official one."""
        return abs(self.share - self.official) > 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a unit stands under some weights."""

    score: float
    rank: int
    low: int
    high: int
    band: str


@dataclass(frozen=True, slots=True)
class Trial:
    """An edition under other weights, by code of the unit; ``moved`` counts those whose rank differs."""

    outcomes: Mapping[str, Outcome]
    moved: int
    moved_bands: int
    has_intervals: bool


def official_shares(assessment: Assessment) -> dict[str, float]:
    """Return the official weight of each node among its siblings, in per cent."""
    made = built(assessment)
    return {code: share * HUNDRED for code, share in made.framework.shares(made.weights).items()}


def order_of(framework: Framework) -> list[str]:
    """Return the codes that have a weight, parents before those below them: the order of the sliders."""
    found: list[str] = []

    def walk(code: str) -> None:
        for one in framework.children.get(code, ()):
            found.append(one)
            walk(one)

    walk(framework.root)
    return found


def weights_from(
    assessment: Assessment, typed: Sequence[str]
) -> tuple[dict[str, float], dict[str, str]]:
    """Return weights by code as they were typed in the order of the sliders, and what is wrong with any.

    A slider left where it stood keeps the official weight to its last digit; nothing typed is the official edition.

    Raises:
        InputError: ``EVA-550`` more or fewer figures than the edition has weights.
    """
    shares = official_shares(assessment)
    codes = order_of(built(assessment).framework)
    if typed and len(typed) != len(codes):
        raise InputError(
            "EVA-550",
            _("权重有%(given)d个，本批次有%(wanted)d个")
            % {"given": len(typed), "wanted": len(codes)},
            _("请从页面重新打开沙盒"),
            {"given": len(typed), "wanted": len(codes)},
        )
    weights, problems = dict(shares), {}
    for code, text in zip(codes, typed, strict=False):
        number = figure(text)
        if number is None:
            problems[code] = _("请填写0至100之间的数")
        elif number != round(shares[code]):
            weights[code] = number
    framework, names = built(assessment).framework, names_of(assessment.snapshot)
    return weights, problems | empty_nodes(framework, names, weights)


def figure(text: str) -> float | None:
    """Return a weight in per cent that somebody typed, None where it is none.

    >>> figure("40"), figure("-1"), figure("nan"), figure("1e9")
    (40.0, None, None, None)
    """
    try:
        number = float(text[:20].replace("_", "?"))
    except ValueError:
        return None
    return number if 0 <= number <= HUNDRED else None


def empty_nodes(
    framework: Framework, names: Mapping[str, str], weights: Mapping[str, float]
) -> dict[str, str]:
    """Return what to say at the first child of each node below which all weights are zero."""
    return {
        below[0]: _("“%(name)s”下面至少一项权重要大于零") % {"name": names[parent]}
        for parent, below in framework.children.items()
        if not any(weights[code] > 0 for code in below)
    }


def sliders(
    assessment: Assessment, weights: Mapping[str, float], problems: Mapping[str, str]
) -> list[Slider]:
    """Return the sliders of the pillars, each with those below it."""
    framework, names = built(assessment).framework, names_of(assessment.snapshot)
    official = official_shares(assessment)
    shares = shares_of(framework, weights)
    effective = {framework.root: 1.0}
    places = {code: place for place, code in enumerate(order_of(framework))}

    def below(parent: str, depth: int) -> list[Slider]:
        found = []
        for code in framework.children.get(parent, ()):
            effective[code] = effective[parent] * shares[code]
            found.append(
                Slider(
                    code, names[code], parent, depth, official[code], weights[code], shares[code] * HUNDRED,
                    effective[code] * HUNDRED, places[code], problems.get(code, ""), below(code, depth + 1),
                )
            )  # fmt: skip
        return found

    return below(framework.root, 1)


def shares_of(framework: Framework, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each node among its siblings, zero where all of them are zero."""
    found: dict[str, float] = {}
    for below in framework.children.values():
        total = sum(weights[code] for code in below)
        found |= {code: weights[code] / total if total > 0 else 0.0 for code in below}
    return found


def trial(assessment: Assessment, weights: Mapping[str, float]) -> Trial:
    """Return the edition under other weights; the same choices are varied around them as around the official ones."""
    framework = built(assessment).framework
    shares = shares_of(framework, weights)
    exact = {code: shares[code] for code in framework.weights()}
    return _tried(
        Sealed(assessment.snapshot_hash, assessment.snapshot), tuple(sorted(exact.items()))
    )


@lru_cache(maxsize=MOST)
def _tried(sealed: Sealed, weights: tuple[tuple[str, float], ...]) -> Trial:
    given = dict(weights)
    nodes = [
        {**node, "weight": given.get(node["code"], node.get("weight", 1.0))}
        for node in sealed.snapshot["nodes"]
    ]
    recipe = {**sealed.snapshot["recipe"], "weights": {"method": "framework"}}
    snapshot = {**sealed.snapshot, "nodes": nodes, "recipe": recipe}
    found = _outcomes(snapshot)
    return Trial(found, *_moves(sealed, found), bool(recipe.get("uncertainty")))


def _moves(sealed: Sealed, found: Mapping[str, Outcome]) -> tuple[int, int]:
    """Return how many ranks and how many bands differ from the official edition."""
    before = official(sealed)
    both = [code for code in found if code in before]
    return (
        sum(found[code].rank != before[code].rank for code in both),
        sum(found[code].band != before[code].band for code in both),
    )


@lru_cache(maxsize=MOST)
def official(sealed: Sealed) -> Mapping[str, Outcome]:
    """Return where units stand in the official edition."""
    return _outcomes(sealed.snapshot)


def _outcomes(snapshot: Mapping[str, Any]) -> Mapping[str, Outcome]:
    made = rebuilt(snapshot)
    told = banded(snapshot, made)
    ranks = made.ranks.column(made.framework.root)
    return {
        unit: Outcome(
            float(made.index[at]), int(ranks[at]), *told.intervals[unit], told.bands[unit]
        )
        for at, unit in enumerate(made.scores.units)
        if not np.isnan(made.index[at])
    }


def flat(sliders_: Sequence[Slider]) -> list[Slider]:
    """Return all sliders, parents before those below them."""
    return [one for slider in sliders_ for one in (slider, *flat(slider.below))]
