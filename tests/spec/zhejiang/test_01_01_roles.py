"""Z一(一)(二) 四个“地”: a zone shows a bar of four roles; a click on a part filters its projects and results."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluate import entered
from tests.evaluate import world as factory
from tests.spec.marks import row


@pytest.mark.django_db
@row("Z02")
def test_a_zone_shows_a_bar_of_four_roles_and_a_click_filters_its_projects():
    world = factory.build()
    entered.records(world)
    reporter = Client()
    reporter.force_login(world.zone_reporter)
    page = reporter.get(reverse("eva_roles"), follow=True).content.decode()
    for label in ("策源地", "试验地", "引领地", "集聚地"):
        assert label in page
    # Every part of the bar is a link, as wide as its share of what is entered.
    parts = re.findall(r'<a href="([^"]+part=(\w+))"[^>]*><rect[^>]*width="([\d.]+)%"', page)
    assert {part: float(width) for _url, part, width in parts} == {
        "origin": 50.0,
        "cluster": 25.0,
        "open": 25.0,
    }
    for url, _part, width in parts:
        listed = reporter.get(url).content.decode()
        titles = re.findall(r'/evaluate/records/\d+">', listed)
        assert len(titles) == float(width) / 25
