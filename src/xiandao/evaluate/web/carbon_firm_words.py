"""What the place of a firm in its industry is called, in words and figures."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from xiandao.evaluate.methods.carbon_benchmark import Benchmark, Position
from xiandao.ui.numbers import plain
from xiandao.ui.spoken import said

# Decimals of the smallest figure that is shown.
FINEST = 6


def share_of(found: Position) -> str:
    """Return what share of its industry the firm is better than."""
    low, high = round(found.better_low), round(found.better_high)
    if high == 100:
        return _("优于本行业%(low)d%%以上的企业") % {"low": low}
    if low == 0:
        return _("优于本行业不到%(high)d%%的企业") % {"high": high}
    if low != high:
        return _("优于本行业约%(low)d%%至%(high)d%%的企业") % {"low": low, "high": high}
    return _("优于本行业约%(share)d%%的企业") % {"share": low}


def sentence_of(found: Position) -> str:
    """Return percentile, grade and what one grade better takes."""
    code = found.code
    told = _("%(share)s；碳效等级%(grade)d级（%(level)s）") % {
        "share": share_of(found), "grade": code.grade, "level": said(code.level),
    }  # fmt: skip
    if code.grade == 1:
        return told + _("，已是最好的一级")
    return told + _("，再降%(drop)s吨/万元（约%(less)s吨碳）可到%(next)d级") % {
        "drop": up(found.less_intensity), "less": up(code.less_carbon), "next": code.grade - 1,
    }  # fmt: skip


def facts_of(found: Position, benchmark: Benchmark) -> list[tuple[str, str]]:
    """Return label and figure, line by line."""
    code = found.code
    per = _("%(figure)s吨/万元")
    facts = [
        (_("碳效水平 L"), per % {"figure": shown(code.intensity)}),
        (_("与行业平均之比 K"), _("%(ratio)s（行业平均%(mean)s吨/万元）") % {
            "ratio": shown(code.ratio), "mean": plain(benchmark.mean),
        }),
        (_("与行业中位数"), gap(found, found.over_median, benchmark.median)),
        (_("与最好的一成"), gap(found, found.over_best, benchmark.best)),
    ]  # fmt: skip
    if code.grade > 1:
        told = _("L 不高于%(target)s吨/万元：增加值不变，少排%(less)s吨；或排放不变，增加值多%(more)s万元") % {
            "target": shown(code.target), "less": up(code.less_carbon), "more": up(code.more_value),
        }  # fmt: skip
        facts.append((_("到%(next)d级") % {"next": code.grade - 1}, told))
    return facts


def gap(found: Position, over: float, mark: float) -> str:
    """Return how far the firm is from a mark, also in tonnes at its value added."""
    if over <= mark * 1e-9:
        return _("已达到（%(mark)s吨/万元）") % {"mark": plain(mark)}
    value = found.net / found.code.intensity
    return _("高%(over)s吨/万元，合%(tonnes)s吨碳（%(mark)s吨/万元）") % {
        "over": up(over), "tonnes": up(over * value), "mark": plain(mark),
    }  # fmt: skip


def shown(value: float) -> str:
    """Return a figure with three digits that count, whole ones whole.

    >>> shown(0.123456), shown(1234.6), shown(0.0)
    ('0.123', '1,235', '0')
    """
    return plain(round(value, _digits(value)))


def up(value: float) -> str:
    """Return a figure rounded up, so that who saves that much has saved enough.

    >>> up(0.1201), up(95.21), up(1234.1), up(0.12), up(0.0)
    ('0.121', '95.3', '1,235', '0.12', '0')
    """
    scale = 10.0 ** _digits(value)
    return plain(round(math.ceil(value * scale - 1e-6) / scale, _digits(value)))


def _digits(value: float) -> int:
    digits = 2 - math.floor(math.log10(value)) if value > 0 else 0
    return min(max(digits, 0), FINEST)
