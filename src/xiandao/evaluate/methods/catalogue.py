"""All methods that a recipe can name, with their options; what the reference and the pages list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from xiandao.evaluate.methods.step import Aggregator, Method, Weigher
from xiandao.terms.error import InputError

STEPS: Final = ("denominate", "screen", "impute", "treat", "normalise")
Kind = TypeVar("Kind", Method, Weigher, Aggregator)


@cache
def methods() -> Mapping[tuple[str, str], Method]:
    """Return the methods of steps by step and name.

    >>> methods()["normalise", "minmax"].title
    '极差标准化'

    """
    from xiandao.evaluate.methods import steps_normalise, steps_prepare, steps_treat

    found = (*steps_prepare.METHODS, *steps_treat.METHODS, *steps_normalise.METHODS)
    return MappingProxyType({(method.step, method.name): method for method in found})


@cache
def weighers() -> Mapping[str, Weigher]:
    """Return the ways to weigh by name."""
    from xiandao.evaluate.methods.weighers import WEIGHERS

    return MappingProxyType({weigher.name: weigher for weigher in WEIGHERS})


@cache
def aggregators() -> Mapping[str, Aggregator]:
    """Return the ways to aggregate by name."""
    from xiandao.evaluate.methods.aggregators import AGGREGATORS

    return MappingProxyType({aggregator.name: aggregator for aggregator in AGGREGATORS})


def method_of(step: str, name: str, place: str) -> Method:
    """Return a method of a step.

    Raises:
        InputError: ``EVA-054`` no such method.
    """
    named = {key[1]: method for key, method in methods().items() if key[0] == step}
    return chosen(named, name, place)


def chosen(named: Mapping[str, Kind], name: str, place: str) -> Kind:
    """Return what a recipe names.

    Raises:
        InputError: ``EVA-054`` there is nothing of that name.
    """
    if name not in named:
        raise InputError(
            "EVA-054",
            f"{place} 没有“{name}”这种方法",
            f"可用的有：{'、'.join(named) or '（无）'}",
            {"key": f"{place}.method", "value": name},
        )
    return named[name]
