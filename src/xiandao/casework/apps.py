"""Registers the capability with Django: its pages, its count, what can be searched."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """办件: one stage machine, one inbox and one clock for every case of every capability."""

    name = "xiandao.casework"
    label = "casework"
    verbose_name = _("办件")

    def ready(self) -> None:
        """Hang the inbox and the list of cases into the navigation; count and search for them."""
        from xiandao.casework.queries import cases, inbox
        from xiandao.casework.queries.rights import ACT
        from xiandao.ui import navigation, search, shell

        about = _("等待本单位办理的事项、已办事项和我发起的事项")
        navigation.add("operate", _("待办"), "inbox", who=ACT, order=5, about=about)
        about = _("督办件的环节、时限与答复")
        navigation.add("supervise", _("督办"), "cases", who=ACT, order=10, about=about)
        shell.count_with(inbox.todo_count)
        search.provide("cases", _("督办与办件"), cases.find)
