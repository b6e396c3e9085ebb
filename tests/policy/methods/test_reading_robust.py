"""Whatever is put together from pieces of policy language, the reader reads it or refuses it, and its spans hold."""

from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.reading import Reading, read
from xiandao.terms.error import XiandaoError

PIECES = [
    "一、目标\n", "（一）近期。", "1．", "——", "到2027年，", "2025年、2026年分别达到", "建设", "30个左右", "3—5万家", "千亿级",
    "超100亿元的", "企业", "由10%提高到", "三分之一", "翻两番", "，", "、", "；", "。", "\n", "\t", " | ", "（", "）", "“", "”", "《", "》",
    "其中", "每年", "同期", "再经过5年", "用三年时间", "给予最高500万元奖励", "对符合条件的", "（省科技厅牵头，", "经信厅配合）", "责任单位：",
    "牵头单位：省数据局", "完成时限：2025年", "序号\t任务\t责任单位\t完成时限\n", "等10个未来产业", "一批", "若干", "已建成", "截至2022年底",
    "# ", "## ", "[", "]", "〔2023〕1号", "1.5", "12,000", "十", "零", "万", "%", "成", "前三位", "\ud800", "\x00", "  ",
]  # fmt: skip


def outcome(text: str) -> Reading | str:
    try:
        return read(text)
    except XiandaoError as refused:
        return refused.code


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_is_read_or_refused(text):
    reading = outcome(text)
    if isinstance(reading, str):
        assert reading in {"POL-001", "POL-002"}
        return
    for item in (*reading.clauses, *reading.targets, *reading.benefits, *reading.measures):
        assert reading.text[item.start : item.end] == item.text
    for duty in reading.responsibilities:
        assert 0 <= duty.start <= duty.end <= len(reading.text)
        assert duty.departments or duty.note
    reading.text.encode()


@given(st.text(max_size=300))
def test_any_text_after_a_clause_keeps_the_clause(text):
    reading = read("一、目标\n到2030年，建设10个平台。\n" + text)
    assert any(target.value == 10 for target in reading.targets)


def test_reading_the_read_text_again_changes_nothing():
    text = "首页 > 公开\n某省意见\n某政发[2024]5号\n一、目标\n到2030年，建设10个平台。（省科技厅负责）\n微信扫一扫"
    once = read(text)
    again = read(once.text)
    assert again.text == once.text
    assert again.targets == once.targets
