"""四个“地”: which role the words of a title speak for, and the profile of a zone over the four roles."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

ROLES: Final = ("origin", "testbed", "application", "cluster")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A role that a word of a text speaks for; ``clause`` is where the paper asks for it."""

    role: str
    word: str
    clause: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One project or result: its role, "" while nobody has settled it, and what it is worth in 万元, if known."""

    role: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one role holds: how many, of how many settled ones, what they are worth, against the mean of all zones."""

    role: str
    count: int
    share: float | None
    amount: Decimal
    mean: float | None = None

    @property
    def against_mean(self) -> float | None:
        """Return share minus mean share, None where either is unknown."""
        return None if self.share is None or self.mean is None else self.share - self.mean


@dataclass(frozen=True, slots=True)
class Profile:
    """A zone over the four roles; ``open_count`` have no role yet and stand in no share.

    ``concentration`` is the sum of squared shares: 0.25 where all four are equal, 1 where there is only one.
    """

    shares: tuple[Share, ...]
    open_count: int
    concentration: float | None

    @property
    def settled(self) -> int:
        """Return how many have a role."""
        return sum(one.count for one in self.shares)

    @property
    def leading(self) -> tuple[str, ...]:
        """Return the role or roles with the most; none where nothing is settled."""
        most = max(one.count for one in self.shares)
        return tuple(one.role for one in self.shares if most and one.count == most)


@cache
def _book() -> Mapping[str, Mapping[str, Any]]:
    text = (files("xiandao.evaluate") / "data/roles.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def clause_of(role: str) -> str:
    """Return where the paper asks for a role.

    >>> clause_of("testbed")
    'Z三(二)'
    """
    return str(_book()[role]["clause"])


@cache
def words_of() -> Mapping[str, tuple[str, str]]:
    """Return role and clause of each word that comes with the product.

    >>> words_of()["中试基地"]
    ('testbed', 'Z三(二)')
    """
    found = {word: (role, clause_of(role)) for role in ROLES for word in _book()[role]["words"]}
    return MappingProxyType(found)


def suggest(
    title: str, more: str = "", words: Mapping[str, tuple[str, str]] | None = None
) -> Suggestion | None:
    """Return the role that a title speaks for; where it says nothing, the further text is asked.

    The longest word decides, of equally long ones the first in the text.

    Args:
        title: name of the project, result or target.
        more: what else is known of it.
        words: role and clause by word; those of the product where None.

    >>> suggest("脑机接口中试基地建设")
    Suggestion(role='testbed', word='中试基地', clause='Z三(二)')
    >>> suggest("年度工作") is None
    True
    >>> suggest("二期工程", "建成智能交通应用场景").role
    'application'
    """
    known = words_of() if words is None else words
    for text in (title, more):
        flat = unicodedata.normalize("NFKC", text)
        found = [
            (-len(word), flat.find(unicodedata.normalize("NFKC", word)), word)
            for word in known
            if unicodedata.normalize("NFKC", word) in flat
        ]
        if found:
            word = min(found)[2]
            role, clause = known[word]
            return Suggestion(role, word, clause)
    return None


def profile(entries: Iterable[Entry], means: Mapping[str, float] | None = None) -> Profile:
    """Return count, share and amount of each role.

    Args:
        entries: projects and results of one zone.
        means: mean share by role, as ``mean_shares`` gives it; None where there is nothing to compare with.

    >>> made = profile([Entry("origin", Decimal(30)), Entry("origin"), Entry("testbed", Decimal(5)), Entry("")])
    >>> [(one.role, one.count, one.share) for one in made.shares[:2]], made.open_count
    ([('origin', 2, 0.6666666666666666), ('testbed', 1, 0.3333333333333333)], 1)
    >>> made.shares[0].amount, made.leading, round(made.concentration, 3)
    (Decimal('30'), ('origin',), 0.556)
    """
    given = list(entries)
    counts = {role: sum(one.role == role for one in given) for role in ROLES}
    settled = sum(counts.values())
    shares = {role: counts[role] / settled for role in ROLES} if settled else {}
    amounts = {
        role: sum((one.amount or Decimal(0) for one in given if one.role == role), Decimal(0))
        for role in ROLES
    }
    told = tuple(
        Share(role, counts[role], shares.get(role), amounts[role], (means or {}).get(role))
        for role in ROLES
    )
    squares = sum(share * share for share in shares.values()) if settled else None
    return Profile(told, len(given) - settled, squares)


def mean_shares(profiles: Sequence[Profile]) -> dict[str, float]:
    """Return the mean share of each role over zones, each zone with equal weight; zones without any role are left out.

    >>> some = [profile([Entry("origin"), Entry("cluster")]), profile([Entry("cluster")]), profile([])]
    >>> mean_shares(some)["origin"], mean_shares(some)["cluster"], mean_shares([])
    (0.25, 0.75, {})
    """
    counted = [one for one in profiles if one.settled]
    if not counted:
        return {}
    return {
        role: sum(one.shares[at].share or 0.0 for one in counted) / len(counted)
        for at, role in enumerate(ROLES)
    }
