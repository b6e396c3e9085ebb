"""The first three administrators of a new installation, one person each; afterwards everything goes through them."""

from django.db import transaction

from xiandao.registry.commands import audit
from xiandao.registry.commands.accounts import Issued, enrol
from xiandao.registry.commands.grants import bestow
from xiandao.registry.commands.packs import plant_province
from xiandao.registry.methods.roles import roles
from xiandao.registry.models import Account, AuditHead
from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import load_pack as read_pack

# Role → name to sign in with, where nobody says otherwise.
USERNAMES = {"system_admin": "sysadmin", "security_admin": "secadmin", "audit_admin": "auditor"}


@transaction.atomic
def first_administrators(
    pack: str, *, usernames: dict[str, str] | None = None, password: str | None = None
) -> dict[str, Issued]:
    """Create the province and its system, security and audit administrator; role → account with password.

    Args:
        pack: the province pack whose government the accounts belong to.
        usernames: role → name to sign in with (default ``USERNAMES``).
        password: one password for all, not to be changed at first sign-in: for demonstrations; else temporary ones.

    Raises:
        XiandaoError: ``REG-230`` where the installation has accounts already.
    """
    # Two first starts at once: the second waits here and then finds accounts.
    AuditHead.objects.get_or_create(pk=1)
    AuditHead.objects.select_for_update().get(pk=1)
    if Account.objects.exists():
        raise XiandaoError("REG-230", "系统已有账号，不能再次初始化", "请由系统管理员新建账号")
    data = read_pack(pack)
    top = plant_province(data)
    issued = {}
    for role, username in (usernames or USERNAMES).items():
        issued[role] = enrol(
            organisation=top,
            username=username,
            display_name=roles()[role].name,
            password=password,
            must_change=password is None,
            is_demo=data.is_demo,
        )
        account = issued[role].account
        bestow(account=account, role=role, organisation=top, granted_by=None)
        audit.append(
            "bootstrap.first_administrators",
            account=None,
            organisation=top,
            summary=f"初始化：{username} {roles()[role].name}（{top.label}）",
            subject=("registry.account", str(account.pk)),
        )
    return issued
