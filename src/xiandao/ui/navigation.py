"""The navigation: the five words of the policy paper, and the pages that capabilities hang under them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "overview": _("总览"),
    "sense": _("感知"),
    "decide": _("决策"),
    "serve": _("服务"),
    "operate": _("运行"),
    "supervise": _("监管"),
    "data": _("数据"),
}

# What the policy papers expect of each word, in our own short wording.
ASKED: dict[str, Promise] = {
    "overview": _("从政策原文出发，看清目标、任务、责任单位和进展，每个数字都能点开到明细和条款。"),
    "sense": _("即时感知：持续汇集技术、企业和统计信号，尽早发现新变化，并说明判断依据。"),
    "decide": _(
        "科学决策：比较哪些产业适合哪些地方，资金、用地等要素投向哪里，并给出理由和不确定范围。"
    ),
    "serve": _(
        "主动服务：政策找企业、场景找能力、成果找转化，条件逐条说明，差一点也说明差在哪里。"
    ),
    "operate": _("高效运行：先导区、项目和里程碑全过程在线办理，将到期、已滞后的事项提前提醒。"),
    "supervise": _("智能监管：包容审慎，沙盒和观察期到期必有结论，预警、处置和申辩全程留痕。"),
    "data": _("数据与名录：产业目录、组织名录和口径，一次填报、多处使用，来源和版本清楚。"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the navigation."""

    word: str
    label: str | Promise
    url_name: str
    who: str
    order: int = 100
    about: str | Promise = ""


_entries: list[Entry] = []


def add(
    word: str,
    label: str | Promise,
    url_name: str,
    *,
    who: str,
    order: int = 100,
    about: str | Promise = "",
) -> None:
    """Hang a page under one of the words; called from a capability's ``apps.ready``."""
    if word not in WORDS:
        raise KeyError(word)
    entry = Entry(word, label, url_name, who, order, about)
    if all(known.url_name != url_name for known in _entries):
        _entries.append(entry)


def entries(word: str | None = None) -> Iterable[Entry]:
    """Return the entries of one word, or all, in their order."""
    chosen = (entry for entry in _entries if word in (None, entry.word))
    return sorted(chosen, key=lambda entry: (list(WORDS).index(entry.word), entry.order))
