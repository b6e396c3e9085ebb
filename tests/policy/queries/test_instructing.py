"""To whom a leader can write."""

from tests.policy.ledgers import LONG_AGO
from xiandao.policy.queries.instructing import addressees
from xiandao.registry.models import Account, Grant


def test_the_lead_stands_first_then_who_takes_part(world):
    leader = Account.objects.create(username="governor", organisation=world.province)
    Grant.objects.create(
        account=leader, role="leader", organisation=world.province, valid_from=LONG_AGO
    )
    assert addressees(leader, world.items[0]) == [world.kjt, world.fgw]
    assert addressees(world.viewer, world.items[0]) == []
