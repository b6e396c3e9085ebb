"""Errors carry a code, a Chinese sentence, a hint and details, and survive being copied."""

import copy

import pytest

from xiandao.terms.error import InputError, TermError, XiandaoError


@pytest.mark.parametrize("kind", [XiandaoError, TermError, InputError])
def test_an_error_speaks_and_can_be_handled_by_code(kind):
    error = kind("POL-009", "文件是空的", "请重新选择", {"size": 0})
    assert str(error) == "文件是空的（请重新选择）"
    assert (error.code, error.sentence, error.hint, dict(error.details)) == (
        "POL-009", "文件是空的", "请重新选择", {"size": 0},
    )  # fmt: skip


def test_without_a_hint_only_the_sentence_is_shown():
    assert str(XiandaoError("POL-009", "文件是空的")) == "文件是空的"


def test_details_cannot_be_changed_afterwards():
    error = XiandaoError("POL-009", "文件是空的", details={"size": 0})
    with pytest.raises(TypeError):
        error.details["size"] = 1


def test_an_error_survives_being_copied():
    error = copy.deepcopy(TermError("TRM-001", "不是数字", "请改正", {"text": "甲"}))
    assert (type(error), error.code, dict(error.details)) == (TermError, "TRM-001", {"text": "甲"})


def test_a_term_error_is_a_value_error_too():
    assert issubclass(TermError, ValueError)
