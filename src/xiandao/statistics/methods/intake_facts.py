"""For whom a file was filled in: the hidden sheet of a template, or the lines that a CSV file says it with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiandao.statistics.methods import template as layout
from xiandao.statistics.methods.filed import CellProblem
from xiandao.statistics.methods.form import Form
from xiandao.terms.credit_code import CreditCode
from xiandao.terms.error import InputError, TermError
from xiandao.terms.period import Period

Rows = Mapping[str, Mapping[str, Any]]
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_DOWNLOAD: Final = "请在填报页重新下载模板，把数据填写到新模板里再上传"
_SAID: Final = {
    "报表": "form", "form": "form", "版本": "version", "version": "version", "单位代码": "unit",
    "统一社会信用代码": "unit", "先导区代码": "unit", "unit": "unit", "单位名称": "unit_name",
    "报告期": "period", "period": "period",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says about itself, whether it carries the hidden sheet, and which lines said so."""

    told: Mapping[str, str]
    is_sealed: bool
    lines: frozenset[str] = frozenset()

    def of(self, name: str) -> str:
        """Return a fact, or ""."""
        return self.told.get(name, "")


def facts_of(book: Mapping[str, Any]) -> Facts:
    """Return the facts of a file that ``grid_text`` has read.

    Raises:
        InputError: ``STA-120`` the hidden sheet is that of another kind of workbook.
    """
    hidden = book["sheets"].get(layout.HIDDEN)
    if hidden is not None:
        told = {
            _text(row.get("A")): _text(row.get("B")) for row in list(hidden["rows"].values())[:20]
        }
        if told.get("template") != layout.TEMPLATE:
            raise InputError(
                "STA-120", "这是另一种用途的工作簿，不是填报模板", _DOWNLOAD, {"template": told.get("template")}
            )  # fmt: skip
        return Facts(told, is_sealed=True)
    found: dict[str, str] = {}
    lines: set[str] = set()
    for name, sheet in book["sheets"].items():
        for line, row in list(sheet["rows"].items())[:20]:
            words = [_text(value) for value in row.values()]
            first, _, rest = words[0].partition("：")
            if (key := _SAID.get(first.strip())) and (rest or len(words) > 1):
                found.setdefault(key, (rest or words[1]).strip())
                lines.add(f"{name}!{line}")
    return Facts(found, is_sealed=False, lines=frozenset(lines))


def form_of(facts: Facts, forms: Mapping[str, Form]) -> Form:
    """Return the form a file belongs to.

    Raises:
        InputError: ``STA-121`` another form, ``STA-122`` the file does not say which of several.
    """
    code = facts.of("form")
    if code in forms:
        return forms[code]
    if code:
        wanted = "、".join(f"“{form.title}”（{form.code}）" for form in forms.values())
        raise InputError(
            "STA-121", f"这是“{code[:40]}”表，不是{wanted}", "请选择对应的报表上传，或重新下载模板填写",
            {"form": code[:40]},
        )  # fmt: skip
    if len(forms) == 1:
        return next(iter(forms.values()))
    raise InputError(
        "STA-122",
        "文件里没有说明是哪张报表",
        "请使用系统下载的填报模板，或在 CSV 里加一行：第一列写“报表”，第二列写报表代码",
    )


def problems(
    facts: Facts, form: Form, *, kind: str, unit: str, period: str
) -> Iterator[CellProblem]:
    """What is wrong with the facts, told for the whole file.

    Args:
        facts: of the file.
        form: the form that is filled.
        kind: ``xlsx`` or ``csv``.
        unit: code of the unit whose return is expected, "" for any.
        period: code of the period that is expected, "" for any.

    >>> from xiandao.statistics.methods.form import shipped
    >>> told = Facts({"unit": "91330100799655058B", "period": "2026-06"}, is_sealed=False)
    >>> [one.sentence for one in problems(told, shipped()["quick"], kind="csv", unit="", period="2026-05")]
    ['报告期不符：文件是“2026年6月”，应为“2026年5月”']
    """
    if kind == "xlsx" and not facts.is_sealed:
        yield _whole("没有找到模板的隐藏信息，不能确认是哪个单位、哪一期的报表", _DOWNLOAD)
    if facts.is_sealed and facts.of(layout.CHECKSUM) != layout.checksum(facts.told):
        yield _whole("模板的隐藏信息被改动过", _DOWNLOAD)
    elif facts.is_sealed:
        yield from _of_version(facts, form)
    for name, expected, what in (("unit", unit, "单位"), ("period", period, "报告期")):
        told = facts.of(name)
        if expected and told and told != expected:
            shown = (_period(told), _period(expected)) if name == "period" else (told, expected)
            yield _whole(
                f"{what}不符：文件是“{shown[0]}”，应为“{shown[1]}”", f"请核对是否选错了文件，或下载本{what}的模板"
            )  # fmt: skip
        elif not told and not expected:
            yield _whole(f"文件里没有{what}", _DOWNLOAD)
    if not facts.is_sealed and form.subject == "enterprise":
        yield from _of_code(facts.of("unit"))
    told = facts.of("period")
    if told and not _is_of(told, form.frequency):
        yield _whole(f"“{told[:20]}”不是这张表的报告期", _DOWNLOAD)


def _of_code(told: str) -> Iterator[CellProblem]:
    """A code that somebody has typed: digits lost to a number cell, characters confused, not the right one."""
    if not told:
        return
    if _ROUNDED.fullmatch(told):
        sentence = f"统一社会信用代码被存成了数字（{told}），末几位已经丢失"
        yield _whole(sentence, "请把单元格格式设为“文本”，再重新填写18位代码")
        return
    try:
        CreditCode.parse(told)
    except TermError as error:
        yield _whole(error.sentence, error.hint)


def _of_version(facts: Facts, form: Form) -> Iterator[CellProblem]:
    version = facts.of("version")
    if version != form.version:
        if version in form.migrations:
            yield _whole(
                f"模板是{version}版，数据已按对应关系转到{form.version}版", "请核对转入的数据；下次请下载新模板",
                "explain",
            )  # fmt: skip
        else:
            yield _whole(f"模板是“{version[:20]}”版，现行的是“{form.version}”版", _DOWNLOAD)
    elif facts.of("schema") != layout.schema_hash(form):
        yield _whole("模板与现行报表的指标不一致，可能下载后报表有过修改", _DOWNLOAD)


def _whole(sentence: str, hint: str, severity: str = "must") -> CellProblem:
    return CellProblem("", "", "", sentence, hint, severity)


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def _period(code: str) -> str:
    try:
        return Period.parse(code).label
    except TermError:
        return code[:20]


def _is_of(code: str, frequency: str) -> bool:
    try:
        return Period.parse(code).kind.value == frequency
    except TermError:
        return False
