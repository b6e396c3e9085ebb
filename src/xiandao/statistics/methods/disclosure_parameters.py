"""The secret numbers of disclosure control: which cells are sensitive and how well they must be hidden."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from typing import Any, Final

from xiandao.terms.error import XiandaoError

_BAD: Final = "STA-401"


@dataclass(frozen=True, slots=True, repr=False)
class Parameters:
    """One set of confidentiality rules; its representation never shows a number.

    Args:
        minimum: a cell with fewer contributing holdings is sensitive (0 switches the rule off).
        dominance: pairs (n, k): sensitive when the n largest hold more than the share k of the total.
        percent: p of the p% rule (0 switches the rule off).
        coalition: how many contributors may pool what they know against another one.
        count_range: protection asked for when only the count is too small, as a share of the total.
        negatives: what stands for a contribution in the rules when some are negative: its ``absolute``
            amount, or the amount after a ``shift`` that makes the least contribution zero.
        rolls_up_groups: contributions of one enterprise group count as those of one holding.
        redesign_share: propose another table when a larger share of the cells is sensitive.

    Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4; τ-ARGUS manual 4.1.

    >>> Parameters(minimum=3, percent=12.0)
    Parameters(…)
    """

    minimum: int = 3
    dominance: tuple[tuple[int, float], ...] = ()
    percent: float = 0.0
    coalition: int = 1
    count_range: float = 0.2
    negatives: str = "absolute"
    rolls_up_groups: bool = True
    redesign_share: float = 0.4

    def __post_init__(self) -> None:
        sound = (
            self.minimum >= 0
            and all(n >= 1 and 0.5 <= k < 1 for n, k in self.dominance)
            and 0 <= self.percent <= 100
            and self.coalition >= 1
            and 0 < self.count_range <= 1
            and self.negatives in {"absolute", "shift"}
            and 0 < self.redesign_share <= 1
            and (self.minimum > 1 or self.dominance or self.percent)
        )
        if not sound:
            raise XiandaoError(_BAD, "保密参数超出允许范围", "请由统计部门负责人核对保密参数文件")

    def __repr__(self) -> str:
        return "Parameters(…)"

    @property
    def deepest(self) -> int:
        """How many of the largest contributions the rules look at."""
        return max([self.coalition + 1, *(n for n, _ in self.dominance)])

    def stated(self) -> dict[str, Any]:
        """Return the numbers, for the statistics role only."""
        return asdict(self)


def load(text: str) -> Mapping[str, Parameters]:
    """Return the sets of rules written in a TOML text, by name.

    Raises:
        XiandaoError: STA-401 when the text is no TOML, names an unknown rule or breaks a bound.

    >>> sets = load('[default]\\nminimum = 3\\ndominance = [[1, 0.8]]')
    >>> sets["default"].minimum, sets["default"].dominance
    (3, ((1, 0.8),))
    """
    known = {field.name for field in fields(Parameters)}
    try:
        sets = {}
        for name, rules in tomllib.loads(text).items():
            if unknown := sorted(set(rules) - known):
                raise XiandaoError(
                    _BAD, "保密参数文件有不认识的项目", f"请删除：{'、'.join(unknown)}"
                )
            pairs = tuple((int(n), float(k)) for n, k in rules.get("dominance", ()))
            sets[name] = Parameters(**{**rules, "dominance": pairs})
    except (tomllib.TOMLDecodeError, TypeError, ValueError, AttributeError) as wrong:
        raise XiandaoError(_BAD, "保密参数文件无法读取", "请核对文件格式") from wrong
    return sets


def shipped() -> Mapping[str, Parameters]:
    """Return the sets of rules that come with the product.

    >>> sorted(shipped())
    ['default', 'strict']
    """
    source = files("xiandao.statistics") / "data" / "disclosure.toml"
    return load(source.read_text(encoding="utf-8"))
