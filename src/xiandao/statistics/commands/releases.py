"""Releases: a protected table is made, looked at by a second person and published; what was told stays told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.registry.queries import organisations
from xiandao.statistics.methods.publication import kept
from xiandao.statistics.models import Release, ReleaseState, Round
from xiandao.statistics.queries.indicators import definition
from xiandao.statistics.queries.preparing import Method, Prepared, Wanted, prepare
from xiandao.statistics.queries.releases import sums, told
from xiandao.statistics.queries.secrecy import parameters
from xiandao.statistics.queries.wording import release_title
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

RELEASE = "statistics.release"
DIGITS = 6


@command(RELEASE, on="organisation")
def make(
    *,
    indicator: str,
    period: str,
    rows: str,
    columns: str = "",
    method: Method = "suppress",
    unit: str = "",
    organisation: Organisation,
    by: Account,
) -> Release:
    """Make a table through the gate; it waits for a second person.

    Raises:
        InputError: ``STA-430`` … ``STA-433`` as ``prepare`` says; XiandaoError ``STA-403`` … ``STA-407`` as the gate.
    """
    release = drafted(Wanted(indicator, period, rows, columns, method, unit, organisation))
    before = Release.objects.filter(
        organisation=organisation, indicator=indicator, period=period, rows=rows, columns=columns,
        state=ReleaseState.PUBLISHED,
    )  # fmt: skip
    release.supersedes = before.order_by("-published_at").first()
    release.made_by = by
    release.save()
    note(f"生成发布表：{release}", about=release, verdict=release.audit["verdict"])
    return release


def drafted(wanted: Wanted) -> Release:
    """Return a table through the gate as a release that is not kept yet: what a preview shows is what is made."""
    ready = prepare(wanted)
    return Release(
        title=release_title(wanted.indicator, wanted.period, wanted.rows, wanted.columns)[:200],
        indicator=wanted.indicator,
        period=wanted.period,
        rows=wanted.rows,
        columns=wanted.columns,
        unit=wanted.unit or wanted.one.unit,
        method=wanted.method,
        cells=_cells(ready),
        pattern_hash=ready.made.patterns[0],
        inputs_hash=ready.inputs_hash,
        audit={
            **ready.made.report,
            "returns": ready.returns,
            "outstanding": ready.outstanding,
            "estimated": ready.estimated,
        },
        secret={
            "parameters": parameters().stated(),
            "against": list(ready.against),
            "tables": [kept(table) for table in ready.made.behind],
        },
        note=wanted.one.definition,
        organisation=wanted.organisation,
        is_demo=Round.objects.filter(
            form__code=wanted.one.source, period=wanted.period, is_demo=True
        ).exists(),
    )


@command(RELEASE, on="release")
def publish(*, release: Release, by: Account) -> Release:
    """Publish a table that passed the audit; not by its maker, and not beside one that it was not audited with.

    Raises:
        XiandaoError: ``STA-420`` the audit was not passed, ``STA-421`` its maker cannot publish it, ``STA-422`` it does
            not wait for publication, ``STA-423`` another table was published since it was made.
    """
    # Publishers of all bodies come one after another: two tables audited beside neither must not both go out.
    top = organisations.path_on(release.organisation, timezone.localdate())[0]
    organisations.subtree(top).select_for_update().get(pk=top.pk)
    held = Release.objects.select_for_update().get(pk=release.pk)
    _refuse_unfit(held, by)
    pairs = {(one["measure"], one["period"]) for one in held.secret["tables"]}
    known, _tables = told(pairs, sums(definition(held.indicator).source))
    if set(known) - set(held.secret["against"]):
        raise XiandaoError(
            "STA-423",
            _("本表生成之后又发布了相关的表，须重新审计"),
            _("请重新生成本表后再发布"),
            {"status": 409},
        )
    now = timezone.now()
    waiting = Release.objects.filter(pk=held.pk, state=ReleaseState.DRAFT)
    if not waiting.update(state=ReleaseState.PUBLISHED, published_by=by, published_at=now):
        raise _not_waiting(held)
    if held.supersedes_id:
        Release.objects.filter(pk=held.supersedes_id, state=ReleaseState.PUBLISHED).update(
            state=ReleaseState.WITHDRAWN
        )
    release.refresh_from_db()
    note(f"发布统计表：{release}", about=release, pattern=release.pattern_hash)
    return release


@command(RELEASE, on="release")
def withdraw(*, release: Release, reason: str, by: Account) -> Release:
    """Withdraw a table; later tables are still protected against what it told.

    Raises:
        InputError: ``STA-424`` without a reason.
        XiandaoError: ``STA-422`` it is withdrawn already.
    """
    words = storable(reason).strip()[:300]
    if not words:
        raise InputError("STA-424", _("没有写明撤回的原因"), _("请填写原因"), {"field": "reason"})
    standing = Release.objects.filter(pk=release.pk).exclude(state=ReleaseState.WITHDRAWN)
    if not standing.update(state=ReleaseState.WITHDRAWN):
        raise _not_waiting(release)
    release.refresh_from_db()
    note(f"撤回发布表：{release}", about=release, reason=words)
    return release


def _refuse_unfit(held: Release, by: Account) -> None:
    if held.state != ReleaseState.DRAFT:
        raise _not_waiting(held)
    if held.audit.get("verdict") not in {"pass", "review"}:
        raise XiandaoError(
            "STA-420",
            _("本表没有通过保密审计，不能发布"),
            _("请合并行、列或换一种保护方法后重新生成"),
            {"status": 409},
        )
    if held.made_by_id == by.pk:
        raise XiandaoError(
            "STA-421",
            _("生成和发布须由不同的人办理"),
            _("请由另一位有发布权限的人员复核后发布"),
            {"status": 403},
        )


def _not_waiting(held: Release) -> XiandaoError:
    return XiandaoError(
        "STA-422",
        _("本表现在是“%(state)s”，不能这样办理") % {"state": held.get_state_display()},
        _("请刷新页面查看最新状态"),
        {"status": 409},
    )


def _cells(ready: Prepared) -> list[dict[str, Any]]:
    """Return what may be seen of each cell; a hidden one has no number, no growth and no status of its own."""
    factor = ready.wanted.factor
    rows = []
    for at, figure in ready.made.figures.items():
        row: dict[str, Any] = {"at": list(at), "value": None, "conf": "N", "obs": "A"}
        if not figure.is_hidden:
            value = None if figure.value is None else round(figure.value * factor, DIGITS)
            status = "M" if value is None else ready.statuses[at]
            row |= {"value": value, "conf": "F", "obs": status}
            if figure.growth is not None and ready.wanted.method == "suppress":
                row["growth"] = round(figure.growth, 2)
        rows.append(row)
    return rows
