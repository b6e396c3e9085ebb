"""PDF files: the text layer becomes paragraphs; encrypted, scanned and broken files are refused."""

import zlib

import pytest

from xiandao.policy.methods.intake import text_of
from xiandao.terms.error import XiandaoError

WIDTH, HEIGHT, SIZE, LEFT, PER_LINE = 595, 842, 16, 80, 27
FONTS = b"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H
/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]
/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"""


def pdf(
    pages: list[bytes], *, trailer: bytes = b"", extra: bytes = b"", resources: bytes = b""
) -> bytes:
    """A PDF file whose pages have these content streams."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        FONTS,
    ]
    for number, content in enumerate(pages):
        packed = zlib.compress(content)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>"
            % (WIDTH, HEIGHT, 5 + 2 * number, resources)
        )
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
        )
    if extra:
        objects.append(extra)
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, trailer, start,
    )  # fmt: skip
    return bytes(out)


def shown(text: str, left: float, bottom: float) -> bytes:
    hexed = text.encode("utf-16-be").hex().encode()
    return b"BT /F1 %d Tf 1 0 0 1 %d %d Tm <%s> Tj ET\n" % (SIZE, left, bottom, hexed)


def printed(text: str, number: int | None = None, header: str = "") -> list[bytes]:
    """Pages with the paragraphs set like an official paper: two characters of indent, full lines."""
    lines: list[tuple[str, int]] = []
    for paragraph in text.splitlines():
        rest, room, left = paragraph, PER_LINE - 2, LEFT + 2 * SIZE
        while rest:
            lines.append((rest[:room], left))
            rest, room, left = rest[room:], PER_LINE, LEFT
    pages = []
    for first in range(0, len(lines), 22):
        content = b"".join(
            shown(words, left, 720 - 28 * row)
            for row, (words, left) in enumerate(lines[first : first + 22])
        )
        if number is not None:
            content += shown(f"— {number + len(pages)} —", 270, 40)
        if header:
            content += shown(header, 200, 800)
        pages.append(content)
    return pages


def refusal(data: bytes) -> XiandaoError:
    with pytest.raises(XiandaoError) as caught:
        text_of(data)
    assert caught.value.hint
    return caught.value


PAPER = "\n".join([
    "一、总体目标",
    "(一)近期目标。" + "到二〇二七年建成一批特色鲜明的先导区" * 6 + "。",
    "(二)远景目标。" + "未来产业规模进一步壮大形成完整的体系" * 5 + "。",
    "二、重点任务",
    "1.建设平台。" + "支持各类主体共建共享中试验证平台" * 30 + "。",
])  # fmt: skip


def test_paragraphs_come_back_whole_across_lines_and_pages():
    pages = printed(PAPER, number=1, header="示范省人民政府公报")
    assert len(pages) == 2
    assert text_of(pdf(pages * 2)).splitlines() == PAPER.splitlines() * 2


def test_columns_of_a_table_are_parted_by_tabs():
    content = shown("任务", 80, 700) + shown("牵头单位", 300, 700) + shown("建设", 80, 660)
    content += shown("省经信厅", 300, 660)
    assert text_of(pdf([content])).splitlines() == ["任务\t牵头单位", "建设\t省经信厅"]


def test_lines_are_read_from_top_to_bottom_whatever_the_order_in_the_file():
    content = shown("第二行。", 80, 600) + shown("第一行。", 80, 700)
    assert text_of(pdf([content])).splitlines() == ["第一行。", "第二行。"]


def test_an_encrypted_pdf_is_refused():
    key = b"<" + b"00" * 32 + b">"
    trailer = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (
        key,
        key,
    )
    error = refusal(pdf(printed(PAPER), trailer=trailer))
    assert error.code == "POL-120"
    assert "密码" in error.hint


def test_an_unknown_kind_of_encryption_is_refused_as_encrypted():
    trailer = b"/Encrypt << /Filter /Adobe.PubSec /V 4 >> /ID [<00> <00>]"
    assert refusal(pdf(printed(PAPER), trailer=trailer)).code == "POL-120"


def scanned_page() -> tuple[bytes, bytes, bytes]:
    """Content, image object and resources of a page that is one picture."""
    pixels = zlib.compress(b"\x80" * 64 * 64)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(pixels), pixels)
    )
    return b"q %d 0 0 %d 0 0 cm /Im1 Do Q" % (WIDTH, HEIGHT), image, b"/XObject << /Im1 %d 0 R >>"


@pytest.mark.parametrize("count", [1, 4])
def test_a_scanned_pdf_is_refused_and_sent_to_character_recognition(count):
    content, image, resources = scanned_page()
    data = pdf([content] * count, extra=image, resources=resources % (4 + 2 * count))
    error = refusal(data)
    assert error.code == "POL-123"
    assert "OCR" in error.hint


def test_a_scan_with_only_a_typed_page_number_is_still_a_scan():
    content, image, resources = scanned_page()
    pages = [content + b"\n" + shown(f"— {n} —", 270, 40) for n in range(1, 4)]
    assert refusal(pdf(pages, extra=image, resources=resources % 10)).code == "POL-123"


def test_a_seal_on_a_page_with_text_does_no_harm():
    content, image, resources = scanned_page()
    pages = [printed(PAPER)[0] + content]
    assert text_of(pdf(pages, extra=image, resources=resources % 6)).startswith("一、总体目标")


def test_a_pdf_without_anything_on_it_is_refused():
    assert refusal(pdf([b""])).code == "POL-123"


def test_more_than_two_thousand_pages_are_refused_unread():
    error = refusal(pdf([b""] * 2001))
    assert error.code == "POL-122"
    assert error.details["pages"] == 2001


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"garbage " * 100])
def test_a_broken_pdf_is_refused(data):
    assert refusal(data).code == "POL-121"


def test_a_text_layer_of_private_characters_is_refused():
    private = "".join(chr(0xE000 + n) for n in range(200))
    data = pdf([shown(private[n : n + 20], 80, 700 - n) for n in (0, 20)])
    assert refusal(data).code in {"POL-123", "POL-124"}
