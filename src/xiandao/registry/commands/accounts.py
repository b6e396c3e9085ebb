"""Accounts: created with a temporary password by the system administrator, changed by their own holder."""

import re
import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from xiandao.registry.commands.acting import command, note, note_place
from xiandao.registry.methods.wording import one_line
from xiandao.registry.models import Account, Organisation
from xiandao.terms.error import InputError, XiandaoError

EDIT = "registry.account.edit"
# Read out on the telephone: no letter or digit that looks like another one.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")


@dataclass(frozen=True)
class Issued:
    """An account and the password to hand to its holder; the password is kept nowhere."""

    account: Account
    password: str


def temporary_password() -> str:
    """Return a password of 14 signs (80 bits) in three groups."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(14))
    return f"{signs[:5]}-{signs[5:9]}-{signs[9:]}"


@command(EDIT, on="organisation")
def create(
    *,
    organisation: Organisation,
    username: str,
    display_name: str,
    by: Account,
    phone: str = "",
    password: str | None = None,
    must_change: bool = True,
    is_demo: bool = False,
) -> Issued:
    """Create an account without any grant; without a ``password`` a temporary one is made."""
    issued = enrol(
        organisation=organisation,
        username=username,
        display_name=display_name,
        phone=phone,
        password=password,
        must_change=must_change,
        is_demo=is_demo,
    )
    note_place(organisation)
    note(f"新建账号：{issued.account.username}", about=issued.account, organisation=organisation.pk)
    return issued


def enrol(
    *,
    organisation: Organisation,
    username: str,
    display_name: str,
    phone: str = "",
    password: str | None = None,
    must_change: bool = True,
    is_demo: bool = False,
) -> Issued:
    """Save a new account with a password that passes the rules."""
    name = Account.normalize_username(username.strip())
    if not _USERNAME.fullmatch(name):
        hint = "请用 2 至 60 位字母、数字及 . _ @ -，并以字母或数字开头"
        raise InputError("REG-201", "账号格式不正确", hint, {"field": "username"})
    if Account.objects.filter(username__iexact=name).exists():
        raise InputError(
            "REG-202", f"账号“{name}”已存在", "请换一个账号", {"field": "username", "status": 409}
        )
    shown = one_line(display_name, limit=60)
    if not shown:
        raise InputError("REG-203", "姓名不能为空", "请填写姓名", {"field": "display_name"})
    account = Account(
        username=name,
        display_name=shown,
        organisation=organisation,
        phone=one_line(phone, limit=30),
        must_change_password=must_change,
        is_demo=is_demo,
    )
    chosen = password if password is not None else temporary_password()
    check_rules(chosen, account)
    account.set_password(chosen)
    account.password_changed_at = timezone.now()
    account.save()
    return Issued(account, chosen)


def check_rules(password: str, account: Account) -> None:
    """Refuse a password that is short, common, all digits, or like the name of its holder."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        hint = "；".join(reason(one) for one in error.error_list)
        raise InputError("REG-210", "密码不符合要求", hint, {"field": "new"}) from None


def reason(error: ValidationError) -> str:
    """Return why a password is refused; Django has no Chinese sentence for one that is too short."""
    if error.code == "password_too_short":
        return f"密码太短，至少需要 {(error.params or {})['min_length']} 个字符"
    return "".join(error.messages).rstrip("。.")


@command(EDIT, on="account")
def disable(*, account: Account, by: Account) -> Account:
    """Shut an account out at once: it cannot sign in, and every session it has ends."""
    if account.pk == by.pk:
        raise XiandaoError("REG-220", "不能停用自己的账号", "请由另一位系统管理员办理")
    changed = Account.objects.filter(pk=account.pk, is_active=True).update(
        is_active=False, session_version=F("session_version") + 1
    )
    note(f"停用账号：{account.username}", about=account, changed=bool(changed))
    account.refresh_from_db()
    return account


@command(EDIT, on="account")
def enable(*, account: Account, by: Account) -> Account:
    """Let a disabled account sign in again."""
    Account.objects.filter(pk=account.pk).update(is_active=True)
    note(f"启用账号：{account.username}", about=account)
    account.refresh_from_db()
    return account


@command(EDIT, on="account")
def reset_password(*, account: Account, by: Account) -> Issued:
    """Give an account a temporary password; its sessions end and the next sign-in has to change it."""
    if account.pk == by.pk:
        raise XiandaoError("REG-221", "不能重置自己的密码", "请使用“修改密码”")
    found = Account.objects.select_for_update().get(pk=account.pk)
    password = temporary_password()
    found.set_password(password)
    found.must_change_password = True
    found.password_changed_at = timezone.now()
    found.session_version += 1
    found.save(
        update_fields=["password", "must_change_password", "password_changed_at", "session_version"]
    )
    note(f"重置密码：{found.username}", about=found)
    return Issued(found, password)


@command(None)
def change_own_password(*, by: Account, old: str, new: str) -> Account:
    """Change one's own password; the new one passes the rules and is not the last one."""
    found = Account.objects.select_for_update().get(pk=by.pk)
    if not found.check_password(old):
        raise InputError("REG-211", "原密码不正确", "请重新输入现在使用的密码", {"field": "old"})
    if found.check_password(new):
        raise InputError("REG-212", "新密码不能与上次相同", "请换一个密码", {"field": "new"})
    check_rules(new, found)
    found.set_password(new)
    found.must_change_password = False
    found.password_changed_at = timezone.now()
    found.save(update_fields=["password", "must_change_password", "password_changed_at"])
    note("修改密码", about=found)
    return found
