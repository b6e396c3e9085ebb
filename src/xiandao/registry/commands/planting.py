"""Putting organisations into the tree: path, spelling keys and initials are always made here."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from xiandao.engine.pinyin import initials
from xiandao.registry.methods.names import key
from xiandao.registry.methods.paths import ordinal, segment
from xiandao.registry.models import Alias, Organisation, Parentage
from xiandao.registry.models.organisation import FOUNDING, OrganisationKind

BATCH = 500


def province_title(top: Organisation | None = None) -> str:
    """Return the title that names of the province begin with, such as 浙江省; empty before there is a province."""
    found = top or Organisation.objects.filter(kind=OrganisationKind.PROVINCE).first()
    return found.name.removesuffix("人民政府") if found else ""


def spell(organisation: Organisation, province: str) -> Organisation:
    """Set what follows from the names: spelling keys and pinyin initials."""
    organisation.name_key = key(organisation.name, province=province)
    organisation.short_key = key(organisation.short_name, province=province)
    organisation.initials = initials(organisation.label)[:120]
    return organisation


def next_ordinal(parent: Organisation | None) -> int:
    """Return the number of the next child; the parent's row is locked, so that no two children share a path."""
    if parent is not None:
        Organisation.objects.select_for_update().get(pk=parent.pk)
    children = Organisation.objects.filter(parent=parent)
    return ordinal(children.order_by("-path").values_list("path", flat=True).first() or "") + 1


@transaction.atomic
def plant(
    rows: Sequence[Organisation], *, parent: Organisation | None, province: str | None = None
) -> list[Organisation]:
    """Save new organisations as children of one parent, with their spans of parentage."""
    title = province_title() if province is None else province
    number = next_ordinal(parent)
    for offset, row in enumerate(rows):
        row.parent = parent
        row.path = (parent.path if parent else "") + segment(number + offset)
        spell(row, title)
    made = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    if parent is not None:
        Parentage.objects.bulk_create(
            (
                Parentage(organisation=row, parent=parent, valid_from=row.valid_from or FOUNDING)
                for row in made
            ),
            batch_size=BATCH,
        )
    return made


def add_aliases(rows: Iterable[Alias], *, province: str) -> None:
    """Save other names that are not known yet."""
    fresh = list(rows)
    for row in fresh:
        row.key = key(row.name, province=province)
    Alias.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
