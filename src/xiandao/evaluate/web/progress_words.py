"""What is said of a target: its figure, the range to its deadline, the verdict; in sentences an official can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.methods.target_outlook import Observation, Verdict
from xiandao.evaluate.queries.progress_of import Leaf
from xiandao.terms.period import Period, PeriodKind
from xiandao.ui.numbers import day, plain
from xiandao.ui.spoken import said

VERDICTS: Final[Mapping[Verdict, str | Promise]] = {
    Verdict.ATTAINED: gettext_lazy("已达到"),
    Verdict.SURE: gettext_lazy("可以完成"),
    Verdict.HOPEFUL: gettext_lazy("有望完成"),
    Verdict.DOUBTFUL: gettext_lazy("完成有难度"),
    Verdict.UNLIKELY: gettext_lazy("难以完成"),
    Verdict.FLAT: gettext_lazy("没有变化"),
    Verdict.FEW: gettext_lazy("数据不足"),
    Verdict.PAST: gettext_lazy("已到期"),
    Verdict.OPEN: gettext_lazy("没有量化值或时限"),
}
WAYS: Final[Mapping[str, str | Promise]] = {
    "regression": gettext_lazy("线性回归"),
    "holt": gettext_lazy("霍尔特线性趋势平滑"),
    "damped": gettext_lazy("阻尼趋势平滑"),
}
WHOLE = frozenset("个家项人件条座批次场所名")


def verdict_of(leaf: Leaf) -> str:
    """Return what is to be expected, in a few words."""
    return str(VERDICTS[leaf.outlook.verdict])


def sentence_of(leaf: Leaf) -> str:
    """Return what is to be expected of a target, or why nothing can be said."""
    seen, item = leaf.outlook, leaf.item
    parts = {
        "count": seen.count, "due": due_text(leaf.row.due), "figure": item.figure, "unit": item.unit,
        "value": value_text(leaf), "verdict": verdict_of(leaf), "range": range_of(leaf),
    }  # fmt: skip
    if seen.verdict.is_forecast:
        told = _("按近%(count)d期势头，到%(due)s预计%(range)s，目标%(figure)s，%(verdict)s")
    elif seen.verdict is Verdict.ATTAINED and not leaf.row.standing.attained:
        told = _("已办结")
    elif seen.verdict is Verdict.ATTAINED:
        told = _("现值%(value)s，目标%(figure)s，已达到")
    elif seen.verdict is Verdict.FLAT:
        told = _("近%(count)d期都是%(value)s，没有变化，不作推算；目标%(figure)s，时限%(due)s")
    elif seen.verdict is Verdict.PAST:
        told = _("已到时限%(due)s，现值%(value)s，目标%(figure)s，未达到")
    elif seen.verdict is Verdict.FEW and not seen.count:
        told = _("还没有数据，暂不推算")
    elif seen.verdict is Verdict.FEW:
        told = _("只有%(count)d期数据，至少要有3期才能推算，暂不预测")
    elif item.value is None:
        told = _("没有量化值，按时限看进度")
    else:
        told = _("文件没有写明时限，不作推算")
    return told % parts


def range_of(leaf: Leaf) -> str:
    """Return the range at the deadline as it is told, such as 27–31个 or 34.7–35.4万吨; empty without a forecast."""
    ahead = leaf.outlook.last
    if ahead is None:
        return ""
    low, high = (rounded(leaf, value) for value in (ahead.low, ahead.high))
    return (low if low == high else f"{low}–{high}") + unit_of(leaf)


def rounded(leaf: Leaf, value: float) -> str:
    """Return a figure as it is told: what comes whole as a whole number, else one decimal or three figures."""
    value = value / scale_of(leaf)
    is_whole = leaf.item.unit[:1] in WHOLE and all(one.value.is_integer() for one in leaf.seen)
    if is_whole or abs(value) >= 1000:
        return plain(round(value))
    return plain(round(value, 1)) if abs(value) >= 10 else plain(float(f"{value:.3g}"))


def scale_of(leaf: Leaf) -> int:
    """Return what figures are divided by to be told in the unit of the paper: 100万吨 is not told in 吨."""
    item = leaf.item
    return 10_000 if f"万{item.unit}" in item.figure and not item.unit.startswith("万") else 1


def unit_of(leaf: Leaf) -> str:
    """Return the unit in which figures are told."""
    return f"万{leaf.item.unit}" if scale_of(leaf) > 1 else leaf.item.unit


def value_text(leaf: Leaf) -> str:
    """Return the figure that counts now with its unit, — where nothing is known."""
    value = leaf.row.standing.value
    if value is None:
        return "—"
    told = plain(value) if scale_of(leaf) == 1 else rounded(leaf, float(value))
    return f"{told}{unit_of(leaf)}"


def expected_text(leaf: Leaf) -> str:
    """Return where the line stands with its unit; empty where there is none."""
    expected = leaf.row.standing.expected_shown
    if expected is None:
        return ""
    told = plain(expected) if scale_of(leaf) == 1 else rounded(leaf, float(expected))
    return f"{told}{unit_of(leaf)}"


def due_text(due: date | None) -> str:
    """Return a deadline as prose writes it: the end of a year as such, any other day in full."""
    if due is None:
        return ""
    if (due.month, due.day) == (12, 31):
        return _("%(year)s年底") % {"year": due.year}
    return _("%(year)s年%(month)s月%(day)s日") % {
        "year": due.year,
        "month": due.month,
        "day": due.day,
    }


def source_of(leaf: Leaf) -> str:
    """Return where the figure comes from and of when it is."""
    if leaf.is_counted and leaf.rule is not None:
        told = _("名单计数（%(stages)s），%(n)d个对象") % {
            "stages": _("、").join(said(stage) for stage in leaf.rule.stages),
            "n": leaf.row.records,
        }
        return told + (
            _("，最近%(day)s公布") % {"day": day(leaf.latest_on)} if leaf.latest_on else ""
        )
    if leaf.seen:
        return _("牵头单位填报，%(count)d期，最近%(period)s") % {
            "count": len(leaf.seen),
            "period": period_text(leaf.seen[-1]),
        }
    return _("尚无填报")


def period_text(one: Observation) -> str:
    """Return the quarter that a figure closes as official texts write it; any other day as a date."""
    quarter = Period.of(PeriodKind.QUARTER, one.on)
    return said(quarter.label) if quarter.end == one.on else day(one.on)


def tally_of(leaves: Iterable[Leaf]) -> dict[str, int]:
    """Return how many leaves were attained, will probably be, hardly will be, and cannot be judged."""
    found = {"attained": 0, "hopeful": 0, "hard": 0, "unknown": 0}
    places = {
        Verdict.ATTAINED: "attained", Verdict.SURE: "hopeful", Verdict.HOPEFUL: "hopeful",
        Verdict.DOUBTFUL: "hard", Verdict.UNLIKELY: "hard", Verdict.PAST: "hard",
    }  # fmt: skip
    for one in leaves:
        found[places.get(one.outlook.verdict, "unknown")] += 1
    return found
