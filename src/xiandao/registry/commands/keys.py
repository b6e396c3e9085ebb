"""Access keys: made and ended by the account they belong to."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note, refuse
from xiandao.registry.methods.wording import one_line
from xiandao.registry.models.key import AccessKey
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

SHAPE = re.compile(r"xd_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
MOST = 10
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key and its text, which is shown this once."""

    key: AccessKey
    text: str


@command(None)
def issue(*, name: str, days: int = 90, by: Account) -> Issued:
    """Make a key for programs that act in the account's name.

    Raises:
        InputError: ``REG-301`` no purpose, ``REG-302`` days outside 1–365, ``REG-303`` too many keys.
    """
    purpose = one_line(name, limit=60)
    if not purpose:
        raise InputError(
            "REG-301", _("没有写明密钥的用途"), _("例如：财务软件报送"), {"field": "name"}
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError(
            "REG-302", _("有效天数须在1到365之间"), _("到期后可以重新生成"), {"field": "days"}
        )
    if by.access_keys.in_force().count() >= MOST:
        raise InputError(
            "REG-303", _("在用的密钥已有10个"), _("请先停用不再使用的密钥"), {"field": "name"}
        )
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = AccessKey.objects.create(
        account=by,
        name=purpose,
        prefix=prefix,
        digest=digest_of(secret),
        valid_to=timezone.localdate() + timedelta(days=days),
    )
    note(f"生成接口密钥：{purpose}", about=key, valid_to=key.valid_to.isoformat())
    return Issued(key, f"xd_{prefix}_{secret}")


@command(None)
def revoke(*, key: AccessKey, by: Account) -> None:
    """End a key of one's own at once.

    Raises:
        XiandaoError: ``REG-304`` where it has ended already.
    """
    if key.account_id != by.pk:
        raise refuse(by, "registry.key", ("registry.accesskey", str(key.pk)))
    ended = AccessKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
    if not ended.update(revoked_at=timezone.now()):
        raise XiandaoError("REG-304", _("密钥已经停用"), _("请刷新页面"), {"status": 409})
    note(f"停用接口密钥：{key.name}", about=key)


def account_of(text: str, *, on: date | None = None) -> Account | None:
    """Return the account that a key opens, or nothing: unknown, ended, or of an account that may not sign in."""
    shape = SHAPE.fullmatch(text)
    if shape is None:
        return None
    day = on or timezone.localdate()
    key = (
        AccessKey.objects.in_force(day)
        .select_related("account__organisation")
        .filter(prefix=shape[1])
        .first()
    )
    given = digest_of(shape[2])
    if key is None or not hmac.compare_digest(key.digest, given):
        return None
    if not key.account.is_active or key.account.must_change_password:
        return None
    if key.last_used_on != day:
        AccessKey.objects.filter(pk=key.pk).update(last_used_on=day)
    return key.account


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; it is long and random, so a plain digest cannot be searched."""
    return hashlib.sha256(secret.encode()).hexdigest()
