"""Who is responsible: brackets, labels, table cells and sentences that name departments and a lead."""

from __future__ import annotations

import re
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.parties import is_party, merge_areas, split_names
from xiandao.policy.methods.spoken import spoken_statements
from xiandao.policy.methods.statements import (
    CLOSING,
    FIRST,
    OPENING,
    WHEN,
    Statement,
    read_statement,
    without_duty,
)

_DUTY_END = re.compile(
    r"(?:负责(?:落实|实施|推进)?|牵头|配合|参与|参加|落实|实施|分工|协助)[。；]?$"
)
_STANDING = re.compile(r"下同|以下同|均为|依此|其他|其余")
_BELOW = re.compile(r"下列|下表|以下(?!同)|本条|本项")
_NOTE = re.compile(r"[（【]?(?:备?注|附注|说明)[】）]?[：:\d]")
_BRACKET = re.compile("[" + re.escape("".join((*OPENING, *CLOSING))) + "]")
_LONGEST = 1500


def find_statements(text: str, *, first_leads: bool = False) -> list[Statement]:
    """Find every statement of responsibility in a folded paragraph.

    Args:
        text: folded paragraph.
        first_leads: the paper says that the unit listed first has the lead.

    >>> text = "建设平台。（省科技厅牵头，经信厅、财政厅按职责分工负责）"
    >>> [(item.parties, item.lead) for item in find_statements(text)]
    [(('省科技厅', '省经信厅', '省财政厅'), '省科技厅')]
    >>> [(item.lead, item.inferred) for item in find_statements("给予资助。责任单位：市委组织部、市科技局。")]
    [('市委组织部', True)]
    """
    found: list[Statement] = []
    covered = 0
    spans = [(start, end) for start, end in _brackets(text) if not _is_alias(text, start, end)]
    spans += [(label.start(), _label_end(text, label.start())) for label in _label().finditer(text)]
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        inner = text[start:end]
        bracketed = inner[:1] in OPENING
        if start < covered or len(inner) > _LONGEST or (bracketed and not _is_duty(inner[1:-1])):
            continue
        statement = read_statement(inner, start, end, first_leads)
        covered = end if statement or not bracketed else covered
        if statement:
            found.append(statement)
    if not found:
        found.extend(_spoken(text))
    return sorted(found, key=lambda item: item.start)


def is_duty_line(text: str) -> bool:
    """Tell whether a folded line is nothing but a bracket that names who is responsible.

    >>> is_duty_line("（省科技厅牵头，省教育厅配合）"), is_duty_line("（一）总体要求")
    (True, False)
    """
    spans = _brackets(text[:_LONGEST]) if text[:1] in OPENING else []
    return (
        bool(spans)
        and spans[0][0] == 0
        and spans[0][1] >= len(text.rstrip("。"))
        and _is_duty(text.rstrip("。")[1:-1])
    )


def states_first_is_lead(text: str) -> bool:
    """Tell whether a folded text says that the first-listed unit has the lead.

    >>> states_first_is_lead("（责任单位中列首位的为牵头单位）"), states_first_is_lead("省科技厅牵头")
    (True, False)
    """
    return bool(FIRST.search(text[:2000]))


def rules_what_follows(text: str) -> bool:
    """Tell whether a paragraph sets the rule that the first-listed leads for all after it.

    >>> rules_what_follows("（市科技局、市教育局；排在首位的为牵头单位，下同）")
    True
    >>> rules_what_follows("（市科技局、市教育局，列首位的为牵头单位）")
    False
    """
    if not states_first_is_lead(text):
        return False
    return bool(_STANDING.search(text[:2000])) or not find_statements(text)


def rules_everything(text: str) -> bool:
    """Tell whether a note sets the rule that the first-listed leads for the whole paper.

    >>> rules_everything("注：责任单位中列首位的为牵头单位。")
    True
    """
    noted = bool(_NOTE.match(text)) and not _BELOW.search(text[:60])
    return noted and states_first_is_lead(text)


def _brackets(text: str) -> list[tuple[int, int]]:
    stack: list[int] = []
    spans = []
    for found in _BRACKET.finditer(text):
        if found[0] in OPENING:
            stack.append(found.start())
        elif stack:
            spans.append((stack.pop(), found.end()))
    if stack and len(text) - stack[0] < _LONGEST and not spans:
        spans.append((stack[0], len(text) + 1))
    return sorted(spans)


@cache
def _label() -> re.Pattern[str]:
    lists = words("institutions")
    everything = [*lists["labels_lead"], *lists["labels_any"], *lists["labels_with"]]
    everything = [word for word in everything if len(word) > 2]
    return re.compile(rf"[（【\[〔]?(?:省级|市级)?(?:{alternatives(everything)})[】\]]?：")


def _is_alias(text: str, start: int, end: int) -> bool:
    """市卫生健康委（市中医药局）: the bracket is a second name of the unit before it."""
    inner = text[start + 1 : end - 1]
    return (
        text[max(0, start - 1) : start] in tuple("厅局委办部院室会")
        and not _DUTY_END.search(inner)
        and ("：" not in inner and len(inner) <= 20)
    )


def _label_end(text: str, start: int) -> int:
    limit = min(len(text), start + _LONGEST)
    stop = text.find("。", start, limit)
    while stop >= 0 and _label().match(text, stop + 1):
        stop = text.find("。", stop + 1, limit)
    return stop if stop >= 0 else limit


def _is_duty(inner: str) -> bool:
    inner = WHEN.sub("", inner)
    if _label().match(inner.lstrip("（[【〔")) or FIRST.search(inner):
        return True
    pieces = merge_areas(split_names(inner))
    if not pieces or len(pieces) > 60:
        return False
    if _DUTY_END.search(inner) and any(is_party(without_duty(piece)) for piece in pieces):
        return True
    parties = sum(is_party(piece) for piece in pieces)
    return (
        parties >= max(1, 0.7 * len(pieces))
        and bool(re.match(r"[省市区县国各中]", inner))
        and (
            len(pieces) > 1
            or bool(re.search("[省市区县各].{1,24}(厅|局|委|办|部|政府|单位)$", inner))
        )
    )


def _spoken(text: str) -> list[Statement]:
    found = [item for item in _duty_sentences(text) if item]
    if found:
        return found
    return spoken_statements(text)


def _duty_sentences(text: str) -> list[Statement | None]:
    """A whole sentence such as “省科技厅负责，省财政厅配合。”, without brackets or label."""
    found = []
    for sentence in re.finditer(r"(?:^|(?<=。))[省市区县国各][^。]{3,200}(?=。|$)", text):
        pieces = merge_areas(split_names(without_duty(sentence[0])))
        named = [is_party(without_duty(piece)) for piece in pieces]
        if _DUTY_END.search(sentence[0]) and all(named):
            found.append(read_statement(sentence[0], sentence.start(), sentence.end(), False))
    return found
