"""Z五(三) 先导区评价体系、第三方评估: why this score, what other weights would make of it, and the same score again."""

import io
import json
import re
import subprocess
import sys
import zipfile
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluate import world as factory
from tests.spec.marks import row
from xiandao.evaluate.methods.scheme_book import shipped
from xiandao.evaluate.methods.sealing import DECIMALS

INNOVATION_ALONE = ["100", "50", "25", "25", "0", "33", "33", "33"]
COMMAND = "xiandao evaluate run"


@pytest.fixture
def world(db, settings, tmp_path):
    settings.XIANDAO_LAKE = tmp_path / "lake"
    return factory.build()


@pytest.fixture
def edition(world, monkeypatch):
    """An edition computed as the shipped scheme computes, with rank intervals over the choices it varies."""
    (told,) = shipped()
    world.scheme = factory.scheme(world, version="2026修订", recipe=dict(told.recipe))
    return factory.assessed(world, monkeypatch)


def browser(account):
    client = Client()
    client.force_login(account)
    return client


def text(response):
    return response.content.decode()


def table(page, mark):
    """The cells of each row of the table that follows a mark in a page."""
    body = page[page.index(mark) :]
    body = body[body.index("<tbody") : body.index("</tbody")]
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S)
        ]
        for line in re.findall(r"<tr.*?</tr>", body, re.S)
    ]


def sandbox(client, edition, weights=()):
    """By zone: the official score, rank and band, and what the weights would make of rank and band."""
    page = text(client.get(reverse("eva_sandbox"), {"assessment": edition.pk, "w": list(weights)}))
    rows = table(page, 'id="outcome"')
    return {one[0]: (tuple(one[1:4]), (one[5], one[7])) for one in rows}


def kept(edition):
    """All that is official of an edition."""
    edition.refresh_from_db()
    rows = edition.standings.order_by("rank").values_list(
        "organisation__code", "score", "rank", "rank_low", "rank_high", "band", "grade"
    )
    return json.dumps(edition.result), edition.result_hash, edition.snapshot_hash, list(rows)


@row("Z62")
def test_the_waterfall_adds_to_the_score_and_other_weights_move_the_band_and_nothing_official(
    world, edition, monkeypatch
):
    from xiandao.evaluate.commands import assessments
    from xiandao.terms.error import XiandaoError

    client = browser(world.analyst)
    for standing in edition.standings.select_related("organisation"):
        zone = standing.organisation
        page = text(client.get(reverse("eva_zone", args=[edition.pk, zone.code])))
        assert "为什么是这个分" in page
        assert f"<b>{standing.score:.1f}</b>" in page
        first, *steps, last = table(page, 'id="chart-waterfall-table"')
        total = float(first[1]) + sum(float(one[3]) for one in steps)
        assert [one[0] for one in steps] == ["创新能力", "产业培育"]
        assert float(last[2]) == pytest.approx(standing.score, abs=0.006)
        assert total == pytest.approx(standing.score, abs=0.02)

    official, ranking = (
        kept(edition),
        text(client.get(reverse("eva_ranking"))).split('class="lead"')[1],
    )
    before = sandbox(client, edition)
    after = sandbox(client, edition, INNOVATION_ALONE)
    assert {name: one[0] for name, one in after.items()} == {
        name: one[0] for name, one in before.items()
    }
    assert [name for name, one in after.items() if one[1][0] != before[name][1][0]] != []
    assert [name for name, one in after.items() if one[1][1] != before[name][1][1]] != []
    save = reverse("eva_sandbox_save", args=[edition.pk])
    assert client.post(save, {"name": "只看创新", "w": INNOVATION_ALONE}).status_code == 302
    assert kept(edition) == official
    assert text(client.get(reverse("eva_ranking"))).split('class="lead"')[1] == ranking

    # A later version of the scheme and a later edition leave the earlier one what it was.
    world.scheme = factory.scheme(world, version="2027修订")
    later = factory.frozen(world, monkeypatch, figures=tuple(reversed(factory.FIGURES)))
    assessments.publish(assessment=later, by=world.leader)
    assert later.supersedes == edition
    assert later.result_hash != edition.result_hash
    assert kept(edition) == official
    page = text(client.get(reverse("eva_assessment", args=[edition.pk])))
    assert "2026修订" in page
    assert "2027修订" not in page
    edition.result["scores"] = []
    with pytest.raises(XiandaoError) as refused:
        edition.save()
    assert refused.value.code == "EVA-501"


@row(
    "Z62",
    part="the four heads of the shipped scheme are those of the paper, each weight with its clause",
)
def test_the_shipped_scheme_has_the_four_heads_of_the_paper(db, shared, settings, tmp_path):
    from xiandao.evaluate.commands import schemes

    settings.XIANDAO_LAKE = tmp_path / "lake"
    world = factory.build()
    (scheme,) = schemes.plant(organisation=world.bureau, by=world.analyst)
    schemes.approve(scheme=scheme, valid_from=scheme.valid_from, by=world.leader)
    paper = (shared / "policies" / "zhejiang.txt").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"加快制定以(.+?)为关键指标的未来产业先导区建设评价体系", paper)
    (root,) = [one for one in scheme.nodes if not one.get("parent")]
    heads = [one for one in scheme.nodes if one.get("parent") == root["code"]]
    assert [one["name"] for one in heads] == sentence.split("、")
    assert [
        one["code"] for one in scheme.nodes if one.get("parent") and not one.get("clause")
    ] == []
    page = text(browser(world.analyst).get(reverse("eva_scheme", args=[scheme.pk])))
    for one in scheme.nodes:
        assert one is root or one["name"] in page


@row("Z63")
def test_a_third_party_declares_opens_the_frozen_snapshot_and_reproduces_the_score(
    world, edition, tmp_path
):
    keeper, evaluator = browser(world.analyst), browser(world.evaluator)
    address = reverse("eva_assessment", args=[edition.pk])
    sent = {"act": "assign", "evaluator": world.evaluator.pk, "due_on": "2099-12-31"}
    assert keeper.post(address, sent).status_code == 302
    given = edition.commissions.get()
    page, room = (
        reverse("eva_commission", args=[given.pk]),
        reverse("eva_commission_room", args=[given.pk]),
    )

    # The form on interests comes first: nothing of the figures is there before it.
    asked = text(evaluator.get(page))
    assert "利益关系声明" in asked
    assert edition.result_hash not in asked
    assert evaluator.get(room).status_code == 404
    declared = {"act": "declare", "interest": "no", "words": "与被评单位无利益关系"}
    assert evaluator.post(page, declared).status_code == 302

    with zipfile.ZipFile(io.BytesIO(evaluator.get(room).content)) as archive:
        archive.extractall(tmp_path)
    line = next(
        one.split()
        for one in (tmp_path / "README.txt").read_text(encoding="utf-8").splitlines()
        if one.strip().startswith(COMMAND)
    )
    done = subprocess.run(
        [sys.executable, "-m", *line], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert edition.result_hash in done.stdout
    scores = {
        cells[0]: float(cells[1])
        for cells in _csv(tmp_path / "out" / "aggregated.csv", "ZONE_INDEX")
    }
    official = dict(edition.standings.values_list("organisation__code", "score"))
    assert scores.keys() == official.keys()
    assert {unit: round(score, DECIMALS) for unit, score in scores.items()} == official

    own = {"act": "reproduce", "own_hash": edition.result_hash}
    assert evaluator.post(page, own).status_code == 302
    assert evaluator.post(page, {"act": "report", "words": "复算一致，权重可靠"}).status_code == 302
    told = text(keeper.get(address))
    for words in ("与被评单位无利益关系", "一致", "复算一致，权重可靠"):
        assert words in told


def _csv(path, column):
    """The unit and one column of a file."""
    head, *lines = (line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines())
    at = head.index(column)
    return [(cells[0], cells[at]) for cells in lines]


@row("Z63", part="who has an interest in a zone withdraws and never sees the figures")
def test_an_evaluator_with_an_interest_withdraws(world, edition):
    from xiandao.evaluate.commands import commissions

    given = commissions.assign(assessment=edition, evaluator=world.evaluator, by=world.analyst)
    client, page = browser(world.evaluator), reverse("eva_commission", args=[given.pk])
    client.post(page, {"act": "declare", "interest": "yes", "words": "曾任第1先导区顾问"})
    assert "已回避" in text(client.get(page))
    assert client.get(reverse("eva_commission_room", args=[given.pk])).status_code == 404
    assert client.post(page, {"act": "reproduce"}).status_code in {404, 409}
