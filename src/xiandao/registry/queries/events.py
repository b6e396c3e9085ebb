"""The audit trail as an audit administrator may read it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from xiandao.registry.methods.wording import one_line
from xiandao.registry.models import Account, AuditEvent
from xiandao.registry.queries.organisations import in_reach

VIEW = "registry.audit.view"


def visible_to(account: Account) -> QuerySet[AuditEvent]:
    """Return the events of the organisations in reach, the latest first; those of nobody belong to the province."""
    places = in_reach(account, VIEW)
    seen = Q(organisation__in=places)
    if places.filter(parent__isnull=True).exists():
        seen |= Q(organisation__isnull=True)
    return (
        AuditEvent.objects.filter(seen)
        .select_related("account", "organisation")
        .order_by("-sequence")
    )


def search(
    account: Account,
    *,
    text: str = "",
    action: str = "",
    since: date | None = None,
    until: date | None = None,
    succeeded: bool | None = None,
) -> QuerySet[AuditEvent]:
    """Return the events in reach that match; both days belong to the span."""
    found = visible_to(account)
    if text:
        words = one_line(text, limit=80)
        found = found.filter(Q(summary__icontains=words) | Q(account_name__icontains=words))
    if action:
        found = found.filter(action__startswith=action)
    if since:
        found = found.filter(at__gte=beginning(since))
    if until:
        found = found.filter(at__lt=beginning(until + timedelta(days=1)))
    return found if succeeded is None else found.filter(succeeded=succeeded)


def story_of(row: Model) -> QuerySet[AuditEvent]:
    """Return what was done to one thing, the latest first; who may know of the thing is its owner's to ask."""
    kind = row._meta.label_lower
    found = AuditEvent.objects.filter(object_type=kind, object_id=str(row.pk))
    return found.order_by("-sequence")


def beginning(day: date) -> datetime:
    """Return the first moment of a day where the site stands."""
    return timezone.make_aware(datetime.combine(day, time.min))


def actions(events: QuerySet[AuditEvent]) -> Iterable[str]:
    """Return which actions occur."""
    return events.order_by("action").values_list("action", flat=True).distinct()
