"""Paragraphs, clauses, bullets and table rows are told apart whatever the page did to them."""

import pytest

from xiandao.policy.methods.cleaning import clean, normalise_doc_number
from xiandao.policy.methods.document import read_document
from xiandao.policy.methods.layout import rejoin_cells, unwrap
from xiandao.policy.methods.outline import build_outline
from xiandao.policy.methods.reading import read
from xiandao.policy.methods.tables import by_role, figure_with_unit, rows_of


def paths(text: str) -> list[str]:
    return [node.path for node in build_outline(text).nodes[1:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、总则\n（一）目标。到。\n1．平台。建设。\n（1）甲。乙。",
            ["一", "一（一）", "一（一）1", "一（一）1（1）"],
        ),
        ("第一章 目标\n第一条 甲。乙。", ["第一章", "第一章第一条"]),
        ("二、方向\n1﹒氢能。发展。\n2﹒储能。发展。", ["二", "二1", "二2"]),
        ("一、目标\n——甲，乙。\n——丙，丁。", ["一", "一—1", "一—2"]),
        ("(一)甲\n1.乙,丙.", ["（一）", "（一）1"]),
        ("9.2024年，启动。", ["9"]),
    ],
)
def test_numbering_gives_the_path(text, expected):
    assert paths(text) == expected


def test_a_run_in_heading_is_cut_from_the_text():
    node = build_outline("（一）指导思想。以创新为动力，推进发展。").nodes[1]
    assert node.heading == "指导思想"


def test_unnumbered_headings_and_paragraphs_become_clauses():
    outline = build_outline(
        "总体目标\n到2027年，建设平台，形成体系。\n保障措施\n加强领导，压实责任。"
    )
    assert [node.heading for node in outline.nodes[1:] if node.heading] == ["总体目标", "保障措施"]


def test_markdown_headings_stay_and_comments_go():
    text = "# 来源：某网站\n## 一、目标\n到2027年，建设10个平台。"
    assert clean(text)[0].splitlines()[0] == "一、目标"


@pytest.mark.parametrize(
    "form",
    ["苏政发[2023]104号", "苏政发（2023）104号", "苏政发【2023】104号", "苏政发〔2023〕第104号"],
)
def test_document_numbers_get_the_prescribed_brackets(form):
    assert normalise_doc_number(form) == "苏政发〔2023〕104号"


@pytest.mark.parametrize(
    "chrome",
    [
        "首页 > 政务公开 > 文件",
        "当前位置：首页>公开",
        "发布时间：2024-01-02 浏览次数：99",
        "登录 注册 无障碍",
        "字号：大 中 小",
    ],
)
def test_lines_of_an_unknown_site_before_the_paper_go(chrome):
    text = f"{chrome}\n某省行动方案\n一、目标\n到2027年，建设10个平台。\n微信扫一扫分享\n版权所有 某省政府"
    assert clean(text)[0].splitlines()[0] == "某省行动方案"
    assert clean(text)[0].splitlines()[-1] == "到2027年，建设10个平台。"


def test_a_covering_notice_gives_number_issuer_and_date():
    text = "某市人民政府关于印发某方案的通知\n某政发〔2024〕3号\n各区人民政府：\n现印发给你们。\n某市人民政府\n2024年5月6日\n某方案\n一、目标\n建设平台。"
    document, leading = read_document(text, [])
    assert (document.issuer, document.doc_number, str(document.issued_on)) == (
        "某市人民政府",
        "某政发〔2024〕3号",
        "2024-05-06",
    )
    assert leading >= 2


TABLES = {
    "pipe": "| 序号 | 任务 | 牵头单位 | 配合单位 | 完成时限 |\n| --- | --- | --- | --- | --- |\n| 1 | 建设平台5个 | 省科技厅 | 省教育厅、财政厅 | 2025年12月 |",
    "tab": "序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t建设平台5个\t省科技厅\t省教育厅、财政厅\t2025年12月",
    "gap": "序号   任务   牵头单位   配合单位   完成时限\n1   建设平台5个   省科技厅   省教育厅、财政厅   2025年12月",
    "cells": "序号\n任务\n牵头单位\n配合单位\n完成时限\n1\n建设平台5个\n省科技厅\n省教育厅、财政厅\n2025年12月",
}


@pytest.mark.parametrize("layout", list(TABLES))
def test_a_task_table_is_read_row_by_row_in_every_layout(layout):
    reading = read(f"某省任务清单\n一、任务\n{TABLES[layout]}")
    assert [(item.value, item.deadline_year, item.year_source) for item in reading.targets] == [
        (5, 2025, "row")
    ]
    duty = reading.responsibilities[0]
    assert (duty.departments, duty.lead) == (("省科技厅", "省教育厅", "省财政厅"), "省科技厅")


def test_a_row_without_its_last_cells_keeps_its_columns():
    row = rows_of(["任务\t责任单位\t备注", "建设平台\t省科技厅"])[1]
    assert by_role(row) == {"task": "建设平台", "any": "省科技厅"}


def test_a_table_of_yearly_values_gives_each_year_its_own_target():
    text = "某省规划\n一、指标\n指标名称\t单位\t2022年（实际值）\t2025年\t2027年\n产值\t亿元\t1200\t2000左右\t3000"
    assert [(item.value, item.unit, item.deadline_year, item.comparator) for item in read(text).targets] == [
        (2000, "亿元", 2025, "approx"), (3000, "亿元", 2027, "eq"),
    ]  # fmt: skip


def test_a_bare_figure_takes_the_unit_of_its_row():
    row = rows_of(["指标\t2027年", "研发强度（%）\t≥3.8"])[1]
    assert figure_with_unit(row, row.cells[1]) == "≥3.8%"


def test_lines_broken_at_the_margin_are_joined():
    lines = [
        "　　到二〇二七年，全市未来产业规模突破五百亿元，集聚企业三百家以",
        "上，建成省级未来产业先导区三个，形成一批具有影响力的标志性成果，",
        "并且不断完善研究开发和中试验证以及应用推广各个环节的服务体系，",
        "打造全国有影响力的未来产业发展高地。",
    ]
    assert len(unwrap(lines)) == 1


def test_lines_that_end_with_a_stop_are_left_alone():
    lines = [
        "建设平台并且不断完善服务体系。",
        "培育企业并且不断优化营商环境。",
        "引进人才并且不断改进评价办法。",
    ]
    assert unwrap(lines) == lines


def test_cells_are_rejoined_only_below_a_header():
    assert rejoin_cells(["甲", "乙", "丙"]) == ["甲", "乙", "丙"]


def test_clauses_hold_their_own_text_and_their_span():
    reading = read(
        "某省意见\n一、目标\n（一）近期。到2027年，建设10个平台。\n（二）远期。到2030年，建设20个平台。"
    )
    for clause in reading.clauses:
        assert reading.text[clause.start : clause.end] == clause.text
    assert [clause.parent for clause in reading.clauses] == [None, "一", "一"]
