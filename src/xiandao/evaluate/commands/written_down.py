"""What records and contracts share: the money of a field, the version that somebody looked at, days to come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.terms.error import InputError, XiandaoError

# In 万元, as many digits as the column keeps.
MOST_MONEY = Decimal(10) ** 12
# A year with a digit missing is a slip of the pen.
EARLIEST = date(1949, 10, 1)


def refuse_money(amount: Decimal | None, field: str, code: str, *, least: Decimal) -> None:
    """Refuse an amount that is too small, too large or finer than two decimals.

    Raises:
        InputError: ``code``.
    """
    if amount is None:
        return
    if not amount.is_finite() or not least <= amount < MOST_MONEY:
        raise InputError(
            code,
            _("金额应大于0") if least else _("金额不能是负数"),
            _("单位是万元，最多保留两位小数"),
            {"field": field},
        )
    if amount != round(amount, 2):
        raise InputError(
            code, _("金额超过两位小数"), _("单位是万元，请保留两位小数"), {"field": field}
        )


def refuse_no_day(day: date | None, field: str, code: str) -> None:
    """Refuse a day to come, and one of which nothing can be told.

    Raises:
        InputError: ``code``.
    """
    if day is not None and day > timezone.localdate():
        raise InputError(
            code,
            _("日期%(day)s还没有到") % {"day": day.isoformat()},
            _("请填写今天或以前的日期"),
            {"field": field},
        )
    if day is not None and day < EARLIEST:
        raise InputError(
            code,
            _("日期%(day)s太早") % {"day": day.isoformat()},
            _("请核对年份是否少写了数字"),
            {"field": field},
        )


def stale(code: str) -> XiandaoError:
    """Return the refusal of a change to something that changed meanwhile."""
    return XiandaoError(
        code,
        _("打开之后已由他人修改或注销，没有保存"),
        _("请刷新页面，核对后再改"),
        {"status": 409},
    )
