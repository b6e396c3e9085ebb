"""Only what statistics have published is offered beside a target."""

from types import SimpleNamespace

import pytest

from xiandao.evaluate.queries.published_series import named, published_series

METRIC, UNIT = "FUTURE_REVENUE", "亿元"


def released(world, period, value, *, state="published", conf="F", unit=UNIT):
    from django.utils import timezone

    from xiandao.statistics.models import Release

    told = timezone.now() if state == "published" else None
    return Release.objects.create(
        title=f"{period}营业收入", indicator=METRIC, period=period, rows="region", columns="", unit=unit,
        method="suppress", cells=[{"at": ["_T"], "value": value, "obs": "A", "conf": conf}],
        pattern_hash="0" * 64, inputs_hash="0" * 64, state=state, organisation=world.top,
        made_by=world.analyst, published_at=told,
    )  # fmt: skip


@pytest.fixture
def province(world):
    released(world, "2026Q1", 10.0)
    released(world, "2026Q2", 12.5)
    return world


def test_the_series_is_that_of_the_published_totals(province):
    found = published_series(province.analyst, METRIC, UNIT)
    assert [one.value for one in found.seen] == [10.0, 12.5]


def test_an_indicator_is_found_by_its_name_too(province):
    assert named(named(METRIC).name).code == METRIC
    assert published_series(province.analyst, named(METRIC).name, UNIT) is not None


@pytest.mark.parametrize(
    "other",
    [{"state": "draft"}, {"state": "withdrawn"}, {"conf": "N"}, {"unit": "万元"}],
    ids=["draft", "withdrawn", "hidden", "another unit"],
)
def test_a_table_that_is_no_publication_gives_nothing(province, other):
    released(province, "2026Q3", 99.0, **other)
    assert [one.value for one in published_series(province.analyst, METRIC, UNIT).seen] == [
        10.0,
        12.5,
    ]


def test_who_may_not_read_statistics_is_offered_nothing(province):
    nobody = SimpleNamespace(reach={}, may_somewhere=lambda permission: False)
    assert published_series(nobody, METRIC, UNIT) is None


def test_a_figure_that_no_indicator_is_called_by_has_no_series(province):
    assert published_series(province.analyst, "未来产业先导区", "个") is None
