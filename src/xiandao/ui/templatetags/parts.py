"""Template tags for what pages are made of: lamps, bullets, signs, numbers, addresses."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period
from xiandao.ui import bullets, icons, lamps, numbers, spoken
from xiandao.ui.charts import Chart

register = template.Library()


@register.simple_tag
def lamp(shown: Any = None, *, tone: str = "", word: Any = "", title: str = "") -> SafeString | str:
    """``{% lamp item.lamp %}`` or ``{% lamp tone="ok" word="5" title="正常" %}``; nothing for no lamp."""
    if shown is not None and shown != "":
        return lamps.lamp_html(shown.tone, shown.word if word == "" else word, title)
    return lamps.lamp_html(tone, word, title) if tone else ""


@register.simple_tag
def bullet(value: Any = None, target: Any = None, **others: Any) -> SafeString:
    """``{% bullet value=4 target=15 expected="7.5" label="前瞻技术研发项目" %}``, ``size="big"`` with figures."""
    return bullets.bullet(value, target, **others)


@register.inclusion_tag("ui/chart.html")
def chart(figure: Chart) -> dict[str, Any]:
    """``{% chart figure %}``: the picture, its table twin and what it counts, with Excel and PNG."""
    return {"chart": figure}


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "download" %}``: a sign beside its word."""
    return icons.icon(name)


@register.simple_tag
def demo_mark(flag: Any = True) -> SafeString | str:
    """``{% demo_mark item.is_demo %}``: what is invented says so."""
    return format_html('<span class="demo">{}</span>', _("演示数据")) if flag else ""


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """``{% query_with year=2025 page=None %}``: this page's address with some of its parameters changed."""
    said = context["request"].GET.copy()
    for key, value in changes.items():
        said.pop(key, None)
        if value not in (None, ""):
            said[key] = str(value)
    return "?" + said.urlencode()


@register.filter
def said(words: Any) -> str:
    """``{{ task.stage_label|said }}``: words of the product itself, in the reader's language."""
    return spoken.said(words)


@register.filter
def items(number: int) -> str:
    """``{{ total|items }}``: how many, with the word that goes with the number."""
    return ngettext("%(n)s 项", "%(n)s 项", number) % {"n": number}


@register.filter
def period(code: Any) -> str:
    """``{{ progress.period|period }}``: 2026Q3 as official texts write it, 2026年三季度."""
    try:
        return spoken.said(Period.parse(str(code)).label)
    except XiandaoError:
        return str(code)


@register.filter
def plain(value: Any) -> str:
    """``{{ value|plain }}``: thousands commas, no idle zeros."""
    return numbers.plain(value)


@register.filter
def amount(value: Any, unit: str) -> str:
    """``{{ yuan|amount:"万元" }}``: an amount kept in yuan, written in the unit with the unit."""
    shown = numbers.scaled(value, unit)
    return f"{shown} {unit}" if shown else ""


@register.filter
def scaled(value: Any, unit: str) -> str:
    """``{{ yuan|scaled:"万元" }}``: the same without the unit, for tables whose head says it."""
    return numbers.scaled(value, unit)


@register.filter
def day(value: Any) -> str:
    """``{{ due_on|day }}``: 2026-11-22."""
    return numbers.day(value)
