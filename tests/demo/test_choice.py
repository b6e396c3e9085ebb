"""Which province a paper of the user's own belongs to."""

import pytest

from xiandao.demo.choice import pack_for


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("浙江省人民政府办公厅关于培育未来产业的意见，支持杭州、宁波先行。", "zhejiang"),
        ("支持南京、苏州率先建设，江苏省有关部门负责。", "jiangsu"),
        ("某省未来产业行动方案，省发展改革委负责。", "demo"),
        ("", "demo"),
    ],
)
def test_the_pack_is_the_province_the_paper_names_most(text, pack):
    assert pack_for(text.encode()) == pack


def test_a_file_that_cannot_be_read_falls_back_to_the_demonstration():
    assert pack_for(bytes(range(256))) == "demo"
