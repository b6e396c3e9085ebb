"""Z五(二) 成熟一个、培育一个、建设一个: what a candidate lacks, before it applies."""

from html import unescape

import pytest
from django.urls import reverse

from tests.evaluate import candidates
from tests.evaluate import world as factory
from tests.spec.marks import row


@pytest.fixture
def world(db, settings, tmp_path):
    """A province with zones, and a place of its own for documents and figures."""
    settings.XIANDAO_DOCUMENTS, settings.XIANDAO_LAKE = tmp_path / "documents", tmp_path / "lake"
    return factory.build()


def reads(client, account, made):
    client.force_login(account)
    return unescape(client.get(reverse("eva_candidacy", args=[made.pk])).content.decode())


@row("Z59")
def test_a_candidate_sees_its_gaps_on_the_four_conditions_before_it_applies_and_then_goes_its_way(world, client):  # fmt: skip
    zone, city, province = world.zone_reporter, world.city_officer, world.analyst
    made = candidates.opened(world)
    candidates.fill(made, "plan", 1, by=zone)

    # Before applying: readiness on each condition, every gap with what closing it adds, evidence counts.
    page = reads(client, zone, made)
    for name in ("创新资源丰富", "发展基础良好", "产业方向明确", "体制机制创新"):
        assert name in page
    assert "尚不成熟" in page
    assert "补齐发展规划或实施方案的佐证材料" in page
    assert "成熟度+10.0个百分点" in page
    assert "若补齐前 2 项，成熟度 0% → <b>20%</b>" in page
    client.force_login(province)
    assert client.get(reverse("eva_candidacy", args=[made.pk])).status_code == 404

    # Gaps closed with papers: ready, handed in, reviewed by the city, accepted by the province.
    made.claims.all().delete()
    candidates.fill_all(made, by=zone)
    page = reads(client, zone, made)
    assert "四项条件全部满足" in page
    told = {"version": made.version, "act": "submit"}
    client.post(reverse("eva_candidacy", args=[made.pk]), told)
    for account, act in ((city, "review"), (province, "accept")):
        made.refresh_from_db()
        assert "成熟度 100%" in reads(client, account, made)
        told = {"version": made.version, "act": act, "words": "同意"}
        client.post(reverse("eva_candidacy", args=[made.pk]), told)
    made.refresh_from_db()
    assert made.state == "accepted"
    assert "已受理" in reads(client, zone, made)
