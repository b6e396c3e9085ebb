"""Word documents: order, tables, automatic numbers; hostile containers are refused unopened."""

import io
import struct
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from xiandao.policy.methods.intake import text_of
from xiandao.terms.error import XiandaoError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = f'<w:document xmlns:w="{W}"><w:body>%s</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>一、总体目标</w:t></w:r></w:p>"
LIST = "<w:numPr><w:ilvl w:val='%d'/><w:numId w:val='%d'/></w:numPr>"


def package(members: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A container with these members, a minimal document among them unless given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in {"word/document.xml": BODY % PARAGRAPH, **members}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def refusal(data: bytes) -> XiandaoError:
    with pytest.raises(XiandaoError) as caught:
        text_of(data, filename="paper.docx")
    assert caught.value.hint
    return caught.value


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/>{more}</w:lvl>"
    )


def numbering(levels: str, lists: str = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"):
    definition = f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
    return f'<w:numbering xmlns:w="{W}">{definition}{lists}</w:numbering>'


OFFICIAL = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
)


def test_paragraphs_and_tables_come_in_the_order_of_the_document():
    document = docx.Document()
    document.add_paragraph("行动方案")
    table = document.add_table(2, 2)
    for cell, text in zip(
        table._cells, ["任务", "牵头单位", "建设先导区\n三十个", "省经信厅"], strict=True
    ):
        cell.text = text
    document.add_paragraph("附则")
    assert text_of(saved(document)).splitlines() == [
        "行动方案",
        "任务\t牵头单位",
        "建设先导区 三十个\t省经信厅",
        "附则",
    ]


def test_automatic_numbers_are_written_out_as_people_see_them():
    depths = [0, 1, 2, 2, 1, 2, 0, 1]
    body = "".join(paragraph("标题", LIST % (depth, 1)) for depth in depths)
    data = package({"word/document.xml": BODY % body, "word/numbering.xml": numbering(OFFICIAL)})
    labels = [line.removesuffix("标题") for line in text_of(data).splitlines()]
    assert labels == ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）"]


def test_a_list_that_starts_anew_begins_at_its_own_start():
    lists = (
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='0'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='0'/></w:num>"
    )
    body = "".join(paragraph("甲", LIST % (0, number)) for number in (1, 1, 2, 2, 3))
    data = package(
        {"word/document.xml": BODY % body, "word/numbering.xml": numbering(OFFICIAL, lists)}
    )
    assert text_of(data).splitlines() == ["一、甲", "二、甲", "五、甲", "六、甲", "七、甲"]


def test_numbers_that_come_through_a_style_are_written_out_and_zero_means_none():
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    body = (
        paragraph("甲", "<w:pStyle w:val='A'/>")
        + paragraph("乙", "<w:pStyle w:val='B'/>")
        + paragraph("丙", "<w:pStyle w:val='A'/>" + LIST % (0, 0))
    )
    members = {"word/numbering.xml": numbering(OFFICIAL), "word/styles.xml": styles}
    data = package({"word/document.xml": BODY % body, **members})
    assert text_of(data).splitlines() == ["一、甲", "二、乙", "丙"]


def test_bullets_add_nothing_and_compound_numbers_name_every_level():
    levels = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "bullet", "\uf0b7")
    body = "".join(paragraph("甲", LIST % (depth, 1)) for depth in (0, 1, 1, 2))
    data = package({"word/document.xml": BODY % body, "word/numbering.xml": numbering(levels)})
    assert text_of(data).splitlines() == ["1 甲", "1.1 甲", "1.2 甲", "甲"]


def test_what_nobody_sees_on_the_page_is_not_read():
    seen = (
        "<w:p><w:r><w:t>建设</w:t></w:r><w:del><w:r><w:delText>20</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>30</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>个</w:t></w:r></w:p>"
    )
    assert text_of(package({"word/document.xml": BODY % seen})) == "建设30个"


def test_merged_cells_keep_the_columns_in_place():
    document = docx.Document()
    table = document.add_table(3, 3)
    for index, cell in enumerate(table._cells):
        cell.text = str(index)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "高"
    assert text_of(saved(document)).splitlines() == ["宽\t\t2", "高\t4\t5", "\t7\t8"]


def test_a_text_box_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>示范省人民政府文件</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>正文</w:t></w:r></w:p>"
    )
    lines = text_of(package({"word/document.xml": BODY % body})).splitlines()
    assert lines == ["正文", "示范省人民政府文件"]


def test_a_document_made_by_python_docx_with_numbered_style_is_readable():
    document = docx.Document()
    item = document.add_paragraph("加快建设", style="List Number")
    properties = item._p.get_or_add_pPr()
    properties.append(OxmlElement("w:keepNext"))
    assert properties.find(qn("w:keepNext")) is not None
    assert text_of(saved(document)) == "1.加快建设"


@pytest.mark.parametrize("kind", ["billion laughs", "external", "utf-16"])
def test_entities_and_external_definitions_are_refused(kind):
    prolog = '<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    if kind == "external":
        prolog = '<!DOCTYPE w SYSTEM "file:///etc/passwd">'
    content: str | bytes = prolog + BODY % PARAGRAPH.replace("总体", "&b;")
    if kind == "utf-16":
        content = f'<?xml version="1.0" encoding="utf-16"?>{content}'.encode("utf-16")
    assert refusal(package({"word/document.xml": content})).code == "POL-115"


def test_an_entity_bomb_in_another_part_is_refused_as_well():
    bomb = '<!DOCTYPE w [<!ENTITY a "x">]><w/>'
    assert refusal(package({"docProps/core.xml": bomb})).code == "POL-115"


def test_a_bomb_is_refused_by_its_ratio():
    assert refusal(package({"word/media/zero.xml": b"0" * (30 * 1024 * 1024)})).code == "POL-111"


def lying(data: bytes, name: bytes, size: int) -> bytes:
    """The container with another unpacked size declared for a member, in both headers."""
    for mark, offset, at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        start = data.index(mark)
        while data[start + offset : start + offset + len(name)] != name:
            start = data.index(mark, start + 1)
        data = data[: start + at] + struct.pack("<I", size) + data[start + at + 4 :]
    return data


def test_a_member_that_lies_about_its_size_is_refused_without_being_inflated():
    honest = package({"word/big.xml": b"0" * (60 * 1024 * 1024)})
    data = lying(honest, b"word/big.xml", 1000)
    assert len(data) < 200_000
    assert refusal(data).code == "POL-110"


def test_many_parts_that_are_each_small_enough_are_refused_together():
    parts = {f"word/part{n}.xml": b"0123456789abcdef" * 65536 for n in range(110)}
    assert refusal(package(parts)).code == "POL-111"


def test_ten_thousand_members_are_refused():
    assert refusal(package({f"a{n}": b"" for n in range(10_000)})).code == "POL-111"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word/../../x", "C:\\evil.xml", "word\\x.xml"]
)
def test_names_that_lead_out_of_the_container_are_refused(name):
    assert refusal(package({name: "x"})).code == "POL-112"


def test_duplicate_names_are_refused():
    stream = io.BytesIO(package({}))
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", BODY % paragraph("另一份"))
    assert refusal(stream.getvalue()).code == "POL-112"


def test_a_link_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", BODY % PARAGRAPH)
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(stream.getvalue()).code == "POL-112"


def test_macros_are_refused():
    assert refusal(package({"word/vbaProject.bin": b"x"})).code == "POL-114"


def test_an_encrypted_member_is_refused():
    data = bytearray(package({}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert refusal(bytes(data)).code == "POL-113"


def test_a_workbook_is_not_a_paper():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    error = refusal(stream.getvalue())
    assert error.code == "POL-116"
    assert "OFD" in error.hint


@pytest.mark.parametrize("cut", [30, 200, -40])
def test_a_truncated_container_is_refused(cut):
    assert refusal(package({})[:cut]).code == "POL-110"


def test_broken_markup_is_refused():
    assert refusal(package({"word/document.xml": "<w:document"})).code == "POL-110"


def test_a_document_without_words_is_refused():
    assert refusal(package({"word/document.xml": BODY % "<w:p/>"})).code == "POL-101"
