"""Tables of different indicators whose rows add up are audited beside each other, before and after they are published."""

import pytest

from tests.statistics import economy
from xiandao.statistics.commands import releases
from xiandao.statistics.models import Filing
from xiandao.terms.error import XiandaoError

SEPTEMBER = "2026-09"


@pytest.fixture
def settled(world):
    """One enterprise makes nearly all of the increase of its city."""
    economy.settle(world, SEPTEMBER)
    for filing in Filing.objects.filter(round__period=SEPTEMBER):
        now = int(filing.values["r13"])
        before = now // 9 if filing.organisation.code == "S-019" else now - 100
        filing.values["r13__ly"] = str(before)
        filing.save()
    return world


def made(world, indicator, **changes):
    wanted = {
        "indicator": indicator, "period": SEPTEMBER, "rows": "city", "columns": "",
        "unit": "万元", "organisation": world.top, "by": world.statistician,
    }  # fmt: skip
    return releases.make(**(wanted | changes))


def published(world, indicator, **changes):
    release = made(world, indicator, **changes)
    return releases.publish(release=release, by=world.second_statistician)


def open_cells(release):
    return {tuple(row["at"]): row for row in release.cells if row["value"] is not None}


def test_growth_is_not_shown_where_it_gives_away_who_made_the_increase(settled):
    shown = open_cells(made(settled, "TOTAL_INCOME"))
    net = open_cells(made(settled, "INCOME_NET_INCREASE"))
    assert shown
    assert ("990200",) not in net
    assert not [at for at, row in shown.items() if "growth" in row and at not in net]


def test_the_net_increase_is_audited_beside_the_totals_of_both_years(settled):
    first = published(settled, "TOTAL_INCOME")
    second = made(settled, "INCOME_NET_INCREASE")
    assert first.pk in second.secret["against"]
    assert made(settled, "PROFIT").secret["against"] == []
    told, net = open_cells(first), open_cells(second)
    assert not [at for at in told if "growth" in told[at] and at not in net]


def test_what_was_made_beside_neither_is_not_published_beside_the_other(settled):
    second = made(settled, "INCOME_NET_INCREASE")
    published(settled, "TOTAL_INCOME")
    with pytest.raises(XiandaoError) as caught:
        releases.publish(release=second, by=settled.second_statistician)
    assert caught.value.code == "STA-423"
