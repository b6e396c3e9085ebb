"""Which documents an account may open."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from xiandao.registry.methods.paths import LAST, line
from xiandao.registry.models import Account, Document
from xiandao.registry.models.document import DocumentGrade

VIEW = "document.view"
# For those who look on: internal documents of their reach, nothing sensitive.
VIEW_INTERNAL = "document.view_internal"


def visible_to(account: Account) -> QuerySet[Document]:
    """Return the documents an account may open.

    Public ones: everyone signed in. Internal ones: those whose grants cover the owner, and the owner's own line.
    Sensitive ones: those whose grants cover the owner, nobody else.
    """
    if not account.is_active:
        return Document.objects.none()
    covered = owned_within(account.reach.get(VIEW, ()))
    covered |= Q(grade=DocumentGrade.INTERNAL) & owned_within(account.reach.get(VIEW_INTERNAL, ()))
    own_line = Q(
        grade=DocumentGrade.INTERNAL, organisation__path__in=line(account.organisation.path)
    )
    return Document.objects.filter(Q(grade=DocumentGrade.PUBLIC) | own_line | covered)


def owned_within(tops: Iterable[str]) -> Q:
    """Return the condition that the owner stands in one of the subtrees (never true without any)."""
    found = Q(pk__in=[])
    for top in tops:
        found |= Q(organisation__path__gte=top, organisation__path__lte=top + LAST)
    return found


def may_open(account: Account, document: Document) -> bool:
    """Return whether an account may open one document."""
    return visible_to(account).filter(pk=document.pk).exists()
