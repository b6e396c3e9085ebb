"""Which version of a form is in use, and what forms are called."""

import pytest

from tests.project.foreign_statistics import form
from tests.statistics import world as factory
from xiandao.statistics.queries import forms
from xiandao.terms.error import XiandaoError


@pytest.fixture
def world(db):
    return factory.build()


def test_the_newest_version_names_the_form(world):
    form(world.top, world.statistician, "旧名", 7, "retired")
    form(world.top, world.statistician, "别的", 8, "in_use")
    newer = form(world.top, world.statistician, "暂名", 9, "draft")
    type(newer).objects.filter(pk=newer.pk).update(code="f7", version="2", title="新名")
    assert forms.titles_of(["f7", "f7", "f8", "f99"]) == {"f7": "新名", "f8": "别的"}


def test_a_form_that_nobody_fills_is_not_found(world):
    form(world.top, world.statistician, "拟用", 7, "draft")
    with pytest.raises(XiandaoError, match="没有在用的报表"):
        forms.in_use("f7")
    used = form(world.top, world.statistician, "在用", 8, "in_use")
    assert forms.in_use("f8") == used
