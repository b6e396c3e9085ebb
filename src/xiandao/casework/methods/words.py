"""What people write into a case: bounded, and free of characters that no database keeps."""

from xiandao.terms.error import InputError

LONGEST = 5000


def checked(text: str, *, what: str = "意见", limit: int = LONGEST) -> str:
    """Return the text without blanks around it, with one kind of line end.

    Args:
        text: as typed.
        what: how the message calls it.
        limit: most characters.

    Raises:
        InputError: ``CAS-106`` where it is too long or holds unreadable characters.

    >>> checked("  已办结\\r\\n附清单 ")
    '已办结\\n附清单'
    >>> checked("甲" * 6, what="标题", limit=5)
    Traceback (most recent call last):
    ...
    xiandao.terms.error.InputError: 标题有 6 个字，超过了 5 个字的上限（请精简文字，详细内容可作为附件上传）
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(clean) > limit:
        raise InputError(
            "CAS-106",
            f"{what}有 {len(clean)} 个字，超过了 {limit} 个字的上限",
            "请精简文字，详细内容可作为附件上传",
            {"length": len(clean), "limit": limit},
        )
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in clean):
        raise InputError(
            "CAS-106", f"{what}中有无法识别的字符", "请删去从别处粘贴来的不可见字符后重试"
        )
    return clean
