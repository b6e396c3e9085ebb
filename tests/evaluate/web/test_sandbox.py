"""沙盒: the official result stays, the trial says so; a zone sees itself alone; sets belong to who saved them."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.evaluate import world as factory
from xiandao.evaluate.models import Standing, WeightSet

TYPED = ["60", "50", "25", "25", "40", "33", "33", "33"]
MOVED = ["20", *TYPED[1:4], "80", *TYPED[5:]]


def text(response):
    return response.content.decode()


def opened(client, made, weights=(), **others):
    return client.get(
        reverse("eva_sandbox"),
        {"assessment": made.pk, "w": list(weights), **others.pop("query", {})},
        **others,
    )


def saved(client, made, name="重培育", weights=MOVED):
    return client.post(reverse("eva_sandbox_save", args=[made.pk]), {"name": name, "w": weights})


def test_without_an_edition_the_page_says_what_comes_next(world, sign_in):
    assert "还没有可以试算的评价结果" in text(sign_in(world.analyst).get(reverse("eva_sandbox")))


def test_untouched_weights_say_that_nothing_moves(world, assessment, sign_in):
    page = text(sign_in(world.analyst).get(reverse("eva_sandbox")))
    assert "权重与正式结果相同，位次不变" in page
    assert "正式结果不变" in page
    assert "演示数据" in page


@pytest.mark.parametrize("asked", ["trial", "sets"])
def test_a_trial_that_leaves_the_page_as_a_file_says_that_it_is_invented(
    world, assessment, sign_in, asked
):
    client = sign_in(world.analyst)
    saved(client, assessment)
    key = WeightSet.objects.get().pk
    page = reverse("eva_sandbox" if asked == "trial" else "eva_sandbox_compare")
    file = client.get(page, {"assessment": assessment.pk, "set": key, "export": asked})
    title = load_workbook(io.BytesIO(file.content)).active["A1"].value
    assert "演示数据" in title


def test_a_name_that_is_too_long_is_told_as_too_long_alone(world, assessment, sign_in):
    answer = saved(sign_in(world.analyst), assessment, name="长" * 61)
    assert answer.status_code == 422
    assert "60" in text(answer)
    assert "起个名字" not in text(answer)
    assert not WeightSet.objects.exists()


def test_other_weights_move_places_and_leave_the_official_result(world, assessment, sign_in):
    before = list(Standing.objects.values_list("organisation", "score", "rank"))
    page = text(opened(sign_in(world.analyst), assessment, MOVED))
    assert "创新能力由60.0%调到20.0%" in page
    assert "个先导区位次变化" in page
    assert "正式位次" in page
    assert list(Standing.objects.values_list("organisation", "score", "rank")) == before


def test_the_fragment_says_what_the_whole_page_says(world, assessment, sign_in):
    client = sign_in(world.analyst)
    whole = text(opened(client, assessment, MOVED))
    part = text(
        opened(client, assessment, MOVED, headers={"HX-Request": "true", "HX-Target": "outcome"})
    )
    sentence = whole.split('<p class="sentence">')[1].split("</p>")[0]
    assert sentence in part
    assert 'id="share-0" hx-swap-oob="true"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (["-5", *TYPED[1:]], "请填写0至100之间的数"),
        ([*TYPED[:5], "0", "0", "0"], "“产业培育”下面至少一项权重要大于零"),
        (["1"], "权重有1个，本批次有8个"),
    ],
)
def test_weights_that_cannot_be_are_told_and_nothing_is_computed(
    world, assessment, sign_in, weights, words
):
    page = opened(sign_in(world.analyst), assessment, weights)
    assert page.status_code == 422
    assert words in text(page)
    assert "试算位次" not in text(page)


def test_a_zone_sees_its_own_row_and_nobody_elses(world, assessment, sign_in):
    page = text(opened(sign_in(world.zone_reporter), assessment, MOVED))
    assert "第1未来产业先导区" in page
    for number in range(2, 7):
        assert f"第{number}未来产业先导区" not in page
    assert "个先导区档次变化" in page


def test_an_edition_that_is_not_published_is_for_its_keepers(world, monkeypatch, sign_in):
    made = factory.frozen(world, monkeypatch)
    assert opened(sign_in(world.zone_reporter), made).status_code == 404
    assert opened(sign_in(world.viewer), made).status_code == 404
    assert opened(sign_in(world.analyst), made).status_code == 200
    assert opened(sign_in(world.evaluator), made).status_code == 403


def test_a_set_is_saved_opened_compared_and_removed(world, assessment, sign_in):
    client = sign_in(world.analyst)
    assert saved(client, assessment).status_code == 302
    saved(client, assessment)
    kept = WeightSet.objects.get()
    assert dict(kept.weights)["INNOVATION"] == 20.0
    page = text(opened(client, assessment, query={"set": kept.pk}))
    assert "创新能力由60.0%调到20.0%" in page
    saved(client, assessment, "只看创新", ["100", *TYPED[1:4], "0", *TYPED[5:]])
    both = list(WeightSet.objects.order_by("pk").values_list("pk", flat=True))
    compared = client.get(
        reverse("eva_sandbox_compare"), {"assessment": assessment.pk, "set": both}
    )
    assert "重培育变化" in text(compared)
    assert "只看创新变化" in text(compared)
    assert "正式位次" in text(compared)
    assert (
        client.post(
            reverse("eva_set_remove", args=[kept.pk]), {"assessment": assessment.pk}
        ).status_code
        == 302
    )
    assert client.post(reverse("eva_set_remove", args=[kept.pk])).status_code == 404


def test_a_set_without_a_name_or_with_impossible_weights_is_not_kept(world, assessment, sign_in):
    client = sign_in(world.analyst)
    assert "请给权重方案起个名字" in text(saved(client, assessment, " "))
    assert saved(client, assessment, "甲", ["x", *TYPED[1:]]).status_code == 422
    assert not WeightSet.objects.exists()


def test_nobody_opens_compares_or_removes_the_set_of_another(world, assessment, sign_in):
    saved(sign_in(world.analyst), assessment)
    kept, other = WeightSet.objects.get(), sign_in(world.leader)
    assert opened(other, assessment, query={"set": kept.pk}).status_code == 404
    query = {"assessment": assessment.pk, "set": kept.pk}
    assert other.get(reverse("eva_sandbox_compare"), query).status_code == 404
    assert other.post(reverse("eva_set_remove", args=[kept.pk])).status_code == 404
    assert "重培育" not in text(opened(other, assessment))


def test_a_comparison_without_sets_says_how_to_get_one(world, assessment, sign_in):
    page = sign_in(world.analyst).get(reverse("eva_sandbox_compare"), {"assessment": assessment.pk})
    assert "还没有选方案" in text(page)


def test_the_trial_is_handed_out_as_excel(world, assessment, sign_in):
    file = opened(sign_in(world.analyst), assessment, MOVED, query={"export": "trial"})
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_number_of_queries_does_not_grow_with_the_zones(
    world, assessment, sign_in, django_assert_max_num_queries
):
    client = sign_in(world.analyst)
    opened(client, assessment)
    with django_assert_max_num_queries(20):
        opened(client, assessment, MOVED)


@pytest.mark.parametrize("asked", ["trial", "sets"])
def test_a_trial_that_leaves_the_page_as_a_file_says_its_weights(world, assessment, sign_in, asked):
    client = sign_in(world.analyst)
    saved(client, assessment)
    key = WeightSet.objects.get().pk
    page = reverse("eva_sandbox" if asked == "trial" else "eva_sandbox_compare")
    file = client.get(page, {"assessment": assessment.pk, "set": key, "export": asked})
    book = load_workbook(io.BytesIO(file.content))
    rows = {row[1]: row for row in book.worksheets[1].iter_rows(values_only=True) if row[1]}
    assert rows["NURTURE"][2:5] == (40, 80, 80)
    assert rows["FUTURE_SHARE"][2:4] == (33.333333, 33.333333)
    assert rows["FUTURE_SHARE"][4] == pytest.approx(80 / 3, abs=1e-5)
    heads = next(row for row in book.worksheets[1].iter_rows(values_only=True) if row[0] == "指标")
    assert heads[3] == ("试算同级权重" if asked == "trial" else "重培育同级权重")
