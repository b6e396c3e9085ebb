"""Names that officials use for one body lead to one spelling, and different bodies keep different ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.registry.methods.names import key, spellings
from xiandao.terms.pack import load_pack, pack_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示范省经济和信息化厅", "省经济和信息化厅"),
        ("示范省卫生健康委员会", "省卫生健康委"),
        ("澜州市人民政府", "澜州市"),
        ("示范省人民政府", "省政府"),
        ("示范省", "省政府"),
        ("各市、县(市、区)人民政府", "各市、县（市、区）政府"),
        (" 省 科技厅 ", "省科技厅"),
        ("省科技厅；", "省科技厅"),
        ("ＡＢＣ实验室", "abc实验室"),
        ("省\u200b科技厅", "省科技厅"),
        ("省住房和城乡建设厅", "示范省住房城乡建设厅"),
    ],
)
def test_two_ways_to_write_one_name_have_one_key(one, other):
    assert key(one, province="示范省") == key(other, province="示范省")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("省科技厅", "市科技厅"),
        ("省经信厅", "澜州市经信局"),
        ("镜澜区", "镜澜县"),
        ("国家税务总局示范省税务局", "省税务局"),
        ("和平区", "平区"),
    ],
)
def test_different_bodies_have_different_keys(one, other):
    assert key(one, province="示范省") != key(other, province="示范省")


@pytest.mark.parametrize("pack", pack_names())
def test_no_two_bodies_of_a_pack_share_the_key_of_their_name(pack):
    data = load_pack(pack)
    keys = [key(body.name, province=data.title) for body in data.organisations]
    assert len(set(keys)) == len(keys)


@given(st.text(max_size=200), st.sampled_from(["", "示范省"]))
def test_a_key_of_any_text_is_bounded_and_is_its_own_key(text, province):
    once = key(text, province=province)
    assert len(once) <= 120
    assert not any(sign.isspace() for sign in once)
    assert spellings(text, province=province)[:1] == ((once,) if once else ())
