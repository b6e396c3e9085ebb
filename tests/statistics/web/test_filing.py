"""The sheet on the web: what was typed is never lost, a peer's return is not there, filing waits for what is open."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.statistics import world as factory
from tests.statistics.returns import PEOPLE, SOUND, approved, filed, passed, saved, whole
from xiandao.statistics.commands import reviews, rounds, rules
from xiandao.statistics.models import Filing, FilingStage, FormVersion

HTMX = {"HX-Request": "true", "HX-Target": "sheet"}


@pytest.fixture
def draft(world, quick):
    rules.plant(organisation=world.top, by=world.statistician)
    return factory.filing_of(quick, world.ent_1)


def text_of(response):
    return response.content.decode()


def page_of(filing, name="sta_filing"):
    return reverse(name, args=[filing.pk])


def sent(filing, values=None, **others):
    fields = {f"v.{name}": value for name, value in (values or {}).items()}
    people = {f"p.{name}": value for name, value in PEOPLE.items()}
    return {"version": filing.version, **people, **fields, **others}


def save(client, filing, values=None, headers=None, **others):
    return client.post(
        page_of(filing, "sta_filing_save"), sent(filing, values, **others), headers=headers
    )


def test_what_is_typed_is_kept_checked_and_shown_again(world, draft, sign_in):
    page = save(
        sign_in(world.reporter_1), draft, {"r14": "3", "r22": "4", "r80": "9", "r01": "1"}, HTMX
    )
    assert page.status_code == 200
    assert "已暂存" in text_of(page)
    assert "<html" not in text_of(page)
    kept = Filing.objects.get(pk=draft.pk)
    assert (kept.values["r13"], kept.version) == ("7", draft.version + 1)
    assert f'name="version" value="{kept.version}"' in text_of(page)
    assert "强制" in text_of(page)


@pytest.mark.parametrize(
    "name", ["reporter_2", "zone_reporter", "city_statistician_a", "statistician", "analyst"]
)
@pytest.mark.parametrize(
    "address",
    ["sta_filing", "sta_filing_template", "sta_filing_history", "sta_filing_upload"],
)
def test_a_draft_is_there_for_nobody_but_its_reporter(world, draft, sign_in, name, address):
    saved(draft, world.reporter_1)
    answer = sign_in(getattr(world, name)).get(page_of(draft, address))
    assert answer.status_code in (403, 404)
    assert SOUND["r42"] not in text_of(answer)


def test_a_peer_finds_no_filed_return_either(world, draft, sign_in):
    filed(draft, world.reporter_1)
    assert sign_in(world.reporter_2).get(page_of(draft)).status_code == 404
    assert save(sign_in(world.reporter_2), draft, {"r01": "1"}).status_code == 404


def test_a_cell_that_cannot_be_read_keeps_everything_that_was_typed(world, draft, sign_in):
    page = save(
        sign_in(world.reporter_1),
        draft,
        {"r14": "三千", "r22": "4444"},
        HTMX,
        **{"e.r22": "说明文字"},
    )
    assert page.status_code == 409
    text = text_of(page)
    assert 'value="三千"' in text
    assert 'value="4444"' in text
    assert 'aria-invalid="true"' in text
    assert Filing.objects.get(pk=draft.pk).values == {}


def test_a_cell_that_cannot_be_read_keeps_signatures_consent_and_reason_too(world, draft, sign_in):
    done = approved(
        passed(filed(draft, world.reporter_1), world.city_statistician_a), world.statistician
    )
    back = reviews.act(
        filing=done, transition="return", version=done.version, words="核实", by=world.statistician
    )
    typed = {"p.head": "新负责人", "consent": "yes", "reason": "年报核查更正"}
    page = save(sign_in(world.reporter_1), back, {"r14": "三千"}, HTMX, **typed)
    text = text_of(page)
    assert 'value="新负责人"' in text
    assert 'value="年报核查更正"' in text
    assert re.search(r'name="consent" value="yes" checked', text)
    assert not Filing.objects.get(pk=back.pk).has_consent


def test_what_is_missing_below_the_sheet_is_marked_there(world, draft, sign_in):
    page = save(sign_in(world.reporter_1), draft, whole(), HTMX, act="submit", **{"p.phone": ""})
    marked = re.findall(r'<input id="p-(\w+)"[^>]*aria-invalid', text_of(page))
    assert marked == ["phone"]


def test_more_time_after_a_return_is_not_shown_as_its_reason(world, draft, sign_in):
    done = filed(draft, world.reporter_1)
    back = reviews.act(
        filing=done, transition="return", version=done.version, words="请核实人数",
        by=world.city_statistician_a,
    )  # fmt: skip
    rounds.extend_unit(
        filing=back, due_on=date(2026, 12, 4), reason="台风停工", by=world.statistician
    )
    text = text_of(sign_in(world.reporter_1).get(page_of(draft)))
    assert "请核实人数" in text
    assert "台风停工" not in text


def test_of_two_clerks_the_later_one_keeps_what_was_typed_and_sees_both(world, draft, sign_in):
    second = factory.person("reporter_1b", world.ent_1, "reporter")
    save(sign_in(world.reporter_1), draft, {"r01": "5", "r14": "1"})
    page = save(sign_in(second), draft, {"r01": "6", "r14": "1"}, HTMX)
    assert page.status_code == 409
    text = text_of(page)
    assert world.reporter_1.display_name in text
    assert 'value="6"' in text
    assert text.count("现存：") == 1
    assert Filing.objects.get(pk=draft.pk).values["r01"] == "5"
    kept = Filing.objects.get(pk=draft.pk)
    assert save(sign_in(second), kept, {"r01": "6"}).status_code == 200
    assert Filing.objects.get(pk=draft.pk).values["r01"] == "6"


def test_a_return_with_open_findings_is_kept_but_not_filed(world, draft, sign_in):
    page = save(sign_in(world.reporter_1), draft, whole({"r80": "500"}), HTMX, act="submit")
    assert page.status_code == 409
    assert "不能报出" in text_of(page)
    kept = Filing.objects.get(pk=draft.pk)
    assert (kept.stage, kept.values["r80"]) == (FilingStage.DRAFT, "500")


def test_filing_leads_back_to_the_sheet_which_then_takes_no_input(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    answer = save(client, draft, whole(), HTMX, act="submit")
    assert answer.headers["HX-Redirect"] == page_of(draft)
    assert Filing.objects.get(pk=draft.pk).stage == FilingStage.CITY
    assert 'name="v.' not in text_of(client.get(page_of(draft)))


def test_without_scripts_filing_redirects(world, draft, sign_in):
    answer = save(sign_in(world.reporter_1), draft, whole(), act="submit")
    assert (answer.status_code, answer.url) == (302, page_of(draft))


def test_a_filed_return_is_taken_back_with_its_reason(world, draft, sign_in):
    done = filed(draft, world.reporter_1)
    client = sign_in(world.reporter_1)
    client.post(page_of(done, "sta_filing_withdraw"), {"version": done.version, "words": "填错"})
    assert Filing.objects.get(pk=done.pk).stage == FilingStage.DRAFT
    assert "填错" in text_of(client.get(page_of(done, "sta_filing_history")))


def test_taking_back_too_late_leads_to_the_return_and_says_why(world, draft, sign_in):
    done = filed(draft, world.reporter_1)
    passed(done, world.city_statistician_a)
    client = sign_in(world.reporter_1)
    sent_late = {"version": done.version, "words": "填错"}
    page = client.post(page_of(done, "sta_filing_withdraw"), sent_late, follow=True)
    assert page.redirect_chain == [(page_of(done), 302)]
    assert "不能撤回修改" in text_of(page)
    assert Filing.objects.get(pk=done.pk).stage == FilingStage.PROVINCE


def test_a_return_sent_back_shows_reason_and_cells_to_its_reporter(world, draft, sign_in):
    done = filed(draft, world.reporter_1)
    reviews.act(
        filing=done, transition="return", version=done.version, words="利润偏大", cells={"r65": "附表核对"},
        by=world.city_statistician_a,
    )  # fmt: skip
    text = text_of(sign_in(world.reporter_1).get(page_of(done)))
    assert "利润偏大" in text
    assert "附表核对" in text
    assert 'name="v.r65"' in text


def test_consent_is_offered_on_statistical_forms_and_kept(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    assert 'name="consent"' in text_of(client.get(page_of(draft)))
    save(client, draft, consent="yes")
    kept = Filing.objects.get(pk=draft.pk)
    assert kept.has_consent
    save(client, kept)
    assert not Filing.objects.get(pk=draft.pk).has_consent


def test_a_form_without_its_legal_block_says_that_it_is_a_trial(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    FormVersion.objects.filter(code="quick").update(approval_no="")
    assert "未经批准，试填" in text_of(client.get(page_of(draft)))


def test_hostile_text_is_shown_as_text(world, draft, sign_in):
    evil = "<script>alert(1)</script>"
    page = save(
        sign_in(world.reporter_1), draft, {"r14": evil, "r999": evil}, HTMX, **{"e.r14": evil}
    )
    assert evil not in text_of(page)
    assert page.status_code == 409


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999", "１"])
def test_a_version_that_nobody_has_is_a_conflict_not_an_error(world, draft, sign_in, version):
    assert save(sign_in(world.reporter_1), draft, {"r01": "1"}, version=version).status_code == 409
    assert Filing.objects.get(pk=draft.pk).values == {}


def test_a_reading_page_answers_no_post_and_a_writing_one_no_get(world, draft, sign_in):
    client = sign_in(world.reporter_1)
    assert client.post(page_of(draft)).status_code == 405
    assert client.get(page_of(draft, "sta_filing_save")).status_code == 405
    assert client.get(page_of(draft, "sta_filing_withdraw")).status_code == 405
