"""Taking a ledger workbook back in: read with bounds, kept until somebody has looked, saved all or nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone

from xiandao.engine.sandbox import run_limited
from xiandao.policy.commands.rows import save_rows
from xiandao.policy.methods import workbook_grid
from xiandao.policy.methods.ledger_findings import CellError as CellError
from xiandao.policy.methods.ledger_findings import Diff, RowDiff
from xiandao.policy.methods.workbook_in import recognise
from xiandao.policy.models import Upload
from xiandao.policy.models.upload import UploadState
from xiandao.policy.queries.importing import comparison
from xiandao.registry.commands.acting import command, note, note_place
from xiandao.registry.methods.media import safe_name
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

Choice = Literal["mine", "keep"]
MEMORY_MB = 1024
CPU_S = 30
MARKING_CPU_S = 90
# Old workbooks that nobody decided on give way to new ones.
MOST_WAITING = 5


def take(data: bytes, *, name: str, by: Account) -> Upload:
    """Read a workbook within bounds and keep it; what is not a ledger workbook is refused and not kept.

    The reading happens outside the transaction: a slow file must not hold the database.
    """
    workbook_grid.inspect(data)
    cells = run_limited(
        "xiandao.policy.methods.workbook_grid:grid_text", data, memory_mb=MEMORY_MB, cpu_s=CPU_S
    )
    recognise(cells)
    return hand_in(data=data, name=name, cells=cells, by=by)


@command("policy.item.report")
def hand_in(*, data: bytes, name: str, cells: str, by: Account) -> Upload:
    """Keep a workbook that has been read; nothing in the ledger changes."""
    waiting = Upload.objects.filter(uploaded_by=by, state=UploadState.WAITING)
    old = list(waiting.order_by("-uploaded_at").values_list("pk", flat=True)[MOST_WAITING - 1 :])
    Upload.objects.filter(pk__in=old).update(
        state=UploadState.DISCARDED, content=b"", cells="", decided_at=timezone.now()
    )
    upload = Upload.objects.create(
        sha256=hashlib.sha256(data).hexdigest(), name=safe_name(name)[:200], size=len(data), content=data,
        cells=cells, organisation=by.organisation, uploaded_by=by,
    )  # fmt: skip
    note(f"上传台账工作簿：{upload.name}", about=upload, sha256=upload.sha256, size=upload.size)
    return upload


@command("policy.item.report")
def confirm(*, upload: Upload, choices: Mapping[int, Choice], by: Account) -> dict[str, int]:
    """Save what a waiting workbook changes, all of it or nothing, compared with the ledger of this moment.

    ``choices`` says for each line where others were faster whose values hold. Returns how many rows were
    changed, added, kept and unchanged; they add up to the rows of the file.
    """
    waiting = Upload.objects.select_for_update().filter(
        pk=upload.pk, uploaded_by=by, state=UploadState.WAITING
    )
    held = waiting.first()
    if held is None:
        raise XiandaoError(
            "POL-275",
            "这份工作簿已经处理过了",
            "请在台账页查看结果；如需再改请重新导出",
            {"status": 409},
        )
    today = timezone.localdate()
    found = comparison(by, held, today=today)
    wanted = rows_to_save(found.diff, choices)
    if not wanted and not found.diff.of("stale"):
        raise XiandaoError("POL-278", "工作簿里没有修改", "台账没有变化，不需要保存")
    save_rows(wanted, papers=found.keeps, by=by, door="excel")
    counts = found.diff.counts
    outcome = {
        "changed": sum(row.item is not None for row in wanted),
        "new": sum(row.item is None for row in wanted),
        "kept": counts["stale"] - sum(row.kind == "stale" for row in wanted),
        "unchanged": counts["unchanged"],
    }
    Upload.objects.filter(pk=held.pk).update(
        state=UploadState.SAVED, content=b"", cells="", outcome=outcome, decided_at=timezone.now()
    )
    for paper in (found.keeps or found.papers)[:1]:
        note_place(paper.organisation)
    note(
        f"导入台账工作簿：{held.name}，修改{outcome['changed']}项，新增{outcome['new']}项",
        about=held, sha256=held.sha256, **outcome,
        items=[row.item for row in wanted if row.item is not None][:500],
    )  # fmt: skip
    return outcome


@command("policy.item.report")
def discard(*, upload: Upload, by: Account) -> None:
    """Give a waiting workbook up; the ledger stays as it is."""
    Upload.objects.filter(pk=upload.pk, uploaded_by=by, state=UploadState.WAITING).update(
        state=UploadState.DISCARDED, content=b"", cells="", decided_at=timezone.now()
    )
    note(f"放弃导入：{upload.name}", about=upload)


def rows_to_save(diff: Diff, choices: Mapping[int, Choice]) -> list[RowDiff]:
    """Return the rows to write; errors and undecided conflicts stop everything."""
    if diff.errors:
        raise XiandaoError(
            "POL-276",
            f"工作簿有{len(diff.errors)}处错误，没有保存任何内容",
            "请下载标注后的原文件，改好后重新导入",
            {"errors": len(diff.errors)},
        )
    stale = diff.of("stale")
    undecided = [row for row in stale if choices.get(row.line) not in ("mine", "keep")]
    if undecided:
        raise XiandaoError(
            "POL-277",
            f"有{len(undecided)}行在导出后已由他人修改，没有保存任何内容",
            "请逐行选择以谁的内容为准，再确认导入",
            {"status": 409, "lines": [row.line for row in undecided]},
        )
    mine = [row for row in stale if choices[row.line] == "mine"]
    return [*diff.of("changed"), *diff.of("new"), *mine]


def marked(upload: Upload, *, sheet: str, problems: Sequence[CellError]) -> bytes:
    """Return the workbook as it was handed in with its problems marked in it."""
    marks: list[dict[str, Any]] = [
        {
            "address": one.address, "label": one.label, "content": one.content,
            "sentence": one.sentence, "hint": one.hint,
        }
        for one in problems
    ]  # fmt: skip
    text = run_limited(
        "xiandao.policy.methods.workbook_marks:marked_text", bytes(upload.content), memory_mb=2048,
        cpu_s=MARKING_CPU_S, wall_s=120.0, sheet=sheet, marks=marks,
    )  # fmt: skip
    return base64.b64decode(text)
