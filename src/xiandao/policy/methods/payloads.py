"""What a proposal carries besides its text, checked and brought into one form before it is kept."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from xiandao.terms.error import XiandaoError
from xiandao.terms.quantity import Comparator, Quantity

NUMBERS = ("value", "value_max", "stretch_value", "baseline")
WORDS = {"metric": 200, "unit": 20, "lead": 120}
COMPARATORS = frozenset(one.value for one in Comparator)
RECURRENCES = frozenset({"annual", "quarterly", "monthly"})
LIMIT = Decimal(10) ** 15
QUANTIFIED = frozenset({"target", "parameter", "scope"})
LONGEST_NAME = 120


def number(name: str, given: object) -> float | None:
    """Return a finite number, ``None`` for nothing, and a refusal for anything else.

    >>> number("value", "1,200.5")
    1200.5
    """
    if given is None or given == "":
        return None
    try:
        found = Decimal(str(given).strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > LIMIT:
        raise XiandaoError(
            "POL-220", f"「{given}」不是可用的数", "请填写数字，例如 30 或 0.5", {"field": name}
        )
    return float(found)


def year(given: object) -> int | None:
    """Return a year between 2000 and 2100, ``None`` for nothing.

    >>> year("2030年")
    2030
    """
    if given is None or given == "":
        return None
    text = str(given).strip().removesuffix("年")
    if not text.isascii() or not text.isdigit() or not 2000 <= int(text) <= 2100:
        raise XiandaoError(
            "POL-221",
            f"「{given}」不是可用的年份",
            "请填写四位年份，例如 2030",
            {"field": "deadline_year"},
        )
    return int(text)


def checked_payload(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload in its one form.

    Args:
        kind: target, parameter, scope, milestone, task or benefit.
        given: fields as a form or the reader gives them.

    Raises:
        XiandaoError: something cannot be used; ``details["field"]`` names the first field, ``details["errors"]``
            all of them, each with its sentence and hint.

    >>> checked_payload("target", {"value": "30", "comparator": "approx", "unit": "个"})["value"]
    30.0
    """
    clean = dict(given)
    refusals: list[XiandaoError] = []
    for name in NUMBERS:
        if name in clean:
            try:
                clean[name] = number(name, clean[name])
            except XiandaoError as refusal:
                refusals.append(refusal)
    try:
        if "deadline_year" in clean:
            clean["deadline_year"] = year(clean["deadline_year"])
    except XiandaoError as refusal:
        refusals.append(refusal)
    unusable = {str(refusal.details["field"]) for refusal in refusals}
    refusals += [
        refusal for refusal in _refusals(kind, clean) if refusal.details["field"] not in unusable
    ]
    if refusals:
        first = refusals[0]
        told = {str(one.details["field"]): (one.sentence, one.hint) for one in refusals}
        raise XiandaoError(
            first.code, first.sentence, first.hint, {**first.details, "errors": told}
        )
    return clean


def _refusals(kind: str, clean: Mapping[str, Any]) -> list[XiandaoError]:
    """What does not fit together although each part can be used."""
    found = []
    if clean.get("comparator") and clean["comparator"] not in COMPARATORS:
        found.append(_refusal("POL-222", "比较方式不对", "请从列表中选择", "comparator"))
    if clean.get("recurrence") and clean["recurrence"] not in RECURRENCES:
        found.append(_refusal("POL-225", "周期不对", "请从列表中选择", "recurrence"))
    for name, most in WORDS.items():
        if len(str(clean.get(name) or "")) > most:
            found.append(_refusal("POL-226", f"超过{most}个字", "请缩短后再保存", name))
    if any(len(str(one)) > LONGEST_NAME for one in clean.get("departments") or ()):
        hint = "请在单位之间用顿号分开"
        found.append(_refusal("POL-226", f"单位名称超过{LONGEST_NAME}个字", hint, "departments"))
    if kind in QUANTIFIED and clean.get("value") is None:
        hint = "请填写数值；没有数值的请改为里程碑或任务"
        found.append(_refusal("POL-223", "目标没有数值", hint, "value"))
    low, high = clean.get("value"), clean.get("value_max")
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high < low:
        found.append(_refusal("POL-224", "上限小于下限", "请检查区间的两个数", "value_max"))
    return found


def _refusal(code: str, sentence: str, hint: str, field: str) -> XiandaoError:
    return XiandaoError(code, sentence, hint, {"field": field})


def figure_of(payload: Mapping[str, Any]) -> str:
    """Return the figure as officials write it, empty where there is none.

    >>> figure_of({"value": 30.0, "unit": "个", "comparator": "approx"}), figure_of({})
    ('30个左右', '')
    """
    value, high = payload.get("value"), payload.get("value_max")
    if value is None:
        return ""
    comparator = Comparator(payload.get("comparator") or "eq")
    label = Quantity(value, high, str(payload.get("unit") or ""), comparator).label()
    stretch = payload.get("stretch_value")
    if stretch is None:
        return label
    return f"{label}，力争{Quantity(stretch, None, str(payload.get('unit') or '')).label()}"


def leads_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the leading bodies: the paper may name several at once, joined by 、.

    >>> leads_of({"lead": "省科技厅、省教育厅", "departments": ["省科技厅", "省教育厅", "省财政厅"]})
    ('省科技厅', '省教育厅')
    """
    lead = str(payload.get("lead") or "").strip()
    known: Sequence[str] = [str(name) for name in payload.get("departments") or ()]
    if not lead or lead in known or "、" not in lead:
        return (lead,) if lead else ()
    named = tuple(name for name in lead.split("、") if name)
    return named if all(name in known for name in named) else (lead,)
