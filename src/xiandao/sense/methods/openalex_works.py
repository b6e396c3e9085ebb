"""From a work as OpenAlex describes it to the row that becomes a record of the lake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

# What is asked for: a whole work is ten times as long.
SELECTED: Final = (
    "id", "doi", "display_name", "publication_date", "publication_year", "language", "type",
    "abstract_inverted_index", "authorships", "keywords", "primary_location", "primary_topic",
    "topics", "referenced_works",
)  # fmt: skip
# Kept under another name by older snapshots and answers without a selection.
_OTHER_NAMES: Final = ("title",)
_SHAPES: Final[dict[str, type]] = {
    "id": str, "doi": str, "display_name": str, "publication_date": str, "publication_year": int,
    "language": str, "type": str, "abstract_inverted_index": dict, "authorships": list,
    "keywords": list, "primary_location": dict, "primary_topic": dict, "topics": list,
    "referenced_works": list, "title": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A row, and the keys of the work that were absent, had another shape, or are new."""

    value: Mapping[str, Any]
    missing: tuple[str, ...]
    misshapen: tuple[str, ...]
    unknown: tuple[str, ...]


def work_row(work: Mapping[str, Any]) -> WorkRow:
    """Return one Work object of the API as a row.

    Institutions are named as OpenAlex names them; the words of the paper stand where it recognised none.

    Args:
        work: the object as the API gave it; whatever is missing or of another shape is left out and told.

    Source: OpenAlex documentation, "Work object", "Authorship object".

    >>> work = {"id": "https://openalex.org/W1", "display_name": "Chips", "publication_year": 2021,
    ...         "abstract_inverted_index": {"of": [1], "Uses": [0]}, "authorships": "none", "colour": 1}
    >>> row = work_row(work)
    >>> row.value["title"], row.value["abstract"], row.value["year"]
    ('Chips', 'Uses of', 2021)
    >>> row.misshapen, row.unknown, row.missing[:2]
    (('authorships',), ('colour',), ('doi', 'publication_date'))
    """
    known = {one: work.get(one) for one in (*SELECTED, *_OTHER_NAMES)}
    shaped = {name: _shaped(value, _SHAPES[name]) for name, value in known.items()}
    wrong = tuple(n for n, v in known.items() if v is not None and shaped[n] is None)
    missing = [one for one in SELECTED if known[one] is None]
    if "display_name" in missing and shaped["title"] is not None:
        missing.remove("display_name")
    authorships = [one for one in shaped["authorships"] or () if isinstance(one, Mapping)]
    source = _shaped((shaped["primary_location"] or {}).get("source"), dict) or {}
    value = {
        "id": shaped["id"],
        "doi": shaped["doi"],
        "title": shaped["display_name"] or shaped["title"],
        "abstract": abstract_text(shaped["abstract_inverted_index"] or {}) or None,
        "language": shaped["language"],
        "year": shaped["publication_year"],
        "date": shaped["publication_date"],
        "authors": _named(_author(one) for one in authorships),
        "affiliations": _named(name for one in authorships for name in _institutions(one)),
        "keywords": _named(_name(one, "keyword") for one in shaped["keywords"] or ()),
        "venue": _shaped(source.get("display_name"), str),
        "fields": _fields(shaped["primary_topic"], shaped["topics"] or []),
        "references": _named(shaped["referenced_works"] or ()),
    }
    unknown = tuple(one for one in work if one not in known)
    return WorkRow(value, tuple(missing), wrong, unknown)


def abstract_text(index: Mapping[str, Any]) -> str:
    """Return the text of an abstract that is told as word to places; places that nobody names leave no trace.

    Args:
        index: word to the list of its places, counted from 0.

    Source: OpenAlex documentation, "Work object", abstract_inverted_index.

    >>> abstract_text({"learning": [1, 7], "Deep": [0], "odd": None})
    'Deep learning learning'
    """
    places = [
        (place, word)
        for word, found in index.items()
        if isinstance(found, list)
        for place in found
        if isinstance(place, int) and not isinstance(place, bool)
    ]
    return " ".join(word for _, word in sorted(places))


def _shaped(value: Any, shape: type) -> Any:
    return value if isinstance(value, shape) and not isinstance(value, bool) else None


def _name(value: Any, *others: str) -> str | None:
    if not isinstance(value, Mapping):
        return None
    names = (_shaped(value.get(one), str) for one in ("display_name", *others))
    return next((one for one in names if one), None)


def _named(names: Any) -> list[str]:
    return list(dict.fromkeys(one for one in names if isinstance(one, str) and one.strip()))


def _author(authorship: Mapping[str, Any]) -> str | None:
    return _name(authorship.get("author")) or _shaped(authorship.get("raw_author_name"), str)


def _institutions(authorship: Mapping[str, Any]) -> list[str]:
    found = _named(map(_name, _shaped(authorship.get("institutions"), list) or ()))
    return found or _named(_shaped(authorship.get("raw_affiliation_strings"), list) or ())


def _fields(primary: Mapping[str, Any] | None, topics: list[Any]) -> list[str]:
    """The topics, the first of them with its field: by fields coverage is compared, by topics one looks closer."""
    found = [one for one in (primary, *topics) if isinstance(one, Mapping)]
    return _named(name for one in found for name in (_name(one.get("field")), _name(one)))
