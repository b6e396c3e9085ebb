"""Questions about forms: which version is in use, which there have been."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiandao.statistics.models import FormState, FormVersion
from xiandao.statistics.queries.visible import in_line
from xiandao.statistics.queries.wording import told
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account


def in_use(code: str) -> FormVersion:
    """Return the version of a form that is filled today.

    Raises:
        XiandaoError: ``STA-404`` where there is none.
    """
    found = FormVersion.objects.filter(code=code, state=FormState.IN_USE).first()
    if found is None:
        raise XiandaoError(
            "STA-404",
            _("没有在用的报表“%(code)s”") % {"code": code[:40]},
            _("请在报表列表中查看现有的报表"),
            {"code": code, "status": 404},
        )
    return found


def known_to(account: Account) -> QuerySet[FormVersion]:
    """Return the versions of the forms that are kept above or below the account."""
    return FormVersion.objects.filter(in_line(account)).select_related("organisation")


def titles_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the title of each form in the reader's language, of its newest version."""
    rows = FormVersion.objects.filter(code__in=set(codes)).order_by("pk").defer("definition")
    return {one.code: told(one) for one in rows}
