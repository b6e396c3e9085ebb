"""The ledger as a grid: filters, grouping with tallies, and the cell in which a quarter is reported in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiandao.policy.methods.pacing import BEHIND
from xiandao.policy.queries import ledger_index
from xiandao.policy.queries.clock import quarter, today
from xiandao.policy.queries.ledger_index import Entry
from xiandao.policy.web.ledger_rows import KINDS, RowWriter
from xiandao.terms.error import TermError
from xiandao.terms.period import Period, PeriodKind
from xiandao.ui.filters import Filter, Grouping
from xiandao.ui.grids import Column, Grid
from xiandao.ui.lamps import lamp_html
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

PER_PAGE = 100
DELAYED = ("late", "over")
LAMPS = (
    ("delayed", gettext_lazy("滞后")), ("over", gettext_lazy("红 滞后15日以上")),
    ("late", gettext_lazy("橙 滞后8至14日")), ("soon", gettext_lazy("黄 临期或滞后7日内")),
    ("behind", gettext_lazy("黄 低于时序")),
    ("ok", gettext_lazy("绿 正常或办结")), ("idle", gettext_lazy("灰 未启动")),
)  # fmt: skip


class LedgerGrid(Grid):
    """The grid over all entries an account may see; only the page that is shown is read in full."""

    def __init__(self, request: HttpRequest) -> None:
        self.account = cast("Account", request.user)
        self.today: date = today()
        self.period = period_of(request)
        self.search_text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:80]
        wanted = request.GET.get("paper", "")
        self.entries = ledger_index.entries(
            self.account, period=self.period, today=self.today, text=self.search_text,
            paper=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None,
        )  # fmt: skip
        super().__init__(
            request, columns(self.period), self.entries, name="ledger", search=("title",),
            filters=filters(request, self.account, self.entries),
            groupings=GROUPINGS, per_page=PER_PAGE, default_group="lead", title=_("任务台账"),
            empty=_("台账里还没有事项：确认政策文件读出的内容后，事项会出现在这里"),
            is_numbered=False,
        )  # fmt: skip
        self.writer = RowWriter()

    def _searched(self, rows: Any) -> Any:
        # The search is part of the question to the database.
        return rows

    @cached_property
    def rows(self) -> list[Entry]:
        """Return the entries that are asked for; groups stand in official order."""
        key = self.grouping.key if self.grouping else ""
        if key in ORDERS:
            self.source = sorted(self.entries, key=ORDERS[key])
        return list(super().rows)

    @cached_property
    def page(self) -> Page[Any]:
        """Return the page with its entries read in full."""
        page = super().page
        shown = list(page.object_list)
        page.object_list = shown
        ledger_index.fill(self.account, shown, period=self.period, today=self.today)
        return page

    @property
    def export_url(self) -> str:
        """The address of the official workbook with the same filters."""
        said = self.url(page=None, per=None)
        return reverse("ledger_export") + ("" if said == "?" else said)

    @property
    def print_url(self) -> str:
        """The address of the official table for paper."""
        said = self.url(page=None, per=None)
        return reverse("ledger_print") + ("" if said == "?" else said)

    @property
    def body(self) -> SafeString:
        """Return the rows; each group says how many it has and how they stand, over all pages."""
        rows = self.page.object_list
        if self.grouping is None:
            return format_html("<tbody>{}</tbody>", self.written(rows))
        getter = self.grouping.getter
        members: dict[str, list[Entry]] = {}
        for one in self.rows:
            members.setdefault(getter(one), []).append(one)
        parts = (
            (self.span, label or _("未填"), tally_html(members[label]), self.written(part))
            for label, part in groupby(rows, key=getter)
        )
        head = '<tbody><tr class="group"><th colspan="{}" scope="rowgroup"><span>{}</span>{}</th></tr>{}</tbody>'
        return format_html_join("", head, parts)

    def written(self, rows: Iterable[Entry]) -> SafeString:
        """Return rows as markup."""
        return format_html_join("", "{}", ((self.writer.row(one),) for one in rows))


def period_of(request: HttpRequest) -> Period:
    """Return the quarter that is reported on: the one asked for, else the present one."""
    said = request.GET.get("period") or request.POST.get("period") or ""
    try:
        period = Period.parse(said) if said else None
    except TermError:
        period = None
    if period is None or period.kind not in (PeriodKind.QUARTER, PeriodKind.MONTH):
        return Period.parse(quarter(today()))
    return period


def tally_html(members: Iterable[Entry]) -> SafeString:
    """Return how many there are and their lamps as numbers."""
    seen = list(members)
    lamps = format_html_join(
        "",
        " {}",
        (
            (lamp_html(tone, number, WORDS[tone]),)
            for tone, number in ledger_index.tally(seen).items()
        ),
    )
    return format_html(
        ' <span class="n">{}</span>{}',
        ngettext("%(n)s 项", "%(n)s 项", len(seen)) % {"n": len(seen)},
        lamps,
    )


WORDS: Mapping[str, Any] = {
    "over": gettext_lazy("滞后15日以上"), "late": gettext_lazy("滞后8至14日"),
    "soon": gettext_lazy("临期、滞后7日内或低于时序"), "ok": gettext_lazy("正常或办结"), "idle": gettext_lazy("未启动"),
}  # fmt: skip


def clause_label(one: Entry) -> str:
    """Return number and heading of the clause an entry stands in."""
    return f"{one.clause_path} {one.clause_heading}".strip()


def due_label(one: Entry) -> str:
    """Return the month in which an entry is due."""
    if one.due is None:
        return _("持续推进") if one.is_ongoing else _("未写明时限")
    return said(f"{one.due.year}年{one.due.month}月")


GROUPINGS = (
    Grouping("lead", gettext_lazy("牵头单位"), lambda one: one.lead or _("原文未写明牵头单位")),
    Grouping("clause", gettext_lazy("条款"), lambda one: clause_label(one) or _("未对应条款")),
    Grouping("due", gettext_lazy("时限"), due_label),
)
ORDERS: Mapping[str, Any] = {
    "lead": lambda one: (one.lead_place, one.lead or "\uffff"),
    "clause": lambda one: (one.paper, one.clause_place),
    "due": lambda one: (one.due or date.max, not one.is_ongoing),
}


def filters(request: HttpRequest, account: Account, entries: Sequence[Entry]) -> list[Filter]:
    """Return the choices above the ledger."""
    found = ledger_index.choices(entries)
    papers = ledger_index.paper_choices(account)
    made = [
        Filter("kind", _("类别"), KINDS.items()),
        Filter("lamp", _("状态灯"), LAMPS, by_lamp),
        Filter("lead", _("牵头"), found["leads"], lambda rows, v: [o for o in rows if str(o.lead_id or o.lead) == v]),
        Filter("year", _("时限"), found["years"], lambda rows, v: [o for o in rows if o.due and str(o.due.year) == v]),
        Filter(
            "report", _("本期"), (("missing", _("未报")), ("told", _("已报"))),
            lambda rows, v: [o for o in rows if (o.is_missing if v == "missing" else o.reported)],
        ),
    ]  # fmt: skip
    if request.GET.get("clause"):
        clauses = {str(one.clause): clause_label(one) for one in entries if one.clause is not None}
        made.append(
            Filter(
                "clause",
                _("条款"),
                clauses.items(),
                lambda rows, v: [o for o in rows if str(o.clause) == v],
            )
        )
    if len(papers) > 1:
        made.insert(
            0,
            Filter(
                "paper", _("文件"), papers, lambda rows, v: [o for o in rows if str(o.paper) == v]
            ),
        )
    return made


def by_lamp(rows: Sequence[Entry], value: str) -> list[Entry]:
    """Keep the entries of a lamp; 滞后 is orange and red together, and of the two yellow ones each stands alone."""
    if value == "behind":
        return [one for one in rows if one.lamp.word == BEHIND]
    if value == "soon":
        return [one for one in rows if one.lamp.tone == value and one.lamp.word != BEHIND]
    wanted = DELAYED if value == "delayed" else (value,)
    return [one for one in rows if one.lamp.tone in wanted]


def columns(period: Period) -> list[Column]:
    """Return the columns for a screen; the official ones are those of Excel and print."""
    return [
        Column("number", _("序号"), align="center"),
        Column("title", _("重点任务"), width=300, is_pinned=True, sortable=False),
        Column("target", _("目标"), sortable=False),
        Column("lead", _("牵头单位"), width=130, sortable=False),
        Column("due", _("完成时限"), kind="date"),
        Column("lamp", _("状态灯"), kind="lamp"),
        Column(
            "progress",
            _("%(period)s进展") % {"period": said(period.label)},
            width=320,
            sortable=False,
        ),
        Column("cases", _("督办"), sortable=False),
    ]
