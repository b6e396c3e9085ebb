"""Groups that a paper names as one party (领导小组成员单位): members that no pack knows are entered by people."""

from django.utils import timezone

from xiandao.registry.commands.acting import command, note, require
from xiandao.registry.models import Account, Membership, Organisation
from xiandao.registry.models.organisation import OrganisationKind
from xiandao.terms.error import XiandaoError

EDIT = "registry.organisation.edit"


@command(EDIT, on="group")
def add_member(*, group: Organisation, member: Organisation, by: Account) -> Membership:
    """Let an organisation belong to a group; what the group leads or supports is then its matter too."""
    if group.kind != OrganisationKind.GROUP:
        raise XiandaoError(
            "REG-124", f"{group.label}不是成员单位一类的组织", "请选择类型为“成员单位”的组织"
        )
    if member.kind == OrganisationKind.GROUP:
        raise XiandaoError("REG-125", "成员须是具体单位", "请逐个选择单位")
    require(by, EDIT, member)
    row, is_new = Membership.objects.get_or_create(
        group=group, member=member, defaults={"valid_from": timezone.localdate()}
    )
    if not is_new:
        raise XiandaoError("REG-126", f"{member.label}已是成员", "无需重复录入")
    note(f"新增成员：{group.label} ← {member.label}", about=group, member=member.pk)
    return row
