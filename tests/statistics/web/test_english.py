"""English is complete in statistics: with it chosen, only names, papers and what people typed are still Chinese."""

import io
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.demo.test_english import strings, untranslated
from tests.statistics import economy
from tests.statistics import world as factory
from tests.statistics.commands.test_releases import made
from tests.statistics.commands.test_uploads import number, written
from tests.statistics.returns import PEOPLE, filed, whole
from tests.statistics.web.test_filing_files import upload
from xiandao.statistics.commands import filings, indicators, releases, reviews, rules
from xiandao.statistics.methods.form import Item
from xiandao.statistics.models import IndicatorVersion, Release, ReturnUpload, RuleVersion
from xiandao.statistics.queries import wording
from xiandao.terms.pack import load_pack, pack_names

SEPTEMBER = "2026-09"
HAN = re.compile(r"[\u4e00-\u9fff]")
WRONG = {"r80": "500"}
# Names of bodies, people and places, what they typed, and the wording of the forms' own papers.
NAMES = {
    "reg_organisation": ("name", "short_name"),
    "reg_account": ("display_name",),
    "sta_form": ("table_no", "authority", "approval_no"),
    "sta_indicator": ("clause",),
    "sta_filing_event": ("words",),
    "sta_upload": ("name",),
}


@pytest.fixture
def told(world):
    """A province with one month in the books, one return in every stage, a release, a workbook on trial."""
    indicators.plant(organisation=world.top, by=world.statistician)
    rules.plant(organisation=world.top, by=world.statistician)
    quick = factory.opened(world)
    sent_back = filed(factory.filing_of(quick, world.ent_1), world.reporter_1)
    reviews.act(
        filing=sent_back,
        transition="return",
        version=sent_back.version,
        words="请核对",
        cells={"r80": "请核对"},
        by=world.city_statistician_a,
    )
    filed(factory.filing_of(quick, world.ent_2), world.reporter_2, {"r100": "900000"})
    economy.settle(world, SEPTEMBER)
    return quick


@pytest.fixture
def names(told):
    """Every name and every typed word of the small province."""
    found = set()
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, columns in NAMES.items():
            assert table in tables, table
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
            found |= {cell for row in cursor.fetchall() for cell in row if cell}
    for pack in map(load_pack, pack_names()):
        found |= {one.name for one in pack.places}
        found |= {text for text in strings(pack.table("catalogue")) if HAN.search(text)}
    found |= {item.note for row in _forms(told) for item in row.form.items if item.note}
    found |= {row.form.note for row in _forms(told)}
    # A rule is edited as it was written, and the template of a return is a Chinese paper.
    found |= {
        row.definition[name] for row in RuleVersion.objects.all() for name in ("message", "note")
    }
    found |= {*PEOPLE.values(), "情况属实", "约三千", "12万", "上年同期", "说明", "是", "否"}
    return {text for text in found if HAN.search(text)}


def _forms(told):
    return type(told.form).objects.all()


def english(account):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(account)
    return client


def left_over(client, addresses, names):
    """Return by address the Chinese that is no name."""
    left = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        if chinese := untranslated(response.content.decode(), names):
            left[address] = chinese
    return left


LISTS = ("sta_indicators", "sta_forms", "sta_releases", "sta_rules")


def common(told):
    """Return the pages that everybody with business in statistics may open."""
    form = told.form
    pages = [reverse(name) for name in LISTS] + [reverse("sta_form", args=[form.pk])]
    pages += [reverse("sta_form", args=[row.pk]) for row in _forms(told)]
    pages += [reverse("sta_rule", args=[row.pk]) for row in RuleVersion.objects.all()[::7]]
    pages += [
        reverse("sta_rule", args=[row.pk])
        for row in RuleVersion.objects.exclude(definition__note="")[:3]
    ]
    return pages + [
        reverse("sta_indicator", args=[code])
        for code in IndicatorVersion.objects.values_list("code", flat=True)
    ]


@pytest.mark.slow
def test_a_reporter_who_chose_english_reads_english(world, told, names):
    client = english(world.reporter_1)
    back = factory.filing_of(told, world.ent_1)
    filings.save(filing=back, values=whole(WRONG), version=back.version, by=world.reporter_1)
    back = factory.filing_of(told, world.ent_1)
    filings.save(
        filing=back,
        values=dict.fromkeys(whole()),
        version=back.version,
        reason="",
        by=world.reporter_1,
    )
    back = factory.filing_of(told, world.ent_1)
    broken = number(whole(WRONG)) | {"r65": "12万", "r07": "约三千"}
    upload(client, back, written(back, broken), "return.xlsx")
    held = ReturnUpload.objects.get()
    filings.save(filing=back, values=whole(WRONG), version=back.version, by=world.reporter_1)
    pages = [
        reverse("sta_mine"),
        *(reverse(name, args=[back.pk]) for name in ("sta_filing", "sta_filing_upload", "sta_filing_history")),
        reverse("sta_filing_trial", args=[back.pk, held.pk]),
    ]  # fmt: skip
    assert left_over(client, [*pages, *common(told)], names) == {}
    sheet = client.get(reverse("sta_filing", args=[back.pk])).content.decode()
    assert "Employees at end of period" in sheet
    assert "Monthly quick report of enterprises" in sheet
    assert 'class="found must"' in sheet
    zone = factory.opened(world, "zone-quarter", "2026Q3")
    other = factory.filing_of(zone, world.zone_a)
    page = reverse("sta_filing", args=[other.pk])
    assert left_over(english(world.zone_reporter), [page], names) == {}


@pytest.mark.slow
def test_a_city_statistician_who_chose_english_reads_english(world, told, names):
    waiting = factory.filing_of(told, world.ent_2)
    pages = [
        reverse("sta_rounds"),
        reverse("sta_round", args=[told.pk]),
        reverse("sta_review"),
        f"{reverse('sta_review')}?round={told.pk}&show=all",
        reverse("sta_review_filing", args=[waiting.pk]),
        reverse("sta_filing_history", args=[waiting.pk]),
    ]
    client = english(world.city_statistician_a)
    assert left_over(client, [*pages, *common(told)], names) == {}
    assert left_over(client, ["/inbox"], names) == {}


@pytest.mark.slow
def test_a_statistician_who_chose_english_reads_english(world, told, names):
    release = made(world)
    asked = {
        "indicator": "TOTAL_INCOME", "period": SEPTEMBER, "rows": "county", "columns": "group",
        "unit": "亿元", "method": "round", "organisation": world.top.pk,
    }  # fmt: skip
    pages = [
        reverse("sta_rounds"),
        *(reverse("sta_round", args=[one.pk]) for one in type(told).objects.all()),
        reverse("sta_review"),
        reverse("sta_tables"),
        f"{reverse('sta_tables')}?{urlencode(asked)}",
        reverse("sta_release", args=[release.pk]),
    ]
    client = english(world.statistician)
    assert left_over(client, [*pages, *common(told)], names) == {}
    releases.publish(release=release, by=world.second_statistician)
    pages = [reverse("sta_release", args=[release.pk]), reverse("sta_releases")]
    pages.append(reverse("sta_indicator", args=[release.indicator]))
    assert left_over(client, pages, names) == {}


def test_a_release_is_kept_in_chinese_whoever_makes_it_and_told_in_the_readers_language(
    world, told
):
    asked = {
        "indicator": "TOTAL_INCOME", "period": SEPTEMBER, "rows": "city", "columns": "industry",
        "unit": "万元", "method": "suppress", "organisation": world.top.pk,
    }  # fmt: skip
    client = english(world.statistician)
    assert client.post(reverse("sta_tables"), asked).status_code == 302
    release = Release.objects.get()
    assert release.title == "2026年9月企业总收入（按设区市、未来产业）"
    page = client.get(reverse("sta_release", args=[release.pk])).content.decode()
    assert wording.told(release) == release.title
    assert release.title not in page


def words_of(response):
    """Return the texts of a workbook."""
    book = load_workbook(io.BytesIO(response.content))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return {cell for row in rows for cell in row if isinstance(cell, str)} | set(book.sheetnames)


def test_files_and_pictures_of_a_release_are_english_too(world, told, names):
    release = made(world, columns="")
    page = reverse("sta_release", args=[release.pk])
    files = [
        f"{page}?export=chart-release-{release.pk}",
        reverse("sta_release_file", args=[release.pk, "xlsx"]),
        f"{reverse('sta_indicators')}?export=indicators",
        f"{reverse('sta_forms')}?export=forms",
        f"{reverse('sta_round', args=[told.pk])}?export=board",
        f"{reverse('sta_releases')}?export=releases",
    ]
    client = english(world.statistician)
    for address in files:
        response = client.get(address)
        assert response["Content-Type"].startswith("application/vnd.openxml"), address
        page = "".join(f"<p>{text}</p>" for text in words_of(response))
        assert untranslated(page, names) == [], address


def test_a_row_without_english_keeps_its_name_and_units_come_from_the_catalogue():
    from django.utils.translation import override

    with override("en"):
        assert wording.told(Item("r1", "1", "自拟指标")) == "自拟指标"
        assert wording.told("千元") != "千元"
    assert wording.marked(Item("r1", "1", "总收入", "Total income", reuse=True)) == "总收入▲"
