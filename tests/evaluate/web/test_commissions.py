"""委托评估: nothing of the figures before interests are declared; then the result is reproduced bit for bit."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from xiandao.evaluate.commands import assessments, commissions
from xiandao.evaluate.models import Commission, CommissionState
from xiandao.project.cli import run


@pytest.fixture
def commission(world, assessment):
    return commissions.assign(assessment=assessment, evaluator=world.evaluator, by=world.analyst)


def text(response):
    return response.content.decode()


def page_of(commission):
    return reverse("eva_commission", args=[commission.pk])


def declare(client, commission, interest="no"):
    return client.post(
        page_of(commission),
        {"act": "declare", "interest": interest, "words": "与被评单位无利益关系"},
    )


def test_before_interests_are_declared_nothing_of_the_figures_is_there(world, commission, sign_in):
    client = sign_in(world.evaluator)
    page = text(client.get(page_of(commission)))
    assert "请先声明利益关系" in page
    assert commission.assessment.result_hash not in page
    assert "6 个先导区" not in page
    assert client.get(reverse("eva_commission_room", args=[commission.pk])).status_code == 404
    assert client.post(page_of(commission), {"act": "reproduce"}).status_code == 409


def test_a_declaration_wants_an_answer_and_words(world, commission, sign_in):
    client = sign_in(world.evaluator)
    assert client.post(page_of(commission), {"act": "declare", "words": "无"}).status_code == 422
    assert "请写明利益关系" in text(
        client.post(page_of(commission), {"act": "declare", "interest": "no"})
    )
    assert Commission.objects.get().state == CommissionState.ASSIGNED


def test_a_conflict_closes_the_commission(world, commission, sign_in):
    client = sign_in(world.evaluator)
    declare(client, commission, "yes")
    assert "已回避" in text(client.get(page_of(commission)))
    assert client.get(reverse("eva_commission_room", args=[commission.pk])).status_code == 404


def test_the_whole_way_from_declaration_to_opinion(world, commission, sign_in):
    client = sign_in(world.evaluator)
    assert declare(client, commission).status_code == 302
    assert declare(client, commission).status_code == 409
    sent = {"act": "reproduce", "own_hash": "不是摘要"}
    assert "64位十六进制数" in text(client.post(page_of(commission), sent))
    client.post(
        page_of(commission), {"act": "reproduce", "own_hash": commission.assessment.result_hash}
    )
    assert "一致" in text(client.get(page_of(commission)))
    assert (
        client.post(page_of(commission), {"act": "report", "words": "复算一致"}).status_code == 302
    )
    assert client.post(page_of(commission), {"act": "report", "words": "改口"}).status_code == 409
    told = text(
        sign_in(world.analyst).get(reverse("eva_assessment", args=[commission.assessment_id]))
    )
    assert "复算一致" in told
    assert "改口" not in told


def test_an_evaluator_is_told_that_the_edition_was_withdrawn(world, commission, sign_in):
    client = sign_in(world.evaluator)
    declare(client, commission)
    assert "已经撤回" not in client.get(page_of(commission)).content.decode()
    assessments.withdraw(assessment=commission.assessment, reason="更正", by=world.leader)
    assert "已经撤回" in client.get(page_of(commission)).content.decode()


def test_the_commission_of_another_does_not_exist(world, commission, sign_in):
    other = sign_in(world.other_evaluator)
    assert other.get(page_of(commission)).status_code == 404
    assert declare(other, commission).status_code == 404
    assert other.get(reverse("eva_commission_room", args=[commission.pk])).status_code == 404
    assert "先导区监测评价" not in text(other.get(reverse("eva_commissions"))).split("<main")[1]
    assert sign_in(world.analyst).get(page_of(commission)).status_code == 403


def test_an_evaluator_opens_no_other_page_of_the_evaluation(world, assessment, sign_in):
    client = sign_in(world.evaluator)
    for name, args in (
        ("eva_ranking", ()),
        ("eva_assessment", (assessment.pk,)),
        ("eva_schemes", ()),
        ("eva_sandbox", ()),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_the_list_takes_few_queries(world, commission, sign_in, django_assert_max_num_queries):
    client = sign_in(world.evaluator)
    with django_assert_max_num_queries(16):
        client.get(reverse("eva_commissions"))


def test_a_third_party_reproduces_the_score_bit_for_bit_on_its_own_machine(
    world, commission, sign_in, tmp_path, monkeypatch, capsys
):
    client, official = sign_in(world.evaluator), commission.assessment
    declare(client, commission)
    file = client.get(reverse("eva_commission_room", args=[commission.pk]))
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        archive.extractall(tmp_path)
        line = next(
            one.strip()
            for one in archive.read("README.txt").decode().splitlines()
            if "evaluate run" in one
        )
    monkeypatch.chdir(tmp_path)
    assert run(line.split()[1:]) == 0
    assert official.result_hash in capsys.readouterr().out
    assert json.loads((tmp_path / "out/recipe.json").read_text())["result"] == official.result_hash
    made = [one.split(",") for one in (tmp_path / "out/aggregated.csv").read_text().splitlines()]
    kept = [one.split(",") for one in (tmp_path / "expected.csv").read_text().splitlines()]
    assert made[0] == kept[0]
    assert [row[0] for row in made] == [row[0] for row in kept]
    for mine, theirs in zip(made[1:], kept[1:], strict=True):
        assert [cell and round(float(cell), 10) for cell in mine[1:]] == [
            cell and float(cell) for cell in theirs[1:]
        ]
    client.post(page_of(commission), {"act": "reproduce", "own_hash": official.result_hash})
    commission.refresh_from_db()
    assert commission.matches
