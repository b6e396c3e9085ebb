"""A reading for the terminal: what the text says is told from what is inferred."""

from xiandao.policy.methods.compare import compare
from xiandao.policy.methods.listing import listing, side_by_side
from xiandao.policy.methods.reading import read

PAPER = (
    "某省人民政府关于培育未来产业的意见\n一、总体目标\n到2030年，建设20个省级先导区。每年实施15个以上研发项目。\n"
    "二、重点任务\n加强统筹协调，推进建设。（省科技厅、省经信厅按职责分工负责）\n三、保障\n完善机制。（省财政厅牵头）\n"
)
LINES = list(listing(read(PAPER)))


def test_the_first_line_is_the_title_and_the_third_counts():
    assert LINES[0] == "某省人民政府关于培育未来产业的意见"
    assert "目标 2" in LINES[2]


def test_a_lead_that_the_text_does_not_name_is_marked_as_inferred():
    assert any(line.endswith("牵头（推定） 省科技厅；配合 省经信厅") for line in LINES)
    assert any(line.endswith("牵头 省财政厅") for line in LINES)


def test_a_target_shows_clause_amount_year_and_sentence():
    line = next(line for line in LINES if "20个（2030年）" in line)
    assert line.strip().startswith("[一]")
    assert "建设20个省级先导区" in line


def test_sections_without_content_are_left_out():
    assert "【支持标准】" not in LINES
    assert "【目标】" in LINES


def test_a_target_that_comes_back_says_how_often():
    assert any("不少于15个（每年）" in line for line in LINES)


def test_side_by_side_shows_what_only_one_paper_has():
    other = PAPER.replace("省财政厅", "省商务厅").replace("每年实施15个以上研发项目。", "")
    lines = list(side_by_side(compare(read(PAPER), read(other))))
    assert any(line.startswith("  仅文件一  [一]") and "15个" in line for line in lines)
    assert "  仅文件一：省财政厅" in lines
    assert "  仅文件二：省商务厅" in lines
    assert any(line.startswith("  相同  [一]") and "20个" in line for line in lines)
