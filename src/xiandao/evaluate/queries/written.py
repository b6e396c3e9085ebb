"""How points and figures are written, on pages and in templates alike."""

from __future__ import annotations

from xiandao.evaluate.queries.prospects import decimals
from xiandao.ui.numbers import plain


def signed(points: float, digits: int = 2) -> str:
    """Return points with their sign; what rounds to nothing has none.

    >>> signed(1.204), signed(-0.36, 1), signed(-0.001)
    ('+1.20', '−0.4', '0.00')
    """
    shown = f"{abs(points):.{digits}f}"
    if not shown.strip("0."):
        return shown
    return f"{'−' if points < 0 else '+'}{shown}"


def figure(value: float) -> str:
    """Return a figure with as many decimals as its size bears; the file has all of them.

    >>> figure(4576.2712), figure(64.935), figure(0.03264), figure(3.0)
    ('4,576.3', '64.94', '0.0326', '3')
    """
    return plain(round(value, decimals(value)))
