"""The invented figures that enterprises and zones report, by form and period; pure and the same on every run."""

from __future__ import annotations

import math
from collections.abc import Mapping

from xiandao.demo.firms import Firm
from xiandao.terms.period import Period

START = 2024
SEASON = (0.86, 0.78, 1.02, 1.0, 1.01, 1.08, 0.98, 0.97, 1.04, 1.03, 1.06, 1.2)
Values = dict[str, str | None]


def growth(firm: Firm, year: int, month: int) -> float:
    """Return how large the enterprise is in a month, 1 at the start."""
    return float(firm.pace ** (year - START + (month - 1) / 12))


def quick(firm: Firm, period: Period) -> Values:
    """Return the monthly quick form of an enterprise, 上年同期 included."""
    now = _quick(firm, period.year, period.number)
    before = _quick(firm, period.year - 1, period.number)
    return _with_prior(now, before)


def _quick(firm: Firm, year: int, month: int) -> dict[str, int]:
    size = growth(firm, year, month)
    wave = 1 + 0.05 * math.sin(firm.revenue + year * 12 + month)
    income = firm.revenue * size * SEASON[month - 1] * wave
    staff = round(firm.staff * size**0.7)
    sold = round(income * 0.72)
    technical = round(income * 0.2)
    traded = round(income * 0.05)
    other = round(income * 0.03)
    total = sold + technical + traded + other
    applied = max(0, round(staff / 60 * wave))
    research = round(total * firm.research_share)
    return {
        "r01": staff, "r80": staff // 60, "r166": staff // 120, "r02": staff // 25,
        "r81": round(staff * 0.62), "r07": round(sold * 0.45), "r14": technical, "r22": sold,
        "r24": round(sold * 0.41), "r82": traded, "r29": other, "r27": round(sold * 0.1),
        "r30": round(total * 0.048), "r42": round(firm.revenue * 14 * size),
        "r100": round(firm.revenue * 6.2 * size), "r65": round(total * 0.09),
        "r66": round(total * 0.012), "r98": round(total * 0.14), "r39": round(total * 0.11),
        "r84": round(total * 0.01), "r03": round(staff * 0.31), "r155": research,
        "r32": applied, "r33": applied // 2, "r63": applied * 2 // 3, "r165": applied // 3,
        "r90": round(technical * 0.6), "r144": round(technical * 0.2), "r145": round(technical * 0.03),
    }  # fmt: skip


def yearly(firm: Firm, period: Period) -> Values:
    """Return form 607-2 of an enterprise, 上年 included."""
    return _with_prior(_yearly(firm, period.year), _yearly(firm, period.year - 1))


def _yearly(firm: Firm, year: int) -> dict[str, int]:
    months = [_quick(firm, year, month) for month in range(1, 13)]
    cost = sum(month["r155"] for month in months)
    people = months[-1]["r03"]
    labour, direct = round(cost * 0.46), round(cost * 0.24)
    worn, design, trial = round(cost * 0.08), round(cost * 0.04), round(cost * 0.06)
    inside, schools, firms = round(cost * 0.02), round(cost * 0.03), round(cost * 0.03)
    public = round(cost * 0.07)
    known = {
        "r1": people, "r2": people // 9, "r3": people // 4, "r4": round(people * 0.86),
        "r5": round(people * 0.78), "r6": people // 12, "r8": labour, "r9": direct, "r10": worn,
        "r11": round(cost * 0.02), "r12": design, "r13": trial, "r15": inside, "r16": schools,
        "r17": firms, "r18": 0, "r20": round(cost * 0.2), "r21": round(cost * 0.17), "r43": public,
        "r58": 0, "r55": 0, "r56": 0, "r52": round(cost * 0.8), "r44": round(cost * 0.12),
        "r45": round(cost * 0.05) if firm.is_high_tech else 0,
        "r29": sum(month["r32"] for month in months), "r30": sum(month["r33"] for month in months),
        "r32": people // 2, "r33": people // 4, "r53": people // 20, "r54": people * 6,
        "r36": sum(month["r24"] for month in months), "r37": sum(month["r24"] for month in months) // 9,
        "r38": 2 + people // 15, "r40": people // 10, "r41": people // 30,
        "r46": round(cost * 0.09), "r47": round(cost * 0.02), "r48": 0, "r49": 0, "r50": 0,
    }  # fmt: skip
    known["r19"] = cost - sum(known[f"r{row}"] for row in (8, 9, 10, 11, 12, 13, 15, 16, 17, 18))
    known["r57"] = cost - public
    if firm.is_above_size:
        known |= {
            "r22": 1, "r23": people * 3 // 5, "r24": people // 12, "r25": people // 5,
            "r26": round(cost * 0.7), "r27": round(cost * 1.4),
        }  # fmt: skip
    else:
        known["r22"] = 0
    return known


def zone_quarter(firms: list[Firm], period: Period, area: int) -> Values:
    """Return the quarterly form of a zone, which adds its enterprises up, in 万元."""
    now = _zone(firms, period.year, period.number, area)
    before = _zone(firms, period.year - 1, period.number, area)
    values = _with_prior(now, before)
    values["r801"] = "up"
    values["r802"] = "本季新签约项目按计划推进，中试平台投入使用（演示数据）"
    return values


def _zone(firms: list[Firm], year: int, quarter: int, area: int) -> dict[str, int]:
    months = range(quarter * 3 - 2, quarter * 3 + 1)
    rows = [_quick(firm, year, month) for firm in firms for month in months]
    last = [_quick(firm, year, months[-1]) for firm in firms]
    income = sum(_total(row) for row in rows) // 10
    staff = sum(row["r01"] for row in last)
    energy = round(income / between(area, 1, 7.5, 12))
    above = sum(firm.is_above_size for firm in firms) + 6
    since = year - START

    def some(number: int, low: float, high: float) -> int:
        return round(between(area, number, low, high))

    def share(number: int, low: float, high: float) -> int:
        # No quarter is quite like the one before it.
        drift = between(area + 13 * (year * 4 + quarter), number, 0.8, 1.2)
        return round(income * min(high, drift * between(area, number, low, high)))

    budget, bought, wanted = share(2, 0.08, 0.15), share(3, 0.4, 0.6), some(4, 40, 90)
    return {
        "r101": area, "r102": staff, "r103": 40 + some(5, 0, 30) + len(firms) + since * 5,
        "r104": above, "r105": 1 + some(6, 0, 4) + quarter, "r201": income,
        "r202": share(7, 0.48, 0.82), "r203": share(8, 0.19, 0.3), "r204": round(income * 0.9),
        "r205": sum(row["r30"] for row in rows) // 10, "r206": round(income * 0.18),
        "r207": share(9, 0.05, 0.17), "r208": some(10, 0, 1.4), "r209": some(11, 0, 3), "r210": some(12, 0, 5),
        "r301": sum(row["r155"] for row in rows) // 10, "r302": sum(row["r03"] for row in last),
        "r303": round(staff * between(area, 13, 0.18, 0.5)), "r304": some(14, 0, 7) + since,
        "r305": sum(row["r90"] for row in rows) // 10, "r306": some(15, 0, 2.4), "r307": some(16, 1, 6),
        "r401": 5 + some(17, 0, 9) + sum(firm.is_high_tech for firm in firms) + since * some(18, 0, 3),
        "r402": some(19, 9, 34) + 2 * since, "r403": some(20, 0, 5) + since, "r404": some(21, 0, 2.4),
        "r405": some(22, 0, 3), "r406": some(23, 1, 8) + since, "r407": some(24, 0.35 * above, 0.95 * above),
        "r408": some(25, 0, 4), "r409": bought, "r410": round(bought * between(area, 26, 0.25, 0.7)),
        "r501": quarter + some(27, 0, 7), "r502": some(28, 0, 3), "r503": share(29, 0.01, 0.05),
        "r504": some(30, 2, 11), "r505": some(31, 3, 16), "r506": 40 * quarter + some(32, 500, 2400),
        "r507": quarter + some(33, 4, 26), "r508": quarter * some(34, 300, 1800),
        "r601": budget, "r602": round(budget * between(area, 35, 0.06, 0.22)), "r603": some(36, 80, 600) * 100,
        "r604": some(37, 60, 480) * 10, "r605": wanted, "r606": round(wanted * between(area, 38, 0.55, 1)),
        "r607": some(39, 0, 45), "r608": energy, "r609": round(energy * between(area, 40, 1.8, 2.5)),
        "r610": some(41, 6, 24), "r611": some(42, 4, 19),
    }  # fmt: skip


def between(seed: int, number: int, low: float, high: float) -> float:
    """Return a figure between two that looks irregular and is the same on every run.

    >>> 2 <= between(400, 7, 2, 3) <= 3
    True
    """
    return low + (high - low) * ((seed * 7907 + number * 104729) % 997) / 996


def _total(row: Mapping[str, int]) -> int:
    return sum(row[code] for code in ("r14", "r22", "r82", "r29"))


def _with_prior(now: Mapping[str, int], before: Mapping[str, int]) -> Values:
    values: Values = {code: str(value) for code, value in now.items()}
    values |= {f"{code}__ly": str(value) for code, value in before.items()}
    return values
