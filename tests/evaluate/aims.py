"""Figures on the ledger of tests/policy/ledgers.py: reports of three quarters, zones on a list."""

from datetime import date

QUARTERS = (
    ("2026Q1", date(2026, 3, 31)),
    ("2026Q2", date(2026, 6, 30)),
    ("2026Q3", date(2026, 9, 30)),
)


def report(world, item, values, *, state="submitted", by=None):
    """Write a value for each of the last quarters."""
    from xiandao.policy.models import Progress

    for (period, end), value in zip(QUARTERS[-len(values) :], values, strict=True):
        Progress.objects.create(
            item=item, organisation=world.kjt, period=period, period_end=end, value=value, state=state,
            words="按计划推进", reported_by=by or world.officer,
        )  # fmt: skip


def count(item, days, stage="认定"):
    """Put records on the list of an item, which from now on counts what was accepted."""
    from xiandao.policy.models import Counted

    item.counting_rule = "accepted"
    item.save()
    for number, day in enumerate(days):
        Counted.objects.create(item=item, name=f"{stage}{number}{day}", stage=stage, counted_on=day)
