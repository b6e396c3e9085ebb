"""The paper of the demonstration province is read exactly as it is labelled, in every form it may come in."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest

from xiandao.catalog import known_catalogue, load_catalogue
from xiandao.policy.methods.intake import text_of
from xiandao.policy.methods.reading import read
from xiandao.terms.pack import load_pack

PACK = load_pack("demo")
PAPER = PACK.text("paper")
GOLD = json.loads(
    Path(__file__).parent.parent.joinpath("texts/demo_paper.gold.json").read_text("utf-8")
)
SAME = ("value", "value_max", "comparator", "unit", "deadline_year", "recurrence", "kind")


def as_docx(text: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def as_html(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><body>{body}</body></html>".encode("gb18030")


@pytest.fixture(params=[str.encode, as_docx, as_html], ids=["text", "docx", "html"])
def reading(request) -> Mapping[str, Any]:
    return read(text_of(request.param(PAPER)), catalogue=known_catalogue()).to_json()


def test_the_figures_are_those_of_the_labels(reading):
    found = [tuple(target.get(key) for key in SAME) for target in reading["targets"]]
    assert found == [tuple(target.get(key) for key in SAME) for target in GOLD["targets"]]


def test_every_duty_is_found_with_the_lead_the_text_names(reading):
    found = [
        (duty["departments"], duty["lead"])
        for duty in reading["responsibilities"]
        if not duty["lead_inferred"]
    ]
    wanted = [(duty["departments"], duty["lead"]) for duty in GOLD["departments"] if duty["lead"]]
    assert [pair for pair in found if pair[1]] == wanted
    links = [name for duty in reading["responsibilities"] for name in duty["departments"]]
    assert links == [name for duty in GOLD["departments"] for name in duty["departments"]]


def test_every_party_is_a_body_of_the_pack():
    assert all(
        PACK.organisation(name) for duty in GOLD["departments"] for name in duty["departments"]
    )


def test_the_industries_are_those_of_the_catalogue(reading):
    assert reading["industries"] == GOLD["industries"]
    wanted = {industry.code for industry in load_catalogue("demo").industries}
    named = [load_catalogue("demo").resolve(name) for name in GOLD["industries"]]
    assert {industry.code for industry in named if industry} == wanted


def test_benefits_stay_apart_from_targets(reading):
    assert len(reading["benefits"]) == 3
    assert not any(
        "补助" in target["text"] or "奖励" in target["text"] for target in reading["targets"]
    )


def test_the_paper_says_that_it_is_invented():
    assert PAPER.startswith("（演示数据：本文件及其中地名、单位、数字均为虚构）")
