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
        _("差异化支持"),
        "eva_support",
        "evaluate.view",
        11,
        _("按公布的规则，评价结果对应什么要素支持；两区为什么不同，下一条还差什么。"),
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
        _("企业碳效自测"),
        "eva_carbon_firm",
        "evaluate.view",
        15,
        _("企业填本年碳排放和增加值，看在本行业的位置和等级、升一级差多少；不保存。"),
    ),
    (
        "decide",
        _("四地画像"),
        "eva_roles",
        "evaluate.view",
        11,
        _("各先导区的项目、成果按四个“地”怎么分布；点开一段看是哪些，目标也按定位归类。"),
    ),
    (
        "decide",
        _("转化评价"),
        "eva_conversion",
        "evaluate.view",
        13,
        _("科研机构按技术合同、到账和产品打分；得分点得开，看到每一份合同。"),
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
        _("培育申报"),
        "eva_candidacies",
        "evaluate.view",
        19,
        _("申报先导区前先自评：资源、基础、方向、机制四项条件各到多少，还缺什么。"),
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
        from xiandao.casework.queries import digests
        from xiandao.evaluate.web import candidacy_digests, finders
        from xiandao.ui import navigation, search

        for word, label, url_name, who, order, about in PAGES:
            navigation.add(word, label, url_name, who=who, order=order, about=about)
        digests.provide(candidacy_digests.waiting)
        search.provide("evaluated", _("先导区评价"), finders.zones)
