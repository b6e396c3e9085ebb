"""人工评分和否决 on pages: given and taken back while an edition waits, published with the list, read everywhere."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.evaluate import world as factory
from tests.evaluate.queries.test_verdicts import CAPPED, VETO, frozen
from xiandao.evaluate.commands import assessments, manual_scores
from xiandao.evaluate.models import Assessment, AssessmentState, ManualScore

REASON = "现场核查补证"


def text(response):
    return response.content.decode()


def page(made):
    return reverse("eva_assessment", args=[made.pk])


def sent(world, **others):
    return {
        "act": "manual", "unit": world.zone_5.pk, "score": "99", "reason": REASON, "clause": "办法第八条", **others,
    }  # fmt: skip


def give(world, made):
    return manual_scores.give(
        assessment=made, organisation=world.zone_5, score=99.0, reason=REASON, clause="办法第八条",
        by=world.analyst,
    )  # fmt: skip


@pytest.fixture
def waiting(world, monkeypatch):
    return frozen(world, monkeypatch)


@pytest.fixture
def published(world, waiting):
    give(world, waiting)
    return assessments.publish(assessment=waiting, by=world.leader)


def test_a_score_is_given_and_taken_back_on_the_page_and_the_page_says_what_will_count(
    world, waiting, sign_in
):
    analyst = sign_in(world.analyst)
    assert "公布的就是自动评分" in text(analyst.get(page(waiting)))
    assert analyst.post(page(waiting), sent(world)).status_code == 302
    told = text(analyst.get(page(waiting)))
    for words in ("公布时将按下表确定", "采用人工评分", REASON, "办法第八条", "撤销"):
        assert words in told
    key = ManualScore.objects.get().pk
    analyst.post(page(waiting), {"act": "take_back", "manual_score": key})
    told = text(analyst.get(page(waiting)))
    assert "公布的就是自动评分" in told
    assert "已撤销" in told
    assert REASON in told


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"reason": ""}, "必填"),
        ({"score": "101"}, "评分应在0至100之间"),
        ({"score": "多"}, "数"),
        ({"score": "88.123"}, "小数"),
        ({"unit": ""}, "必填"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(world, waiting, sign_in, others, words):
    answer = sign_in(world.analyst).post(page(waiting), sent(world, **others))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not ManualScore.objects.exists()


def test_a_unit_outside_the_edition_is_no_choice(world, waiting, sign_in):
    answer = sign_in(world.analyst).post(page(waiting), sent(world, unit=world.city_a.pk))
    assert answer.status_code == 422


def test_who_does_not_keep_the_edition_neither_sees_nor_gives(world, waiting, sign_in):
    for who in (world.viewer, world.zone_reporter):
        assert sign_in(who).post(page(waiting), sent(world)).status_code == 404
    leader = sign_in(world.leader)
    assert "记入人工评分" not in text(leader.get(page(waiting)))
    assert leader.post(page(waiting), sent(world)).status_code == 403


def test_a_score_of_another_edition_is_not_taken_back_from_this_page(world, monkeypatch, sign_in):
    other = frozen(world, monkeypatch)
    given = give(world, other)
    monkeypatch.undo()
    made = factory.frozen(world, monkeypatch, period=factory.BEFORE)
    answer = sign_in(world.analyst).post(page(made), {"act": "take_back", "manual_score": given.pk})
    assert answer.status_code == 404
    assert ManualScore.objects.get().removed_at is None


def test_the_publisher_sees_the_list_and_publishes_that_and_nothing_else(world, waiting, sign_in):
    leader = sign_in(world.leader)
    before = text(leader.get(page(waiting)))
    give(world, waiting)
    stale = leader.post(page(waiting), {"act": "publish", "seen": ""})
    assert stale.status_code == 409
    assert "公布时一并确定" not in before
    told = text(leader.get(page(waiting)))
    assert "公布时一并确定 1 个先导区" in told
    seen = told.split('name="seen" value="')[1].split('"')[0]
    assert leader.post(page(waiting), {"act": "publish", "seen": seen}).status_code == 302
    made = Assessment.objects.get(pk=waiting.pk)
    assert (made.state, made.verdict_hash) == (AssessmentState.PUBLISHED, seen)
    after = text(leader.get(page(made)))
    assert seen in after
    assert "记入人工评分" not in after


def test_ranking_file_zone_page_and_brief_show_both_scores_with_the_reason(
    world, published, sign_in
):
    client = sign_in(world.viewer)
    url = reverse("eva_ranking")
    told = text(client.get(url))
    for words in ("采用分", "自动分", "人工分", REASON):
        assert words in told
    file = client.get(url, {"export": "ranking", "assessment": published.pk})
    rows = list(load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True))
    head = next(row for row in rows if "采用分" in row)
    first = rows[rows.index(head) + 1]
    line = dict(zip(head, first, strict=True))
    assert (line["先导区"], line["采用分"], line["人工分"]) == (world.zone_5.label, 99, 99)
    assert line["自动分"] < 99
    for name in ("eva_zone", "eva_brief"):
        told = text(client.get(reverse(name, args=[published.pk, "Z-5"])))
        assert REASON in told
        assert "办法第八条" in told
    assert REASON not in text(client.get(reverse("eva_zone", args=[published.pk, "Z-1"])))


def test_a_zone_reads_its_own_reason_and_nobody_elses(world, published, sign_in):
    own, other = sign_in(world.other_reporter), sign_in(world.zone_reporter)
    assert REASON in text(own.get(reverse("eva_ranking")))
    for url in (reverse("eva_ranking"), page(published)):
        told = text(other.get(url))
        assert REASON not in told
        assert "人工分" not in told
    assert REASON not in text(other.get(reverse("eva_public")))


def test_a_veto_is_told_with_figure_and_clause_and_in_the_scheme(world, monkeypatch, sign_in):
    made = frozen(world, monkeypatch, CAPPED)
    assessments.publish(assessment=made, by=world.leader)
    client = sign_in(world.viewer)
    for url in (reverse("eva_ranking"), reverse("eva_zone", args=[made.pk, "Z-5"]), page(made)):
        told = text(client.get(url))
        assert "产值占比不达标" in told
        assert "为49，低于50，最高定为C等（办法第十二条）" in told
    told = text(client.get(reverse("eva_scheme", args=[world.scheme.pk])))
    assert "低于50的，最高定为C等：产值占比不达标（办法第十二条）" in told


def test_who_is_left_out_reads_so_on_its_page_and_brief(world, monkeypatch, sign_in):
    made = frozen(world, monkeypatch, VETO)
    assessments.publish(assessment=made, by=world.leader)
    client = sign_in(world.viewer)
    assert "不列位次" in text(client.get(reverse("eva_zone", args=[made.pk, "Z-5"])))
    assert "不参评" in text(client.get(reverse("eva_brief", args=[made.pk, "Z-5"])))
    assert "不参评" in text(client.get(reverse("eva_public")))


def test_comparison_and_sandbox_say_that_they_hold_computed_scores(world, published, sign_in):
    client = sign_in(world.viewer)
    asked = {"assessment": published.pk, "zones": "Z-1,Z-5"}
    assert "这里比较的是自动评分" in text(client.get(reverse("eva_compare"), asked))
    told = text(client.get(reverse("eva_sandbox")))
    assert "沙盒里的正式得分和位次都是自动评分" in told
    assert "位次不变" in told


def test_a_third_party_computes_the_verdict_from_the_room(world, published, sign_in, tmp_path, capsys):  # fmt: skip
    from xiandao.project.cli import run

    room = sign_in(world.analyst).get(reverse("eva_assessment_room", args=[published.pk]))
    with zipfile.ZipFile(io.BytesIO(room.content)) as archive:
        archive.extractall(tmp_path)
    assert published.verdict_hash in (tmp_path / "README.txt").read_text()
    names = {"data": "data.csv", "framework": "framework.csv", "recipe": "recipe.json", "manual": "manual.json"}  # fmt: skip
    words = [word for name, file in names.items() for word in (f"--{name}", str(tmp_path / file))]
    assert run(["evaluate", "run", *words, "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert f"结果摘要：{published.result_hash}" in told
    assert f"综合评定摘要：{published.verdict_hash}" in told
    written = json.loads((tmp_path / "out/verdict.json").read_text())
    assert written["seal"] == published.verdict_hash
    assert (tmp_path / "out/verdict.csv").read_bytes() == (tmp_path / "verdict.csv").read_bytes()
    assert "recipe.json" in {one.name for one in (tmp_path / "out").iterdir()}


def test_checking_again_checks_the_verdict_too(world, published, sign_in):
    leader = sign_in(world.leader)
    assert "综合评定摘要都与正式结果完全相同" in text(
        leader.post(page(published), {"act": "check"})
    )
    ManualScore.objects.update(score=50.0)
    assert "不一致" in text(leader.post(page(published), {"act": "check"}))


def test_a_withdrawn_edition_is_not_commissioned_and_may_come_back(world, monkeypatch, sign_in):
    first = factory.assessed(world, monkeypatch)
    second = factory.assessed(world, monkeypatch)
    assessments.withdraw(assessment=second, reason="数据有误", by=world.leader)
    analyst, leader = sign_in(world.analyst), sign_in(world.leader)
    told = text(analyst.get(page(first)))
    assert "不能再委托评估" in told
    assert 'value="assign"' not in told
    assert 'value="reinstate"' not in told
    assert 'value="reinstate"' in text(leader.get(page(first)))
    assert leader.post(page(first), {"act": "reinstate", "reason": ""}).status_code == 422
    assert leader.post(page(first), {"act": "reinstate", "reason": "仍然成立"}).status_code == 302
    first.refresh_from_db()
    assert first.state == AssessmentState.PUBLISHED
    assert "恢复公布：仍然成立" in text(leader.get(page(first)))


def test_an_evaluator_reads_that_the_edition_was_withdrawn_and_that_the_verdict_agrees(
    world, published, sign_in
):
    from xiandao.evaluate.commands import commissions

    given = commissions.assign(assessment=published, evaluator=world.evaluator, by=world.analyst)
    told = {"commission": given, "place": world.evaluator, "by": world.evaluator}
    commissions.declare(has_interest=False, words="无", **told)
    commissions.reproduce(**told)
    client = sign_in(world.evaluator)
    url = reverse("eva_commission", args=[given.pk])
    assert published.verdict_hash in text(client.get(url))
    assert "不一致" not in text(client.get(url))
    assessments.withdraw(assessment=published, reason="错", by=world.leader)
    assert "已撤回" in text(client.get(reverse("eva_commissions")))
    assert "本批次已经撤回" in text(client.get(url))
