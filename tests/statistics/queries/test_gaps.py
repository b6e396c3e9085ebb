"""Who is late with a return, and which estimates stand in."""

from datetime import date

from tests.statistics import world as factory
from xiandao.statistics.models import Estimate
from xiandao.statistics.queries import gaps


def test_only_what_is_due_and_not_approved_is_late(world, quick):
    factory.write(factory.filing_of(quick, world.ent_1), "approved")
    factory.write(factory.filing_of(quick, world.ent_2), "void")
    factory.write(factory.filing_of(quick, world.ent_3), "city")
    factory.write(factory.filing_of(quick, world.ent_4), "draft", due_on=date(2026, 12, 9))
    after = date(2026, 11, 28)
    names = {row.organisation for row in gaps.late(quick, after)}
    assert names == {world.ent_3, world.ent_5, world.ent_6}
    found = gaps.gap(quick, after)
    assert (found.units, found.unfiled, found.under_review) == (3, 2, 1)


def test_the_last_day_is_still_in_time(world, quick):
    assert not gaps.is_over(quick, quick.due_on)
    assert gaps.is_over(quick, date(2026, 11, 28))


def test_estimates_of_approved_returns_no_longer_stand(world, quick):
    for unit, method in ((world.ent_1, "forward"), (world.ent_2, "median")):
        filing = factory.filing_of(quick, unit)
        for item in ("r01", "r13"):
            Estimate.objects.create(filing=filing, item=item, value=1, method=method)
    factory.write(factory.filing_of(quick, world.ent_1), "approved")
    found = gaps.standing(quick)
    assert (found.units, found.values, dict(found.methods)) == (1, 2, {"median": 2})
