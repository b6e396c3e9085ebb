"""Grants: a role given to an account over an organisation and all below it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.registry.methods.roles import roles

if TYPE_CHECKING:
    from xiandao.registry.models.organisation import Organisation


class GrantQuerySet(models.QuerySet["Grant"]):
    """Adjectives of grants."""

    def in_force(self, on: date | None = None) -> Self:
        """Keep the grants that hold on the day (by default today)."""
        day = on or timezone.localdate()
        return self.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )

    def not_ended(self, on: date | None = None) -> Self:
        """Keep the grants that hold on the day or will hold later."""
        day = on or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Grant(models.Model):
    """One role of one account; its reach is the organisation and its subtree."""

    account = models.ForeignKey("registry.Account", models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=30)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="grants")
    valid_from = models.DateField(_("起"), default=timezone.localdate)
    valid_to = models.DateField(_("止"), null=True, blank=True)
    granted_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(_("授权时间"), default=timezone.now)

    objects = GrantQuerySet.as_manager()

    class Meta:
        db_table = "reg_grant"
        verbose_name = _("授权")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "organisation", "valid_from"], name="reg_grant_uq"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role}@{self.organisation_id}"

    @property
    def role_name(self) -> str:
        """What the role is called."""
        known = roles().get(self.role)
        return known.name if known else self.role

    @property
    def holds_today(self) -> bool:
        """Whether the grant is in force today."""
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_to is None or today < self.valid_to)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for taking this one away is looked for."""
        return [self.organisation]
