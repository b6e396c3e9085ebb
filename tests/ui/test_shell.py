"""The frame around every page: what it offers to whom, how it looks, what the content policy asks of it."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.urls import include, path

from xiandao.ui import navigation, search, shell
from xiandao.ui.answers import answer
from xiandao.ui.page import PUBLIC, SIGNED_IN, page
from xiandao.ui.search import Hit
from xiandao.ui.words import word as word_view


@page("sample.view")
def ledger(request):
    source = "{% extends 'ui/page.html' %}{% block title %}台账{% endblock %}{% block content %}<p>正文</p>{% endblock %}"
    return engines["django"].from_string(source).render({}, request)


@page("sample.secret")
def secret(request):
    return answer(request, "ui/empty.html")


urlpatterns = [
    path("", ledger, name="overview"),
    path("sample/", ledger, name="sample"),
    path("sample/<int:pk>", ledger, name="sample-item"),
    path("secret", secret, name="secret"),
    path("inbox", secret, name="inbox"),
    path("", include("xiandao.ui.urls")),
]


@pytest.fixture(autouse=True)
def site(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_entries", [])
    monkeypatch.setattr(search, "_providers", {})
    monkeypatch.setattr(shell, "_counters", [])
    navigation.add("overview", "总览页", "overview", who=SIGNED_IN, order=1)
    navigation.add("overview", "台账样本", "sample", who="sample.view", order=2, about="逐条跟踪")
    navigation.add("sense", "保密页", "secret", who="sample.secret")
    navigation.add("decide", "不存在的页", "no-such-page", who=PUBLIC)


@pytest.fixture
def open_page(ask):
    """Render the sample page of an address as the reader sees it."""
    from django.urls import resolve

    def open_page(address="/sample/", **cookies):
        request = ask(address)
        request.COOKIES.update(cookies)
        request.resolver_match = resolve(request.path)
        source = "{% extends 'ui/page.html' %}{% block title %}台账{% endblock %}"
        return engines["django"].from_string(source).render({"user": request.user}, request)

    return open_page


def test_the_navigation_has_the_words_of_the_paper_in_their_order(open_page):
    nav = re.search(r'<nav class="words".*?</nav>', open_page(), re.DOTALL)[0]
    found = [
        nav.index(f">{label}<")
        for label in ("总览", "感知", "决策", "服务", "运行", "监管", "数据")
    ]
    assert found == sorted(found)


def test_only_pages_that_the_account_may_open_are_offered(open_page):
    html = open_page()
    assert "台账样本" in html
    assert "保密页" not in html
    assert "不存在的页" not in html


def test_a_page_below_an_entry_marks_the_word_and_the_entry(ask):
    from django.urls import resolve

    for address in ("/sample/", "/sample/7"):
        request = ask(address)
        request.resolver_match = resolve(address)
        assert shell.shell(request)["current"].url_name == "sample"
        assert str(shell.shell(request)["current_word"]) == "overview"


def test_the_word_marked_is_the_one_shown(open_page):
    assert re.search(r'<summary class="on">总览', open_page())
    assert 'aria-current="page"><b>台账样本' in open_page()


def test_the_to_do_list_is_offered_only_to_those_who_may_open_it(open_page):
    assert 'href="/inbox"' not in open_page()
    navigation.add("operate", "待办", "inbox", who="sample.view")
    assert 'href="/inbox"' in open_page()


def test_the_badge_adds_up_what_waits(open_page):
    navigation.add("operate", "待办", "inbox", who="sample.view")
    assert 'class="count"' not in open_page()
    shell.count_with(lambda account: 2)
    shell.count_with(lambda account: 1)
    assert '<span class="count">3</span>' in open_page()


@pytest.mark.parametrize(
    ("cookie", "theme", "media"),
    [
        ("dark", "dark", "screen"),
        ("light", "light", "not all"),
        ("", "system", "screen and (prefers-color-scheme: dark)"),
        ('x"><script>', "system", "screen and (prefers-color-scheme: dark)"),
    ],
)
def test_the_theme_comes_with_the_page(open_page, cookie, theme, media):
    html = open_page(xiandao_theme=cookie)
    assert f'data-theme="{theme}"' in html
    assert f'dark.css" media="{media}"' in html


def test_large_type_and_the_big_screen_are_the_same_page(open_page):
    assert 'data-size="large"' in open_page(xiandao_size="large")
    assert 'data-screen="1"' in open_page("/sample/?theme=screen")


def test_the_page_can_be_used_by_keyboard_and_on_old_browsers(open_page):
    html = open_page()
    assert html.index('class="skip" href="#main"') < html.index("<header")
    assert '<meta name="renderer" content="webkit">' in html
    assert 'lang="zh-Hans"' in html
    assert '"allowEval":false' in html
    assert '"includeIndicatorStyles":false' in html


def test_nothing_in_the_rendered_page_is_inline(open_page):
    html = open_page()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_a_word_lists_its_pages(ask, settings):
    html = word_view(ask("/w/overview"), "overview").content.decode()
    assert "台账样本" in html
    assert "逐条跟踪" in html


@pytest.mark.parametrize(
    ("word", "said"),
    [("sense", "您的账号还没有这一部分的页面"), ("serve", "在当前版本中还没有页面")],
)
def test_a_word_without_pages_says_what_the_papers_ask_and_why_it_is_empty(ask, word, said):
    html = word_view(ask(f"/w/{word}"), word).content.decode()
    assert str(navigation.ASKED[word]) in html
    assert said in html


def test_an_unknown_word_is_not_found(ask):
    from django.http import Http404

    with pytest.raises(Http404):
        word_view(ask("/w/nothing"), "nothing")


def test_search_groups_what_every_provider_finds(ask):
    search.provide(
        "zones", "先导区", lambda account, text, limit: [Hit("澜州先导区", "/z/1", "第三批")]
    )
    search.provide("none", "空", lambda account, text, limit: [])
    html = search.search(ask("/search?q=澜州")).content.decode()
    assert "澜州先导区" in html
    assert "第三批" in html
    assert "group-none" not in html


def test_heavier_hits_come_first_and_a_cut_list_says_so():
    many = [Hit(f"第{at}个", f"/{at}", weight=at) for at in range(10)]
    search.provide("many", "许多", lambda account, text, limit: many[:limit])
    [group] = search.find_all(None, "第", 5)
    assert group.hits[0].title == "第5个"
    assert group.count == "5+"


def test_the_finder_is_asked_with_a_bounded_tidy_text():
    heard = []
    search.provide("ear", "听", lambda account, text, limit: heard.append(text) or [])
    assert search.find_all(None, "  甲   " + "乙" * 500, 5) == []
    assert heard[0].startswith("甲 乙")
    assert len(heard[0]) == search.LONGEST
    assert search.find_all(None, "   ", 5) == []
    assert len(heard) == 1


def test_the_box_above_the_page_gets_the_groups_alone(ask):
    search.provide("zones", "先导区", lambda account, text, limit: [Hit("澜州先导区", "/z/1")])
    request = ask("/search?q=澜州", HX_Request="true", HX_Target="finder-hits")
    html = search.search(request).content.decode()
    assert "<html" not in html
    assert "查看全部结果" in html


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("先导区", "xdq", True),
        ("先导区", "导区", True),
        ("先导区", "x", False),
        ("10+X", "x", True),
        ("先导区", "abc", False),
    ],
)
def test_names_are_found_by_text_and_by_initials(name, typed, found):
    assert search.matches(name, typed) is found


def test_pages_are_found_by_name_only_where_they_may_be_opened(ask, reader):
    assert [hit.title for hit in search.pages(reader, "tzyb", 5)] == ["台账样本"]
    assert search.pages(reader, "保密", 5) == []


def test_the_watermark_says_who_and_where_from_and_only_when_switched_on(open_page, settings):
    assert "watermark" not in open_page()
    settings.XIANDAO_WATERMARK = True
    html = open_page()
    drawn = html[html.index('<svg class="watermark"') :].partition("</svg>")[0]
    assert "王工 · 省经信厅" in drawn
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d", drawn)
    assert 'aria-hidden="true"' in drawn
    assert not re.search(r"\sstyle=|<style", html)


def test_the_watermark_stays_on_paper():
    sheet = (Path(shell.__file__).parent / "static/ui/print.css").read_text(encoding="utf-8")
    assert "watermark" not in sheet.partition("display: none")[0].rpartition("\n")[2]
    assert re.search(r"\.watermark \{[^}]*position: fixed", sheet)
