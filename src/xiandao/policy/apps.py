"""Registers the capability with Django: its pages, its kind of case, what can be searched."""

from importlib.resources import files

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Word of the navigation, label, address name, place under the word, one line about the page.
PAGES = (
    ("overview", _("政策兑现总览"), "overview", 1, ""),
    ("decide", _("目标进度"), "targets", 10, _("每个目标的现值、时序与差距")),
    ("decide", _("政策对照"), "paper_compare", 20, _("两份文件或两次读取逐条对照")),
    ("serve", _("惠企条款"), "benefits", 10, _("文件里企业能享受的奖补与便利")),
    ("operate", _("任务台账"), "ledger", 10, _("目标、里程碑、任务与责任单位")),
    ("operate", _("时限日历"), "deadlines", 20, _("按月看到期事项")),
    ("operate", _("政策库"), "library", 30, _("文件、读取与确认")),
)


class PolicyConfig(AppConfig):
    """政策: papers, what was read in them, and the ledger that follows from it."""

    name = "xiandao.policy"
    label = "policy"
    verbose_name = _("政策")

    def ready(self) -> None:
        """Hang pages into the navigation, declare 督办 and 批示, offer clauses and items to the search."""
        from xiandao.casework.methods import kinds
        from xiandao.casework.queries import subjects
        from xiandao.policy.queries import finding
        from xiandao.ui import navigation, search

        kinds.register("policy.followup", files("xiandao.policy") / "data/followup.toml")
        kinds.register("policy.instruction", files("xiandao.policy") / "data/instruction.toml")
        subjects.describe_with("policy.item", finding.described)
        for word, label, url_name, order, about in PAGES:
            navigation.add(word, label, url_name, who="policy.view", order=order, about=about)
        search.provide("clauses", _("政策条款"), finding.clauses)
        search.provide("items", _("台账事项"), finding.items)
        search.provide("papers", _("政策文件"), finding.papers)
