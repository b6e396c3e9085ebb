"""What the search box finds here: organisations, by name, alias or pinyin initials."""

from urllib.parse import urlencode

from django.urls import reverse

from xiandao.registry.models import Account
from xiandao.registry.queries.organisations import suggestions
from xiandao.ui.search import Hit


def organisations(account: Account, text: str, limit: int) -> list[Hit]:
    """Return the organisations in the account's reach that the text finds."""
    address = reverse("organisations")
    return [
        Hit(
            row.name,
            f"{address}?{urlencode({'q': row.name})}",
            " · ".join(filter(None, [row.get_kind_display(), row.short_name])),
            1.5 if text in (row.name, row.short_name) else 1.0,
        )
        for row in suggestions(account, text, limit)
    ]
