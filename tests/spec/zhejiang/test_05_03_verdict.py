"""Z五(三) 先导区评价: what people decide beside the score is kept beside it, with reason and clause, and is computed again."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluate import world as factory
from tests.evaluate.queries.test_verdicts import CAPPED, frozen
from tests.spec.marks import row
from xiandao.evaluate.commands import assessments
from xiandao.evaluate.methods.edition import reproduced
from xiandao.evaluate.models import Assessment
from xiandao.evaluate.queries import verdicts


@pytest.fixture
def world(db, settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    return factory.build()


def browser(account):
    client = Client()
    client.force_login(account)
    return client


@row("Z62", part="a manual score and a veto stand beside the score with reason and clause")
def test_a_manual_score_and_a_veto_stand_beside_the_score_and_a_second_person_publishes_them(
    world, monkeypatch
):
    made = frozen(world, monkeypatch, CAPPED)
    page = reverse("eva_assessment", args=[made.pk])
    given = {
        "act": "manual", "unit": world.zone_4.pk, "score": "97", "reason": "现场核查", "clause": "办法第八条",
    }  # fmt: skip
    analyst, leader = browser(world.analyst), browser(world.leader)
    assert analyst.post(page, given).status_code == 302
    assert analyst.post(page, {"act": "publish"}).status_code == 403
    shown = leader.get(page).content.decode()
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    assert leader.post(page, {"act": "publish", "seen": seen}).status_code == 302
    edition = Assessment.objects.get(pk=made.pk)
    assert reproduced(edition.snapshot) == edition.result_hash == made.result_hash
    assert verdicts.is_reproduced(edition)
    ranking = browser(world.viewer).get(reverse("eva_ranking")).content.decode()
    for words in ("97.00", "现场核查（办法第八条）", "最高定为C等（办法第十二条）"):
        assert words in ranking
    own = browser(world.zone_reporter).get(reverse("eva_ranking")).content.decode()
    assert "现场核查" not in own
    assert edition.state == assessments.AssessmentState.PUBLISHED
