"""Capabilities declare their kinds of case; the registry refuses what is unsound or clashes."""

import pytest

from xiandao.casework.methods import kinds
from xiandao.casework.methods.declarations import DeclarationError
from xiandao.terms.error import XiandaoError

TEXT = """name = "test.kind"
label = "试办"
[[stages]]
name = "open"
label = "待办"
who = "policy.item.edit"
[[stages]]
name = "done"
label = "已办结"
final = true
[[transitions]]
name = "end"
label = "办结"
from = "open"
to = "done"
"""


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})


def test_a_registered_kind_can_be_had_by_its_name():
    kind = kinds.register("test.kind", TEXT)
    assert kinds.get("test.kind") is kind
    assert kinds.known() == (kind,)


def test_registering_the_same_declaration_again_does_no_harm():
    assert kinds.register("test.kind", TEXT) == kinds.register("test.kind", TEXT)


def test_a_file_that_names_itself_differently_is_refused():
    with pytest.raises(DeclarationError) as caught:
        kinds.register("test.other", TEXT)
    assert caught.value.code == "CAS-002"


def test_a_second_declaration_under_the_same_name_is_refused():
    kinds.register("test.kind", TEXT)
    with pytest.raises(DeclarationError) as caught:
        kinds.register("test.kind", TEXT.replace("试办", "另办"))
    assert caught.value.code == "CAS-003"


def test_an_unsound_declaration_is_not_registered():
    with pytest.raises(DeclarationError):
        kinds.register("test.kind", TEXT.replace('to = "done"', 'to = "gone"'))
    assert kinds.known() == ()


def test_an_unknown_kind_is_refused_in_words():
    with pytest.raises(XiandaoError, match="没有名为“nobody") as caught:
        kinds.get("nobody.knows")
    assert caught.value.code == "CAS-101"
