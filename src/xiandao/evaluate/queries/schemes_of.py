"""Schemes for people: the tree with shares and sources, the versions, and what one changed of the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xiandao.evaluate.methods.edition import framework_of
from xiandao.evaluate.models import Scheme, WeightSet
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.sandbox import empty_nodes
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.queries.forms import titles_of

if TYPE_CHECKING:
    from xiandao.registry.models import Account

HUNDRED = 100.0
# Shares that differ by less were not moved by anybody.
SAME = 5e-4


@dataclass(frozen=True, slots=True)
class Line:
    """A node: share among its siblings and in the index in per cent, what it rests on, where its figures come from."""

    code: str
    name: str
    depth: int
    is_indicator: bool
    unit: str
    direction: int
    weight: float
    share: float
    effective: float
    clause: str
    form: str
    form_title: str


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in a node between two versions; None where one of them does not have it. Shares in per cent."""

    name: str
    before: float | None
    after: float | None
    clause: str


def lines_of(scheme: Scheme) -> list[Line]:
    """Return the nodes below the index, parents before those below them."""
    framework = framework_of(scheme.nodes)
    names, plain = names_of({"nodes": scheme.nodes}), {node["code"]: node for node in scheme.nodes}
    shares, effective = framework.shares(framework.weights()), framework.effective_weights()
    known = shipped()
    sources = {code: known[code].source for code in framework.indicators if code in known}
    titles = titles_of(sources.values())
    found: list[Line] = []

    def walk(parent: str, depth: int) -> None:
        for code in framework.children.get(parent, ()):
            node, source = framework[code], sources.get(code, "")
            found.append(
                Line(
                    code, names[code], depth, code not in framework.children, node.unit, node.direction,
                    node.weight, shares[code] * HUNDRED, effective[code] * HUNDRED,
                    str(plain[code].get("clause") or ""), source, titles.get(source, source),
                )
            )  # fmt: skip
            walk(code, depth + 1)

    walk(framework.root, 1)
    return found


def versions(account: Account, scheme: Scheme) -> list[Scheme]:
    """Return the versions of the same scheme that the account may read, the newest first."""
    return list(visible.schemes(account).filter(code=scheme.code).order_by("-pk"))


def changes(before: Scheme, after: Scheme) -> list[Change]:
    """Return the nodes whose share differs, in the order of the later version, those left out at the end."""
    was, now = _shares(before.nodes), _shares(after.nodes)
    names = names_of({"nodes": before.nodes}) | names_of({"nodes": after.nodes})
    clauses = {node["code"]: str(node.get("clause") or "") for node in after.nodes}
    found = []
    for code in [*now, *(one for one in was if one not in now)]:
        old, new = was.get(code), now.get(code)
        if old is None or new is None or abs(old - new) > 1e-9:
            found.append(Change(names[code], old, new, clauses.get(code, "")))
    return found


def same_method(before: Scheme, after: Scheme) -> bool:
    """Return whether two versions compute in the same way."""
    return bool(before.recipe == after.recipe)


def _shares(nodes: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    framework = framework_of(nodes)
    found = framework.effective_weights()
    return {code: found[code] * HUNDRED for code in framework.weights()}


def weights_of(scheme: Scheme, kept: WeightSet | None = None) -> dict[str, float]:
    """Return the weights from which a next version starts: those of the scheme, or of a weight set where one is given.

    Siblings whose shares a set leaves as they are keep the weights that the scheme writes.
    """
    framework = framework_of(scheme.nodes)
    found = framework.weights()
    if kept is None:
        return found
    given = {code: float(value) for code, value in kept.weights if code in found}
    for below in framework.children.values():
        old, new = sum(found[code] for code in below), sum(given.get(code, 0.0) for code in below)
        same = new > 0 and all(
            abs(found[code] / old - given.get(code, 0.0) / new) < SAME for code in below
        )
        if new > 0 and not same:
            found |= {code: round(given.get(code, 0.0) / new * HUNDRED, 2) for code in below}
    return found


def empty_groups(scheme: Scheme, weights: Mapping[str, float]) -> dict[str, str]:
    """Return what to say at the first child of each node below which all weights would be zero."""
    framework = framework_of(scheme.nodes)
    return empty_nodes(
        framework, names_of({"nodes": scheme.nodes}), framework.weights() | dict(weights)
    )
