"""Title, number and date are those of the paper itself, wherever they stand."""

from datetime import date

import pytest

from xiandao.policy.methods.document import is_signature, written_date
from xiandao.policy.methods.reading import read

BODY = "一、目标\n到2027年，建设20个平台。"


def document(head: str, tail: str = ""):
    return read(f"{head}\n{BODY}\n{tail}").document


def test_a_date_below_the_covering_notice_is_that_of_the_paper():
    head = (
        "某省人民政府办公厅关于印发《某省行动方案》的通知\n某政办发〔2024〕21号\n各市人民政府：\n"
        "《某省行动方案》已经省人民政府同意，现印发给你们。\n某省人民政府办公厅\n2024年6月3日\n某省行动方案"
    )
    found = document(head)
    assert found.issued_on == date(2024, 6, 3)
    assert found.title == "某省人民政府办公厅关于印发《某省行动方案》的通知"


def test_a_long_notice_keeps_its_date_before_the_plan_attached_to_it():
    notice = "\n".join(
        f"第{at}件事要认真办好，抓好落实，不得有误。" for at in "一二三四五六七八九十" * 2
    )
    head = f"某省科学技术厅关于印发行动方案的通知\n{notice}\n某省科学技术厅\n二〇二五年三月一日\n某省行动方案"
    assert document(head).issued_on == date(2025, 3, 1)


def test_a_date_of_validity_is_no_date_of_issue():
    found = document(
        "某市支持产业发展若干政策措施\n某府规〔2025〕3号      有效期至：2027年12月31日"
    )
    assert (found.doc_number, found.issued_on) == ("某府规〔2025〕3号", None)


def test_a_number_the_preamble_refers_to_is_not_that_of_the_paper():
    head = "某省三年行动方案\n根据《某省规划》（某政发〔2021〕22号）和工作部署，制定本方案。"
    assert document(head).doc_number is None


def test_a_period_on_the_line_below_belongs_to_the_title():
    reading = read("某省发展规划\n（2023—2035年）\n一、任务\n建设20个平台。")
    assert reading.document.title == "某省发展规划（2023—2035年）"
    assert [item.deadline_year for item in reading.targets] == [2035]


@pytest.mark.parametrize(
    "chrome",
    [
        "首页 | 简 | 繁 | EN | 登录 | 邮箱 | 无障碍",
        "某市人民政府  今天是2025年3月5日 星期三  多云 8℃~15℃  RSS订阅",
        "某省人民政府门户网站  无障碍阅读  长者模式",
        "索 引 号： 000014349/2024-00088   主题分类： 工业、交通",
        "首页  要闻动态  政务公开  政务服务  互动交流",
        "附件2",
    ],
)
def test_bars_and_labels_above_the_title_are_dropped(chrome):
    reading = read(f"{chrome}\n某市未来产业行动方案\n{BODY}")
    assert reading.document.title == "某市未来产业行动方案"
    assert reading.document.issued_on is None
    assert reading.text.startswith("某市未来产业行动方案")


def test_labels_of_the_page_tell_title_number_and_date():
    head = "标 题： 关于支持企业的若干措施\n发文字号： 某办发〔2024〕88号   成文日期： 2024年05月08日\n各市："
    found = document(head)
    assert (found.title, found.doc_number) == ("关于支持企业的若干措施", "某办发〔2024〕88号")
    assert found.issued_on == date(2024, 5, 8)


def test_dates_in_characters_sign_a_paper():
    assert written_date("二〇二六年一月十五日") == date(2026, 1, 15)
    assert written_date("二〇二六年十三月一日") is None
    assert is_signature("二〇二六年一月十五日")
