"""Where a figure comes from: the form for everybody, the return for who may read it."""

from tests.evaluate import carbons
from xiandao.evaluate.queries.sources import sources_of
from xiandao.statistics.models import Filing


def test_the_zone_itself_comes_to_its_own_return_and_its_neighbour_does_not(world, assessment):
    carbons.returns(world)
    filing = Filing.objects.get(organisation=world.zone_1)
    mine = sources_of(world.zone_reporter, assessment, world.zone_1)
    assert {(one.filing_key, one.is_own) for one in mine.values()} == {(filing.pk, True)}
    others = sources_of(world.other_reporter, assessment, world.zone_1)
    assert {(one.filing_key, one.is_own) for one in others.values()} == {(None, False)}
    assert set(mine) == set(others) == {row[0] for row in assessment.snapshot["figures"]}


def test_a_form_that_is_not_known_is_told_by_its_code(world, assessment):
    found = sources_of(world.analyst, assessment, world.zone_1)
    assert {(one.title, one.form_key) for one in found.values()} == {("zone-quarter", None)}


def test_questions_do_not_grow_with_the_indicators(
    world, assessment, django_assert_max_num_queries
):
    carbons.returns(world)
    with django_assert_max_num_queries(6):
        sources_of(world.zone_reporter, assessment, world.zone_1)
