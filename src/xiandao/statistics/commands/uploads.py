"""A workbook in place of typing: read in a bounded child, tried out, given back marked, and only then taken over."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note, refuse
from xiandao.registry.methods.wording import one_line
from xiandao.statistics.commands import filings, steps
from xiandao.statistics.methods import intake
from xiandao.statistics.methods.checking import check_one
from xiandao.statistics.methods.filed import Return
from xiandao.statistics.methods.filing_values import Stored, settled
from xiandao.statistics.methods.marked import marks_of
from xiandao.statistics.models import Filing, ReturnUpload, ReturnUploadState
from xiandao.statistics.queries import rules
from xiandao.statistics.queries.history import history_of, others_of
from xiandao.statistics.queries.visible import FILE, is_reporter
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account


def receive(*, filing: Filing, data: bytes, name: str, by: Account) -> ReturnUpload:
    """Read a workbook for a return and keep what it says beside it: nothing of the return changes yet.

    Raises:
        InputError: ``STA-1xx`` where the file cannot be read as a return of this form.
        XiandaoError: ``STA-343`` where the return is not with its reporter.
    """
    _with_reporter(filing, by)
    form, unit = filing.round.form.form, filing.organisation.code
    # Read before the transaction begins: nobody else's writing waits for a large file.
    said = intake.read_return(data, form, filename=name, unit=unit, period=filing.round.period)
    return keep(filing=filing, said=said, data=data, name=name, by=by)


@command(FILE, on="filing")
def keep(*, filing: Filing, said: Return, data: bytes, name: str, by: Account) -> ReturnUpload:
    """Keep a workbook that was read; an earlier one that still waits is put aside."""
    held = Filing.objects.select_related("round__form", "organisation").get(pk=filing.pk)
    _with_reporter(held, by)
    upload = ReturnUpload.objects.create(
        filing=held,
        filing_version=held.version,
        sha256=hashlib.sha256(data).hexdigest(),
        name=one_line(name, limit=200),
        size=len(data),
        content=data,
        outcome=outcome_of(held, said),
        uploaded_by=by,
    )
    held.uploads.exclude(pk=upload.pk).filter(state=ReturnUploadState.WAITING).update(
        state=ReturnUploadState.DISCARDED, content=b""
    )
    note(
        f"导入报表文件：{held.organisation.label} {held.round}",
        about=held,
        file=upload.name,
        sha256=upload.sha256,
    )
    return upload


@command(FILE, on="upload")
def take(*, upload: ReturnUpload, reason: str = "", by: Account) -> Filing:
    """Take over what a waiting workbook says, as the reporter saw it in the trial.

    Raises:
        XiandaoError: ``STA-360`` it does not wait any more, ``STA-361`` it has cells that must be mended first,
            ``STA-364`` the return was changed since.
    """
    _is_its_reporter(upload.filing, by)
    refuse_decided(upload)
    if is_outdated(upload):
        raise XiandaoError(
            "STA-364",
            _("试读之后填报表又有修改，这次试读已经过时"),
            _("请重新上传，核对新的差别后再采用"),
            {"status": 409},
        )
    said = Return.from_json(upload.outcome["return"])
    if not said.is_sound:
        raise XiandaoError(
            "STA-361",
            _("文件里还有读不出来或放错位置的内容，不能采用"),
            _("请下载标注好的文件，改正后重新上传"),
            {"status": 409},
        )
    filing = filings.save(
        filing=upload.filing,
        values=typed(said),
        explanations=dict(said.explanations),
        people=dict(said.people),
        has_consent=said.consent,
        version=upload.filing_version,
        source="workbook",
        reason=reason,
        by=by,
    )
    upload.state, upload.content = ReturnUploadState.TAKEN, b""
    upload.save(update_fields=["state", "content"])
    note(
        f"采用报表文件：{filing.organisation.label} {filing.round}", about=filing, file=upload.name
    )
    return filing


@command(FILE, on="upload")
def discard(*, upload: ReturnUpload, by: Account) -> None:
    """Put a waiting workbook aside; nothing of it stays but its name and digest."""
    _is_its_reporter(upload.filing, by)
    refuse_decided(upload)
    upload.state, upload.content = ReturnUploadState.DISCARDED, b""
    upload.save(update_fields=["state", "content"])
    note(f"放弃报表文件：{upload.name}", about=upload.filing)


def is_outdated(upload: ReturnUpload) -> bool:
    """Return whether the return was changed since the workbook was tried out."""
    return Filing.objects.get(pk=upload.filing_id).version != upload.filing_version


def _is_its_reporter(filing: Filing, by: Account) -> None:
    if not is_reporter(by, filing.organisation):
        raise refuse(by, FILE, ("statistics.filing", str(filing.pk)))


def _with_reporter(filing: Filing, by: Account) -> None:
    _is_its_reporter(filing, by)
    steps.refuse_elsewhere(filing)


def refuse_decided(upload: ReturnUpload) -> None:
    """Refuse to decide twice about one workbook."""
    held = ReturnUpload.objects.select_for_update().get(pk=upload.pk)
    if held.state != ReturnUploadState.WAITING:
        raise XiandaoError(
            "STA-360",
            _("这份文件%(state)s") % {"state": held.get_state_display()},
            _("如需再次导入，请重新上传"),
            {"status": 409},
        )


def outcome_of(filing: Filing, said: Return) -> dict[str, Any]:
    """Return what the trial shows: the return as read, the marks for its file, and what would change."""
    form = filing.round.form.form
    findings = check_one(
        form,
        said.values,
        period=filing.round.period,
        history=history_of(filing),
        others=others_of(filing),
        rules=rules.active(form.code),
        unit=filing.organisation.code,
    )
    marks = marks_of(said, form, findings)
    changes = settled(form, filing.values, typed(said)).changes
    return {
        "return": said.to_json(),
        "marks": [asdict(mark) for mark in marks],
        "changes": [[change.item, change.before, change.after] for change in changes],
        "is_sound": said.is_sound,
    }


def typed(said: Return) -> Stored:
    """Return the values of a return as text by name; an empty cell of the file empties the cell."""
    return {
        name: format(value, "f") if isinstance(value, Decimal) else value
        for name, value in said.values.items()
    }
