"""Quarterly returns of the zones of tests/evaluate/world.py with carbon and value added."""

from datetime import date
from importlib.resources import files

CARBON = (100, 120, 140, 160, 80, 200)
VALUE_ADDED = 100


def returns(world, *, period="2026Q3", stage="approved", purpose="administration", count=6):
    """Write a return of each of the first zones."""
    from xiandao.statistics.models import Filing, FormVersion, Round

    text = files("xiandao.statistics").joinpath("data/forms/zone-quarter.toml").read_text("utf-8")
    form, _new = FormVersion.objects.update_or_create(
        code="zone-quarter", version="2026",
        defaults={
            "title": "先导区季度运行情况", "frequency": "quarter", "subject": "zone", "purpose": purpose,
            "definition": text, "state": "active", "organisation": world.top, "created_by": world.analyst,
        },
    )  # fmt: skip
    made = Round.objects.create(
        form=form, period=period, opens_on=date(2026, 10, 1), due_on=date(2026, 10, 15),
        organisation=world.top, opened_by=world.analyst,
    )  # fmt: skip
    for zone, carbon in zip(world.zones[:count], CARBON, strict=False):
        Filing.objects.create(
            round=made, organisation=zone, stage=stage,
            values={"r609": str(carbon), "r203": str(VALUE_ADDED)},
        )  # fmt: skip
