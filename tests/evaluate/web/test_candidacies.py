"""培育申报: a candidate begins here and alone sees its draft; two that may be seen stand side by side."""

import pytest
from django.urls import reverse

from tests.evaluate import candidates
from xiandao.evaluate.models import Candidacy


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Documents of one test are not those of another."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"


def text(response):
    return response.content.decode()


def test_a_zone_begins_and_lands_on_its_gaps(world, sign_in):
    client = sign_in(world.zone_reporter)
    assert "还没有申报" in text(client.get(reverse("eva_candidacies")))
    sent = {"title": "澜州市量子科技未来产业先导区", "field": "量子科技"}
    page = text(client.post(reverse("eva_candidacies"), sent, follow=True))
    assert "缺项清单" in page
    assert "尚不成熟" in page
    assert Candidacy.objects.get().organisation == world.zone_1


def test_a_form_without_a_name_comes_back_with_what_was_written(world, sign_in):
    client = sign_in(world.zone_reporter)
    response = client.post(reverse("eva_candidacies"), {"title": " ", "field": "深海"})
    assert response.status_code == 422
    assert 'value="深海"' in text(response)


def test_who_cannot_be_a_candidate_finds_no_form_and_is_refused(world, sign_in):
    client = sign_in(world.analyst)
    assert "开始自评" not in text(client.get(reverse("eva_candidacies")))
    assert client.post(reverse("eva_candidacies"), {"title": "x"}).status_code == 403


def test_the_province_lists_what_was_handed_in_and_no_draft(world, sign_in):
    candidates.submitted(world)
    candidates.opened(world, by=world.city_officer, at=world.city_a)
    page = text(sign_in(world.analyst).get(reverse("eva_candidacies")))
    assert page.count("量子科技未来产业先导区</a>") == 1
    assert "成熟" in page


def test_two_stand_side_by_side_and_foreign_ones_are_not_found(world, sign_in):
    one, two = candidates.submitted(world), candidates.submitted(world, title="另一个先导区")
    address = f"{reverse('eva_candidacies_compare')}?candidacy={one.pk}&candidacy={two.pk}"
    page = text(sign_in(world.analyst).get(address))
    assert "逐项比较" in page
    assert "国家级、省级研发机构（加权）" in page
    assert sign_in(world.other_reporter).get(address).status_code == 404
    alone = sign_in(world.analyst).get(f"{reverse('eva_candidacies_compare')}?candidacy={one.pk}")
    assert "请选择两个不同的申报" in text(alone)
