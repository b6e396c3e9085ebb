"""Grants: the security administrator gives and takes roles; nobody holds roles of two families."""

from datetime import date

from django.utils import timezone

from xiandao.registry.commands.acting import command, note, note_place, require
from xiandao.registry.methods.roles import may_be_held_together, roles
from xiandao.registry.models import Account, Grant, Organisation
from xiandao.terms.error import XiandaoError

EDIT = "registry.grant.edit"


@command(EDIT, on="organisation")
def give(
    *,
    account: Account,
    role: str,
    organisation: Organisation,
    by: Account,
    valid_to: date | None = None,
) -> Grant:
    """Give an account a role over an organisation and all below it, from today on."""
    require(by, EDIT, account)
    if account.pk == by.pk:
        raise XiandaoError("REG-301", "不能给自己授权", "请由另一位安全管理员办理")
    grant = bestow(
        account=account, role=role, organisation=organisation, valid_to=valid_to, granted_by=by
    )
    note_place(organisation)
    note(
        f"授权：{account.username} {roles()[role].name}（{organisation.label}）",
        about=grant,
        account=account.pk,
        role=role,
        organisation=organisation.pk,
        valid_to=valid_to.isoformat() if valid_to else None,
    )
    return grant


def bestow(
    *,
    account: Account,
    role: str,
    organisation: Organisation,
    granted_by: Account | None,
    valid_to: date | None = None,
) -> Grant:
    """Save a grant after the exclusion check; the account's row is locked: two grants at once see each other."""
    today = timezone.localdate()
    if role not in roles():
        raise XiandaoError("REG-302", "没有这个角色", "请从列表中选择", {"role": role[:40]})
    if valid_to is not None and valid_to <= today:
        raise XiandaoError("REG-303", "截止日期须晚于今天", "请核对日期", {"field": "valid_to"})
    holder = Account.objects.select_for_update().get(pk=account.pk)
    running = list(holder.grants.not_ended(today))
    refuse_mixed_families(frozenset(grant.role for grant in running), role)
    same = [g for g in running if g.role == role and g.organisation_id == organisation.pk]
    if same:
        raise XiandaoError(
            "REG-305", "该账号已有相同的授权", "无需重复授权", {"grant": same[0].pk, "status": 409}
        )
    # Taken and given again on one day: the row of that day comes back into force.
    grant, _ = Grant.objects.update_or_create(
        account=holder,
        role=role,
        organisation=organisation,
        valid_from=today,
        defaults={"valid_to": valid_to, "granted_by": granted_by, "granted_at": timezone.now()},
    )
    return grant


def refuse_mixed_families(held: frozenset[str], wanted: str) -> None:
    """Refuse a role of another family than those already held."""
    if may_be_held_together(held, wanted):
        return
    known = roles()
    names = "、".join(known[code].name for code in sorted(held) if code in known)
    raise XiandaoError(
        "REG-304",
        f"“{known[wanted].name}”不能与已有角色“{names}”由同一账号担任",
        "系统、安全、审计三类管理员与业务岗位须由不同的人担任；请先收回原有角色，或授予另一账号",
        {"held": sorted(held), "wanted": wanted, "status": 409},
    )


@command(EDIT, on="grant")
def take(*, grant: Grant, by: Account) -> Grant:
    """End a grant today, with effect at once; that it was held stays known."""
    found = (
        Grant.objects.select_for_update().select_related("account", "organisation").get(pk=grant.pk)
    )
    today = timezone.localdate()
    if found.account_id == by.pk:
        raise XiandaoError("REG-306", "不能收回自己的授权", "请由另一位安全管理员办理")
    if found.valid_to is None or found.valid_to > today:
        found.valid_to = today
        found.save(update_fields=["valid_to"])
    role = roles().get(found.role)
    note_place(found.organisation)
    note(
        f"收回授权：{found.account.username} {role.name if role else found.role}"
        f"（{found.organisation.label}）",
        about=found,
        account=found.account_id,
        role=found.role,
    )
    return found
