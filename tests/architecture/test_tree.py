"""What the checkout holds: own work, no addresses of machines or package servers, locks that bind, two equal READMEs."""

import re

import pytest

from tests.architecture.house import ROOT
from tools import check, punctuation

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PIN = re.compile(r"^[A-Za-z0-9][\w.\-\[\]]*==\S+(?: ;[^\\]*)? ?\\?$")


def test_the_tree_names_no_machine_and_holds_nothing_of_third_parties():
    assert check.tree() == ""


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_of_a_lock_carries_hashes_and_no_address(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    without = [
        block.splitlines()[0]
        for block in blocks
        if "--hash=sha256:" not in block and not block.startswith("#")
    ]
    assert without == []
    assert all(PIN.match(block.splitlines()[0]) for block in blocks if not block.startswith("#"))


def test_every_direct_requirement_is_in_its_lock():
    for wanted in (ROOT / "requirements").glob("*.in"):
        locked = wanted.with_suffix(".lock").read_text(encoding="utf-8").lower()
        for line in wanted.read_text(encoding="utf-8").splitlines():
            name = re.match(r"[A-Za-z0-9][\w.-]*", line)
            assert name is None or f"\n{name.group().lower()}==" in "\n" + locked, (
                f"{wanted.name}: {line}"
            )


def test_the_front_end_lock_has_integrity_and_no_download_address():
    text = (ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity"') == text.count('"node_modules/')


def commands(text: str) -> list[str]:
    return re.findall(r"\./run [^\n`#]*[^\s`#]", text)


def levels(text: str) -> list[str]:
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return re.findall(r"^#+", outside, flags=re.MULTILINE)


def test_both_readmes_have_the_same_headings_commands_and_pictures():
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    assert levels(english) == levels(chinese)
    assert commands(english) == commands(chinese)
    assert re.findall(r"\((docs/[^)]*)\)", english) == re.findall(r"\((docs/[^)]*)\)", chinese)


def test_links_between_the_documents_lead_somewhere():
    missing = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                missing.append(f"{path.relative_to(ROOT)} → {target}")
    assert missing == []


@pytest.mark.slow
def test_chinese_sentences_carry_full_width_punctuation():
    assert punctuation.findings() == []
