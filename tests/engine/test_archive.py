"""A ZIP container is inspected before anything in it is read: limits and codes are those of the capability."""

import io
import zipfile

import pytest

from xiandao.engine.archive import ArchiveRules, Container
from xiandao.terms.error import InputError

RULES = ArchiveRules(
    "X-0", "X-1", "X-2", "X-3", "X-4", "X-5", "Excel", ".xlsx", most_members=5, most_unpacked_mb=2
)


def zipped(*members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members:
            box.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK", "X-0"),
        (zipped(*((f"{n}", "") for n in range(6))), "X-1"),
        (zipped(("a", bytes(3 * 1024 * 1024))), "X-1"),
        (zipped(("../a", "")), "X-2"),
        (zipped(("xl/vbaProject.bin", "")), "X-4"),
        (zipped(("a.xml", "<!DOCTYPE x><x/>")), "X-5"),
        (zipped(("a.xml", " " * (256 * 1024 - 5) + "<!DOCTYPE x><x/>")), "X-5"),
    ],
)
def test_what_is_beyond_the_rules_is_refused_under_their_codes(data, code):
    with pytest.raises(InputError) as refused:
        Container(data, RULES)
    assert refused.value.code == code
    assert refused.value.hint


def test_hints_name_the_program_of_the_capability():
    with pytest.raises(InputError) as refused:
        Container(zipped(("../a", "")), RULES)
    assert "用 Excel 或 WPS 打开后另存为新的 .xlsx" in refused.value.hint


def test_members_are_read_whole_and_piece_by_piece():
    box = Container(zipped(("a", "x" * 300_000)), RULES)
    assert box.names == ("a",)
    assert [len(chunk) for chunk in box.chunks("a")] == [262_144, 37_856]
    assert box.read("a") == b"x" * 300_000


def test_everything_unpacked_counts_towards_one_cap():
    box = Container(zipped(("a", "x" * 1_500_000)), RULES)
    box.read("a")
    with pytest.raises(InputError) as refused:
        box.read("a")
    assert refused.value.code == "X-1"
