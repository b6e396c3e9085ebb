"""Registers the capability with Django: its pages in the navigation."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Word of the navigation, label, address name, permission, place under the word, one line about the page.
PAGES: tuple[tuple[str, str | Promise, str, str, int, str | Promise], ...] = (
    (
        "decide",
        _("评价与比较"),
        "eva_ranking",
        "evaluate.view",
        10,
        _("先导区得分、位次区间和四方面表现；点开看为什么是这个分，也可并排比较。"),
    ),
    (
        "decide",
        _("权重沙盒"),
        "eva_sandbox",
        "evaluate.view",
        12,
        _("拖动权重看位次怎么变，正式结果不受影响；可保存成方案再比较。"),
    ),
    (
        "decide",
        _("目标预测"),
        "eva_progress",
        "policy.view",
        14,
        _("文件里的目标对照实际数据：到哪一步了，按现在的势头能不能完成。"),
    ),
    (
        "decide",
        _("碳效对标"),
        "eva_carbon",
        "evaluate.view",
        15,
        _("本区的碳效水平和等级、在先导区中的位置，升一级要做到多少。"),
    ),
    (
        "decide",
        _("评价批次"),
        "eva_assessments",
        "evaluate.view",
        16,
        _("冻结一期数据、计算、复核、公布；委托第三方用冻结的数据复算。"),
    ),
    (
        "decide",
        _("评价体系"),
        "eva_schemes",
        "evaluate.view",
        18,
        _("评什么、每项权重多少、依据哪一条、怎么算；各版本的变化。"),
    ),
    (
        "decide",
        _("委托评估"),
        "eva_commissions",
        "evaluate.review",
        20,
        _("第三方评估：利益冲突声明、冻结数据、复算核对、提交报告。"),
    ),
)


class EvaluateConfig(AppConfig):
    """评价: composite indices that explain themselves."""

    name = "xiandao.evaluate"
    label = "evaluate"
    verbose_name = _("评价")

    def ready(self) -> None:
        """Hang the pages into the navigation and let evaluated zones be found in the search box."""
        from xiandao.evaluate.web import finders
        from xiandao.ui import navigation, search

        for word, label, url_name, who, order, about in PAGES:
            navigation.add(word, label, url_name, who=who, order=order, about=about)
        search.provide("evaluated", _("先导区评价"), finders.zones)
