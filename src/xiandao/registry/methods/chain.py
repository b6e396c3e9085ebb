"""Hash chain of the audit trail: row_hash = H(previous_hash ‖ canonical(row)).

The chain names the first row that was changed, removed or reordered. A cut tail leaves a shorter chain that is
sound in itself, so its length and last hash are also written to a checkpoint outside the database.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = "0" * 64
ALGORITHMS = frozenset({"sm3", "sha256"})


def canonical(row: Mapping[str, object]) -> bytes:
    """Return the bytes that are hashed: JSON with sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "省"}).decode()
    '{"a":"省","b":1}'
    """
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode("utf-8", "surrogatepass")


def link(previous_hash: str, row: Mapping[str, object], *, algorithm: str = "sm3") -> str:
    """Return the row's hash, chained to the hash before it.

    Args:
        previous_hash: 64 hexadecimal characters, ``GENESIS`` for the first row.
        row: the fields that are protected.
        algorithm: ``sm3`` (GB/T 32905-2016) or ``sha256``.

    >>> len(link(GENESIS, {"action": "signin"}))
    64
    """
    digest = hashlib.new(algorithm)
    digest.update(previous_hash.encode("ascii"))
    digest.update(canonical(row))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One stored event as the verifier sees it."""

    sequence: int
    row: Mapping[str, object]
    previous_hash: str
    row_hash: str
    algorithm: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Whether the chain holds; where it first breaks and why; where the clock ran backwards."""

    rows: int
    last_hash: str
    broken_at: int | None = None
    reason: str = ""
    clock_back_at: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """True where no break was found."""
        return self.broken_at is None


def fault(found: ChainRow, number: int, previous: str, marks: Mapping[int, str]) -> str:
    """Return what is wrong with the row at one place of the chain, or nothing.

    Args:
        found: the stored row.
        number: which row should stand here, from 1.
        previous: hash of the row before it.
        marks: hashes kept outside the database, by sequence.

    >>> row = ChainRow(2, {}, GENESIS, "", "sm3")
    >>> fault(row, 1, GENESIS, {})
    '缺少第 1 条'
    """
    if found.sequence > number:
        return f"缺少第 {number} 条"
    if found.sequence < number:
        return f"序号 {found.sequence} 重复或次序颠倒"
    if found.previous_hash != previous:
        return "与上一条的链接不符"
    if found.algorithm not in ALGORITHMS:
        return "摘要算法不在允许范围内"
    if link(previous, found.row, algorithm=found.algorithm) != found.row_hash:
        return "内容被改动"
    if marks.get(number, found.row_hash) != found.row_hash:
        return "与库外检查点不符"
    return ""


def verify(
    rows: Iterable[ChainRow],
    *,
    checkpoint: tuple[int, str] | None = None,
    marks: Mapping[int, str] | None = None,
) -> ChainReport:
    """Walk the chain once and name the first break; compare it with what was noted outside the database.

    Args:
        rows: events in order of sequence.
        checkpoint: the last (sequence, row_hash) kept outside the database, if there is one.
        marks: further hashes kept outside the database, by sequence.

    Source: GB/T 22239-2019, 8.1.4.3 (audit records are protected against deletion, change and overwriting).

    >>> verify([]).holds
    True
    >>> verify([], checkpoint=(3, "ab")).reason
    '尾部缺失：检查点记到第 3 条，库中只有 0 条'
    """
    known = dict(marks or {}) | ({checkpoint[0]: checkpoint[1]} if checkpoint else {})
    previous, count, latest = GENESIS, 0, ""
    backwards: list[int] = []
    for found in rows:
        count += 1
        reason = fault(found, count, previous, known)
        if reason:
            return ChainReport(count - 1, previous, count, reason, tuple(backwards))
        previous = found.row_hash
        at = str(found.row.get("at", ""))
        if at < latest:
            backwards.append(count)
        latest = max(latest, at)
    expected = max(known, default=0)
    if expected > count:
        reason = f"尾部缺失：检查点记到第 {expected} 条，库中只有 {count} 条"
        return ChainReport(count, previous, count + 1, reason, tuple(backwards))
    return ChainReport(count, previous, clock_back_at=tuple(backwards))
