"""The account of an import from OpenAlex in sentences."""

from __future__ import annotations

from dataclasses import replace

from xiandao.sense.queries.import_account import account_lines
from xiandao.sense.queries.openalex import OpenAlexBatch


def openalex_lines(batch: OpenAlexBatch) -> list[str]:
    """Return what an import read, took and left out, and what the works did not say."""
    # The rows were made here: which of their columns was recognised says nothing.
    lines = account_lines(replace(batch, columns={}))
    if batch.total is not None:
        lines.append(f"  OpenAlex 称符合条件的作品共{batch.total}条")
    if batch.restarts:
        lines.append(
            f"  游标失效，从头重读{batch.restarts}次；此前已收入的{batch.taken_before}条没有再收，重读到时计入重复"
        )
    if batch.missing:
        lines.append(f"  作品未给出：{_counted(batch.missing)}")
    if batch.misshapen:
        lines.append(f"  形状与文档不符，未导入：{_counted(batch.misshapen)}")
    return lines


def _counted(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return "，".join(f"{name} {count}条" for name, count in ordered)
