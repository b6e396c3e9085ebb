"""The path column says exactly what the parents say, whatever was added and moved."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiandao.registry.commands import organisations
from xiandao.registry.commands.planting import plant
from xiandao.registry.models import Organisation
from xiandao.registry.queries.organisations import subtree
from xiandao.terms.error import XiandaoError


def below(top):
    """The subtree by the parents alone."""
    found, waiting = {top.pk}, [top.pk]
    while waiting:
        children = Organisation.objects.filter(parent_id=waiting.pop())
        for pk in children.values_list("pk", flat=True):
            found.add(pk)
            waiting.append(pk)
    return found


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parents=st.lists(st.integers(0, 100), min_size=1, max_size=14),
    moves=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=6),
)
def test_the_range_of_a_path_is_the_tree_below_it(province, parents, moves):
    from django.db import transaction

    with transaction.atomic():
        bodies = [province.top]
        for number, choice in enumerate(parents):
            row = Organisation(code=f"H{number}", name=f"组织{number}", kind="institute")
            parent = Organisation.objects.get(pk=bodies[choice % len(bodies)].pk)
            bodies += plant([row], parent=parent)
        day = date(2026, 1, 1)
        for what, where in moves:
            day += timedelta(days=1)
            # A move below itself or to where it is already changes nothing.
            with suppress(XiandaoError):
                organisations.move(
                    organisation=bodies[what % len(bodies)], parent=bodies[where % len(bodies)],
                    on=day, by=province.system,
                )  # fmt: skip
        for row in Organisation.objects.filter(pk__in=[body.pk for body in bodies]):
            assert set(subtree(row).values_list("pk", flat=True)) == below(row)
        transaction.set_rollback(True)


def test_two_organisations_with_the_same_path_are_refused_by_the_database(province):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(code="Z", name="甲", kind="city", path=province.top.path)
