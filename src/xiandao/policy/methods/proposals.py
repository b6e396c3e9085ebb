"""From a reading to proposals: what a person is asked to confirm, each with its span and its parties."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TARGET_FIELDS = (
    "metric", "value", "value_max", "comparator", "unit", "deadline_year", "recurrence",
    "stretch_value", "baseline", "value_raw", "unit_raw",
)  # fmt: skip
BENEFIT_FIELDS = ("value", "value_max", "comparator", "unit")
PARTY_FIELDS = ("departments", "lead", "lead_inferred", "others")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One thing found in the text, ready to be put before a person."""

    kind: str
    text: str
    start: int
    end: int
    payload: Mapping[str, Any]


def paths_above(path: str) -> Iterator[str]:
    """Yield the paths of the clauses that may hold a clause, the nearest first.

    A number is never cut: 二（一）10 does not stand in 二（一）1, nor 十一 in 十.

    >>> list(paths_above("二（一）10")), list(paths_above("十一（二）"))
    (['二（一）', '二'], ['十一'])
    """
    for cut in range(len(path) - 1, 0, -1):
        if path[cut] == "（" or path[cut - 1] == "）":
            yield path[:cut]


def parties_of(reading: Mapping[str, Any]) -> Callable[[int], dict[str, Any]]:
    """Return what tells the parties responsible for the text at a position.

    A statement of responsibility closes the text it speaks of: within a clause the first one that ends behind the
    position holds, else the last one of the clause, else one of the clauses above.

    >>> clause = {"path": "一", "start": 0, "end": 30, "parent": None}
    >>> says = {"clause": "一", "start": 20, "end": 30, "departments": ["省科技厅"], "lead": "省科技厅"}
    >>> parties_of({"clauses": [clause], "responsibilities": [says]})(3)["lead"]
    '省科技厅'
    """
    clauses = sorted(reading["clauses"], key=lambda row: (row["start"], -row["end"]))
    said: dict[int, list[Mapping[str, Any]]] = {}
    for row in reading["responsibilities"]:
        at = _clause_at(clauses, row["start"]) if "start" in row else _clause_named(clauses, row)
        if at is not None:
            said.setdefault(at, []).append(row)

    def parties(position: int) -> dict[str, Any]:
        at = _clause_at(clauses, position)
        while at is not None:
            rows = said.get(at)
            if rows:
                best = next((row for row in rows if row.get("end", 0) > position), rows[-1])
                return {name: best.get(name) for name in PARTY_FIELDS}
            at = _clause_above(clauses, at)
        return {}

    return parties


def _clause_at(clauses: Sequence[Mapping[str, Any]], position: int) -> int | None:
    """Return the narrowest clause around a position; clauses are in order of their starts."""
    after = bisect_right(clauses, position, key=lambda row: row["start"])
    holding = [at for at in range(after) if position < clauses[at]["end"]]
    return min(holding, key=lambda at: clauses[at]["end"] - clauses[at]["start"], default=None)


def _clause_named(clauses: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> int | None:
    return next((at for at, one in enumerate(clauses) if one["path"] == row["clause"]), None)


def _clause_above(clauses: Sequence[Mapping[str, Any]], at: int) -> int | None:
    """Return the nearest clause before that bears the parent's path: papers may use a number twice."""
    path = clauses[at].get("parent")
    if not path:
        return None
    return next((back for back in range(at - 1, -1, -1) if clauses[back]["path"] == path), None)


def proposed(reading: Mapping[str, Any]) -> Iterator[Proposed]:
    """Yield proposals in text order: quantities, benefits, then milestones and tasks not said by these.

    Args:
        reading: what ``Reading.to_json()`` returns.

    >>> list(proposed({"targets": [], "benefits": [], "measures": [], "clauses": [], "responsibilities": []}))
    []
    """
    parties = parties_of(reading)
    found = [*quantities(reading, parties), *benefits(reading)]
    deeds = list(measures(reading, parties))
    said = bytearray()
    _fill(said, found)
    # What promises a result is told before what only has to be done: a task around it says no more.
    for kind in ("milestone", "task"):
        fresh = [row for row in deeds if row.kind == kind and not covered(row, said)]
        _fill(said, fresh)
        found += fresh
    yield from sorted(found, key=lambda row: (row.start, row.end))


def quantities(
    reading: Mapping[str, Any], parties: Callable[[int], dict[str, Any]]
) -> Iterator[Proposed]:
    """Yield targets, parameters and scopes; a floor and its stretch are one, a repetition says what it repeats."""
    rows = reading["targets"]
    skipped: set[int] = set()
    for at, row in enumerate(rows):
        if at in skipped:
            continue
        end = row["end"]
        if row.get("stretch_value") is not None and _is_stretch(row, rows[at + 1 : at + 2]):
            skipped.add(at + 1)
            end = rows[at + 1]["end"]
        payload = {name: row.get(name) for name in TARGET_FIELDS} | parties(row["start"])
        if row.get("same_as") is not None:
            first = rows[row["same_as"]]
            payload["same_as"] = [first["start"], first["end"]]
        text = row["text"] if end == row["end"] else _between(reading, row, rows[at + 1])
        yield Proposed(row["kind"], text, row["start"], end, payload)


def _is_stretch(floor: Mapping[str, Any], following: Sequence[Mapping[str, Any]]) -> bool:
    return any(
        row["value"] == floor["stretch_value"] and row["clause"] == floor["clause"]
        for row in following
    )


def _between(reading: Mapping[str, Any], first: Mapping[str, Any], last: Mapping[str, Any]) -> str:
    """Return the words from one target to the end of the next, from the clause that holds both."""
    for clause in reading["clauses"]:
        if clause["start"] <= first["start"] and last["end"] <= clause["end"]:
            begin = clause["start"]
            return str(clause["text"][first["start"] - begin : last["end"] - begin])
    return f"{first['text']}，{last['text']}"


def benefits(reading: Mapping[str, Any]) -> Iterator[Proposed]:
    """Yield what enterprises can get: shown under services, never a target."""
    for row in reading["benefits"]:
        payload = {name: row[name] for name in BENEFIT_FIELDS if name in row}
        yield Proposed("benefit", row["text"], row["start"], row["end"], payload)


def measures(
    reading: Mapping[str, Any], parties: Callable[[int], dict[str, Any]]
) -> Iterator[Proposed]:
    """Yield measures: milestones where the text promises an unquantified result, tasks otherwise."""
    for row in reading["measures"]:
        kind = "milestone" if row.get("milestone") else "task"
        payload = {
            "metric": row.get("object"),
            "verb": row.get("verb"),
            "deadline_year": row.get("deadline_year"),
            **parties(row["start"]),
        }
        yield Proposed(kind, row["text"], row["start"], row["end"], payload)


def covered(row: Proposed, said: bytes | bytearray) -> bool:
    """Return whether figures and benefits already say what the measure says: together they fill half of it.

    Args:
        row: the measure.
        said: one byte for each character of the text, 1 where something found already stands.

    >>> covered(Proposed("task", "年内建设10个平台", 1, 9, {}), bytes([0, 0, 0, 1, 1, 1, 1, 1, 1]))
    True
    """
    return sum(said[row.start : row.end]) * 2 >= row.end - row.start


def _fill(said: bytearray, rows: Iterable[Proposed]) -> None:
    for row in rows:
        if len(said) < row.end:
            said.extend(bytes(row.end - len(said)))
        said[row.start : row.end] = b"\x01" * (row.end - row.start)
