"""Two stores by purpose: what was collected for statistics serves statistics alone; the one door for other uses.

Source: Statistics Law (secrecy of material that identifies or lets one infer a single respondent, no other use of
it); a value crosses only where the form was administrative, or where its item is marked for reuse and the reporter
ticked consent on that very return.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from xiandao.statistics.models import Filing, FilingStage, Purpose
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class Use(StrEnum):
    """What somebody wants to do with the values of single respondents."""

    STATISTICS = "statistics"
    BENEFIT = "benefit"
    GRADING = "grading"
    SUPERVISION = "supervision"


def values_for(
    use: Use, *, unit: Organisation, form: str, items: Iterable[str], period: str = ""
) -> dict[str, str | None]:
    """Return approved values of one unit for a use other than statistics, the latest period unless one is named.

    Raises:
        XiandaoError: ``STA-451`` where the law keeps any of the items from this use.
    """
    return values_of(use, units=[unit], form=form, items=items, period=period).get(unit.pk, {})


def values_of(
    use: Use, *, units: Iterable[Organisation], form: str, items: Iterable[str], period: str = ""
) -> dict[int, dict[str, str | None]]:
    """Return approved values of many units by their keys, as ``values_for`` does for one; those without are not in it.

    Raises:
        XiandaoError: ``STA-451`` where the law keeps any of the items of any unit from this use.
    """
    if use is Use.STATISTICS:
        raise XiandaoError(
            "STA-452",
            "统计用途请从观测表读取，不按单个单位读取",
            "请使用汇总口径",
            {"use": use.value},
        )
    wanted = list(items)
    returns = Filing.objects.filter(
        organisation__in=[unit.pk for unit in units],
        round__form__code=form,
        stage=FilingStage.APPROVED,
    ).select_related("round__form")
    if period:
        returns = returns.filter(round__period=period)
    latest: dict[int, Filing] = {}
    for one in returns.order_by("-round__due_on"):
        latest.setdefault(one.organisation_id, one)
    for one in latest.values():
        walled = [item for item in wanted if not crosses(one, item)]
        if walled:
            raise refused(use, form, walled)
    return {key: {item: one.values.get(item) for item in wanted} for key, one in latest.items()}


def crosses(filing: Filing, item: str) -> bool:
    """Return whether a value may serve purposes other than statistics."""
    version = filing.round.form
    if version.purpose == Purpose.ADMINISTRATION:
        return True
    known = {entry.code: entry for entry in version.form.items}
    return filing.has_consent and item in known and known[item].reuse


def refused(use: Use, form: str, items: list[str]) -> XiandaoError:
    """Return the refusal that names the items and says what would be lawful."""
    return XiandaoError(
        "STA-451",
        "依法不得将统计调查资料用于对填报单位的奖补、评级或监管",
        "请改用管理填报或部门行政记录；填报单位在报表上勾选同意的指标可以复用",
        {"use": use.value, "form": form, "items": items, "status": 403},
    )
