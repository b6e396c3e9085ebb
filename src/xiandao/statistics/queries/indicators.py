"""Questions about indicators: what is on the books, and the definition that totals are made by."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiandao.statistics.methods.indicator import Indicator, shipped
from xiandao.statistics.models import IndicatorVersion
from xiandao.terms.error import XiandaoError


def current() -> QuerySet[IndicatorVersion]:
    """Return the newest version of every indicator, by system and in the order of the paper."""
    newest: dict[str, int] = {}
    rows = IndicatorVersion.objects.order_by("valid_from", "pk").values_list("code", "pk")
    newest.update(rows)
    return IndicatorVersion.objects.filter(pk__in=newest.values())


def versions(code: str) -> list[IndicatorVersion]:
    """Return all versions of an indicator, the newest first."""
    return list(IndicatorVersion.objects.filter(code=code).order_by("-valid_from", "-pk"))


def definition(code: str) -> Indicator:
    """Return what totals of an indicator are made by.

    Raises:
        XiandaoError: ``STA-505`` no such indicator.
    """
    found = shipped().get(code)
    if found is None:
        raise XiandaoError(
            "STA-505",
            _("没有指标“%(code)s”") % {"code": code[:40]},
            _("请在指标页查看现有的指标"),
            {"code": code[:40], "status": 404},
        )
    return found
