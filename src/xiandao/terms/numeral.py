"""Chinese numerals, magnitudes, fractions and multiples, read and written.

Source: GB/T 15835-2011 出版物上数字用法.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from xiandao.terms.error import TermError

PLAIN_DIGITS = "〇一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
HAN = "零〇○一二两三四五六七八九十百千万亿廿卅"
HAN_DIGITS = "零〇○一二两三四五六七八九"

_DIGIT = {char: value for value, char in enumerate(PLAIN_DIGITS)}
_DIGIT |= {char: value for value, char in enumerate(FORMAL_DIGITS)}
_DIGIT |= {"○": 0, "两": 2, "俩": 2, "幺": 1, "贰": 2, "陆": 6}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_TWENTIES = str.maketrans({"廿": "二十", "卅": "三十"})
_ARABIC = re.compile(r"([+-]?\d+(?:[,，\x1f]\d{3})*(?:\.\d+)?)([十百千万亿萬億]*)")
_FRACTION = re.compile(r"([^分]+)分之(.+)")
_TENTHS = re.compile(r"([^成]+)成(半?)")
_DOUBLING = re.compile(r"翻(.*)番")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_LONGEST = 64


def parse(text: str) -> Decimal:
    """Read a number written in Arabic or Chinese figures, with or without magnitude.

    Args:
        text: for example ``1.2万亿``, ``三十``, ``一千二百``, ``二〇二七``, ``三点五万``, ``百万``.

    Returns:
        The exact value; magnitudes are multiplied out.

    Raises:
        TermError: the text is not one number.

    >>> parse("1.2万亿"), parse("三千二百零五"), parse("二〇二七"), parse("百万"), parse("廿三")
    (Decimal('1200000000000'), Decimal('3205'), Decimal('2027'), Decimal('1000000'), Decimal('23'))
    >>> parse("壹仟贰佰"), parse("三万五"), parse("三点五万"), parse("12,000")
    (Decimal('1200'), Decimal('35000'), Decimal('35000'), Decimal('12000'))
    """
    stripped = text.strip().translate(_FULL_WIDTH)
    if not stripped or len(stripped) > _LONGEST:
        raise _unreadable(text)
    arabic = _ARABIC.fullmatch(stripped)
    if arabic:
        figure = Decimal(re.sub(r"[,，\x1f]", "", arabic[1]))
        return _plain(figure * _magnitude(arabic[2], text))
    return _plain(_parse_han(stripped.translate(_TWENTIES), text))


def parse_percent(text: str) -> Decimal:
    """Read a proportion in any wording as a number of per cent.

    Args:
        text: for example ``12.5%``, ``百分之十二``, ``千分之三``, ``三分之一``, ``七成半``.

    Raises:
        TermError: the text is not a proportion.

    >>> parse_percent("百分之十二"), parse_percent("七成半"), parse_percent("三分之一")
    (Decimal('12'), Decimal('75'), Decimal('33.33'))
    >>> parse_percent("3.2%"), parse_percent("千分之三"), parse_percent("5‰")
    (Decimal('3.2'), Decimal('0.3'), Decimal('0.5'))
    """
    stripped = text.strip().translate(_FULL_WIDTH)
    if stripped.endswith("%"):
        return parse(stripped[:-1])
    if stripped.endswith("‰"):
        return _plain(parse(stripped[:-1]) / 10)
    fraction = _FRACTION.fullmatch(stripped)
    if fraction:
        below, above = parse(fraction[1]), parse(fraction[2])
        if below == 0:
            raise _unreadable(text)
        return _plain(round(above * 100 / below, 2))
    tenths = _TENTHS.fullmatch(stripped)
    if tenths:
        return _plain(parse(tenths[1]) * 10 + (5 if tenths[2] else 0))
    raise _unreadable(text)


def parse_multiple(text: str) -> Decimal:
    """Read a doubling as a multiple of the starting value.

    Args:
        text: ``翻番``, ``翻一番``, ``翻两番`` or a number followed by 倍.

    Raises:
        TermError: the text is neither.

    >>> parse_multiple("翻一番"), parse_multiple("翻两番"), parse_multiple("三倍")
    (Decimal('2'), Decimal('4'), Decimal('3'))
    """
    doubling = _DOUBLING.fullmatch(text.strip())
    if doubling:
        times = parse(doubling[1] or "一")
        if not 0 < times <= 10 or times != int(times):
            raise _unreadable(text)
        return Decimal(2) ** int(times)
    if text.strip().endswith("倍"):
        return parse(text.strip()[:-1])
    raise _unreadable(text)


def chinese(value: int, *, formal: bool = False) -> str:
    """Write a whole number in Chinese figures.

    Args:
        value: from 0 up to, not including, 10**16.
        formal: use the banking figures 壹贰叁.

    Raises:
        TermError: the value is outside that range.

    >>> chinese(30), chinese(1205), chinese(100_020_003), chinese(12), chinese(0)
    ('三十', '一千二百零五', '一亿零二万零三', '十二', '零')
    >>> chinese(1200, formal=True)
    '壹仟贰佰'
    """
    if not 0 <= value < 10**16:
        raise TermError("TRM-002", f"{value}超出可写成中文数字的范围", "请使用零到一亿亿之间的整数")
    if value == 0:
        return "零"
    digits = FORMAL_DIGITS if formal else "零一二三四五六七八九"
    steps = ("", "拾", "佰", "仟") if formal else ("", "十", "百", "千")
    written = _write(value, digits, steps)
    return written[1:] if written.startswith("一十") else written


def year_digits(year: int) -> str:
    """Write a year digit by digit.

    >>> year_digits(2027)
    '二〇二七'
    """
    return "".join(PLAIN_DIGITS[int(char)] for char in str(year))


def compact(value: Decimal | int | float) -> str:
    """Write a number in Arabic figures with the largest fitting 万 or 亿, without losing a digit.

    >>> compact(35000), compact(1_200_000_000_000), compact(150), compact(33.33)
    ('3.5万', '1.2万亿', '150', '33.33')
    """
    number = Decimal(str(value))
    for power, word in ((12, "万亿"), (8, "亿"), (4, "万")):
        if abs(number) >= Decimal(10) ** power:
            return _figure(number.scaleb(-power)) + word
    return _figure(number)


def _figure(number: Decimal) -> str:
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _plain(number: Decimal) -> Decimal:
    return (
        number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    )


def _magnitude(words: str, source: str) -> int:
    factor = 1
    for word in words:
        factor *= _SMALL.get(word) or _LARGE[word]
    if factor > 10**16:
        raise _unreadable(source)
    return factor


def _parse_han(text: str, source: str) -> Decimal:
    whole, point, rest = text.partition("点")
    if point:
        tail = rest.rstrip("十百千万亿")
        try:
            decimals = "".join(str(_DIGIT[char]) for char in tail)
            figure = Decimal(f"{_han_integer(whole, source)}.{decimals}")
        except (KeyError, InvalidOperation) as error:
            raise _unreadable(source) from error
        return figure * _magnitude(rest[len(tail) :], source)
    if len(whole) > 1 and all(char in _DIGIT for char in whole):
        return Decimal("".join(str(_DIGIT[char]) for char in whole))
    return Decimal(_han_integer(whole, source))


def _han_integer(text: str, source: str) -> int:
    total = section = 0
    digit: int | None = None
    last = 1
    padded = False
    for char in text:
        if char in _DIGIT:
            if digit:
                raise _unreadable(source)
            digit, padded = _DIGIT[char], padded or _DIGIT[char] == 0
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit, last, padded = None, _SMALL[char], False
        elif char in _LARGE:
            section = (section + (digit or 0)) or (0 if total else 1)
            total = (
                (total + section) * _LARGE[char]
                if _rises(total, char)
                else (total + section * _LARGE[char])
            )
            section, digit, last, padded = 0, None, _LARGE[char], False
        else:
            raise _unreadable(source)
    if digit and last >= 100 and not padded:
        digit *= last // 10
    return total + section + (digit or 0)


def _rises(total: int, char: str) -> bool:
    return 0 < total < _LARGE[char]


def _write(value: int, digits: str, steps: tuple[str, ...]) -> str:
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if value >= size:
            above, below = divmod(value, size)
            gap = digits[0] if 0 < below < size // 10 else ""
            return (
                _write(above, digits, steps)
                + word
                + gap
                + (_write(below, digits, steps) if below else "")
            )
    written, zero = "", False
    for place in range(3, -1, -1):
        figure = value // 10**place % 10
        if figure:
            written += (digits[0] if zero and written else "") + digits[figure] + steps[place]
        zero = figure == 0
    return written


def _unreadable(text: str) -> TermError:
    shown = text if len(text) <= 20 else text[:20] + "…"
    return TermError(
        "TRM-001", f"“{shown}”不是可识别的数字", "请填写阿拉伯数字或规范的中文数字", {"text": shown}
    )
