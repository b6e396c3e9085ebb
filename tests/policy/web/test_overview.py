"""政策兑现总览 as people open it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.policy.ledgers import many
from xiandao.registry.models import Account, Grant


@pytest.fixture
def home(world, sign_in):
    """Open the first screen as somebody and return its text."""

    def open_as(account, query: str = "") -> str:
        answer = sign_in(account).get(f"{reverse('overview')}{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return open_as


def test_every_number_of_the_sentence_is_a_link(world, home):
    sentence = re.search(
        r'<div class="lead">\s*<p>(.*?)</p>', home(world.analyst), re.DOTALL
    ).group(1)
    # The date and the year of the target are words, not counts.
    spoken = re.sub(
        r"\d{4}年(?:\d+月\d+日|目标)", "", re.sub(r"<a .*?</a>", "", sentence, flags=re.DOTALL)
    )
    assert re.search(r"\d", re.sub(r"<[^>]+>", "", spoken)) is None
    assert sentence.count("<a ") >= 3


def test_the_figure_is_marked_in_its_own_sentence(world, home):
    assert "<mark>" in home(world.analyst)
    assert "30个左右" in home(world.analyst)


def test_an_inferred_lead_says_so(world, home):
    item = world.items[0]
    item.lead_inferred = True
    item.save()
    assert "牵头（推定）" in home(world.analyst, f"?item={item.pk}")


def test_a_paper_that_is_only_read_says_what_waits_for_confirmation(world, home):
    world.paper.items.all().delete()
    world.paper.state = "reading"
    world.paper.save()
    page = home(world.analyst)
    assert "已读出目标" in page


def test_without_any_paper_the_page_says_what_to_do_first(world, home):
    world.paper.items.all().delete()
    world.paper.delete()
    assert reverse("paper_add") in home(world.analyst)
    assert "请联系省级分析员录入" in home(world.officer)


@pytest.mark.parametrize("query", ["?paper=999", "?paper=0"])
def test_a_paper_that_is_not_to_be_seen_is_not_found(world, sign_in, query):
    assert sign_in(world.analyst).get(f"{reverse('overview')}{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?paper=x", "?clause=-1", "?item=99999999999999999999", "?clause=１", "?item="]
)
def test_odd_addresses_show_the_usual_page(world, home, query):
    assert 'class="lead"' in home(world.analyst, query)


def test_a_stranger_sees_neither_paper_nor_clause(world, sign_in):
    page = sign_in(world.stranger).get(reverse("overview")).content.decode()
    assert world.paper.title not in page
    answer = sign_in(world.stranger).get(f"{reverse('overview')}?paper={world.paper.pk}")
    assert answer.status_code == 404


def test_the_whole_screen_takes_at_most_30_queries_however_long_the_ledger(
    world, sign_in, django_assert_max_num_queries
):
    many(world, 300)
    client = sign_in(world.analyst)
    client.get(reverse("overview"))
    with django_assert_max_num_queries(30):
        assert client.get(reverse("overview")).status_code == 200


def test_an_account_without_policy_pages_is_led_to_its_own_pages(world, home):
    keeper = Account.objects.create(
        username="keeper", organisation=world.jxt, must_change_password=False
    )
    Grant.objects.create(
        account=keeper, role="system_admin", organisation=world.jxt, valid_from=date(2020, 1, 1)
    )
    page = home(keeper)
    assert reverse("accounts") in page
    assert "还没有政策文件" not in page


def test_only_those_who_may_change_or_report_are_asked_to(world, home):
    item = world.items[0]
    item.progress.all().delete()
    page = home(world.analyst, f"?item={item.pk}")
    assert "改规则" in page
    assert "去填报" in page
    page = home(world.viewer, f"?item={item.pk}")
    assert "还没有填报" in page
    assert "改规则" not in page
    assert "去填报" not in page
