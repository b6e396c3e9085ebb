"""The rules in force: the site's own before those of the product, and none in place of a file that cannot be read."""

import pytest

from xiandao.statistics.methods.disclosure_parameters import shipped
from xiandao.statistics.queries.secrecy import parameters
from xiandao.terms.error import XiandaoError


@pytest.fixture
def own(settings, tmp_path):
    settings.XIANDAO_DISCLOSURE = tmp_path / "disclosure.toml"
    return settings.XIANDAO_DISCLOSURE


def test_without_a_file_the_rules_of_the_product_hold(own):
    assert parameters() == shipped()["default"]


def test_the_rules_of_the_site_go_before_those_of_the_product(own):
    own.write_text("[default]\nminimum = 6\n")
    assert parameters().minimum == 6


def test_a_file_that_cannot_be_read_is_not_passed_over(own):
    own.write_text("[default]\nminimum = ")
    with pytest.raises(XiandaoError) as caught:
        parameters()
    assert caught.value.code == "STA-401"
