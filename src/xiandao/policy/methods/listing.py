"""A reading, or two side by side, as lines for a terminal: head, counts, then what was found with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xiandao.policy.methods.compare import Comparison, Names
from xiandao.policy.methods.records import Reading, Responsibility, Target

_RECURRING = {
    "annual": "每年",
    "half-yearly": "每半年",
    "quarterly": "每季",
    "monthly": "每月",
    "weekly": "每周",
}


def listing(reading: Reading) -> Iterator[str]:
    """Yield a reading line by line.

    Args:
        reading: what ``read`` returned.

    >>> from xiandao.policy.methods.reading import read
    >>> lines = list(listing(read("某省意见\\n一、目标\\n到2030年，建设20个先导区。（省科技厅牵头，经信厅配合）")))
    >>> lines[0], lines[-1]
    ('某省意见', '  [一] 牵头 省科技厅；配合 省经信厅')
    """
    document = reading.document
    yield document.title or "（无标题）"
    about = [document.issuer, document.doc_number, document.issued_on]
    yield "  ".join(str(word) for word in about if word)
    sections = _sections(reading)
    yield "  ".join(
        [f"条款 {len(reading.clauses)}", *(f"{name} {len(lines)}" for name, lines in sections)]
    )
    for name, lines in sections:
        if lines:
            yield ""
            yield f"【{name}】"
            yield from (f"  {line}" for line in lines)


def side_by_side(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison line by line: targets first, then departments, industries and clauses.

    Args:
        comparison: what ``compare`` returned.

    >>> from xiandao.policy.methods.compare import compare
    >>> from xiandao.policy.methods.reading import read
    >>> pair = compare(*(read(f"一、目标\\n到2025年，建设{n}个先导区。") for n in (20, 30)))
    >>> list(side_by_side(pair))[1:3]
    ['  不同  [一] 先导区：20个（2025年）', '     ⇄  [一] 先导区：30个（2025年）']
    """
    yield "【目标】"
    for pair in comparison.targets:
        # A pair has at least one side; two lines only where the sides differ.
        yield f"  {_STATES[pair.state]}  {_figure(pair.left or pair.right)}"
        if pair.state == "changed":
            yield f"     ⇄  {_figure(pair.right)}"
    for title, names in (("责任单位", comparison.departments), ("产业", comparison.industries)):
        yield ""
        yield f"【{title}】"
        yield from _names(names)
    pairs = comparison.clauses
    left, right = (
        sum(pair.right is None for pair in pairs),
        sum(pair.left is None for pair in pairs),
    )
    yield ""
    yield f"【条款】  相互对应 {len(pairs) - left - right}  仅文件一 {left}  仅文件二 {right}"


_STATES = {"same": "相同", "changed": "不同", "left": "仅文件一", "right": "仅文件二"}


def _names(names: Names) -> Iterator[str]:
    for title, some in (("共有", names.both), ("仅文件一", names.left), ("仅文件二", names.right)):
        if some:
            yield f"  {title}：{'、'.join(some)}"


def _sections(reading: Reading) -> Sequence[tuple[str, list[str]]]:
    def targets(kind: str) -> list[str]:
        return [_target(item) for item in reading.targets if item.kind == kind]

    return (
        ("产业", [item.name for item in reading.industries]),
        ("目标", targets("target")),
        ("参数", targets("parameter")),
        ("范围", targets("scope")),
        ("支持标准", [f"[{item.clause}] {item.text}" for item in reading.benefits]),
        ("里程碑", [f"[{item.clause}] {item.text}" for item in reading.measures if item.milestone]),
        (
            "任务",
            [f"[{item.clause}] {item.text}" for item in reading.measures if not item.milestone],
        ),
        ("责任分工", [_responsibility(item) for item in reading.responsibilities]),
    )


def _target(item: Target) -> str:
    return f"{_figure(item)} —— {item.text}"


def _figure(item: Target | None) -> str:
    if item is None:
        return ""
    year = f"{item.deadline_year}年" if item.deadline_year else ""
    times = [word for word in (year, _RECURRING.get(item.recurrence or "", "")) if word]
    when = f"（{'，'.join(times)}）" if times else ""
    return f"[{item.clause}] {item.metric}：{item.quantity.label()}{when}"


def _responsibility(item: Responsibility) -> str:
    others = [name for name in item.departments if name != item.lead]
    # The text may name no lead: the first-named is shown as an inference, never as a fact.
    lead = f"{'牵头（推定）' if item.lead_inferred else '牵头'} {item.lead}" if item.lead else ""
    together = (
        f"{'配合' if item.lead else '责任单位'} {'、'.join(others)}{'等' if item.others else ''}"
        if others
        else ""
    )
    return f"[{item.clause}] {'；'.join(part for part in (lead, together) if part)}"
