"""What the search box finds here: zones of the newest edition whose reasons the account may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.ranking import editions
from xiandao.evaluate.web.wording import titled
from xiandao.ui.search import Hit, matches

if TYPE_CHECKING:
    from xiandao.registry.models import Account


def zones(account: Account, text: str, limit: int) -> list[Hit]:
    """Return the zones whose name the text finds, where they stand in the newest published edition."""
    if not account.may_somewhere(visible.VIEW):
        return []
    newest = next(iter(editions(account)), None)
    if newest is None:
        return []
    about = _("%(title)s：为什么是这个分") % {"title": titled(newest)}
    found = [
        Hit(
            one.organisation.label,
            reverse("eva_zone", args=[newest.pk, one.organisation.code]),
            about,
        )
        for one in visible.standings(account, newest)
        if matches(one.organisation.label, text)
    ]
    return found[:limit]
