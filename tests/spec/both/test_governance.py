"""X01: what a county has not handed in yet is nobody else's business, and what leaves the site leaves a trace."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tests.project.foreign import SECRET, TEXT, body, everything_in, person
from tests.spec.marks import row
from xiandao.policy.commands import papers, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def counties(settings, tmp_path):
    """Two counties of one city; the first has a draft paper, and a draft report on a matter both take part in."""
    from xiandao.policy.models import Party

    settings.XIANDAO_DOCUMENTS = tmp_path
    province = body("99", "示范省人民政府", "province", "000001")
    city = body("9901", "澜州市", "city", "000001000001", province)
    first = body("990101", "云溪县", "county", "000001000001000001", city)
    second = body("990102", "石门县", "county", "000001000001000002", city)
    clerk, peer = (
        person("clerk", "云溪经办", first, "analyst"),
        person("peer", "石门经办", second, "analyst"),
    )
    keeper = person("keeper", "市级经办", city, "analyst")
    draft = taken_in(SECRET, first, clerk)
    shared = taken_in("全市", city, keeper)
    proposals.confirm_many(
        paper=shared, proposals=list(shared.proposals.values_list("pk", flat=True)), by=keeper
    )
    papers.activate(paper=shared, by=keeper)
    item = shared.items.order_by("number").first()
    for order, county in enumerate((first, second), 1):
        Party.objects.create(item=item, organisation=county, name=county.name, order=order + 5)
    audit = person("audit", "审计员", province, "audit_admin")
    return SimpleNamespace(
        **{name: value for name, value in locals().items() if name != "settings"}
    )


def taken_in(mark, keeper, clerk):
    text = TEXT.format(mark=mark, number=1, body=keeper.name)
    return papers.add(
        data=text.encode(), filename="意见.txt", kept_by=papers.KeptBy(keeper), by=clerk
    )


def browser(account):
    client = Client()
    client.force_login(account)
    return client


def doors(counties):
    """Every address at which a draft paper or a draft report could come to light."""
    draft, item = counties.draft, counties.item
    yield from (
        reverse(name)
        for name in ("overview", "library", "ledger", "ledger_export", "targets", "deadlines")
    )
    yield from (
        reverse(name, args=[draft.pk]) for name in ("reading", "proposal_add", "party_match")
    )
    yield reverse("proposal", args=[draft.proposals.first().pk])
    yield reverse("document", args=[draft.source_id])
    yield reverse("item", args=[item.pk])
    yield reverse("ledger_cell", args=[item.pk])
    yield f"{reverse('overview')}?paper={draft.pk}"
    yield f"{reverse('paper_compare')}?a={draft.pk}&b={counties.shared.pk}"
    yield f"{reverse('search')}?q={SECRET[:-1]}"
    yield f"{reverse('ledger')}?q={SECRET[:-1]}"


@row("X01")
def test_a_county_sees_nothing_of_a_peers_draft_and_the_audit_shows_who_took_a_file_out(counties):
    clerk, peer = browser(counties.clerk), browser(counties.peer)
    said = {"words": f"{SECRET}还没有报出", "draft": "1", "version": "0", "period": "2026Q3"}
    assert clerk.post(reverse("ledger_cell", args=[counties.item.pk]), said).status_code == 200
    own = "".join(everything_in(clerk.get(door)) for door in doors(counties))
    assert own.count(SECRET) > 20
    assert "还没有报出" in own
    for door in doors(counties):
        told = everything_in(peer.get(door))
        assert SECRET not in told, door
        assert "还没有报出" not in told, door
    taken_out = clerk.get(reverse("ledger_export"), {"paper": counties.shared.pk})
    assert taken_out.content[:2] == b"PK"
    trail = browser(counties.audit).get(reverse("audit"), {"q": "导出"})
    shown = [
        (event.account, event.organisation, event.succeeded) for event in trail.context["grid"].rows
    ]
    assert (counties.clerk, counties.first, True) in shown
    assert "任务台账" in trail.content.decode()
    assert "clerk" in trail.content.decode()
    assert (
        "审计链完好"
        in browser(counties.audit).post(reverse("audit_verify"), follow=True).content.decode()
    )


@row("X01", part="the paper and its file open to those below once it is in force, never to a peer")
def test_a_paper_in_force_opens_to_those_below_its_keeper_only(counties):
    peer = browser(counties.peer)
    assert "全市示范意见" in everything_in(
        peer.get(reverse("document", args=[counties.shared.source_id]))
    )
    proposals.confirm_many(
        paper=counties.draft,
        proposals=list(counties.draft.proposals.values_list("pk", flat=True)),
        by=counties.clerk,
    )
    papers.activate(paper=counties.draft, by=counties.clerk)
    assert peer.get(reverse("document", args=[counties.draft.source_id])).status_code == 403
    assert peer.get(reverse("reading", args=[counties.draft.pk])).status_code == 404
