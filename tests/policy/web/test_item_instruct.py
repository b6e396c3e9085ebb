"""批示 where a leader reads: on the first screen and on the item's page."""

import pytest
from django.urls import reverse

from tests.policy.ledgers import LONG_AGO
from xiandao.casework.models import Case
from xiandao.registry.models import Account, Grant


@pytest.fixture
def leader(world):
    """A leader of the province."""
    account = Account.objects.create(
        username="governor", display_name="领导", organisation=world.province,
        must_change_password=False,
    )  # fmt: skip
    Grant.objects.create(
        account=account, role="leader", organisation=world.province, valid_from=LONG_AGO
    )
    return account


def address(item):
    return reverse("item_instruct", args=[item.pk])


def test_a_leader_finds_the_field_on_the_first_screen_and_on_the_page(world, leader, sign_in):
    item = world.items[0]
    pages = [f"{reverse('overview')}?item={item.pk}", reverse("item", args=[item.pk])]
    for page in pages:
        assert address(item) in sign_in(leader).get(page).content.decode()
        for other in (world.analyst, world.viewer):
            assert address(item) not in sign_in(other).get(page).content.decode()


def test_the_words_open_a_case_and_the_leader_goes_on_reading(world, leader, sign_in):
    client, item = sign_in(leader), world.items[0]
    said = {"words": "请加快推进", "responsible": world.kjt.pk, "place": "overview"}
    answer = client.post(address(item), said)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("overview"))
    case = Case.objects.get()
    assert (case.kind, case.responsible, case.owner) == (
        "policy.instruction", world.kjt, world.province,
    )  # fmt: skip
    page = client.get(reverse("item", args=[item.pk])).content.decode()
    assert reverse("case", args=[case.pk]) in page
    assert "批示件" in page
    todo = sign_in(world.officer).get(reverse("inbox")).content.decode()
    assert "批示：未来产业先导区" in todo


def test_a_second_instruction_on_the_same_matter_is_led_to_the_first(world, leader, sign_in):
    client, item = sign_in(leader), world.items[0]
    said = {"words": "请加快推进", "responsible": world.kjt.pk}
    client.post(address(item), said)
    answer = client.post(address(item), said)
    assert answer.status_code >= 400
    assert "已有办理中的批示件" in answer.content.decode()
    assert Case.objects.count() == 1


def test_empty_words_come_back_open(world, leader, sign_in):
    answer = sign_in(leader).post(
        address(world.items[0]), {"words": "", "responsible": world.kjt.pk}
    )
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_others_may_not(world, sign_in):
    said = {"words": "请加快推进", "responsible": world.kjt.pk}
    for account in (world.analyst, world.officer, world.viewer):
        assert sign_in(account).post(address(world.items[0]), said).status_code == 403
    assert not Case.objects.exists()
