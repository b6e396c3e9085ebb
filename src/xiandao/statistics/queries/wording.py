"""What forms, rows, indicators, releases and findings are called in the reader's language: the one place that chooses.

Data carry their English themselves; sections, units and what has no English of its own is looked up in the catalogue.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from xiandao.statistics.methods.form import Form, Item
from xiandao.statistics.methods.indicator import Indicator, shipped
from xiandao.statistics.methods.marked import Mark
from xiandao.statistics.methods.messages import Message
from xiandao.statistics.methods.template import REUSE_SIGN
from xiandao.statistics.models import Finding, FormVersion, IndicatorVersion, Release
from xiandao.statistics.queries.dimensions import DIMENSIONS
from xiandao.statistics.queries.hints import Hint
from xiandao.terms.period import Period
from xiandao.ui.spoken import said


def is_source() -> bool:
    """Return whether the reader reads the language in which the product is written."""
    return (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE


def either(chinese: str, english: str) -> str:
    """Return of two wordings the one for the reader; where there is no English, what the catalogue knows."""
    if is_source():
        return chinese
    return english or said(chinese)


@singledispatch
def told(thing: Any) -> str:
    """Return what a thing is called or says, in the reader's language; plain words go to the catalogue."""
    return said(thing)


@told.register
def _form(form: Form) -> str:
    return either(form.title, form.title_en)


@told.register
def _version(row: FormVersion) -> str:
    known = said(row.title)
    # The definition is read only where the catalogue does not know the title: lists leave it in the database.
    return known if is_source() or known != row.title else row.form.title_en or known


@told.register
def _item(item: Item) -> str:
    return either(item.label, item.label_en)


@told.register(Indicator)
@told.register(IndicatorVersion)
def _indicator(one: Indicator | IndicatorVersion) -> str:
    return either(one.name, one.name_en)


@told.register(Finding)
@told.register(Hint)
def _finding(one: Finding | Hint) -> str:
    return either(one.message, one.message_en)


@told.register
def _message(one: Message) -> str:
    return either(one.chinese_text, one.english_text)


@told.register
def _mark(mark: Mark) -> str:
    return either(mark.sentence, mark.sentence_en)


@told.register
def _release(release: Release) -> str:
    if is_source() or release.indicator not in shipped():
        return release.title
    return _composed(release.indicator, release.period, release.rows, release.columns)


def release_title(indicator: str, period: str, rows: str, columns: str) -> str:
    """Return the title under which a release is kept: Chinese, whoever makes it."""
    with override(settings.LANGUAGE_CODE):
        return _composed(indicator, period, rows, columns)


def _composed(indicator: str, period: str, rows: str, columns: str) -> str:
    cuts = [str(DIMENSIONS[name][1]) for name in (rows, columns) if name]
    parts = {
        "period": said(Period.parse(period).label),
        "name": told(shipped()[indicator]),
        "cuts": _("、").join(cuts),
    }
    return _("%(period)s%(name)s（按%(cuts)s）") % parts


def heading(form: FormVersion, period_label: str) -> str:
    """Return form and period as pages call a round."""
    return f"{told(form)} {said(period_label)}"


def told_with_version(row: FormVersion) -> str:
    """Return what a list of forms calls one of several versions."""
    return _("%(title)s（%(version)s）") % {"title": told(row), "version": row.version}


def marked(item: Item) -> str:
    """Return the name of a row; ▲ marks what consent covers."""
    return told(item) + (REUSE_SIGN if item.reuse else "")


def place(mark: Mark) -> str:
    """Return the row of the form that a mark in a workbook is about."""
    return either(mark.label, mark.label_en)


def known_from(source: str) -> str:
    """Return where a prefilled value comes from: a form and its period, or the register."""
    title, gap, period = source.rpartition(" ")
    return f"{said(title)}{gap}{said(period)}"
