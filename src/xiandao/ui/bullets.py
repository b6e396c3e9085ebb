"""Bullet charts: value against target, with the progress that the calendar expects and the forecast range."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.ui.numbers import plain, to_decimal

# Where the target tick stands when nobody says how far the scale goes: room for a value above the target.
HEADROOM = 1.12


def bullet(
    value: Any,
    target: Any,
    *,
    maximum: Any = None,
    expected: Any = None,
    low: Any = None,
    high: Any = None,
    label: str = "",
    size: str = "small",
) -> SafeString:
    """Return the chart as inline SVG in per cent of its width, so that no text is ever stretched.

    Args:
        value, target: the figures; either may be missing.
        maximum: the end of the scale.
        expected: where the value should stand today.
        low, high: the forecast range.
        label: what is measured, for the text alternative.
        size: ``small`` for a row, ``big`` with figures written at the marks.
    """
    given = {"value": value, "target": target, "expected": expected, "low": low, "high": high}
    numbers = {name: to_decimal(figure) for name, figure in given.items()}
    known = [float(number) for number in numbers.values() if number is not None]
    top = float(to_decimal(maximum) or 0) or max([*known, 0.0]) * HEADROOM or 1.0
    at = {
        name: None if number is None else min(max(float(number) / top * 100, 0), 100)
        for name, number in numbers.items()
    }
    drawn = _big(at, given) if size == "big" else _small(at)
    return format_html(
        '<svg class="bullet {}" role="img" aria-label="{}" width="100%" height="{}">{}</svg>',
        size,
        spoken(label, given),
        94 if size == "big" and _is_crowded(at) else 76 if size == "big" else 26,
        drawn,
    )


def spoken(label: str, given: dict[str, Any]) -> str:
    """Say the figures in words."""
    parts = [label] if label else []
    value = plain(given["value"])
    parts.append(_("现值%(value)s") % {"value": value} if value else _("尚无数据"))
    if target := plain(given["target"]):
        parts.append(_("目标%(value)s") % {"value": target})
    if expected := plain(rounded(given["expected"])):
        parts.append(_("时序应为%(value)s") % {"value": expected})
    if given["low"] is not None and given["high"] is not None:
        parts.append(_("预测%(low)s至%(high)s") % {k: plain(given[k]) for k in ("low", "high")})
    return _("，").join(parts)


def rounded(value: Any) -> Any:
    """Return what the calendar expects without decimals nobody can mean; a small figure keeps three."""
    number = to_decimal(value)
    if number is None:
        return None
    return round(number, 3 if abs(number) < 1 else 1)


def _small(at: dict[str, float | None]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in _marks(at, 7, 12, 6)))


def _big(at: dict[str, float | None], given: dict[str, Any]) -> SafeString:
    parts = _marks(at, 22, 22, 12)
    parts.append(_text(0, 66, "0", "axis", "start"))
    value, target, low, high = at["value"], at["target"], at["low"], at["high"]
    if value is not None:
        said = _("现值 %(value)s") % {"value": plain(given["value"])}
        parts.append(_text(max(value, 6), 66, said, "figure"))
    if target is not None:
        said = _("目标 %(value)s") % {"value": plain(given["target"])}
        parts.append(_text(target, 12, said, ""))
    if low is not None and high is not None:
        said = _("预测 %(low)s–%(high)s") % {k: plain(given[k]) for k in ("low", "high")}
        parts.append(_text((low + high) / 2, 86 if _is_crowded(at) else 66, said, "axis"))
    return format_html_join("", "{}", ((part,) for part in parts))


def _is_crowded(at: dict[str, float | None]) -> bool:
    value, low, high = at["value"], at["low"], at["high"]
    return (
        None not in (value, low, high) and abs((low or 0) / 2 + (high or 0) / 2 - (value or 0)) < 16
    )


def _marks(at: dict[str, float | None], top: int, height: int, bar: int) -> list[SafeString]:
    middle = top + height / 2
    parts = [_box("track", 0, 100, top, height)]
    low, high, value = at["low"], at["high"], at["value"]
    if low is not None and high is not None:
        parts.append(_box("range", low, high - low, top, height))
    if value is not None:
        parts.append(_box("value", 0, value, middle - bar / 2, bar))
    for name, reach in (("expected", 8), ("target", 10)):
        place = at[name]
        if place is not None:
            far = middle + height / 2 + (reach - 6)
            near = middle - height / 2 - (reach - 6)
            parts.append(_tick(name, place, near, far))
    return parts


def _box(name: str, x: float, width: float, y: float, height: float) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="2"/>',
        name, f"{x:.2f}", f"{y:g}", f"{max(width, 0):.2f}", f"{height:g}",
    )  # fmt: skip


def _tick(name: str, x: float, near: float, far: float) -> SafeString:
    # A tick on the very edge would be cut in half.
    shown = min(max(x, 0.3), 99.7)
    return format_html(
        '<line class="{}" x1="{}%" x2="{}%" y1="{}" y2="{}"/>',
        name, f"{shown:.2f}", f"{shown:.2f}", f"{near:g}", f"{far:g}",
    )  # fmt: skip


def _text(x: float, y: int, said: str, name: str, anchor: str = "") -> SafeString:
    side = anchor or ("start" if x < 10 else "end" if x > 90 else "middle")
    return format_html(
        '<text class="{}" x="{}%" y="{}" text-anchor="{}">{}</text>',
        name,
        f"{x:.2f}",
        y,
        side,
        said,
    )
