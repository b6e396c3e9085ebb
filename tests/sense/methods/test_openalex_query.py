"""What is asked of OpenAlex."""

import pytest

from xiandao.sense.methods.openalex_query import FIRST, Question, parameters
from xiandao.terms.error import InputError


def test_a_page_is_asked_with_filter_selection_size_cursor_and_mail():
    asked = parameters(Question("language:zh,publication_year:2020-2024", "a@b.org", 200), "Il==")
    assert asked["filter"] == "language:zh,publication_year:2020-2024"
    assert (asked["per-page"], asked["cursor"], asked["mailto"]) == ("200", "Il==", "a@b.org")
    assert {"id", "authorships", "referenced_works"} <= set(asked["select"].split(","))
    assert FIRST == "*"


@pytest.mark.parametrize("mail", ["", "nobody", "a@b", "a b@c.org", "a@b.org\r\nX: y", "ä@b.org"])
def test_a_mail_address_that_is_none_is_refused(mail):
    with pytest.raises(InputError) as error:
        Question("language:zh", mail)
    assert error.value.code == "SEN-331"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", 100),
        ("everything", 100),
        ("a:1,", 100),
        ("a:\ud800", 100),
        ("a:" + "1" * 9_000, 100),
        ("a:1", 0),
        ("a:1", 201),
    ],
)
def test_the_whole_of_openalex_and_what_cannot_be_asked_is_refused(text, size):
    with pytest.raises(InputError) as error:
        Question(text, "a@b.org", size)
    assert error.value.code == "SEN-332"
