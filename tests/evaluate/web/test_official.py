"""评价体系 and 评价批次: drafted, approved, frozen, checked, published, withdrawn; each by who may, once."""

import io
import json
import zipfile

import numpy as np
import pytest
from django.urls import reverse

from tests.evaluate import world as factory
from xiandao.evaluate.commands import assessments as commands
from xiandao.evaluate.commands import weight_sets
from xiandao.evaluate.methods.recipe_reading import recipe_of
from xiandao.evaluate.models import Assessment, Commission, Scheme, SchemeState
from xiandao.evaluate.queries import official

RAW = ["60", "2", "1", "1", "40", "1", "1", "1"]


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(name, args=args)


def draft(client, scheme, **others):
    return client.post(
        url("eva_scheme", scheme.pk),
        {"act": "draft", "version": "2027", "reason": "论证会", "w": RAW, **others},
    )


@pytest.fixture
def given(monkeypatch):
    """Figures of the world wherever a period is looked at or frozen."""

    def gather(scheme, span, below):
        return factory.table(), []

    monkeypatch.setattr(official, "gather", gather)
    monkeypatch.setattr(commands, "gather", gather)


def test_a_scheme_shows_weights_clauses_method_and_files(world, sign_in):
    client = sign_in(world.viewer)
    assert "先导区监测评价" in text(client.get(url("eva_schemes")))
    page = text(client.get(url("eva_scheme", world.scheme.pk)))
    for words in ("60.0%", "Z五(三)", "功效系数", "越小越好", "加权算术平均"):
        assert words in page
    assert "拟定新版" not in page
    tree = client.get(url("eva_scheme_file", world.scheme.pk, "csv")).content.decode("utf-8-sig")
    assert "INVENTIONS_PER_10K" in tree
    assert (
        recipe_of(client.get(url("eva_scheme_file", world.scheme.pk, "json")).content).title
        == "功效系数法"
    )
    assert client.get(url("eva_scheme_file", world.scheme.pk, "exe")).status_code == 404


def test_a_draft_is_made_by_the_analyst_and_approved_by_the_leader(world, sign_in):
    analyst, leader = sign_in(world.analyst), sign_in(world.leader)
    assert draft(analyst, world.scheme, w=["50", *RAW[1:4], "50", *RAW[5:]]).status_code == 302
    made = Scheme.objects.get(version="2027")
    page = text(leader.get(url("eva_scheme", made.pk)))
    assert "与2026试行版相比" in page
    assert 'value="approve"' in page
    assert 'value="approve"' not in text(analyst.get(url("eva_scheme", made.pk)))
    assert analyst.post(url("eva_scheme", made.pk), {"act": "approve"}).status_code == 403
    assert leader.post(url("eva_scheme", made.pk), {"act": "approve"}).status_code == 302
    again = leader.post(url("eva_scheme", made.pk), {"act": "approve"})
    assert again.status_code == 409
    assert "现行" in text(again)
    world.scheme.refresh_from_db()
    assert world.scheme.state == SchemeState.RETIRED


def test_a_draft_is_for_its_keepers(world, sign_in):
    draft(sign_in(world.analyst), world.scheme)
    made = Scheme.objects.get(version="2027")
    assert sign_in(world.viewer).get(url("eva_scheme", made.pk)).status_code == 404
    assert (
        sign_in(world.zone_reporter).get(url("eva_scheme_file", made.pk, "csv")).status_code == 404
    )


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"version": ""}, "请填写新版本号和调整理由"),
        ({"version": "2026试行"}, "已经有“2026试行”这个版本"),
        ({"w": ["-1", *RAW[1:]]}, "权重“-1”不能用"),
        ({"w": ["0", *RAW[1:4], "0", *RAW[5:]]}, "下面至少一项权重要大于零"),
    ],
)
def test_a_draft_that_cannot_be_is_told_beside_its_field(world, sign_in, others, words):
    answer = draft(sign_in(world.analyst), world.scheme, **others)
    assert answer.status_code == 422
    assert words in text(answer)


def test_a_draft_can_start_from_a_saved_set_of_ones_own(world, sign_in):
    kept = weight_sets.save(
        scheme=world.scheme, name="重培育", weights={"INNOVATION": 30.0, "NURTURE": 70.0},
        organisation=world.bureau, by=world.analyst,
    )  # fmt: skip
    page = text(sign_in(world.analyst).get(url("eva_scheme", world.scheme.pk), {"set": kept.pk}))
    assert 'name="w" value="70"' in page
    other = sign_in(world.leader).get(url("eva_scheme", world.scheme.pk), {"set": kept.pk})
    assert other.status_code == 404


def test_who_keeps_no_scheme_drafts_none(world, sign_in):
    for who in (world.leader, world.viewer, world.zone_reporter):
        assert draft(sign_in(who), world.scheme).status_code == 403
    assert sign_in(world.viewer).post(url("eva_schemes")).status_code == 403
    assert Scheme.objects.count() == 1


def test_the_shipped_schemes_are_entered_from_the_list(world, sign_in):
    client = sign_in(world.analyst)
    assert client.post(url("eva_schemes")).status_code == 302
    assert Scheme.objects.filter(code="zhejiang-zones", state=SchemeState.DRAFT).exists()


def test_what_a_period_lacks_is_told_before_it_is_frozen(world, sign_in, given):
    client = sign_in(world.analyst)
    page = text(
        client.get(url("eva_assessments"), {"scheme": world.scheme.pk, "period": "2026年三季度"})
    )
    assert "应有 36 个数，缺 1 个" in page
    assert "第4未来产业先导区" in page
    assert not Assessment.objects.exists()


def test_a_period_is_frozen_once_however_often_the_button_is_pressed(world, sign_in, given):
    client, sent = sign_in(world.analyst), {"scheme": world.scheme.pk, "period": "2026Q3"}
    assert client.post(url("eva_assessments"), sent).status_code == 302
    again = client.post(url("eva_assessments"), sent)
    assert again.status_code == 409
    assert "已经冻结，正在等待公布" in text(again)
    assert Assessment.objects.count() == 1


def test_nonsense_is_told_beside_the_period(world, sign_in, given):
    answer = sign_in(world.analyst).post(
        url("eva_assessments"), {"scheme": world.scheme.pk, "period": "2026Q9"}
    )
    assert answer.status_code == 422
    assert sign_in(world.analyst).post(url("eva_assessments")).status_code == 422
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("who", ["viewer", "leader"])
def test_who_does_not_keep_editions_is_refused_rather_than_corrected(world, sign_in, given, who):
    answer = sign_in(getattr(world, who)).post(
        url("eva_assessments"), {"scheme": world.scheme.pk, "period": "2026Q3"}
    )
    assert answer.status_code == 403
    assert not Assessment.objects.exists()


def test_a_reason_that_is_too_long_is_told_as_too_long_alone(world, assessment, sign_in):
    page = url("eva_assessment", assessment.pk)
    answer = sign_in(world.leader).post(page, {"act": "withdraw", "reason": "错" * 301})
    assert answer.status_code == 422
    assert "300" in text(answer)
    assert "没有写明撤回的原因" not in text(answer)


@pytest.mark.parametrize("weights", [RAW[:-1], [*RAW, "1"], []])
def test_a_draft_with_more_or_fewer_weights_than_the_scheme_is_refused(world, sign_in, weights):
    answer = draft(sign_in(world.analyst), world.scheme, w=weights)
    assert answer.status_code == 422
    assert f"权重有{len(weights)}个" in text(answer)
    assert not Scheme.objects.filter(version="2027").exists()


def test_a_version_that_is_too_long_is_told_as_too_long_alone(world, sign_in):
    answer = draft(sign_in(world.analyst), world.scheme, version="长" * 21)
    assert answer.status_code == 422
    assert "20" in text(answer)
    assert "请填写新版本号" not in text(answer)


def test_a_version_that_would_begin_before_the_one_in_force_is_told_beside_the_day(world, sign_in):
    draft(sign_in(world.analyst), world.scheme)
    made = Scheme.objects.get(version="2027")
    answer = sign_in(world.leader).post(
        url("eva_scheme", made.pk), {"act": "approve", "valid_from": "1999-01-01"}
    )
    assert answer.status_code == 422
    assert "启用日期早于现行一版" in text(answer)
    made.refresh_from_db()
    assert made.state == SchemeState.DRAFT


def test_the_leader_checks_publishes_and_withdraws_with_a_reason(world, monkeypatch, sign_in):
    made = factory.frozen(world, monkeypatch)
    leader, page = sign_in(world.leader), url("eva_assessment", made.pk)
    assert made.result_hash in text(leader.get(page))
    checked = text(leader.post(page, {"act": "check"}))
    assert "结果摘要与正式结果完全相同" in checked
    assert leader.post(page, {"act": "publish"}).status_code == 302
    assert leader.post(page, {"act": "publish"}).status_code == 409
    assert "没有写明撤回的原因" in text(leader.post(page, {"act": "withdraw", "reason": ""}))
    assert leader.post(page, {"act": "withdraw", "reason": "更正"}).status_code == 302
    assert "更正" in text(leader.get(page))


def test_the_analyst_publishes_nothing(world, monkeypatch, sign_in):
    made = factory.frozen(world, monkeypatch)
    client = sign_in(world.analyst)
    assert 'value="publish"' not in text(client.get(url("eva_assessment", made.pk)))
    assert client.post(url("eva_assessment", made.pk), {"act": "publish"}).status_code == 403
    assert client.post(url("eva_assessment", made.pk), {"act": "explode"}).status_code == 404


def test_a_zone_reads_seals_and_sources_but_no_logs_and_no_figures(world, monkeypatch, sign_in):
    factory.scheme(
        world, "2027", {**factory.RECIPE, "steps": [{"use": "screen"}, *factory.RECIPE["steps"]]}
    )
    world.scheme = Scheme.objects.get(version="2027")
    made = factory.assessed(world, monkeypatch)
    page = text(sign_in(world.zone_reporter).get(url("eva_assessment", made.pk)))
    assert made.result_hash in page
    assert "委托评估" not in page.split("<main")[1]
    for number in range(2, 7):
        assert f"第{number}未来产业先导区" not in page
    assert "第2未来产业先导区" in text(sign_in(world.analyst).get(url("eva_assessment", made.pk)))


@pytest.mark.parametrize("who", ["zone_reporter", "viewer", "officer"])
def test_the_data_room_and_the_buttons_are_for_the_keepers(world, assessment, sign_in, who):
    client = sign_in(getattr(world, who))
    assert client.get(url("eva_assessment_room", assessment.pk)).status_code == 404
    assert client.post(url("eva_assessment", assessment.pk), {"act": "check"}).status_code == 404


def test_an_edition_that_waits_is_for_its_keepers(world, monkeypatch, sign_in):
    made = factory.frozen(world, monkeypatch)
    assert sign_in(world.viewer).get(url("eva_assessment", made.pk)).status_code == 404
    assert sign_in(world.zone_reporter).get(url("eva_assessment_room", made.pk)).status_code == 404
    assert made.title not in text(sign_in(world.viewer).get(url("eva_assessments")))


def test_the_data_room_bears_the_seals(world, assessment, sign_in):
    file = sign_in(world.analyst).get(url("eva_assessment_room", assessment.pk))
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        seals = json.loads(archive.read("seals.json"))
    assert seals["result_hash"] == assessment.result_hash


def test_an_evaluator_is_asked_once(world, assessment, sign_in):
    client, page = sign_in(world.analyst), url("eva_assessment", assessment.pk)
    sent = {"act": "assign", "evaluator": world.evaluator.pk, "due_on": "2099-12-31"}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 422
    assert client.post(page, {**sent, "evaluator": world.viewer.pk}).status_code == 422
    assert Commission.objects.count() == 1
    assert world.evaluator.display_name in text(client.get(page))


def test_pages_ask_the_database_no_more_for_more_zones(
    world, assessment, sign_in, django_assert_max_num_queries
):
    client = sign_in(world.analyst)
    for name, args in (("eva_schemes", ()), ("eva_scheme", (world.scheme.pk,)), ("eva_assessments", ()), ("eva_assessment", (assessment.pk,))):  # fmt: skip
        with django_assert_max_num_queries(24):
            client.get(url(name, *args))


def test_a_figure_that_is_the_same_everywhere_is_told(world, monkeypatch, sign_in):
    same = tuple((*row[:5], 0.1) for row in factory.FIGURES)
    monkeypatch.setattr(official, "gather", lambda scheme, span, below: (factory.table(same), []))
    page = sign_in(world.analyst).get(
        url("eva_assessments"), {"scheme": world.scheme.pk, "period": "2026Q3"}
    )
    assert "1 项指标各区数值相同" in text(page)
    assert np.isnan(factory.FIGURES[3][4])
