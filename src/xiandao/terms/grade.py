"""Disclosure grades 公开 < 内部 < 敏感: who may at most see a value."""

from __future__ import annotations

from collections.abc import Iterable

from xiandao.terms.error import TermError
from xiandao.terms.term import Term


class Grade(Term):
    """The grade of a value, a table or a page; a higher grade is seen by fewer people.

    >>> Grade.OPEN < Grade.INTERNAL < Grade.SENSITIVE
    True
    >>> Grade.SENSITIVE.label
    '敏感'
    >>> Grade.INTERNAL.visible_to(Grade.OPEN), Grade.OPEN.visible_to(Grade.INTERNAL)
    (False, True)
    """

    OPEN = "open", "公开", "任何人可见"
    INTERNAL = "internal", "内部", "登录的工作人员可见"
    SENSITIVE = "sensitive", "敏感", "仅被授权人员可见，查看留痕"

    @property
    def rank(self) -> int:
        """Position in the order of the grades, 0 for the most open."""
        return list(Grade).index(self)

    def visible_to(self, clearance: Grade) -> bool:
        """Whether somebody cleared up to ``clearance`` may see what carries this grade."""
        return self.rank <= clearance.rank

    @classmethod
    def strictest(cls, grades: Iterable[Grade]) -> Grade:
        """Grade of a thing made of parts: that of its strictest part, 公开 for no parts.

        >>> Grade.strictest([Grade.OPEN, Grade.SENSITIVE]).label
        '敏感'
        """
        return max(grades, key=lambda grade: grade.rank, default=cls.OPEN)

    @classmethod
    def parse(cls, text: str) -> Grade:
        """The grade of a Chinese label or a stored value.

        Raises:
            TermError: ``TRM-160`` where the text is neither.

        >>> Grade.parse(" 内部 ")
        <Grade.INTERNAL: 'internal'>
        """
        wanted = text.strip()
        for grade in cls:
            if wanted in (grade.value, grade.label):
                return grade
        raise TermError(
            "TRM-160",
            f"“{wanted}”不是公开等级",
            "请填写公开、内部或敏感",
            {"text": text},
        )

    def __lt__(self, other: str) -> bool:
        return self.rank < other.rank if isinstance(other, Grade) else NotImplemented

    def __le__(self, other: str) -> bool:
        return self.rank <= other.rank if isinstance(other, Grade) else NotImplemented

    def __gt__(self, other: str) -> bool:
        return self.rank > other.rank if isinstance(other, Grade) else NotImplemented

    def __ge__(self, other: str) -> bool:
        return self.rank >= other.rank if isinstance(other, Grade) else NotImplemented
