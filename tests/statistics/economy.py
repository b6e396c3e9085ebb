"""An economy for totals: enterprises in two cities and three industries whose returns are approved, on the world's map."""

from datetime import date
from decimal import Decimal

from tests.statistics import world as factory

INDUSTRIES = ("artificial-intelligence", "hydrogen", "quantum")
# Few enterprises of the third industry in the second city: some cells must be hidden.
SIZES = {("a", 0): 7, ("a", 1): 6, ("a", 2): 5, ("b", 0): 6, ("b", 1): 5, ("b", 2): 2}


def settle(world, period="2026-09", *, form="quick", scale=1, closed=True):
    """Enter enterprises and their approved returns of a period; return the round."""
    firms = enterprises(world)
    return returns(world, firms, period, form=form, scale=scale, closed=closed)


def enterprises(world):
    """Enter the enterprises; what each is worth follows from its number."""
    made = []
    for (city, industry), count in SIZES.items():
        county = world.county_a if city == "a" else world.county_b
        for _ in range(count):
            number = len(made) + 1
            body = factory.body(
                f"S-{number:03}", f"示例企业{number:03}", "enterprise",
                f"{county.path}{number + 100:06}", county, 100 + number, county.region_code,
            )  # fmt: skip
            factory.unit(body, county.region_code, None, INDUSTRIES[industry], "", True, False)
            made.append(body)
    return made


def value_of(number, scale=1):
    """What the enterprise earns: never round, so that a figure in a page can be recognised."""
    return (40_000 + 7_919 * number % 23_003) * scale + number


def returns(world, firms, period, *, form="quick", scale=1, closed=True):
    """Write approved returns of a period."""
    from xiandao.statistics.models import Filing, Round, RoundState

    made = Round.objects.create(
        form=world.forms[form], period=period, organisation=world.top,
        opens_on=date(2026, 10, 1), due_on=date(2026, 10, 20), revision=1,
        state=RoundState.CLOSED if closed else RoundState.OPEN,
    )  # fmt: skip
    Filing.objects.bulk_create(
        [
            Filing(
                round=made, organisation=firm, stage="approved", was_approved=True,
                values=values(number, scale),
            )
            for number, firm in enumerate(firms, 1)
        ]
    )  # fmt: skip
    return made


def values(number, scale=1):
    """Return what an enterprise files."""
    income = value_of(number, scale)
    found = {"r13": income, "r155": income // 9 + number, "r65": income // 11, "r01": 30 + number}
    before = {f"{code}__ly": int(value / 1.08) for code, value in found.items()}
    return {code: str(Decimal(value)) for code, value in (found | before).items()}
