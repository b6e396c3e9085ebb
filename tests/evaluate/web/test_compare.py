"""并排比较: two to four zones, why one is ahead, and nothing of zones that are not for the reader."""

import pytest
from django.urls import reverse


def text(response):
    return response.content.decode()


def ask(client, assessment, zones):
    return client.get(reverse("eva_compare"), {"assessment": assessment.pk, "zones": zones})


def test_zones_stand_beside_each_other_and_why_one_is_ahead_is_said(world, assessment, sign_in):
    client = sign_in(world.viewer)
    page = text(ask(client, assessment, ["Z-1", "Z-3", "Z-6"]))
    assert "谁领先，为什么" in page
    assert "主要领先在" in page
    assert page.count('<b class="best"') >= 5
    assert text(ask(client, assessment, "Z-1,Z-3,Z-6")).count("主要领先在") == page.count(
        "主要领先在"
    )


@pytest.mark.parametrize("zones", [[], ["Z-1"], [f"Z-{n}" for n in range(1, 6)]])
def test_a_wrong_number_of_zones_is_told_with_the_way_back(world, assessment, sign_in, zones):
    page = ask(sign_in(world.viewer), assessment, zones)
    assert page.status_code == 422
    assert "2至4个先导区" in text(page)
    assert f"{reverse('eva_ranking')}?assessment={assessment.pk}" in text(page)


def test_a_city_compares_its_own_zones_only(world, assessment, sign_in):
    client = sign_in(world.city_officer)
    assert ask(client, assessment, ["Z-1", "Z-2"]).status_code == 200
    refused = ask(client, assessment, ["Z-1", "Z-4"])
    assert refused.status_code == 404
    assert "第4未来产业先导区" not in text(refused)


@pytest.mark.parametrize("name", ["chart-compare", "compare"])
def test_every_block_has_its_file(world, assessment, sign_in, name):
    said = {"assessment": assessment.pk, "zones": ["Z-1", "Z-2"], "export": name}
    file = sign_in(world.viewer).get(reverse("eva_compare"), said)
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")
