"""What a workbook would change: each row against the ledger of today and against the day it was exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiandao.policy.methods.ledger_cells import told
from xiandao.policy.methods.ledger_columns import COLUMN, EDITABLE, STATUSES, OfficialRow, shown
from xiandao.policy.methods.ledger_edits import CellProblem, Frame, edits_of
from xiandao.policy.methods.ledger_findings import CellChange, CellError, Diff, Kind, RowDiff
from xiandao.policy.methods.ledger_match import match
from xiandao.policy.methods.ledger_seal import Record, digest
from xiandao.policy.methods.workbook_in import Raw, Uploaded, UploadedRow

_COMPUTED: Final = ("source", "evidence", "followups")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the file is compared with.

    Args:
        current: the rows of today by item; only those the account may see.
        quantified: items with a figure.
        frame: year, quarter and day.
        may: whether the account holds a permission for an item (``None``: for a new one from that source).
        sources: the texts of 任务来源 under which new matters may be entered.
    """

    current: Mapping[int, OfficialRow]
    quantified: frozenset[int]
    frame: Frame
    may: Callable[[int | None, str], bool]
    sources: Sequence[str] = ()


def compare(uploaded: Uploaded, ground: Ground) -> Diff:
    """Compare a workbook with the ledger: nothing is written, no row is left out.

    >>> empty = Uploaded("任务台账", "2026Q4", (), "", "", {}, {}, (), (), 0)
    >>> frame = Frame(2026, 4, date(2026, 11, 22))
    >>> compare(empty, Ground({}, frozenset(), frame, lambda item, permission: True)).counts
    {'error': 0, 'stale': 0, 'changed': 0, 'new': 0, 'unchanged': 0}
    """
    matched = match(uploaded)
    rows = []
    for row in uploaded.rows:
        record, error = matched[row.line]
        if error is not None:
            rows.append(_refused(row, uploaded, error))
        elif record is None:
            rows.append(_new(row, uploaded, ground))
        else:
            rows.append(_known(row, record, uploaded, ground))
    seen = {record.item for record, _error in matched.values() if record is not None}
    missing = tuple(record for record in uploaded.records.values() if record.item not in seen)
    return Diff(tuple(rows), missing, uploaded.ignored, uploaded.blank)


def _known(row: UploadedRow, record: Record, uploaded: Uploaded, ground: Ground) -> RowDiff:
    current = ground.current.get(record.item)
    if current is None:
        gone = CellProblem(
            "number",
            "这一行对应的事项已不在台账中，或不在您可见的范围",
            "请删除这一行，或重新导出后填写",
        )
        return _refused(row, uploaded, gone)
    changed, contested, others = _changed(row, record, current)
    edits, problems = edits_of(
        {key: raw for key, raw in changed.items() if key not in row.problems},
        frame=ground.frame,
        is_quantified=record.item in ground.quantified,
        due=current.due if isinstance(current.due, date) else None,
    )
    problems += _forbidden(record.item, changed, ground)
    problems += [
        CellProblem(
            key, f"「{COLUMN[key].label}」由系统生成，不能在表中修改", "请恢复原样，在系统中办理"
        )
        for key in _COMPUTED
        if digest(told(row.cells[key])) != record.of(key)
    ]
    made = _made(row, uploaded, current, changed, contested)
    errors = _errors(row, uploaded, problems)
    is_stale = bool(changed) and (bool(contested) or current.version != record.version)
    kind: Kind = "unchanged"
    if errors:
        kind = "error"
    elif is_stale:
        kind = "stale"
    elif changed:
        kind = "changed"
    return RowDiff(
        kind, row.line, told(row.cells["number"]), current.title, record.item, current.version,
        current.source, made, errors, tuple(others), edits,
    )  # fmt: skip


def _changed(
    row: UploadedRow, record: Record, current: OfficialRow
) -> tuple[dict[str, Raw], set[str], list[str]]:
    """The cells that the file changed, those of them that others changed too, and what only others changed."""
    changed: dict[str, Raw] = {}
    contested: set[str] = set()
    others = []
    for key in EDITABLE:
        base, mine, now = (
            record.of(key),
            digest(told(row.cells[key])),
            digest(shown(getattr(current, key))),
        )
        # The lamp moves with the calendar: only another version means that somebody set it.
        is_theirs = now != base and (key != "lamp" or current.version != record.version)
        if mine not in (base, now):
            changed[key] = row.cells[key]
            if is_theirs:
                contested.add(key)
        elif is_theirs and mine == base:
            others.append(COLUMN[key].label)
    return changed, contested, others


def _made(
    row: UploadedRow,
    uploaded: Uploaded,
    current: OfficialRow | None,
    changed: Mapping[str, Raw],
    contested: set[str],
) -> tuple[CellChange, ...]:
    return tuple(
        CellChange(
            key,
            uploaded.address(row, key),
            shown(getattr(current, key)) if current else "",
            told(raw),
            key in contested,
        )
        for key, raw in changed.items()
    )


def _forbidden(item: int | None, changed: Mapping[str, Raw], ground: Ground) -> list[CellProblem]:
    return [
        CellProblem(
            key,
            f"您没有修改「{COLUMN[key].label}」的权限",
            "请恢复原样；确需修改请联系台账管理单位",
        )
        for key in changed
        if not ground.may(item, COLUMN[key].permission)
    ]


def _new(row: UploadedRow, uploaded: Uploaded, ground: Ground) -> RowDiff:
    filled = {
        key: row.cells[key] for key in EDITABLE if told(row.cells[key]) and key not in row.problems
    }
    if told(filled.get("lamp", "")) not in STATUSES:
        # A row copied from another brings the lamp of that one along; a new matter has its own.
        filled.pop("lamp", None)
    filled.setdefault("title", "")
    source = told(row.cells["source"])
    edits, problems = edits_of(filled, frame=ground.frame, is_quantified="target" in filled)
    edits.fields["kind"] = "task" if edits.fields.get("value") is None else "target"
    if "title" in row.problems:
        problems = [problem for problem in problems if problem.key != "title"]
    if not ground.may(None, "policy.item.edit"):
        problems.append(
            CellProblem("number", "您没有新增事项的权限", "请删除这一行，或联系台账管理单位新增")
        )
    elif (source or len(ground.sources) != 1) and not any(
        source == one or source.startswith(f"{one}·") for one in ground.sources
    ):
        problems.append(
            CellProblem(
                "source",
                "新增事项的任务来源不是这本台账的文件",
                "请照抄同一文件其他行的任务来源，例如“文件名·三（一）”",
            )
        )
    errors = _errors(row, uploaded, problems)
    title = told(row.cells["title"])[:60]
    made = _made(row, uploaded, None, {key: raw for key, raw in filled.items() if told(raw)}, set())
    return RowDiff(
        "error" if errors else "new",
        row.line,
        "",
        title,
        source=source,
        changes=made,
        errors=errors,
        edits=edits,
    )


def _refused(row: UploadedRow, uploaded: Uploaded, problem: CellProblem) -> RowDiff:
    errors = _errors(row, uploaded, [problem])
    return RowDiff(
        "error",
        row.line,
        told(row.cells["number"])[:20],
        told(row.cells["title"])[:60],
        errors=errors,
    )


def _errors(
    row: UploadedRow, uploaded: Uploaded, problems: Sequence[CellProblem]
) -> tuple[CellError, ...]:
    unreadable = [
        CellProblem(key, sentence, "请直接填写内容或数字；合并的单元格请先取消合并")
        for key, sentence in row.problems.items()
        if key in EDITABLE or key == "number"
    ]
    return tuple(
        CellError(
            one.key,
            uploaded.address(row, one.key),
            told(row.cells[one.key])[:200],
            one.sentence,
            one.hint,
        )
        for one in [*unreadable, *problems]
    )
