"""报表审核: the queue in the order of its weight, one return beside its past, steps without an input for a value."""

import re

import pytest
from django.urls import reverse

from tests.statistics import world as factory
from tests.statistics.returns import SOUND, approved, filed, passed, whole
from xiandao.statistics.commands import rules
from xiandao.statistics.models import Filing, FilingStage


@pytest.fixture
def ready(world):
    """Last month approved for two units, this month filed by both: the second with a figure far off."""
    before = factory.opened(world, period="2026-09")
    for unit in (world.ent_1, world.ent_2):
        factory.write(factory.filing_of(before, unit), values=whole({"r65": "800"}))
    found = factory.opened(world)
    rules.plant(organisation=world.top, by=world.statistician)
    world.small = filed(factory.filing_of(found, world.ent_1), world.reporter_1)
    world.large = filed(factory.filing_of(found, world.ent_2), world.reporter_2, {"r42": "900000"})
    world.round = found
    return world


def text_of(response):
    return response.content.decode()


def desk(ready):
    return f"{reverse('sta_review')}?round={ready.round.pk}"


def one(filing):
    return reverse("sta_review_filing", args=[filing.pk])


def test_the_weightiest_return_stands_first_and_the_effect_is_told_in_words(ready, sign_in):
    page = sign_in(ready.city_statistician_a).get(desk(ready))
    assert page.status_code == 200
    assert [row.pk for row in page.context["grid"].page.object_list] == [
        ready.large.pk,
        ready.small.pk,
    ]
    assert page.context["curve"].count == 1
    assert "前 <b>1</b> 份可消除 <b>9" in text_of(page)


def test_the_matrix_counts_every_owed_return_of_the_reach_by_place_and_stage(ready, sign_in):
    void = factory.filing_of(ready.round, ready.ent_3)
    factory.write(void, FilingStage.VOID)
    own = sign_in(ready.city_statistician_a).get(desk(ready)).context["matrix"]
    assert [(place.label, place.owed, place.counts["city"]) for place in own] == [
        (ready.county_a.label, 2, 2)
    ]
    whole_ = sign_in(ready.statistician).get(desk(ready)).context["matrix"]
    assert [(place.label, place.owed, place.counts["draft"]) for place in whole_] == [
        (ready.city_a.label, 2, 0), (ready.city_b.label, 3, 3),
    ]  # fmt: skip


def test_drafts_and_other_cities_returns_are_nobody_s_to_review(ready, sign_in):
    draft = factory.filing_of(ready.round, ready.ent_3)
    factory.write(draft, "draft", values={"r01": "987654"})
    page = sign_in(ready.city_statistician_a).get(desk(ready) + "&show=all")
    assert draft.organisation.name not in text_of(page)
    for account in (ready.city_statistician_a, ready.statistician):
        assert sign_in(account).get(one(draft)).status_code == 404
    assert sign_in(ready.city_statistician_b).get(one(ready.small)).status_code == 404
    assert ready.ent_1.name not in text_of(sign_in(ready.city_statistician_b).get(desk(ready)))


@pytest.mark.parametrize("name", ["reporter_1", "zone_reporter", "analyst", "leader", "viewer"])
def test_who_reviews_nothing_has_no_such_page(ready, sign_in, name):
    client = sign_in(getattr(ready, name))
    assert client.get(desk(ready)).status_code == 403
    assert client.get(one(ready.small)).status_code == 403
    assert (
        client.post(one(ready.small), {"act": "pass", "version": ready.small.version}).status_code
        == 403
    )
    assert Filing.objects.get(pk=ready.small.pk).stage == FilingStage.CITY


def test_a_return_stands_beside_its_past_with_the_differences(ready, sign_in):
    page = sign_in(ready.city_statistician_a).get(one(ready.large))
    lines = {line.item.code: line for line in page.context["compared"].lines}
    assert (lines["r65"].last.difference, lines["r65"].last.percent) == (100, "+12.5%")
    assert (lines["r42"].year.difference, lines["r42"].year.percent) == (750000, "+500.0%")
    assert lines["r42"].last.is_notable
    assert not lines["r65"].last.is_notable
    assert lines["r01"].year.percent == "0.0%"


def test_a_reviewer_reads_the_explanations_and_finds_no_input_for_a_value(ready, sign_in):
    page = text_of(sign_in(ready.city_statistician_a).get(one(ready.large)))
    assert "情况属实" in page
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))
    assert not {name for name in names if name.startswith("v.")}
    assert {"act", "version"} & names == {"version"}
    sheet = text_of(
        sign_in(ready.city_statistician_a).get(reverse("sta_filing", args=[ready.large.pk]))
    )
    assert 'name="v.' not in sheet
    assert 'name="act"' not in sheet


def test_nothing_a_reviewer_can_send_changes_a_value(ready, sign_in):
    client, pk = sign_in(ready.city_statistician_a), ready.small.pk
    before = dict(Filing.objects.get(pk=pk).values)
    sent = {"v.r01": "1", "values": "{}", "r01": "1", "version": ready.small.version, "words": "x"}
    assert client.post(reverse("sta_filing_save", args=[pk]), sent).status_code in (403, 404)
    assert client.post(reverse("sta_filing_withdraw", args=[pk]), sent).status_code in (403, 404)
    assert client.post(reverse("sta_filing_upload", args=[pk]), sent).status_code in (403, 404)
    for act in ("save", "submit", "edit", ""):
        assert client.post(one(ready.small), {**sent, "act": act}).status_code >= 400
    client.post(one(ready.small), {**sent, "act": "return", "mark": ["r01"], "w.r01": "偏大"})
    kept = Filing.objects.get(pk=pk)
    assert kept.stage == FilingStage.RETURNED
    assert kept.values == before


def test_after_a_step_the_next_return_of_the_queue_is_shown(ready, sign_in):
    client = sign_in(ready.city_statistician_a)
    page = client.get(one(ready.large))
    assert (page.context["before"], page.context["after"]) == (None, ready.small.pk)
    answer = client.post(one(ready.large), {"act": "pass", "version": ready.large.version})
    assert answer.url == one(ready.small)
    answer = client.post(one(ready.small), {"act": "pass", "version": ready.small.version})
    assert answer.url == desk(ready)
    assert set(Filing.objects.filter(round=ready.round, stage="province").values_list("pk", flat=True)) == {
        ready.small.pk, ready.large.pk,
    }  # fmt: skip


def test_sending_back_without_a_reason_says_so_and_keeps_the_marks(ready, sign_in):
    client = sign_in(ready.city_statistician_a)
    sent = {"act": "return", "version": ready.small.version, "mark": ["r65"], "w.r65": "核对报表"}
    page = client.post(one(ready.small), sent)
    assert page.status_code == 409
    assert "没有写明退回的原因" in text_of(page)
    assert 'value="核对报表"' in text_of(page)
    client.post(one(ready.small), {**sent, "words": "利润偏大"})
    kept = Filing.objects.get(pk=ready.small.pk)
    assert (kept.stage, kept.marked_cells) == (FilingStage.RETURNED, {"r65": "核对报表"})
    sheet = text_of(sign_in(ready.reporter_1).get(reverse("sta_filing", args=[kept.pk])))
    assert "利润偏大" in sheet
    assert "核对报表" in sheet


def test_a_step_on_an_old_version_is_refused_and_says_who_was_first(ready, sign_in):
    page = sign_in(ready.city_statistician_a).post(
        one(ready.small), {"act": "pass", "version": ready.small.version - 1}
    )
    assert page.status_code == 409
    assert ready.reporter_1.display_name in text_of(page)


def test_those_that_were_ticked_are_passed_and_the_others_wait(ready, sign_in):
    client = sign_in(ready.city_statistician_a)
    ticked = f"{ready.large.pk}:{ready.large.version}"
    client.post(desk(ready), {"act": "selected", "filing": [ticked, "999:1", "x:y", ":", "5"]})
    stages = dict(Filing.objects.filter(round=ready.round).values_list("pk", "stage"))
    assert (stages[ready.large.pk], stages[ready.small.pk]) == ("province", "city")


def test_one_button_passes_all_without_open_findings(ready, sign_in):
    Filing.objects.filter(pk=ready.large.pk).update(explain_count=1)
    client = sign_in(ready.city_statistician_a)
    assert client.get(desk(ready)).context["green"] == 1
    page = client.post(desk(ready), {"act": "green"}, follow=True)
    assert "已审核通过 1 份" in text_of(page)
    assert Filing.objects.get(pk=ready.large.pk).stage == FilingStage.CITY


def test_filters_search_and_file_work_on_the_queue(ready, sign_in):
    client = sign_in(ready.city_statistician_a)
    Filing.objects.filter(pk=ready.large.pk).update(explain_count=1)

    def shown(query):
        return [row.pk for row in client.get(desk(ready) + query).context["grid"].page.object_list]

    assert shown("&problem=open") == [ready.large.pk]
    assert shown("&problem=green") == [ready.small.pk]
    assert shown("&place=990101") == [ready.large.pk, ready.small.pk]
    assert shown("&q=" + ready.ent_1.name) == [ready.small.pk]
    assert shown("&show=all&stage=approved") == []
    file = client.get(desk(ready) + "&export=review")
    assert file["Content-Disposition"].endswith(".xlsx")


def test_the_province_sees_what_the_city_has_passed_and_approves_it(ready, sign_in):
    client = sign_in(ready.statistician)
    assert client.get(desk(ready)).context["waits"] == 0
    done = passed(ready.small, ready.city_statistician_a)
    page = client.get(one(done))
    assert page.context["step"].name == "approve"
    client.post(one(done), {"act": "approve", "version": done.version})
    assert Filing.objects.get(pk=done.pk).stage == FilingStage.APPROVED
    assert client.get(one(done)).context["step"] is None


def test_what_stands_out_in_its_class_is_a_hint_for_reviewers_alone(ready, sign_in, monkeypatch):
    from xiandao.statistics.queries import hints

    told = {ready.ent_1.code: (hints.Hint("r13", "变动明显偏离同行业"),)}
    monkeypatch.setattr(hints, "_found", lambda round_: told)
    page = text_of(sign_in(ready.city_statistician_a).get(one(ready.small)))
    assert "变动明显偏离同行业" in page
    sheet = sign_in(ready.reporter_1).get(reverse("sta_filing", args=[ready.small.pk]))
    assert "变动明显偏离同行业" not in text_of(sheet)


def test_a_round_that_is_not_there_and_no_round_at_all_are_no_error(world, sign_in):
    client = sign_in(world.city_statistician_a)
    assert "还没有可以审核的报告期" in text_of(client.get(reverse("sta_review")))
    made = factory.opened(world)
    for query in ("", "?round=999999", "?round=x", f"?round={made.pk}&show=all&stage=x&place=';--"):
        assert client.get(reverse("sta_review") + query).status_code == 200


def test_an_approved_return_is_shown_without_a_step_for_the_city(ready, sign_in):
    done = approved(passed(ready.small, ready.city_statistician_a), ready.statistician)
    page = sign_in(ready.city_statistician_a).get(one(done))
    assert page.context["step"] is None
    assert not page.context["may_return"]
    assert 'name="words"' not in text_of(page)
    assert SOUND["r01"] in text_of(page)
