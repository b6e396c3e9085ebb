"""What can be wrong with a rule before it meets a form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.rule_kinds import Kind

if TYPE_CHECKING:
    from xiandao.statistics.methods.rule import Rule

OPERATORS: Final = ("=", "≠", ">", "≥", "<", "≤", "between", "holds", "compulsory", "exclusive")
MISSING: Final = ("skip_any", "skip_all", "never")
SEVERITIES: Final = ("must", "explain", "hint")
DEEPEST_LEVEL: Final = 5
_LONGEST_CODE: Final = 40
_LONGEST_MESSAGE: Final = 400
Problem = tuple[str, str, str]


def first_problem(rule: Rule) -> Problem | None:
    """Return field, sentence and hint of the first thing that cannot be so, None where all is well.

    Raises:
        InputError: an expression cannot be read.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> first_problem(Rule("B01", "x", left="r1 > 0")) is None
    True
    """
    return _of_fields(rule) or _of_numbers(rule) or _of_expressions(rule)


def bounds(right: str) -> tuple[str, str]:
    """Return the two bounds of ``between``; either may be empty.

    >>> bounds("0.5 * r1 .. 2 * r1"), bounds(".. 1")
    (('0.5 * r1', '2 * r1'), ('', '1'))
    """
    low, _, high = right.partition("..")
    return low.strip(), high.strip()


def _of_fields(rule: Rule) -> Problem | None:
    allowed = {
        "severity": (rule.severity, SEVERITIES),
        "op": (rule.op, OPERATORS),
        "missing": (rule.missing, MISSING),
        "kind": (rule.kind, tuple(kind.value for kind in Kind)),
    }
    for name, (value, choices) in allowed.items():
        if value not in choices:
            return name, f"不能是“{value}”", f"可以是 {'、'.join(choices)}"
    if not 0 < len(rule.code) <= _LONGEST_CODE:
        return "code", f"应有1至{_LONGEST_CODE}个字符", "请缩短"
    if max(len(rule.message), len(rule.message_en)) > _LONGEST_MESSAGE:
        return "message", f"超过{_LONGEST_MESSAGE}个字符", "请缩短"
    return None


def _of_numbers(rule: Rule) -> Problem | None:
    if not 0 <= rule.level <= DEEPEST_LEVEL:
        return "level", f"层次是{rule.level}", f"请填0到{DEEPEST_LEVEL}"
    for name in ("tolerance_abs", "tolerance_rel"):
        if not (math.isfinite(getattr(rule, name)) and getattr(rule, name) >= 0):
            return name, "不是非负的数", "请填0或正数"
    for name, value in rule.parameters:
        if not isinstance(value, str) and not math.isfinite(value):
            return "parameters", f"{name} 不是普通的数", "请填普通的数"
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        return "valid_to", "早于起始日期", "请核对有效期"
    return None


def _of_expressions(rule: Rule) -> Problem | None:
    if rule.when and not parse(rule.when).is_truth:
        return "when", "这里要的是判断", "请写成例如 r39 > 0"
    left = parse(rule.left)
    if rule.op == "holds" and not rule.is_population:
        if rule.right:
            return "right", "“holds”只看左边", "请清空右边"
        return None if left.is_truth else ("left", "这里要的是判断", "请写成例如 r39 > 0")
    if left.is_truth:
        return "left", "这里要的是数值", "请写成例如 r13"
    return _of_right(rule)


def _of_right(rule: Rule) -> Problem | None:
    sides = bounds(rule.right) if rule.op == "between" else (rule.right,)
    if not any(sides) and rule.kind != "zscore":
        return (
            "right",
            "没有填",
            "请填要比较的数值" if rule.op != "between" else "请写成 下限 .. 上限",
        )
    if any(parse(side).is_truth for side in sides if side):
        return "right", "这里要的是数值", "请写成例如 r14 + r22"
    return None
