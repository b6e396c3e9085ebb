"""Which column of a file means what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xiandao.sense.methods.record_names import NAMES, PATENT_SIGNS, SOURCES, WOS
from xiandao.terms.error import InputError

_ODD: Final = re.compile(r"[\W_]+")
_PARTS: Final = re.compile(r"[-–—/()（）\[\]:：]+")
_HOMES: Final = {
    name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)
}
# Tables of Web of Science have these; a single "TI" alone could be anything.
_WOS_SIGNS: Final = ({"TI", "PY"}, {"TI", "AU"}, {"TI", "SO"})


@dataclass(frozen=True, slots=True)
class Columns:
    """What was recognised: field to headers in the order in which they are asked, and what was not."""

    fields: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def plain_name(header: str) -> str:
    """Return a header without case, blanks and signs.

    >>> plain_name(" Publication_Year "), plain_name("公开（公告）号")
    ('publicationyear', '公开公告号')
    """
    return _ODD.sub("", unicodedata.normalize("NFKC", header).casefold())


def recognise(headers: Sequence[str], chosen: Mapping[str, Sequence[str]] | None = None) -> Columns:
    """Return what each column means.

    Args:
        headers: the columns of a file.
        chosen: field to headers, as somebody said it; these columns mean nothing else then.

    >>> found = recognise(["Title-题名", "发表时间", "colour"])
    >>> dict(found.fields), found.unknown
    ({'title': ('Title-题名',), 'date': ('发表时间',)}, ('colour',))
    """
    told = {field: tuple(names) for field, names in (chosen or {}).items()}
    taken = {name for names in told.values() for name in names}
    is_wos = any(signs <= set(headers) for signs in _WOS_SIGNS)
    ranked: dict[str, list[tuple[int, str]]] = {}
    unknown = []
    for place, header in enumerate(headers):
        if header in taken:
            continue
        home = (WOS[header], place) if is_wos and header in WOS else _home(header)
        if home is None:
            unknown.append(header)
        elif home[0] not in told:
            ranked.setdefault(home[0], []).append((home[1], header))
    found = {field: tuple(name for _, name in sorted(names)) for field, names in ranked.items()}
    return Columns(found | told, tuple(unknown))


def _home(header: str) -> tuple[str, int] | None:
    # "Source-文献来源": the whole first, then the part in the language of the data base.
    for part in (header, *reversed(_PARTS.split(header))):
        if home := _HOMES.get(plain_name(part)):
            return home
    return None


def source_of(headers: Sequence[str]) -> str:
    """Return the data base that names its columns so; ``file`` where none is recognised.

    >>> source_of(["id", "authorships"]), source_of(["title"])
    ('openalex', 'file')
    """
    names = {plain_name(one) for one in headers}
    for source, signs in SOURCES.items():
        if any(one <= names for one in signs):
            return source
    return "file"


def kind_of(headers: Sequence[str]) -> str:
    """Return ``patent`` where the columns are those of patents.

    >>> kind_of(["公开（公告）号", "发明人"]), kind_of(["title", "doi"])
    ('patent', 'publication')
    """
    names = {plain_name(one) for one in headers} | set(recognise(headers).fields)
    return "patent" if names & PATENT_SIGNS else "publication"


def columns_chosen(told: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return a mapping that somebody wrote: field to one header or a list of them.

    Raises:
        InputError: ``SEN-302`` a field that does not exist, or headers that are no text.

    >>> columns_chosen({"columns": {"title": "题目"}})
    {'title': ('题目',)}
    """
    inner = told.get("columns", told)
    if not isinstance(inner, Mapping):
        raise _wrong("“columns”应当是一节")
    found = {}
    for field, value in inner.items():
        names = [value] if isinstance(value, str) else value
        if field not in NAMES:
            raise _wrong(f"没有字段“{field}”")
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            raise _wrong(f"字段“{field}”的列名应当是文字或文字的列表")
        found[field] = tuple(names)
    return found


def _wrong(sentence: str) -> InputError:
    hint = f'每行写成：字段 = "列名"；可用的字段：{"、".join(NAMES)}'
    return InputError("SEN-302", f"列对照表有误：{sentence}", hint, {"fields": list(NAMES)})


def check_columns(headers: Sequence[str], chosen: Mapping[str, Sequence[str]], name: str) -> None:
    """Refuse a file whose columns cannot become records.

    Raises:
        InputError: ``SEN-303`` a chosen column is missing, ``SEN-304`` neither title nor abstract.

    >>> check_columns(["题名"], {}, "a.csv")
    """
    hint = f"已有的列：{'、'.join(headers) or '无'}"
    missing = [one for names in chosen.values() for one in names if one not in headers]
    if missing:
        sentence = f"文件“{name}”没有列“{'”“'.join(missing)}”"
        raise InputError("SEN-303", sentence, hint, {"missing": missing, "known": list(headers)})
    if not {"title", "abstract"} & set(recognise(headers, chosen).fields):
        sentence = f"文件“{name}”中没有认出题名列或摘要列"
        hint = f"{hint}；请用 --columns 写明哪一列是什么"
        raise InputError("SEN-304", sentence, hint, {"known": list(headers)})
