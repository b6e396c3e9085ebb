"""Accounts: a person at an organisation who can sign in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.registry.methods.roles import permissions_of

if TYPE_CHECKING:
    from xiandao.registry.models.organisation import Organisation


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of the sign-in name."""
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A person at an organisation; what they may do comes from grants alone."""

    username = models.CharField(_("账号"), max_length=60, unique=True)
    display_name = models.CharField(_("姓名"), max_length=60)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="accounts"
    )
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=True)
    password_changed_at = models.DateTimeField(_("密码修改时间"), null=True, blank=True)
    previous_login = models.DateTimeField(_("上次登录"), null=True, blank=True)
    # Part of the session's seal: raising it ends every session of the account at once.
    session_version = models.PositiveIntegerField(default=0, editable=False)
    preferences = models.JSONField(_("偏好"), default=dict, blank=True)
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        db_table = "reg_account"
        verbose_name = _("账号")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def reach(self) -> dict[str, tuple[str, ...]]:
        """Permission → paths of the organisations it reaches (each with all below it), from the grants of today."""
        found: dict[str, set[str]] = {}
        if self.is_active:
            for role, path in self.grants.in_force().values_list("role", "organisation__path"):
                # An empty path would be the beginning of every path.
                for permission in permissions_of(role) if path else ():
                    found.setdefault(permission, set()).add(path)
        return {permission: tuple(sorted(paths)) for permission, paths in found.items()}

    def may_somewhere(self, permission: str) -> bool:
        """Return whether any grant carries the permission, wherever it reaches."""
        return permission in self.reach

    def may(self, permission: str, places: Iterable[Organisation]) -> bool:
        """Return whether a grant carries the permission for at least one of the organisations."""
        tops = self.reach.get(permission, ())
        return any(place.path.startswith(top) for place in places for top in tops)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for acting on this account is looked for: its organisation."""
        return [self.organisation]

    def get_session_auth_hash(self) -> str:
        """Return the seal of a session: it breaks with the password and with ``session_version``."""
        return f"{self.session_version}.{super().get_session_auth_hash()}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the seals that older signing keys would have made."""
        for seal in super().get_session_auth_fallback_hash():
            yield f"{self.session_version}.{seal}"
