"""From a row of a file to a record of the lake, or the reason why it cannot be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xiandao.sense.methods.record_columns import Columns
from xiandao.sense.methods.record_dates import Moment, moment, month_of, plausible
from xiandao.sense.methods.record_identity import (
    content_key,
    normal_doi,
    own_number,
    reference_key,
)
from xiandao.sense.methods.record_names import ADDED
from xiandao.sense.methods.record_text import (
    LONGEST,
    LONGEST_NAME,
    MOST_NAMES,
    MOST_REFERENCES,
    clean_text,
    is_absent,
    language_of,
    pieces,
    text_of,
)

# What can be odd about a record that is kept, as the account names it.
ODD: Final = {
    "title_cut": "题名过长，已截短",
    "abstract_cut": "摘要过长，已截短",
    "list_cut": "作者、单位或参考文献过多，只保留前一部分",
    "control": "含控制字符，已去除",
    "title_missing": "没有题名，只有摘要",
    "year_missing": "没有年份",
    "year_future": "年份在将来，按没有年份处理",
    "year_ancient": "年份过早，按没有年份处理",
    "date_unreadable": "日期读不懂",
    "year_differs": "年份列与日期列不一致，以年份列为准",
    "doi_unreadable": "DOI 读不懂",
    "reference_unreadable": "参考文献没有编号，无法对应，未保留",
}
_SIGNS: Final = {
    "authors": ";；|",
    "affiliations": ";；|",
    "keywords": ";；|,，、",
    "fields": ";；|,，、",
    "references": ";；|",
}
_TIMES: Final = ("priority_date", "application_date", "date", "publication_date")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A record without batch and row, what identifies it, and what was odd; no record where it says nothing.

    ``alias`` is the id under which the source's other works cite it, where that is not its id.
    """

    record: dict[str, Any] | None
    by: str
    odd: tuple[str, ...]
    alias: str = ""


def clean_record(
    row: Mapping[str, Any], columns: Columns, *, source: str, kind: str, latest: int
) -> Cleaned:
    """Return a row as a record.

    Args:
        row: header to value.
        columns: what each header means.
        source: the data base, before the colon of the id.
        kind: ``publication`` or ``patent``.
        latest: the last year that is not in the future.

    >>> from xiandao.sense.methods.record_columns import recognise
    >>> columns = recognise(["题名", "年"])
    >>> row = {"题名": "芯片", "年": "2021.0"}
    >>> found = clean_record(row, columns, source="a", kind="patent", latest=2026)
    >>> found.record["year"], found.record["id"][:2], found.by
    (2021, 'a:', 'content')
    """
    odd: list[str] = []
    value = {field: _value(row, field, names) for field, names in columns.fields.items()}
    title = _text(value.get("title"), "title", odd)
    abstract = _text(value.get("abstract"), "abstract", odd)
    if not title and not abstract:
        return Cleaned(None, "", tuple(odd))
    if not title:
        odd.append("title_missing")
    time = _patent_time(value, odd) if kind == "patent" else _time(value, odd)
    if why := plausible(time.year, latest):
        odd.append(f"year_{why}")
        time = Moment()
    elif time.year is None:
        odd.append("year_missing")
    lists = {field: _list(value.get(field), field, odd) for field in _SIGNS}
    lists["affiliations"] = lists["affiliations"] or _institutions(value.get("authors"))
    number = _number(value.get("id"))
    key, by = _key(value, number, odd) or (
        content_key(title or abstract, time.year, next(iter(lists["authors"]), "")),
        "content",
    )
    keys = _references(lists["references"], odd)
    record = {
        "id": f"{source}:{key}", "source": source, "kind": kind,
        "title": title, "abstract": abstract or None,
        "language": language_of(value.get("language"), f"{title} {abstract}"),
        "year": time.year, "month": time.month, "date": time.date(),
        **lists, "references": [f"{source}:{one}" for one in keys if one != key],
        "venue": clean_text(value.get("venue"), LONGEST_NAME)[0] or None,
    }  # fmt: skip
    alias = f"{source}:{number}" if by == "doi" and number and number != key else ""
    return Cleaned(record, by, tuple(dict.fromkeys(odd)), alias)


def _value(row: Mapping[str, Any], field: str, names: Sequence[str]) -> Any:
    found = [row[name] for name in names if name in row and not is_absent(row[name])]
    if len(found) < 2 or field not in ADDED:
        return found[0] if found else None
    return [part for one in found for part in pieces(one, _SIGNS[field])]


def _text(value: Any, field: str, odd: list[str]) -> str:
    text, done = clean_text(value, LONGEST[field])
    odd.extend(f"{field}_cut" if one == "cut" else one for one in sorted(done))
    return "" if is_absent(text) else text


def _list(value: Any, field: str, odd: list[str]) -> list[str]:
    if value is None:
        return []
    found = pieces(value, _SIGNS[field])
    if field == "authors" and isinstance(value, str) and len(found) == 1:
        found = _authors(found[0])
    elif field == "fields" and isinstance(value, str) and len(found) == 1:
        # "cs.CL cs.LG"; a class of patents holds a blank too, but no full stop.
        parts = found[0].split()
        found = parts if len(parts) > 1 and all("." in one for one in parts) else found
    most = MOST_REFERENCES if field == "references" else MOST_NAMES
    if len(found) > most:
        odd.append("list_cut")
    return found[:most]


def _institutions(authors: Any) -> list[str]:
    """Affiliations that stand with each author, as in OpenAlex."""
    if not isinstance(authors, list):
        return []
    known = [one for one in authors if isinstance(one, Mapping)]
    names = [name for one in known for name in pieces(one.get("institutions") or [], ";")]
    return list(dict.fromkeys(names))[:MOST_NAMES]


def _authors(text: str) -> list[str]:
    """Names between "and" (BibTeX), or between commas where the commas are not within the names."""
    if " and " in text:
        return pieces(text.split(" and "), "")
    parts = [one.strip() for one in text.replace("，", ",").replace("、", ",").split(",")]
    is_outside = all(" " in one or not one.isascii() for one in parts)
    return pieces(parts, "") if len(parts) > 1 and is_outside else [text]


def _number(value: Any) -> str:
    return clean_text(own_number(text_of(value)[:LONGEST_NAME]), LONGEST_NAME)[0]


def _key(value: Mapping[str, Any], number: str, odd: list[str]) -> tuple[str, str] | None:
    if told := text_of(value.get("doi")):
        if doi := normal_doi(told):
            return doi, "doi"
        odd.append("doi_unreadable")
    return (number, "id") if number else None


def _references(texts: Sequence[str], odd: list[str]) -> list[str]:
    keys = [reference_key(one) for one in texts]
    if None in keys:
        odd.append("reference_unreadable")
    return list(dict.fromkeys(one for one in keys if one is not None))


def _read(value: Any, odd: list[str]) -> Moment:
    found = moment(value)
    if found is None:
        odd.append("date_unreadable")
    return found or Moment()


def _time(value: Mapping[str, Any], odd: list[str]) -> Moment:
    year = _read(value.get("year"), odd)
    days = [_read(value[one], odd) for one in _TIMES if value.get(one) is not None]
    day = next((one for one in days if one.year is not None), Moment())
    if year.year is None:
        known = day
    elif day.year is None:
        known = year
    elif day.year == year.year:
        known = day
    else:
        odd.append("year_differs")
        known = year
    month = month_of(value.get("month")) if known.month is None and known.year else known.month
    return Moment(known.year, month, known.day)


def _patent_time(value: Mapping[str, Any], odd: list[str]) -> Moment:
    """The first of priority and filing; publication years later says when an office was done."""
    for name in _TIMES:
        found = _read(value.get(name), odd)
        if found.year is not None:
            return found
    return _time({one: value[one] for one in ("year", "month") if one in value}, odd)
