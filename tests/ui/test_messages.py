"""Translations: what is written in the .po file is what the site says, without any gettext program."""

import gettext
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.ui.messages import compile_stale, compiled, read_po, write_po

TEXT = st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    min_size=1,
)


@given(st.dictionaries(TEXT, st.text(alphabet='a"\\\nb%中', max_size=20), max_size=8))
def test_a_catalogue_survives_writing_and_reading(messages):
    assert read_po(write_po(messages, {})) == messages


@given(st.dictionaries(TEXT, TEXT, max_size=8))
def test_python_reads_the_compiled_form(messages):
    found = gettext.GNUTranslations(io.BytesIO(compiled(messages)))
    assert all(found.gettext(text) == said for text, said in messages.items())


def test_plurals_choose_their_form():
    written = write_po(
        {"共 %d 项\0共 %d 项": "%d row\0%d rows"}, {"共 %d 项\0共 %d 项": ["a.html"]}
    )
    assert "#: a.html" in written
    found = gettext.GNUTranslations(io.BytesIO(compiled(read_po(written))))
    assert [found.ngettext("共 %d 项", "共 %d 项", count) for count in (1, 2)] == [
        "%d row",
        "%d rows",
    ]


def test_what_is_not_translated_stays_chinese():
    found = gettext.GNUTranslations(io.BytesIO(compiled({"先导": "", "总览": "Overview"})))
    assert (found.gettext("先导"), found.gettext("总览")) == ("先导", "Overview")


@pytest.fixture
def locale(tmp_path):
    """A folder of translations with one language."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(write_po({"先导": "Xiandao"}, {}), encoding="utf-8")
    return tmp_path


def test_only_what_is_newer_is_compiled(locale):
    [written] = compile_stale([locale])
    assert written.read_bytes() == compiled({"先导": "Xiandao"})
    assert compile_stale([locale]) == []
    later = written.stat().st_mtime + 5
    os.utime(written.with_suffix(".po"), (later, later))
    assert compile_stale([locale]) == [written]
    assert [path.name for path in written.parent.iterdir() if path.suffix == ".tmp"] == []


def test_a_place_without_translations_is_no_error(tmp_path):
    assert compile_stale([tmp_path / "nowhere"]) == []
