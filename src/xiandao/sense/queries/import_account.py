"""The account of an import in sentences."""

from __future__ import annotations

from typing import Final

from xiandao.sense.methods.record_cleaning import ODD
from xiandao.sense.queries.lake_batch import CANCELLED, DONE, Batch
from xiandao.sense.queries.record_rows import REFUSALS

_BY: Final = {"doi": "DOI 相同", "id": "编号相同", "content": "题名、年份和第一作者相同"}
_WHERE: Final = {"here": "文件之内", "lake": "与库中已有记录"}
_ROWS: Final = {
    "other_encoding": "与文件其余部分编码不同，已按其编码读出",
    "latin_encoding": "按西文编码 Windows-1252 读出",
    "too_many_cells": "列数多于表头，多余部分未读",
    "too_few_cells": "列数少于表头",
}
_KINDS: Final = {"publication": "论文", "patent": "专利"}
_SAID: Final = {DONE: "导入完成", CANCELLED: "已取消，再次运行同一命令会从中断处继续"}
MOST_NAMED: Final = 30


def account_lines(batch: Batch) -> list[str]:
    """Return what an import read, took and left out, each reason with its number."""
    doubled, refused = sum(batch.doubled.values()), sum(batch.refused.values())
    lines = [
        f"“{batch.file}”（{_KINDS[batch.kind]}，来源 {batch.source}，批次 {batch.batch}）："
        f"{_SAID.get(batch.state, '导入中')}。读{batch.read}行，收入{batch.taken}条，重复{doubled}条，未收{refused}行"
    ]
    if not batch.read:
        lines.append("  文件中没有记录")
    used = "；".join(f"{field}←{'、'.join(names)}" for field, names in batch.columns.items())
    if used:
        lines.append(f"  认出的列：{used}")
    if batch.unknown:
        some = "、".join(batch.unknown[:MOST_NAMED])
        rest = f"等{len(batch.unknown)}列" if len(batch.unknown) > MOST_NAMED else ""
        lines.append(f"  没有认出的列（未导入）：{some}{rest}")
    lines += [f"  重复，{_twice(name)}：{count}条" for name, count in sorted(batch.doubled.items())]
    lines += [
        f"  未收，{REFUSALS[code]}（{code}）：{count}行"
        for code, count in sorted(batch.refused.items())
    ]
    words = ODD | _ROWS
    lines += [f"  已收但有异常，{words[name]}：{n}条" for name, n in sorted(batch.odd.items())]
    return lines


def _twice(name: str) -> str:
    by, _, where = name.partition("_")
    return f"{_WHERE[where]}{_BY[by]}"
