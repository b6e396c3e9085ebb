"""Steps of a return's life: declared in data/filing.toml, each a compare-and-swap and a kept event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.casework.methods import kinds
from xiandao.registry.commands.acting import note_place
from xiandao.registry.methods.wording import storable
from xiandao.statistics.models import Filing, FilingEvent
from xiandao.statistics.models.filing import WITH_UNIT
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.casework.methods.stages import Transition
    from xiandao.registry.models import Account

KIND = "statistics.filing"
LONGEST = 1000


def refuse_elsewhere(filing: Filing) -> None:
    """Refuse to change a return that its unit has handed on.

    Raises:
        XiandaoError: ``STA-343``.
    """
    if filing.stage not in WITH_UNIT:
        raise XiandaoError(
            "STA-343",
            _("报表已是“%(stage)s”，不能再改") % {"stage": filing.get_stage_display()},
            _("如需修改，请先撤回，或请审核人退回"),
            {"status": 409},
        )


def swap(filing: Filing, version: int, changes: Mapping[str, Any]) -> None:
    """Write the changes if the return still is as it was seen; of two at once exactly one wins.

    Raises:
        XiandaoError: ``STA-349`` where somebody was first; nothing has changed then.
    """
    known = Filing.objects.filter(pk=filing.pk, version=version, stage=filing.stage)
    if not known.update(**changes, version=F("version") + 1, updated_at=timezone.now()):
        raise conflict(filing)
    filing.refresh_from_db()


def take(
    filing: Filing,
    name: str,
    version: int,
    by: Account,
    *,
    words: str = "",
    cells: Mapping[str, str] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Transition:
    """Take one declared step: it must start here, its reason be there, and four eyes have looked.

    Raises:
        XiandaoError: ``STA-350`` the step does not start at this stage, ``STA-351`` a reason is missing,
            ``STA-352`` the same person took the step before, ``STA-349`` somebody else was first.
    """
    kind = kinds.get(KIND)
    step = kind.transition(name)
    text = storable(words).strip()[:LONGEST]
    if filing.stage not in step.sources:
        raise XiandaoError(
            "STA-350",
            _("报表现在是“%(stage)s”，不能%(step)s")
            % {"stage": filing.get_stage_display(), "step": step.label},
            _("请刷新页面查看最新状态"),
            {"stage": filing.stage, "transition": name, "status": 409},
        )
    if step.needs_words and not text:
        raise InputError(
            "STA-351",
            _("没有写明%(step)s的原因") % {"step": step.label},
            _("请填写原因，填报人会看到"),
            {"field": "words"},
        )
    _four_eyes(filing, step, by)
    before = filing.stage
    swap(filing, version, {"stage": step.to, **(changes or {})})
    FilingEvent.objects.create(
        filing=filing,
        transition=name,
        before=before,
        after=step.to,
        words=text,
        cells=dict(cells or {}),
        by=by,
    )
    note_place(filing.organisation)
    return step


def conflict(filing: Filing) -> XiandaoError:
    """Return the error that says who was first, and when."""
    now = Filing.objects.get(pk=filing.pk)
    last = now.events.order_by("-at", "-pk").first()
    edit = now.changes.order_by("-at", "-pk").first()
    who = max((row for row in (last, edit) if row), key=lambda row: row.at, default=None)
    return XiandaoError(
        "STA-349",
        _("%(who)s已先一步修改，您的内容没有保存")
        % {"who": who.by.display_name if who else _("他人")},
        _("请核对最新内容后再保存，您填写的内容仍在页面上"),
        {
            "status": 409,
            "version": now.version,
            "stage": now.stage,
            "at": who.at.isoformat() if who else "",
        },
    )


def _four_eyes(filing: Filing, step: Transition, by: Account) -> None:
    for name in step.not_same_person_as:
        last = filing.events.filter(transition=name).order_by("-at", "-pk").first()
        if last is not None and last.by_id == by.pk:
            label = kinds.get(KIND).transition(name).label
            raise XiandaoError(
                "STA-352",
                _("%(first)s和%(second)s须由不同的人办理") % {"first": label, "second": step.label},
                _("请由另一位有权限的人员办理"),
                {"status": 403},
            )
