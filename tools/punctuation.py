"""Full-width punctuation in Chinese sentences: say where half-width stands instead, or put it right.

python tools/punctuation.py               list what stands in the product's Python strings, templates and Chinese pages
python tools/punctuation.py --fix FILES…  put the named files right (any text file)
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Escapes on purpose: these characters look like their half-width twins in many editors.
WIDE = {
    ",": "\uff0c",
    ":": "\uff1a",
    ";": "\uff1b",
    "?": "\uff1f",
    "!": "\uff01",
    "(": "\uff08",
    ")": "\uff09",
}
HAN = "\u3400-\u9fff"
CLOSER = "\u300b\u300d\u300f\u201d\u2019\uff09"
OPENER = "\u300a\u300c\u300e\u201c\u2018\uff08"
KEPT = "\ue000"
# A mark belongs to the sentence when it follows Chinese and no ASCII word, path or markup comes after it.
AFTER_HAN = re.compile(
    rf"(?<=[{HAN}{CLOSER}])([,:;?!])(?: (?=[{HAN}{OPENER}{KEPT}])|(?=\*\*)|(?![ /=*+?|)\]]))"
)
BEFORE_HAN = re.compile(rf"(?<=[\w%{KEPT}])([,;:?!])(?=[{HAN}{OPENER}])")
BRACKETS = re.compile(
    rf"(?<![A-Za-z])(?<![A-Za-z] )\(([^()<>\"'\n]*[{HAN}][^()<>\"'\n]*)\)|(?<=[{HAN}])\(([^()<>\"'\n?]*)\)"
)
BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}|<[^<>]*>|`[^`\n]*`")
TRANSLATED = re.compile(r"""((?:trans|translate|blocktranslate)\s+)("[^"]*"|'[^']*')""")
NOT_SPOKEN = re.compile(r"""[fFuU]*(?:[rRbB]|\"{3}|'{3})""")
# Signs of a search pattern that nobody reads as a sentence.
PATTERN = re.compile(rf"\(\?|\.\{{|\]\{{|\[\^|\.[*+]|[{HAN}]\||\][?*+]|[{HAN}][?*+](?=[{HAN}]|$)")
ATTRIBUTE = re.compile(
    r"""((?:title|alt|placeholder|aria-label|value|content)=)("[^"{}]*"|'[^'{}]*')"""
)


def widen(text: str) -> str:
    """Return a text whose Chinese sentences carry full-width punctuation; code in braces, tags and backquotes is kept.

    >>> widen("找不到文件,请检查(路径): see a, b") == "找不到文件\\uff0c请检查\\uff08路径\\uff09: see a, b"
    True
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return KEPT

    masked = BRACES.sub(keep, text)
    masked = BRACKETS.sub(
        lambda m: WIDE["("] + (m.group(1) or m.group(2) or "") + WIDE[")"], masked
    )
    masked = AFTER_HAN.sub(lambda m: WIDE[m.group(1)], masked)
    masked = BEFORE_HAN.sub(lambda m: WIDE[m.group(1)], masked)
    parts = iter(kept)
    return re.sub(KEPT, lambda _: next(parts), masked)


def widen_markup(text: str) -> str:
    """Return a template with its text nodes, translated strings and spoken attributes put right."""
    for pattern in (TRANSLATED, ATTRIBUTE):
        text = pattern.sub(lambda m: m.group(1) + widen(m.group(2)), text)
    return widen(text)


def is_kept(literal: str) -> bool:
    """Return whether a literal is a pattern, bytes, a document or one bracketed mark to look for: no sentence."""
    words = literal.strip("fFuU").strip("\"'")
    return bool(
        NOT_SPOKEN.match(literal) or PATTERN.search(words) or re.fullmatch(r"\(\w+\)", words)
    )


def widen_python(source: str) -> str:
    """Return a Python source with its sentences put right; raw strings (patterns) and documents stay."""
    lines = source.splitlines(keepends=True)
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(source).readline))):
        if tokenize.tok_name[token.type] not in {"STRING", "FSTRING_MIDDLE"} or is_kept(
            token.string
        ):
            continue
        (top, left), (bottom, right) = token.start, token.end
        block = "".join(lines[top - 1 : bottom])
        tail = len(lines[bottom - 1]) - right
        fixed = block[:left] + widen(block[left : len(block) - tail]) + block[len(block) - tail :]
        lines[top - 1 : bottom] = fixed.splitlines(keepends=True)
    return "".join(lines)


def widened(path: Path) -> tuple[str, str]:
    """Return a file's text as it is and as it should be."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text, widen_python(text)
    return text, widen_markup(text) if path.suffix == ".html" else widen(text)


def watched() -> Iterator[Path]:
    """Yield the files whose Chinese somebody reads on a screen or on paper."""
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in {".py", ".html"} and "migrations" not in path.parts:
            yield path
    yield from sorted(ROOT.glob("*.zh-CN.md"))


def findings() -> list[str]:
    """Return ``file:line: text`` for each line that should read otherwise."""
    found = []
    for path in watched():
        old, new = widened(path)
        for number, (before, after) in enumerate(
            zip(old.splitlines(), new.splitlines(), strict=True), 1
        ):
            if before != after:
                found.append(f"{path.relative_to(ROOT)}:{number}: {before.strip()}")
    return found


def main(arguments: Sequence[str]) -> int:
    """List or fix; return 1 when something was listed."""
    if arguments[:1] == ["--fix"]:
        for path in map(Path, arguments[1:]):
            old, new = widened(path)
            if old != new:
                path.write_text(new, encoding="utf-8")
                print(f"{path}: put right")
        return 0
    found = findings()
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
