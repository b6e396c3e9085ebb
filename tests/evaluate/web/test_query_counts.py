"""Pages of an edition ask the database as often for six zones as for three, and not often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evaluate import world as factory

PAGES = (
    "/evaluate/?assessment={pk}",
    "/evaluate/{pk}/zones/Z-1",
    "/evaluate/{pk}/zones/Z-1?show=reach&show=sway&show=trial",
    "/evaluate/{pk}/zones/Z-1/brief",
    "/evaluate/compare?assessment={pk}&zones=Z-1,Z-2",
    "/evaluate/assessments/{pk}",
)
MOST = 40


def asked(client, address):
    """How often the second look at a page asks the database."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.parametrize("page", PAGES)
def test_more_zones_are_not_more_queries(world, monkeypatch, sign_in, page):
    client = sign_in(world.analyst)
    few = factory.assessed(world, monkeypatch, zones=3)
    before = asked(client, page.format(pk=few.pk))
    few.delete()
    many = factory.assessed(world, monkeypatch)
    after = asked(client, page.format(pk=many.pk))
    assert after <= before <= MOST
