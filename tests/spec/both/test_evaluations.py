"""X01 for evaluations: what waits is nobody's business, another zone's score neither, and what leaves leaves a trace."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluate import world as factory
from tests.project.foreign import everything_in, person
from tests.spec.marks import row
from xiandao.evaluate.commands import assessments, commissions


@pytest.fixture
def world(db, settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    return factory.build()


def browser(account):
    client = Client()
    client.force_login(account)
    return client


def doors(edition):
    """Every address at which scores of an edition could come to light."""
    for name in ("eva_ranking", "eva_sandbox", "eva_compare"):
        yield f"{reverse(name)}?assessment={edition.pk}"
    yield f"{reverse('eva_ranking')}?assessment={edition.pk}&export=ranking"
    yield f"{reverse('eva_sandbox')}?assessment={edition.pk}&export=trial"
    yield f"{reverse('eva_compare')}?assessment={edition.pk}&zones=Z-1,Z-2,Z-3,Z-4&export=compare"
    for code in ("Z-1", "Z-2"):
        yield reverse("eva_zone", args=[edition.pk, code])
        yield f"{reverse('eva_zone', args=[edition.pk, code])}?show=reach&show=sway&show=trial"
        yield reverse("eva_brief", args=[edition.pk, code])
    yield from (
        reverse(name, args=[edition.pk]) for name in ("eva_assessment", "eva_assessment_room")
    )
    yield from (reverse(name) for name in ("eva_assessments", "eva_public", "inbox"))


def told(edition):
    """The scores of each zone as pages and files write them."""
    return {
        one.organisation.code: {f"{one.score:.{digits}f}" for digits in (1, 2, 6)}
        for one in edition.standings.select_related("organisation")
    }


@pytest.mark.slow
@row(
    "X01",
    part="an edition that waits is its keepers' alone, and of a published one a zone sees its own score",
)
def test_a_waiting_edition_is_its_keepers_and_a_score_is_the_zones_own(world, monkeypatch):
    edition = factory.frozen(world, monkeypatch)
    scores = told(edition)
    keeper = "".join(everything_in(browser(world.analyst).get(door)) for door in doors(edition))
    assert all(scores[code] & set_in(keeper, scores[code]) for code in scores)
    outsiders = (world.zone_reporter, world.other_reporter, world.city_officer, world.viewer)
    for account in (*outsiders, world.evaluator):
        client = browser(account)
        for door in doors(edition):
            page = everything_in(client.get(door))
            assert not any(set_in(page, scores[code]) for code in scores), (account.username, door)
    assessments.publish(assessment=edition, by=world.leader)
    client = browser(world.zone_reporter)
    seen = {door: everything_in(client.get(door)) for door in doors(edition)}
    assert set_in("".join(seen.values()), scores["Z-1"])
    for door, page in seen.items():
        assert not any(set_in(page, scores[f"Z-{one}"]) for one in range(2, 7)), door


def set_in(text, words):
    """The words that stand in a text."""
    return {word for word in words if word in text}


@row("X01", part="the audit shows who took the ranking and the frozen figures of an edition out")
def test_the_audit_shows_who_took_a_ranking_and_a_data_room_out(world, monkeypatch):
    edition = factory.assessed(world, monkeypatch)
    given = commissions.assign(assessment=edition, evaluator=world.evaluator, by=world.analyst)
    commissions.declare(
        commission=given, has_interest=False, words="无", place=world.evaluator, by=world.evaluator
    )
    taken = f"{reverse('eva_ranking')}?assessment={edition.pk}&export=ranking"
    assert browser(world.leader).get(taken).content[:2] == b"PK"
    room = reverse("eva_commission_room", args=[given.pk])
    assert browser(world.evaluator).get(room).content[:2] == b"PK"
    audit = browser(person("audit", "审计员", world.top, "audit_admin"))
    shown = {
        event.account.username: event.succeeded
        for event in audit.get(reverse("audit"), {"q": "导出"}).context["grid"].rows
    }
    assert shown == {"leader": True, "evaluator": True}
