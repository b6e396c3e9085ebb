"""Which exported matter a row of the file is: by its number, checked against what the row says."""

from __future__ import annotations

from collections.abc import Mapping

from xiandao.policy.methods.ledger_cells import told
from xiandao.policy.methods.ledger_edits import CellProblem
from xiandao.policy.methods.ledger_seal import Record, digest
from xiandao.policy.methods.workbook_in import Uploaded, UploadedRow


def match(uploaded: Uploaded) -> dict[int, tuple[Record | None, CellProblem | None]]:
    """Return by line the record each row came from, or what speaks against it; both ``None`` for a new row.

    >>> match(Uploaded("任务台账", "2026Q4", (), "", "", {}, {}, (), (), 0))
    {}
    """
    by_content: dict[tuple[str, str], Record] = {}
    for record in uploaded.records.values():
        by_content.setdefault((record.of("title"), record.of("measure")), record)
    found: dict[int, tuple[Record | None, CellProblem | None]] = {}
    taken: dict[int, int] = {}
    for row in uploaded.rows:
        known, problem = _record_of(row, uploaded.records, by_content)
        if known is not None and known.item in taken:
            problem = CellProblem(
                "number",
                f"序号{known.number}与第{taken[known.item]}行重复",
                "若是复制出来的新事项，请清空这一行的序号；若是误复制，请删除这一行",
            )
        elif known is not None:
            taken[known.item] = row.line
        found[row.line] = (None if problem else known, problem)
    return found


def _record_of(
    row: UploadedRow, records: Mapping[int, Record], by_content: Mapping[tuple[str, str], Record]
) -> tuple[Record | None, CellProblem | None]:
    text = told(row.cells["number"])
    if text == "" and "number" not in row.problems:
        return None, None
    record = records.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else None
    said = (digest(told(row.cells["title"])), digest(told(row.cells["measure"])))
    if record is not None:
        stood = (record.of("title"), record.of("measure"))
        # Both rewritten, or exactly what stood under another number: then the number was moved.
        if said == stood or (
            said not in by_content and (said[0] == stood[0] or said[1] == stood[1])
        ):
            return record, None
    origin = by_content.get(said)
    hint = (
        f"这一行是原序号{origin.number}的事项，请恢复原序号"
        if origin is not None
        else "原有事项请恢复原序号，「重点任务」和「具体举措」一次只改一格；新事项请清空序号"
    )
    sentence = (
        f"序号{text[:20]}与这一行的内容对不上"
        if record is not None
        else f"序号“{text[:20]}”不是导出时的序号"
    )
    return None, CellProblem("number", sentence, hint)
