"""When a figure counts as 低于时序: its value lags behind expected progress by more than the rule allows."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.policy.methods.tracking import Standing

BEHIND = "低于时序"
# What the deadline alone would call in order, or not begun, says nothing of the value; the others are worse already.
_SILENT = (Tone.OK.value, Tone.IDLE.value)


@cache
def allowed_points() -> Decimal:
    """Return by how many percentage points a value may lag behind its line, from ``data/pace.toml``.

    >>> allowed_points()
    Decimal('5')
    """
    text = files("xiandao.policy").joinpath("data/pace.toml").read_text(encoding="utf-8")
    return Decimal(str(tomllib.loads(text)["behind_points"]))


def is_behind(standing: Standing) -> bool:
    """Return whether a value lags behind expected progress by more than the rule allows; an unknown one does not.

    Of things that come whole, only whole ones can be expected: one zone of three is on its line until two are due.

    >>> from datetime import date
    >>> from xiandao.policy.methods.tracking import standing
    >>> half = {"start": date(2026, 1, 1), "due": date(2026, 12, 31), "today": date(2026, 7, 2)}
    >>> [is_behind(standing(Decimal(value), Decimal(100), **half)) for value in (44, 45, 100)]
    [True, False, False]
    >>> is_behind(standing(Decimal(1), Decimal(3), **half))
    False
    """
    value, expected = standing.value, standing.expected
    if value is None or expected is None or standing.behind * 100 <= allowed_points():
        return False
    return not (
        _is_whole(value) and _is_whole(standing.target) and expected // 1 <= value < expected
    )


def _is_whole(number: Decimal | None) -> bool:
    return number is not None and number == number.to_integral_value()


def paced(by_deadline: Lamp, *, behind: bool) -> Lamp:
    """Return the lamp of a figure: that of its deadline, unless this says nothing bad of a value that is behind.

    >>> paced(Lamp("绿", "ok", "正常", -40), behind=True)
    Lamp(colour='黄', tone='soon', word='低于时序', days=-40, shape='▲')
    >>> paced(Lamp("红", "over", "滞后 20 天", 20, "■"), behind=True).word
    '滞后 20 天'
    """
    if not behind or by_deadline.tone not in _SILENT:
        return by_deadline
    return lit(Tone.SOON, BEHIND, by_deadline.days)


def about() -> str:
    """Say the rule in words, for the 口径 of a figure.

    >>> about()
    '时序进度从起始日到时限均匀推算，填报的现值比上季末，计数的现值比当日；落后超过5个百分点的，状态灯为黄“低于时序”'
    """
    return (
        "时序进度从起始日到时限均匀推算，填报的现值比上季末，计数的现值比当日；"
        f"落后超过{allowed_points():f}个百分点的，状态灯为黄“{BEHIND}”"
    )
