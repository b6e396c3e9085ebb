"""Access keys: how a program of an organisation acts in the name of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

    from xiandao.registry.models.organisation import Organisation


class AccessKeyQuerySet(models.QuerySet["AccessKey"]):
    """Adjectives of access keys."""

    def in_force(self, on: date | None = None) -> Self:
        """Keep the keys that open something on the day (by default today)."""
        day = on or timezone.localdate()
        return self.filter(revoked_at__isnull=True, valid_to__gt=day)


class AccessKey(models.Model):
    """One key; only its digest is kept, so nobody can read it back."""

    account = models.ForeignKey("registry.Account", models.CASCADE, related_name="access_keys")
    name = models.CharField(_("用途"), max_length=60)
    prefix = models.CharField(_("标识"), max_length=12, unique=True)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("生成时间"), default=timezone.now)
    valid_to = models.DateField(_("有效期至"))
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    objects = AccessKeyQuerySet.as_manager()

    class Meta:
        db_table = "reg_access_key"
        verbose_name = _("接口密钥")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}"

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this key is looked for: the account's organisation."""
        return [self.account.organisation]
