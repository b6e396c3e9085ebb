"""The sentence that tells a reporter what a rule found, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.statistics.methods.finding import amount, fill
from xiandao.statistics.methods.form import PRIOR

if TYPE_CHECKING:
    from xiandao.statistics.methods.form import Form
    from xiandao.statistics.methods.rule import Rule

_CHINESE: Final = {
    "=": "{items}：现为{left}，应等于{right}，相差{difference}",
    "≠": "{items}：现为{left}，不应等于{right}",
    ">": "{items}：现为{left}，应大于{right}",
    "≥": "{items}：现为{left}，不应小于{right}",
    "<": "{items}：现为{left}，应小于{right}",
    "≤": "{items}：现为{left}，不应大于{right}",
    "between": "{items}：现为{left}，超出合理范围，界限为{right}",
    "compulsory": "{items}应同时填报或者同时不填",
    "exclusive": "{items}不能同时填报",
    "holds": "{items}不符合审核关系",
}
_ENGLISH: Final = {
    "=": "{items}: {left}, should equal {right}, difference {difference}",
    "≠": "{items}: {left}, should not equal {right}",
    ">": "{items}: {left}, should be more than {right}",
    "≥": "{items}: {left}, should not be less than {right}",
    "<": "{items}: {left}, should be less than {right}",
    "≤": "{items}: {left}, should not be more than {right}",
    "between": "{items}: {left} is out of range, the limit is {right}",
    "compulsory": "{items}: fill in all of them or none",
    "exclusive": "{items}: fill in only one of them",
    "holds": "{items}: the check does not hold",
}
_MOST_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Message:
    """Both sentences of a rule with the labels of a form already in place, the numbers not yet."""

    chinese_text: str
    english_text: str

    def chinese(self, left: float | None, right: float | None) -> str:
        """Return the Chinese sentence with the numbers in place."""
        return _put(self.chinese_text, _numbers(left, right))

    def english(self, left: float | None, right: float | None) -> str:
        """Return the English sentence with the numbers in place."""
        return _put(self.english_text, _numbers(left, right))

    def both(self, left: float | None, right: float | None) -> tuple[str, str]:
        """Return both sentences with the numbers in place."""
        numbers = _numbers(left, right)
        return _put(self.chinese_text, numbers), _put(self.english_text, numbers)


def message_of(rule: Rule, form: Form | None) -> Message:
    """Return the sentences of a rule with the labels of a form in place.

    Args:
        rule: its message, or else a sentence that follows from its operator, with places ``{left}``,
            ``{right}``, ``{difference}``, ``{items}`` and item codes such as ``{r13}``.
        form: whose labels are used; without it the codes stay.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> rule = Rule("B1", "x", left="r1", op="≤", right="r2", message="{r1}是{left}")
    >>> message_of(rule, None).chinese(3, 2)
    'r1是3'
    """
    labels, labels_en = _labels(rule, form)
    items = "、".join(dict.fromkeys(labels[item] for item in rule.items[:_MOST_NAMED]))
    items_en = ", ".join(dict.fromkeys(labels_en[item] for item in rule.items[:_MOST_NAMED]))
    if len(rule.items) > _MOST_NAMED:
        items, items_en = f"{items}等", f"{items_en} …"
    chinese = rule.message or _CHINESE[rule.op]
    english = rule.message_en or _ENGLISH[rule.op]
    return Message(
        fill(chinese, labels | {"items": items}), fill(english, labels_en | {"items": items_en})
    )


def _labels(rule: Rule, form: Form | None) -> tuple[dict[str, str], dict[str, str]]:
    chinese, english = {}, {}
    known = {item.code: item for item in form.items} if form else {}
    for code in rule.items:
        item = known.get(code.removesuffix(PRIOR))
        if item is None:
            chinese[code] = english[code] = code
            continue
        is_prior = code.endswith(PRIOR)
        label = item.label.partition("：")[2] or item.label
        chinese[code] = f"“{label}”{'上年同期数' if is_prior else ''}（{item.row}）"
        label_en = item.label_en or item.row
        english[code] = f"{label_en}{', year before' if is_prior else ''} ({item.row})"
    return chinese, english


def _put(text: str, numbers: tuple[tuple[str, str], ...]) -> str:
    for place, number in numbers:
        text = text.replace(place, number)
    return text


def _numbers(left: float | None, right: float | None) -> tuple[tuple[str, str], ...]:
    difference = None if left is None or right is None else abs(left - right)
    return (
        ("{left}", amount(left)),
        ("{right}", amount(right)),
        ("{difference}", amount(difference)),
    )
