"""Questions about organisations: who is meant by a name, who stands below whom, who belonged where and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from xiandao.registry.methods.names import spellings
from xiandao.registry.methods.paths import level
from xiandao.registry.methods.wording import one_line
from xiandao.registry.models import Account, Alias, Organisation, Parentage
from xiandao.registry.models.organisation import OrganisationKind, OrganisationQuerySet

# The name an organisation bears counts before its short name, and that before what others call it.
NAME, SHORT, OTHER = range(3)


@dataclass(frozen=True, slots=True)
class Branch:
    """One organisation in a tree that is shown line by line."""

    organisation: Organisation
    level: int


def resolve(name: str, on: date | None = None) -> Organisation | None:
    """Return the one organisation a name means, or nothing: unknown and ambiguous names are for a person to settle."""
    return resolve_many([name], on)[name]


def resolve_many(names: Iterable[str], on: date | None = None) -> dict[str, Organisation | None]:
    """Return the organisation of each name as given, in three queries.

    Args:
        names: full names, short names or aliases, in any width, with or without the province's name.
        on: keep to names in force that day; without it any name that was ever borne counts, one of today first.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    provinces = Organisation.objects.filter(kind=OrganisationKind.PROVINCE)
    titles = [
        name.removesuffix("人民政府") for name in provinces.values_list("name", flat=True)
    ] or [""]
    keys = {
        name: [spelt for title in titles for spelt in spellings(name, province=title)]
        for name in wanted
    }
    bearers = bearers_of({spelt for spelt_names in keys.values() for spelt in spelt_names}, on)
    return {
        name: next((found for spelt in keys[name] if (found := bearers.get(spelt))), None)
        for name in wanted
    }


def bearers_of(keys: set[str], on: date | None) -> dict[str, Organisation]:
    """Return the one organisation that bears each key; a key borne by two with equal right is left out."""
    claims: dict[str, list[tuple[bool, int, Organisation]]] = {}
    today = timezone.localdate()
    for key, rank, found, start, end in claims_on(keys):
        if on is not None and not in_force(start, end, on):
            continue
        claims.setdefault(key, []).append((not in_force(start, end, on or today), rank, found))
    bearers = {}
    for key, rows in claims.items():
        best = min(row[:2] for row in rows)
        entitled = {row[2].pk: row[2] for row in rows if row[:2] == best}
        if len(entitled) == 1:
            (bearers[key],) = entitled.values()
    return bearers


def claims_on(
    keys: set[str],
) -> Iterator[tuple[str, int, Organisation, date | None, date | None]]:
    """Yield (key, rank, organisation, from, to) of every name with one of the keys."""
    named = Organisation.objects.filter(Q(name_key__in=keys) | Q(short_key__in=keys))
    for found in named:
        if found.name_key in keys:
            yield found.name_key, NAME, found, found.valid_from, found.valid_to
        if found.short_key in keys:
            yield found.short_key, SHORT, found, found.valid_from, found.valid_to
    for alias in Alias.objects.filter(key__in=keys).select_related("organisation"):
        body = alias.organisation
        # An alias with an end of its own is older than the organisation's present name; its start is not known.
        start = alias.valid_from or (None if alias.valid_to else body.valid_from)
        yield alias.key, OTHER, body, start, alias.valid_to or body.valid_to


def in_force(start: date | None, end: date | None, day: date) -> bool:
    """Return whether a span holds on the day; ``end`` is the first day after it."""
    return (start is None or start <= day) and (end is None or day < end)


def subtree(top: Organisation) -> OrganisationQuerySet:
    """Return an organisation and all below it."""
    return Organisation.objects.within(top)


def below(tops: Iterable[str]) -> OrganisationQuerySet:
    """Return the organisations at some paths and all below them."""
    return Organisation.objects.within_any(tops)


def in_reach(account: Account, permission: str) -> OrganisationQuerySet:
    """Return the organisations that the account's grants reach with a permission."""
    return Organisation.objects.within_any(account.reach.get(permission, ()))


def tree(account: Account, *, on: date | None = None) -> list[Branch]:
    """Return what an account may see of the tree, each parent before its children, siblings in official order."""
    rows = in_reach(account, "registry.view").current(on or timezone.localdate())
    below: dict[int | None, list[Organisation]] = {}
    found = {row.pk: row for row in rows.in_official_order().prefetch_related("aliases")}
    for row in found.values():
        below.setdefault(row.parent_id if row.parent_id in found else None, []).append(row)
    shown: list[Branch] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        row = waiting.pop()
        shown.append(Branch(row, level(row.path)))
        waiting.extend(reversed(below.get(row.pk, [])))
    return shown


def path_on(organisation: Organisation, day: date) -> list[Organisation]:
    """Return whom the organisation belonged to on a day, from the top down to itself."""
    line, seen = [organisation], {organisation.pk}
    while True:
        span = (
            Parentage.objects.filter(organisation=line[0], valid_from__lte=day)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
            .select_related("parent")
            .first()
        )
        if span is None or span.parent_id in seen:
            return line
        seen.add(span.parent_id)
        line.insert(0, span.parent)


def suggestions(account: Account, text: str, limit: int) -> list[Organisation]:
    """Return organisations in reach whose name, other name or pinyin initials hold the text."""
    typed = one_line(text, limit=40)
    if not typed:
        return []
    matching = Q(name__icontains=typed) | Q(short_name__icontains=typed)
    matching |= Q(aliases__name__icontains=typed)
    if len(typed) > 1 and typed.isascii() and typed.isalnum():
        matching |= Q(initials__contains=typed.lower())
    found = in_reach(account, "registry.view").filter(matching).distinct().in_official_order()
    return list(found[:limit])


def by_code(code: str) -> Organisation | None:
    """Return the organisation with a code."""
    return Organisation.objects.filter(code=code).first()


def by_codes(codes: Iterable[str]) -> dict[str, Organisation]:
    """Return the organisations with these codes, by code."""
    return {found.code: found for found in Organisation.objects.filter(code__in=list(codes))}
