"""Zones like a zone: the nearest by pillars, with what they share; nothing where there are too few to say."""

from tests.evaluate import world as factory
from xiandao.evaluate.queries.alike import alike


def test_the_nearest_zones_stand_with_their_score_and_in_what_they_differ(assessment):
    found = alike(assessment, "Z-1", count=3)
    assert len(found) == 3
    official = {one.organisation.code: (one.score, one.rank) for one in assessment.standings.all()}
    for one in found:
        assert one.code != "Z-1"
        assert (round(one.score, 10), one.rank) == official[one.code]
        assert {*one.like, *one.higher, *one.lower} <= {"创新能力", "产业培育"}
        assert not set(one.higher) & set(one.lower)


def test_pillars_are_named_in_the_readers_language(assessment):
    from django.utils.translation import override

    with override("en"):
        words = {word for one in alike(assessment, "Z-1") for word in one.like}
    chinese = {word for one in alike(assessment, "Z-1") for word in one.like}
    assert len(words) == len(chinese)


def test_two_zones_are_too_few_to_say_who_is_alike(world, monkeypatch):
    made = factory.frozen(world, monkeypatch, zones=2)
    assert len(alike(made, "Z-1")) <= 1
