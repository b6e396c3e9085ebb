"""Registers the capability with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """名录: organisations, accounts, grants, documents and the audit trail."""

    name = "xiandao.registry"
    label = "registry"
    verbose_name = _("名录")

    def ready(self) -> None:
        """Hang the pages into the navigation and let organisations be found in the search box."""
        from xiandao.registry.web import finders
        from xiandao.ui import navigation, search

        about = _("机构、别名与隶属关系")
        navigation.add(
            "data", _("组织名录"), "organisations", who="registry.view", order=40, about=about
        )
        about = _("新建、停用账号，重置密码")
        navigation.add(
            "supervise",
            _("账号管理"),
            "accounts",
            who="registry.account.edit",
            order=70,
            about=about,
        )
        about = _("按组织范围授予和收回角色")
        navigation.add(
            "supervise", _("授权"), "grants", who="registry.grant.edit", order=80, about=about
        )
        about = _("谁在何时做了什么；核验记录链")
        navigation.add(
            "supervise", _("审计"), "audit", who="registry.audit.view", order=90, about=about
        )
        search.provide("organisations", _("组织"), finders.organisations)
