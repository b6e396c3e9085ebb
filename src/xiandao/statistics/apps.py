"""Registers the capability with Django: its pages, the life of a return, what waits for whom."""

from importlib.resources import files

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Word of the navigation, label, address name, permission, place under the word, one line about the page.
PAGES: tuple[tuple[str, str | Promise, str, str, int, str | Promise], ...] = (
    (
        "operate",
        _("我的填报"),
        "sta_mine",
        "statistics.file",
        30,
        _("现在要报的报表：还剩几个工作日，哪些项系统已经带入，哪些要自己填。"),
    ),
    (
        "operate",
        _("报表审核"),
        "sta_review",
        "statistics.remind",
        31,
        _("等待审核的报表按影响大小排列，与上期、上年同期对照后通过或退回。"),
    ),
    (
        "operate",
        _("报告期"),
        "sta_rounds",
        "statistics.remind",
        32,
        _("每张报表每期的报送情况：齐不齐、按不按时，向未报单位催报、延期。"),
    ),
    (
        "data",
        _("指标"),
        "sta_indicators",
        "statistics.view",
        36,
        _("监测什么、怎么算、依据哪一条；点开看已发布的数据和口径。"),
    ),
    (
        "data",
        _("报表"),
        "sta_forms",
        "statistics.view",
        38,
        _("每张报表的表号、批准文号、指标解释和审核关系，各版本的变化。"),
    ),
    (
        "data",
        _("审核规则"),
        "sta_rules",
        "statistics.view",
        40,
        _("报表按哪些规则审核，命中时提示什么，最近两期命中多少。"),
    ),
    (
        "data",
        _("填报单位名录"),
        "sta_units",
        "statistics.remind",
        41,
        _("哪些企业和先导区填报，归属哪里、从哪天起；新增、变更、退出和批量导入。"),
    ),
    (
        "data",
        _("汇总与保护"),
        "sta_tables",
        "statistics.release",
        42,
        _("选指标、行列和报告期，先看保护之后的样子和审计结论，再生成发布表。"),
    ),
    (
        "data",
        _("发布表"),
        "sta_releases",
        "statistics.view",
        44,
        _("经保密审计发布的汇总表，可下载工作簿、CSV和SDMX。"),
    ),
)


class StatisticsConfig(AppConfig):
    """统计: forms filled once, checked, approved, protected."""

    name = "xiandao.statistics"
    label = "statistics"
    verbose_name = _("统计")

    def ready(self) -> None:
        """Declare the life of a return and hang the pages into the navigation."""
        from xiandao.casework.methods import kinds
        from xiandao.casework.queries import digests
        from xiandao.statistics.web.digests import owed, to_review
        from xiandao.ui import navigation

        kinds.register("statistics.filing", files("xiandao.statistics") / "data/filing.toml")
        for provider in (owed, to_review):
            digests.provide(provider)
        for word, label, url_name, who, order, about in PAGES:
            navigation.add(word, label, url_name, who=who, order=order, about=about)
