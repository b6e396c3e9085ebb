"""成熟一个、培育一个: whether a candidate has what founding a zone takes, by evidence, and what it still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xiandao.evaluate.methods.step import Option, checked
from xiandao.terms.error import InputError

ITEM_OPTIONS: Final = (
    Option("code", "text", "", "条目代码", is_required=True, example='code = "institutes"'),
    Option("name", "text", "", "条目名称", is_required=True, example='name = "省级以上科研平台"'),
    Option("weight", "number", 1.0, "在本条件内的权重", lowest=0, example="weight = 2"),
    Option(
        "needed", "number", 1.0, "应有多少，条目单位，应大于0", lowest=1e-12, example="needed = 3"
    ),
    Option("unit", "text", "", "计量单位", example='unit = "个"'),
    Option("is_must", "boolean", False, "是否缺了就不算成熟", example="is_must = true"),
    Option(
        "needs_evidence",
        "boolean",
        True,
        "没有佐证材料的是否不计分",
        example="needs_evidence = false",
    ),
)
CONDITION_OPTIONS: Final = (
    Option("code", "text", "", "条件代码", is_required=True, example='code = "resources"'),
    Option("name", "text", "", "条件名称", is_required=True, example='name = "资源"'),
    Option("weight", "number", 1.0, "在总成熟度中的权重", lowest=0, example="weight = 1"),
    Option(
        "threshold",
        "number",
        0.6,
        "本条件至少达到多少（0至1）",
        lowest=0,
        highest=1,
        example="threshold = 0.6",
    ),
)
OPTIONS: Final = (
    Option(
        "ready",
        "number",
        0.8,
        "总成熟度达到多少为成熟（0至1）",
        lowest=0,
        highest=1,
        example="ready = 0.8",
    ),
    Option(
        "near",
        "number",
        0.6,
        "总成熟度达到多少为基本成熟（0至1）",
        lowest=0,
        highest=1,
        example="near = 0.6",
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a condition asks for; ``ITEM_OPTIONS`` says what each field means."""

    code: str
    name: str
    weight: float
    needed: float
    unit: str
    is_must: bool
    needs_evidence: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions 资源、基础、方向、机制 with what it asks for."""

    code: str
    name: str
    weight: float
    threshold: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """All conditions, and from where on a candidate is ready or nearly so."""

    conditions: tuple[Condition, ...]
    ready: float
    near: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What a candidate has of an item, and the papers that show it."""

    value: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lacking: how much of which item, or only its evidence; what closing it adds to the readiness."""

    condition: str
    item: Item
    lacking: float
    is_evidence_only: bool
    gain: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a candidate is.

    Args:
        total: 0 to 1.
        conditions: share of each condition that is met, by code.
        state: ``成熟``, ``基本成熟`` or ``尚不成熟``.
        failed: names of conditions below their threshold and of musts that are not met.
        gaps: what is lacking, the most useful first.
    """

    total: float
    conditions: Mapping[str, float]
    state: str
    failed: tuple[str, ...]
    gaps: tuple[Gap, ...]


def rule_from(data: Mapping[str, Any]) -> Rule:
    """Return the rule that plain data state, as a TOML file holds them.

    Raises:
        InputError: ``EVA-181`` no condition, a condition without items, a code twice, weights that sum to 0,
            ``near`` above ``ready``; and what ``step.checked`` says of keys.

    >>> item = {"code": "labs", "name": "科研平台", "needed": 2}
    >>> rule_from({"conditions": [{"code": "res", "name": "资源", "items": [item]}]}).ready
    0.8
    """
    plain = {key: value for key, value in data.items() if key != "conditions"}
    options = checked(OPTIONS, plain, "readiness")
    conditions = tuple(
        _condition(one, f"conditions[{number}]")
        for number, one in enumerate(data.get("conditions", ()), start=1)
    )
    codes = [item.code for condition in conditions for item in condition.items]
    codes += [condition.code for condition in conditions]
    wrong = (
        ("一个条件也没有" if not conditions else "")
        or ("代码有重复" if len(set(codes)) < len(codes) else "")
        or (
            "有条件没有条目，或权重都是0"
            if any(not _total(one.items) for one in conditions)
            else ""
        )
        or ("各条件权重都是0" if not _total(conditions) else "")
        or ("near 大于 ready" if options["near"] > options["ready"] else "")
    )
    if wrong:
        raise InputError(
            "EVA-181",
            f"成熟度规则有误：{wrong}",
            "每个条件写一个 [[conditions]]，其下每条写一个 items",
            {"wrong": wrong},
        )
    return Rule(conditions, float(options["ready"]), float(options["near"]))


def _condition(given: Mapping[str, Any], place: str) -> Condition:
    plain = {key: value for key, value in given.items() if key != "items"}
    options = checked(CONDITION_OPTIONS, plain, place)
    items = tuple(
        Item(**checked(ITEM_OPTIONS, one, f"{place}.items[{number}]"))
        for number, one in enumerate(given.get("items", ()), start=1)
    )
    return Condition(**options, items=items)


def _total(parts: Sequence[Item] | Sequence[Condition]) -> float:
    return sum(part.weight for part in parts)


def readiness(rule: Rule, claims: Mapping[str, Claim]) -> Readiness:
    """Return how ready a candidate is and what it lacks.

    Each item counts min(value ⁄ needed, 1), nothing where the papers are missing; a condition is the weighted mean
    of its items, the total that of the conditions. 成熟 takes the total, every threshold and every must.

    Args:
        rule: as ``rule_from`` gives it.
        claims: what the candidate has, by code of item; items not named are 0.

    Raises:
        InputError: ``EVA-181`` a claim for an item that the rule does not have, or a value that is no number.

    >>> item = {"code": "labs", "name": "科研平台", "needed": 2, "unit": "个"}
    >>> rule = rule_from({"conditions": [{"code": "res", "name": "资源", "items": [item]}]})
    >>> found = readiness(rule, {"labs": Claim(1, ("批复文件",))})
    >>> found.total, found.state, found.gaps[0].lacking
    (0.5, '尚不成熟', 1)
    """
    known = {item.code for condition in rule.conditions for item in condition.items}
    for code, claim in claims.items():
        if code not in known or claim.value != claim.value:
            raise InputError(
                "EVA-181",
                f"条目“{code}”不在规则里，或没有数值",
                "请按规则里的条目代码逐条填写",
                {"item": code},
            )
    whole = _total(rule.conditions)
    shares: dict[str, float] = {}
    failed: list[str] = []
    gaps: list[Gap] = []
    for condition in rule.conditions:
        per_item = _total(condition.items)
        shares[condition.code] = 0.0
        for item in condition.items:
            claim = claims.get(item.code, Claim(0.0))
            has = min(max(claim.value / item.needed, 0.0), 1.0)
            counts = has if claim.evidence or not item.needs_evidence else 0.0
            shares[condition.code] += counts * item.weight / per_item
            if counts < 1:
                gain = (1 - counts) * item.weight / per_item * condition.weight / whole
                lacking = max(item.needed - claim.value, 0.0)
                gaps.append(Gap(condition.name, item, lacking, has >= 1, gain))
                failed += [item.name] if item.is_must else []
        if shares[condition.code] < condition.threshold - 1e-12:
            failed.append(condition.name)
    total = sum(shares[one.code] * one.weight for one in rule.conditions) / whole
    ready = total >= rule.ready - 1e-12 and not failed
    state = "成熟" if ready else "基本成熟" if total >= rule.near - 1e-12 else "尚不成熟"
    ordered = sorted(gaps, key=lambda gap: (not gap.item.is_must, -gap.gain))
    return Readiness(total, shares, state, tuple(failed), tuple(ordered))
