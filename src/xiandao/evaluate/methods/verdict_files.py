"""A verdict as files: manual scores that a third party hands back in, a table for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from xiandao.evaluate.methods.edition import result_of
from xiandao.evaluate.methods.manual_score import ManualScore
from xiandao.evaluate.methods.sealing import seal
from xiandao.evaluate.methods.verdict import Struck, decided_in, verdict_of
from xiandao.evaluate.methods.writing import Written, as_csv, shown
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Table

COLUMNS: Final = (
    "unit",
    "automatic",
    "automatic_rank",
    "automatic_grade",
    "manual",
    "which",
    "score",
    "rank",
    "grade",
    "reason",
    "clause",
    "by",
    "vetoes",
)
WORDS: Final = ("reason", "by", "clause")


def manual_file(verdict: Mapping[str, Any]) -> bytes:
    """Return the manual scores of a verdict as the JSON that ``manual_of`` takes.

    >>> manual_of(manual_file({"units": []}))
    {}
    """
    given = {
        unit: asdict(one.manual)
        for unit, one in decided_in(verdict).items()
        if one.manual is not None
    }
    return json.dumps(given, ensure_ascii=False, indent=2).encode() + b"\n"


def manual_of(content: bytes) -> dict[str, ManualScore]:
    """Return manual scores by unit.

    Args:
        content: JSON, by code of the unit ``score`` and ``reason``, and where there are such ``by`` and ``clause``.

    Raises:
        InputError: ``EVA-629`` it is not so.

    >>> manual_of('{"Z1": {"score": 85, "reason": "现场核查"}}'.encode())["Z1"].score
    85.0
    """
    try:
        data = json.loads(content.decode("utf-8-sig"))
        return {str(unit): _score(one) for unit, one in data.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            "EVA-629",
            "人工评分文件读不懂",
            '应是JSON，例如 {"Z1": {"score": 85, "reason": "现场核查", "clause": "办法第八条", "by": "评审组"}}',
            {"error": str(error)[:200]},
        ) from None


def _score(one: Mapping[str, Any]) -> ManualScore:
    unknown = set(one) - {"score", *WORDS}
    if unknown or isinstance(one["score"], (bool, str)) or not isinstance(one["reason"], str):
        raise ValueError(sorted(unknown))
    return ManualScore(float(one["score"]), *(str(one.get(name) or "") for name in WORDS))


def verdict_table(verdict: Mapping[str, Any]) -> Written:
    """Return a verdict as a table, the final ranking from the first down, units that are left out at the end.

    >>> verdict_table({"units": []}).rows
    []
    """
    ordered = sorted(
        decided_in(verdict).values(), key=lambda one: (one.rank is None, one.rank or 0, one.unit)
    )
    rows = []
    for one in ordered:
        manual = one.manual
        told = (
            (shown(manual.reason), shown(manual.clause), shown(manual.by))
            if manual
            else ("", "", "")
        )
        rows.append(
            [
                one.unit, one.automatic, one.automatic_rank, one.automatic_grade,
                None if manual is None else manual.score, one.which, one.score, one.rank, one.grade,
                *told, shown(vetoes_told(one.vetoes)),
            ]
        )  # fmt: skip
    return Written("verdict", COLUMNS, rows)


def vetoes_told(vetoes: Sequence[Struck]) -> str:
    """Return vetoes as one cell.

    >>> vetoes_told([Struck("a", 2.0, ">=", 1.0, "C", False, "发生事故", "办法第十二条")])
    'a=2（>=1）：发生事故，最高C，办法第十二条'
    """
    return "；".join(
        f"{one.indicator}={'缺失' if one.figure is None else f'{one.figure:g}'}（{one.when}{one.value:g}）："
        f"{one.reason}，{'不参评' if one.exclude else f'最高{one.cap}'}{'，' + one.clause if one.clause else ''}"
        for one in vetoes
    )


def verdict_files(built: Build, raw: Table, manual: bytes) -> dict[str, bytes]:
    """Return the verdict of an index as files, with its seal where anything was decided.

    Args:
        built: the index.
        raw: figures as they were read.
        manual: as ``manual_of`` takes them.

    Raises:
        InputError: ``EVA-629`` as ``manual_of`` says, and what ``verdict_of`` says.
    """
    result, root = result_of(built), built.framework.root
    found = verdict_of(result, root, built.recipe, raw, manual_of(manual))
    kept = {"seal": seal(found) if found else "", "verdict": found}
    return {
        "verdict.csv": as_csv(verdict_table(found)),
        "verdict.json": json.dumps(kept, ensure_ascii=False, indent=2).encode() + b"\n",
    }
