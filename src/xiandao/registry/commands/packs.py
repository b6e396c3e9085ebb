"""Loading a province pack: its organisations, names and groups; loading it again changes nothing."""

from datetime import date, timedelta

from xiandao.registry.commands.acting import command, note, require
from xiandao.registry.commands.planting import add_aliases, plant
from xiandao.registry.methods.groups import members_of
from xiandao.registry.models import Account, Alias, Membership, Organisation
from xiandao.registry.models.organisation import OrganisationKind
from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import Pack, PackOrganisation
from xiandao.terms.pack import load_pack as read_pack

KINDS = {"government": OrganisationKind.PROVINCE}


def ended(last: date | None) -> date | None:
    """Return the first day after a span whose last day the pack names."""
    return last + timedelta(days=1) if last else None


def unsaved(body: PackOrganisation, pack: Pack) -> Organisation:
    """Return the organisation that a body of the pack becomes."""
    return Organisation(
        code=body.code,
        name=body.name,
        short_name=body.short if body.short != body.name else "",
        kind=KINDS.get(body.kind, body.kind),
        region_code=body.place or "",
        official_order=body.rank,
        valid_from=body.valid_from,
        valid_to=ended(body.valid_to),
        is_demo=pack.is_demo,
    )


def plant_province(pack: Pack) -> Organisation:
    """Return the province of a pack, put at the top of the tree if it is not there yet."""
    top = next(body for body in pack.organisations if body.parent is None)
    known = Organisation.objects.filter(code=top.code).first()
    if known is None:
        (known,) = plant([unsaved(top, pack)], parent=None, province=pack.title)
    return known


@command("registry.organisation.edit")
def load_pack(pack: str, *, by: Account) -> Organisation:
    """Bring the province of a pack up to date and return it; what is already known is left as it is."""
    data = read_pack(pack)
    top = plant_province(data)
    require(by, "registry.organisation.edit", top)
    known = {row.code: row for row in Organisation.objects.within(top)}
    made = plant_bodies(data, known)
    add_aliases(
        (
            Alias(
                organisation=known[body.code],
                name=alias.name,
                valid_from=alias.valid_from,
                valid_to=ended(alias.valid_to),
            )
            for body in data.organisations
            for alias in body.aliases
        ),
        province=data.title,
    )
    fill_groups(data, known)
    note(f"载入省份包：{data.title}，新增组织 {made} 个", about=top, pack=pack, made=made)
    return top


def plant_bodies(data: Pack, known: dict[str, Organisation]) -> int:
    """Save the bodies that are new, parents before children; return how many."""
    waiting = [body for body in data.organisations if body.code not in known]
    made = 0
    while waiting:
        ready = [body for body in waiting if body.parent in known]
        if not ready:
            codes = [body.code for body in waiting]
            raise XiandaoError(
                "REG-131", "省份包中有组织找不到上级", "请检查 organisations.toml", {"codes": codes}
            )
        for parent in dict.fromkeys(body.parent for body in ready):
            rows = [unsaved(body, data) for body in ready if body.parent == parent]
            for row in plant(rows, parent=known[parent or ""], province=data.title):
                known[row.code] = row
                made += 1
        waiting = [body for body in waiting if body.code not in known]
    return made


def fill_groups(data: Pack, known: dict[str, Organisation]) -> None:
    """Save who belongs to the groups whose members follow from their name."""
    fresh = [
        Membership(group=known[group.code], member=known[member.code])
        for group in data.organisations
        if group.kind == "group"
        for member in members_of(group, data.organisations)
    ]
    Membership.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
