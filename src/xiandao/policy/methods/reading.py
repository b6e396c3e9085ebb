"""Read a policy paper: clauses, targets, benefits, measures, responsibilities and industries."""

from __future__ import annotations

from xiandao.policy.methods.cleaning import clean
from xiandao.policy.methods.document import read_document
from xiandao.policy.methods.gathering import Gatherer
from xiandao.policy.methods.industries import Names
from xiandao.policy.methods.outline import build_outline
from xiandao.policy.methods.records import Reading
from xiandao.terms.error import InputError

__all__ = ["Reading", "read"]


def read(text: str, *, catalogue: Names | None = None) -> Reading:
    """Read one policy paper.

    Args:
        text: the paper as text, with or without the web page around it.
        catalogue: resolves industry names to codes; without it codes stay unknown.

    Returns:
        The reading; all spans are character offsets into its ``text``.

    Raises:
        InputError: ``POL-001`` the text is empty, ``POL-002`` it is no policy paper.

    >>> reading = read("某省意见\\n一、目标\\n到2030年，建设20个省级先导区。（省科技厅牵头，经信厅配合）")
    >>> reading.targets[0].quantity.label(), reading.targets[0].deadline_year
    ('20个', 2030)
    >>> reading.responsibilities[0].departments, reading.responsibilities[0].lead
    (('省科技厅', '省经信厅'), '省科技厅')
    """
    if not text.strip("\ufeff\x00 \t\r\n\u3000"):
        raise InputError("POL-001", "没有可读的文字", "请粘贴或上传政策文件的正文")
    cleaned, dropped = clean(text)
    document, leading = read_document(cleaned, dropped)
    outline = build_outline(cleaned, skip_lines=leading)
    reading = Gatherer(cleaned, document, outline).read(catalogue)
    if not _is_policy(reading):
        raise InputError(
            "POL-002",
            "这段文字不像政策文件：没有找到条款、目标、举措或责任单位",
            "请确认上传的是意见、方案、规划一类文件的正文；扫描件请先做文字识别",
            {"characters": len(cleaned)},
        )
    return reading


def _is_policy(reading: Reading) -> bool:
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in reading.text[:4000])
    numbered = sum(clause.level < 9 and clause.level >= 0 for clause in reading.clauses)
    mostly_chinese = chinese * 4 >= len(reading.text[:4000].replace(" ", ""))
    if chinese < 8 or not (mostly_chinese or (numbered and reading.targets)):
        return False
    found = len(reading.targets) + len(reading.benefits) + len(reading.measures)
    return (
        bool(reading.responsibilities)
        or (numbered > 0 and bool(reading.measures or found))
        or found >= 1
    )
