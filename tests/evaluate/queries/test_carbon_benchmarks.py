"""The benchmarks in force: the site's own before the invented ones, and none in place of a file that cannot be read."""

import pytest

from xiandao.evaluate.queries.carbon_benchmarks import book
from xiandao.terms.error import InputError


@pytest.fixture
def own(settings, tmp_path):
    settings.XIANDAO_CARBON_BENCHMARKS = tmp_path / "carbon-benchmarks.toml"
    return settings.XIANDAO_CARBON_BENCHMARKS


def test_without_a_file_the_invented_figures_hold_and_say_so(own):
    assert book().is_demo


def test_the_file_of_the_site_goes_before(own):
    own.write_text('\ufeffsource = "省里公布"', encoding="utf-8")
    assert (book().source, book().is_demo, book().benchmarks) == ("省里公布", False, ())


@pytest.mark.parametrize("content", [b"mean =", "source = '统计'".encode("gbk")])
def test_a_file_that_cannot_be_read_is_not_passed_over(own, content):
    own.write_bytes(content)
    with pytest.raises(InputError) as caught:
        book()
    assert caught.value.code == "EVA-640"
