"""One field in its place: designating a lead where the text names none."""

import pytest
from django.urls import reverse

from xiandao.policy.models import Item


@pytest.fixture
def orphan(world):
    """An item whose text names no lead."""
    Item.objects.filter(pk=world.items[0].pk).update(lead=None, lead_name="")
    world.items[0].refresh_from_db()
    return world.items[0]


def choose(client, item, body, **more):
    said = {"version": item.version, "lead": body.pk, **more}
    return client.post(reverse("item_lead", args=[item.pk]), said)


def test_the_first_screen_offers_to_designate_only_to_who_may(world, orphan, sign_in):
    address = reverse("item_lead", args=[orphan.pk])
    page = f"{reverse('overview')}?item={orphan.pk}"
    assert address in sign_in(world.analyst).get(page).content.decode()
    for account in (world.officer, world.viewer):
        assert address not in sign_in(account).get(page).content.decode()


def test_an_item_with_a_lead_does_not_ask_for_one(world, sign_in):
    page = sign_in(world.analyst).get(f"{reverse('overview')}?item={world.items[0].pk}")
    assert reverse("item_lead", args=[world.items[0].pk]) not in page.content.decode()


def test_the_field_comes_alone_into_its_place_and_as_a_page_without_htmx(world, orphan, sign_in):
    client, url = sign_in(world.analyst), reverse("item_lead", args=[orphan.pk])
    field = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "省科技厅" in field
    assert "<html" not in field
    assert "<html" in client.get(url).content.decode()


def test_the_panel_then_shows_the_lead_and_that_a_person_designated_it(world, orphan, sign_in):
    client = sign_in(world.analyst)
    headers = {"HX-Request": "true", "HX-Target": "chosen"}
    said = {"version": orphan.version, "lead": world.kjt.pk, "place": "overview"}
    answer = client.post(reverse("item_lead", args=[orphan.pk]), said, headers=headers, follow=True)
    panel = answer.content.decode()
    assert "<html" not in panel
    assert "省科技厅" in panel
    assert "王工" in panel
    assert "指定，原文未写明" in panel
    orphan.refresh_from_db()
    assert (orphan.lead, orphan.lead_inferred) == (world.kjt, False)


def test_a_lead_of_the_text_is_not_called_designated(world, sign_in):
    page = sign_in(world.analyst).get(reverse("item", args=[world.items[0].pk]))
    assert "指定，原文未写明" not in page.content.decode()


def test_no_choice_and_a_foreign_body_are_refused_beside_the_field(world, orphan, sign_in):
    client = sign_in(world.analyst)
    url = reverse("item_lead", args=[orphan.pk])
    for lead in ("", world.foreign.pk, "x"):
        answer = client.post(url, {"version": orphan.version, "lead": lead})
        assert answer.status_code == 422
        assert answer["HX-Retarget"] == "#lead"
    orphan.refresh_from_db()
    assert orphan.lead is None


def test_a_stale_field_says_that_somebody_was_first(world, orphan, sign_in):
    client = sign_in(world.analyst)
    Item.objects.filter(pk=orphan.pk).update(version=orphan.version + 1)
    answer = choose(client, orphan, world.kjt)
    assert answer.status_code == 409
    assert "已被其他人修改" in answer.content.decode()


def test_others_may_not_designate(world, orphan, sign_in):
    assert choose(sign_in(world.officer), orphan, world.kjt).status_code == 403
    assert choose(sign_in(world.stranger), orphan, world.kjt).status_code == 404
