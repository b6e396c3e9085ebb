"""What is asked of the list of works of OpenAlex, page by page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xiandao.sense.methods.openalex_works import SELECTED
from xiandao.terms.error import InputError

# "*" asks for the first page of a list that is read by cursor.
FIRST: Final = "*"
# What the documentation of 2026 allows on a page; it was 200 before, and servers of one's own may still give that.
PER_PAGE, MOST_PER_PAGE, LONGEST_FILTER = 100, 200, 8_000
_MAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_FILTER: Final = re.compile(r"[\w.-]+:[^,]+(?:,[\w.-]+:[^,]+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """Which works are wanted, and who asks.

    Raises:
        InputError: ``SEN-331`` the e-mail address is none, ``SEN-332`` filter or size of page cannot be asked for.
    """

    filter: str
    mailto: str
    per_page: int = PER_PAGE

    def __post_init__(self) -> None:
        if not _MAIL.fullmatch(self.mailto):
            hint = "OpenAlex 用它联系请求过多的用户，请填写有人查看的邮箱"
            raise InputError("SEN-331", f"“{self.mailto[:100]}”不是邮箱地址", hint)
        is_whole = _FILTER.fullmatch(self.filter) and self.filter.isprintable()
        if len(self.filter) > LONGEST_FILTER or not is_whole:
            hint = "请写成 publication_year:2020-2024,language:zh，冒号和逗号用半角；全库请导入 OpenAlex 快照文件"
            raise InputError("SEN-332", f"筛选条件“{self.filter[:100]}”写法有误", hint)
        if not 1 <= self.per_page <= MOST_PER_PAGE:
            hint = f"请填写1—{MOST_PER_PAGE}，OpenAlex 现行上限是{PER_PAGE}"
            raise InputError("SEN-332", f"每页不能取{self.per_page}条", hint)


def parameters(question: Question, cursor: str) -> dict[str, str]:
    """Return the parameters of one page.

    Args:
        question: what is asked.
        cursor: ``*`` for the first page, else what the page before named as the next.

    Source: OpenAlex documentation, "Page through results", "Select fields", "Filter".

    >>> asked = parameters(Question("publication_year:2020", "a@example.org"), FIRST)
    >>> asked["filter"], asked["per-page"], asked["cursor"], asked["mailto"]
    ('publication_year:2020', '100', '*', 'a@example.org')
    >>> asked["select"].split(",")[:2]
    ['id', 'doi']
    """
    return {
        "filter": question.filter,
        "select": ",".join(SELECTED),
        "per-page": str(question.per_page),
        "cursor": cursor,
        "mailto": question.mailto,
    }
