"""Organisations: adding, renaming, moving and closing them; their history stays."""

from datetime import date, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from xiandao.registry.commands.acting import command, note, require
from xiandao.registry.commands.packs import load_pack as load_pack
from xiandao.registry.commands.planting import (
    add_aliases,
    next_ordinal,
    plant,
    province_title,
    spell,
)
from xiandao.registry.methods.paths import SEGMENT, level, segment
from xiandao.registry.methods.wording import one_line
from xiandao.registry.models import Account, Alias, Organisation, Parentage
from xiandao.registry.models.organisation import OrganisationKind
from xiandao.terms.error import XiandaoError

EDIT = "registry.organisation.edit"
DEEPEST = (Organisation._meta.get_field("path").max_length or 0) // SEGMENT


@command(EDIT, on="parent")
def add(
    *,
    parent: Organisation,
    code: str,
    name: str,
    kind: str,
    by: Account,
    short_name: str = "",
    region_code: str = "",
    credit_code: str = "",
    official_order: int = 9999,
    valid_from: date | None = None,
    is_demo: bool = False,
) -> Organisation:
    """Add an organisation below another one."""
    code, name = one_line(code, limit=32), one_line(name, limit=120)
    refuse_bad_identity(code, name, kind)
    if level(parent.path) >= DEEPEST:
        raise XiandaoError("REG-104", "组织层级过深", f"层级最多 {DEEPEST} 级，请改挂到上级组织")
    row = Organisation(
        code=code,
        name=name,
        short_name=one_line(short_name, limit=60),
        kind=kind,
        region_code=region_code,
        credit_code=credit_code,
        official_order=official_order,
        valid_from=valid_from,
        is_demo=is_demo,
    )
    plant([row], parent=parent)
    note(f"新增组织：{row.name}", about=row, parent=parent.pk, code=code)
    return row


def refuse_bad_identity(code: str, name: str, kind: str) -> None:
    """Refuse an organisation without code or name, of an unknown kind, or with a code already taken."""
    if not code or not name:
        raise XiandaoError("REG-101", "组织的代码和名称不能为空", "请补充后重试")
    if kind not in OrganisationKind.values:
        raise XiandaoError("REG-102", "组织类型不在范围内", "请从列表中选择", {"kind": kind[:40]})
    if Organisation.objects.filter(code=code).exists():
        raise XiandaoError(
            "REG-103",
            f"代码“{code}”已被使用",
            "请核对是否重复新增，或换一个代码",
            {"code": code, "status": 409},
        )


@command(EDIT, on="organisation")
def rename(
    *,
    organisation: Organisation,
    name: str,
    by: Account,
    short_name: str | None = None,
    on: date | None = None,
) -> Organisation:
    """Give an organisation another name from a day on; the names before stay known as aliases until that day."""
    day = on or timezone.localdate()
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    wanted = one_line(name, limit=120)
    if not wanted:
        raise XiandaoError("REG-101", "组织的代码和名称不能为空", "请补充后重试")
    wanted_short = found.short_name if short_name is None else one_line(short_name, limit=60)
    before = {found.name, found.short_name} - {wanted, wanted_short, ""}
    title = province_title()
    add_aliases(
        (Alias(organisation=found, name=old, valid_to=day) for old in sorted(before)),
        province=title,
    )
    old_name, found.name, found.short_name = found.name, wanted, wanted_short
    spell(found, province_title(found) if found.kind == OrganisationKind.PROVINCE else title)
    found.save(update_fields=["name", "short_name", "name_key", "short_key", "initials"])
    note(f"组织更名：{old_name} → {wanted}", about=found, on=day.isoformat())
    return found


@command(EDIT, on="organisation")
def add_alias(
    *,
    organisation: Organisation,
    name: str,
    by: Account,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Alias:
    """Let an organisation also be known by another name."""
    wanted = one_line(name, limit=120)
    if not wanted:
        raise XiandaoError("REG-105", "别名不能为空", "请填写文件中使用的名称")
    row = Alias(organisation=organisation, name=wanted, valid_from=valid_from, valid_to=valid_to)
    add_aliases([row], province=province_title())
    note(f"新增别名：{organisation.label} = {wanted}", about=organisation)
    return organisation.aliases.get(name=wanted)


@command(EDIT, on="organisation")
def move(
    *, organisation: Organisation, parent: Organisation, on: date, by: Account
) -> Organisation:
    """Put an organisation with all below it under another parent from a day on; its history stays known."""
    require(by, EDIT, parent)
    # All moves wait for each other: two at once could hang two branches below one another.
    list(Organisation.objects.select_for_update().filter(parent__isnull=True).order_by("pk"))
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    target = Organisation.objects.get(pk=parent.pk)
    span = found.parentages.filter(valid_to__isnull=True).first()
    refuse_bad_move(found, target, span, on)
    if span is not None:
        span.valid_to = on
        span.save(update_fields=["valid_to"])
    Parentage.objects.create(organisation=found, parent=target, valid_from=on)
    old, new = found.path, target.path + segment(next_ordinal(target))
    refuse_too_deep(found, new)
    Organisation.objects.within(found).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    Organisation.objects.filter(pk=found.pk).update(parent=target)
    note(
        f"组织调整隶属关系：{found.label} → {target.label}",
        about=found,
        on=on.isoformat(),
        before=span.parent_id if span else None,
        after=target.pk,
    )
    found.refresh_from_db()
    return found


def refuse_bad_move(
    found: Organisation, target: Organisation, span: Parentage | None, on: date
) -> None:
    """Refuse a move below itself, to where it already is, into the future, or before its present place began."""
    if found.covers(target):
        raise XiandaoError("REG-110", "不能移到自己或自己的下级之下", "请选择其他上级组织")
    if found.parent_id == target.pk:
        raise XiandaoError("REG-111", f"{found.label}已经隶属于{target.label}", "无需调整")
    if on > timezone.localdate():
        raise XiandaoError("REG-112", "变更日期不能晚于今天", "请在变更生效当天办理")
    if span is not None and on <= span.valid_from:
        raise XiandaoError(
            "REG-113",
            f"变更日期须晚于现隶属关系的起始日 {span.valid_from:%Y-%m-%d}",
            "请核对文件中的生效日期",
            {"valid_from": span.valid_from.isoformat()},
        )


def refuse_too_deep(found: Organisation, new: str) -> None:
    """Refuse a place where the lowest of the subtree would not fit any more."""
    paths = Organisation.objects.within(found).values_list("path", flat=True)
    lowest = max(len(path) for path in paths)
    if level(new) + (lowest - len(found.path)) // SEGMENT > DEEPEST:
        raise XiandaoError("REG-104", "组织层级过深", f"层级最多 {DEEPEST} 级，请改挂到上级组织")


@command(EDIT, on="organisation")
def close(*, organisation: Organisation, on: date, by: Account) -> Organisation:
    """End an organisation: ``on`` is the first day without it. Everything it did stays."""
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if found.parent_id is None:
        raise XiandaoError("REG-121", "不能停用最上级组织", "请改为停用其下级组织")
    if found.valid_from is not None and on <= found.valid_from:
        raise XiandaoError("REG-120", "停用日期须晚于启用日期", "请核对日期")
    alive = Organisation.objects.within(found).exclude(pk=found.pk)
    if alive.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).exists():
        raise XiandaoError("REG-122", "下级组织还在运行", "请先停用或移走下级组织")
    found.valid_to = on
    found.save(update_fields=["valid_to"])
    last = on - timedelta(days=1)
    note(f"停用组织：{found.label}（存续至 {last:%Y-%m-%d}）", about=found, on=on.isoformat())
    return found
