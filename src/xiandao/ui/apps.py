"""Registers the capability with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """What every page shares: shell, navigation, tables, charts, search; no domain word inside."""

    name = "xiandao.ui"
    label = "ui"
    verbose_name = _("界面")

    def ready(self) -> None:
        """Let the pages themselves be found in the search box, and have English ready."""
        from pathlib import Path

        from django.conf import settings

        from xiandao.ui import messages, search

        messages.compile_stale(Path(folder) for folder in settings.LOCALE_PATHS)
        search.provide("pages", search.PAGES_LABEL, search.pages)
