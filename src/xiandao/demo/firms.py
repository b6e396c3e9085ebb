"""The invented enterprises of the demonstration province and what each is like; pure and the same on every run."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from xiandao.terms.credit_code import body_check_character, check_character

SEED = 20260101


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise: its names and codes, where it sits, and the size its figures follow from."""

    code: str
    name: str
    credit_code: str
    zone: str
    region: str
    industry: str
    group: str
    revenue: int
    staff: int
    research_share: float
    pace: float
    is_above_size: bool
    is_high_tech: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A zone that enterprises settle in."""

    code: str
    name: str
    region: str
    industry: str


def firms_of(sites: Sequence[Site], industries: Sequence[str]) -> list[Firm]:
    """Return the enterprises of all zones: mostly in the zone's industry, the last two in neighbouring ones.

    >>> site = Site("990100-Z01", "镜澜区人工智能未来产业先导区", "990101", "artificial-intelligence")
    >>> found = firms_of([site], ["artificial-intelligence", "quantum", "hydrogen"])
    >>> len(found), found[0].industry, found[7].industry, found[1].group == found[2].group != ""
    (8, 'artificial-intelligence', 'hydrogen', True)
    """
    table = _table()
    return [
        _firm(table, site, order, place, industries)
        for order, site in enumerate(sites)
        for place in range(table["per_zone"])
    ]


def _firm(
    table: dict[str, Any], site: Site, order: int, place: int, industries: Sequence[str]
) -> Firm:
    number = order * table["per_zone"] + place
    rank = _spread(number)
    words, trades = table["words"], table["trades"]
    # The digits of the code are counted up, so that no code is anybody's.
    body = f"MAD{number:05d}"
    front = f"91{site.region}{body}{body_check_character(body)}"
    industry = site.industry
    if place >= table["per_zone"] - 2:
        near = industries.index(site.industry) + place - table["per_zone"] + 3
        industry = industries[near % len(industries)]
    town = site.name[:2]
    name = f"{town}{words[(order + place * 5) % len(words)]}{trades[(order * 3 + place) % len(trades)]}有限公司"
    size = 9.0 if place == 0 else 0.6 + 2.4 * rank
    return Firm(
        code=f"D{number:04d}",
        name=name,
        credit_code=front + check_character(front),
        zone=site.code,
        region=site.region,
        industry=industry,
        group=f"G{order:02d}" if place in table["group"] else "",
        revenue=round(4200 * size),
        staff=round(18 * size + 12 + 30 * rank),
        research_share=0.05 + 0.12 * _spread(number + 97),
        pace=0.96 + 0.22 * _spread(number + 31),
        is_above_size=size > 1.2,
        is_high_tech=rank > 0.35 or place == 0,
    )


def _spread(number: int) -> float:
    """Return a figure between 0 and 1 that looks irregular and is the same on every run."""
    return ((number * 7919 + SEED) % 1009) / 1009


@cache
def _table() -> dict[str, Any]:
    text = files("xiandao.demo").joinpath("data/firms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
