"""Which work a record is about."""

import pytest

from xiandao.sense.methods.record_identity import (
    content_key,
    normal_doi,
    own_number,
    reference_key,
    title_key,
)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("DOI：10.1000/abc。", "10.1000/abc。"),
        ("(doi 10.1000/abc).", "10.1000/abc"),
        ("10.1016/S0140-6736(05)17952-8", "10.1016/s0140-6736(05)17952-8"),
        ("10.1/x", None),
        ("0.26615/978-954", None),
        ("", None),
    ],
)
def test_one_doi_has_one_spelling(text, doi):
    found = normal_doi(text)
    assert (found or "").rstrip("。") == (doi or "").rstrip("。")


def test_numbers_lose_addresses_blanks_and_versions():
    told = ["https://openalex.org/W1", "http://arxiv.org/abs/2101.00001v3", " CN 101 A "]
    assert [own_number(one) for one in told] == ["W1", "2101.00001", "CN101A"]


def test_the_same_title_with_other_signs_is_the_same():
    assert title_key("基于图神经网络的研究——以浙江为例") == title_key(
        "基于图神经网络的研究:以浙江为例"
    )


def test_year_and_first_author_tell_equal_titles_apart():
    one = content_key("Introduction", 2020, "Li, Wei")
    assert one == content_key("INTRODUCTION.", 2020, "wei li")
    assert (
        len(
            {
                one,
                content_key("Introduction", 2021, "Li, Wei"),
                content_key("Introduction", 2020, "Wang"),
            }
        )
        == 3
    )
    assert len(one) == 16


def test_a_reference_without_a_number_has_no_key():
    assert reference_key("Vaswani A, 2017, NEURIPS, V30") is None
    assert reference_key("Li W, 2020, SCI, DOI 10.1126/XY") == "10.1126/xy"
