"""Registers the capability with Django, its page in the navigation and its names in the search box."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """目录: the versioned catalogue of future industries."""

    name = "xiandao.catalog"
    label = "catalog"
    verbose_name = _("目录")

    def ready(self) -> None:
        """Hang the page of industries under 数据."""
        from xiandao.catalog.web.industries import find_industries
        from xiandao.ui import navigation, search
        from xiandao.ui.page import SIGNED_IN

        navigation.add(
            "data",
            _("产业目录"),
            "industries",
            who=SIGNED_IN,
            order=10,
            about=_("未来产业的名称、别名、分组、依据条款和各版本比较"),
        )
        search.provide("industries", _("产业"), find_industries)
