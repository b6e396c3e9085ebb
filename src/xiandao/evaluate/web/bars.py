"""Small drawings in rows: a pillar against the median, a place with its interval, points up and down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.queries.written import signed

TENS = 10


def scale_of(values: Iterable[float | None]) -> tuple[float, float]:
    """Return the tens below and above all values: the ends that the bars of one table share.

    >>> scale_of([61.5, None, 88.0])
    (60, 90)
    """
    known = [value for value in values if value is not None]
    if not known:
        return 0, 100
    low, high = floor(min(known) / TENS) * TENS, ceil(max(known) / TENS) * TENS
    return (low, high) if high > low else (low, low + TENS)


def pillar_bar(
    value: float | None, middle: float | None, ends: tuple[float, float], label: str
) -> SafeString:
    """Return a bar of a score with a tick at the median and the figure beside it."""
    if value is None:
        return format_html('<span class="none">{}</span>', _("缺数据"))
    told = _("%(label)s%(value)s分") % {"label": label, "value": f"{value:.1f}"}
    tick = SafeString()
    if middle is not None:
        told = _("%(told)s，中位数%(median)s分") % {"told": told, "median": f"{middle:.1f}"}
        at = _per_cent(middle, ends)
        tick = format_html('<line class="middle" x1="{0}%" x2="{0}%" y1="1" y2="17"/>', f"{at:.2f}")
    side = "below" if middle is not None and value < middle else "above"
    return format_html(
        '<span class="pillar"><svg class="meter {}" role="img" aria-label="{}" width="64" height="18">'
        '<rect class="track" x="0" y="5" width="100%" height="8" rx="2"/>'
        '<rect class="value" x="0" y="5" width="{}%" height="8" rx="2"/>{}</svg><b>{}</b></span>',
        side,
        told,
        f"{_per_cent(value, ends):.2f}",
        tick,
        f"{value:.1f}",
    )


def rank_band(rank: int, low: int, high: int, count: int) -> SafeString:
    """Return a place as a dot within its interval on the scale from first to last."""
    last = max(count, 2)

    def place(one: int) -> float:
        return 4 + (one - 1) / (last - 1) * 92

    told = _("位次%(rank)s，区间%(low)s至%(high)s") % {"rank": rank, "low": low, "high": high}
    return format_html(
        '<svg class="meter place" role="img" aria-label="{}" width="96" height="18">'
        '<rect class="track" x="0" y="8" width="100%" height="2"/>'
        '<rect class="range" x="{}%" y="5" width="{}%" height="8" rx="4"/>'
        '<circle class="dot" cx="{}%" cy="9" r="4"/></svg>',
        told,
        f"{place(low) - 2:.2f}",
        f"{place(high) - place(low) + 4:.2f}",
        f"{place(rank):.2f}",
    )


def points_bar(points: float, most: float) -> SafeString:
    """Return points as a bar to the right of a middle line, or to its left where they are lost."""
    width = min(abs(points) / most, 1) * 50 if most > 0 else 0
    start = 50 - width if points < 0 else 50
    told = _("%(points)s分") % {"points": signed(points)}
    return format_html(
        '<svg class="meter points {}" role="img" aria-label="{}" width="110" height="18">'
        '<rect class="value" x="{}%" y="4" width="{}%" height="10" rx="1"/>'
        '<line class="middle" x1="50%" x2="50%" y1="1" y2="17"/></svg>',
        "below" if points < 0 else "above",
        told,
        f"{start:.2f}",
        f"{width:.2f}",
    )


def share_line(
    own: tuple[float, float], marks: Sequence[tuple[float, str]], label: str
) -> SafeString:
    """Return a bar of all firms from worst to best with its marks, and where one of them stands.

    Args:
        own: bounds of the share of firms that the one is better than, 0 to 100.
        marks: place and figure of each mark.
        label: what is said of the one.
    """
    low, high = own
    at = (low + high) / 2
    side = "first" if at < 25 else "last" if at > 75 else ""
    ticks = format_html_join(
        "",
        '<line class="{0}" x1="{1}%" x2="{1}%" y1="26" y2="42"/><text class="{2}" x="{1}%" y="58">{3}</text>',
        (("middle" if at == 50 else "tick", at, "" if at in {10, 50, 90} else "some", figure) for at, figure in marks),
    )  # fmt: skip
    mine = (
        format_html('<circle class="dot" cx="{}%" cy="34" r="7"/>', f"{at:.2f}")
        if low == high
        else format_html(
            '<rect class="range" x="{}%" y="26" width="{}%" height="16" rx="3"/>', f"{low:.2f}", f"{high - low:.2f}"
        )
    )  # fmt: skip
    return format_html(
        '<svg class="share-line" role="img" aria-label="{}" height="76"><text class="own {}" x="{}%" y="16">{}</text>'
        '<rect class="track" x="0" y="26" width="100%" height="16" rx="3"/>{}{}'
        '<text class="end" x="0" y="74">{}</text><text x="50%" y="74">{}</text>'
        '<text class="top" x="100%" y="74">{}</text></svg>',
        label, side, f"{at:.2f}", label, ticks, mine, _("← 排放强度高"), _("中位数"), _("排放强度低 →"),
    )  # fmt: skip


def _per_cent(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return min(max((value - low) / (high - low) * 100, 0), 100)
