"""Translations kept as readable .po files and compiled where the site starts, without any gettext program."""

from __future__ import annotations

import ast
import os
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

HEADER = (
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
    "Language: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
# A message is known by its text; one with a plural by text, NUL, plural. So are its translations kept.
Messages = dict[str, str]


def read_po(text: str) -> Messages:
    """Return the translations of a .po file by message, the untranslated ones as empty text; the header is left out.

    >>> read_po('msgid "先导"\\nmsgstr "Xiandao"\\n')
    {'先导': 'Xiandao'}
    """
    found: Messages = {}
    fields: dict[str, str] = {}
    field = ""
    for line in (*text.splitlines(), ""):
        line = line.strip()
        if line.startswith("#"):
            continue
        if line.startswith('"'):
            fields[field] += ast.literal_eval(line)
            continue
        keyword, _, value = line.partition(" ")
        if (not line or keyword == "msgid") and "msgid" in fields:
            _put(found, fields)
            fields = {}
        if line:
            field = keyword
            fields[field] = ast.literal_eval(value)
    return found


def _put(found: Messages, fields: Mapping[str, str]) -> None:
    if not fields["msgid"]:
        return
    if "msgid_plural" not in fields:
        found[fields["msgid"]] = fields.get("msgstr", "")
        return
    forms = [fields.get(f"msgstr[{at}]", "") for at in range(2)]
    known = "\0".join(forms) if all(forms) else ""
    found[f"{fields['msgid']}\0{fields['msgid_plural']}"] = known


def write_po(messages: Mapping[str, str], places: Mapping[str, Iterable[str]]) -> str:
    """Return the text of a .po file, in the order given, each message with the files it stands in."""
    blocks = ["# English of the site; source strings are Chinese.\n" + _entry("", HEADER)]
    for message, translation in messages.items():
        where = "".join(f"#: {place}\n" for place in places.get(message, ()))
        blocks.append(where + _entry(message, translation))
    return "\n".join(blocks)


def _entry(message: str, translation: str) -> str:
    if "\0" not in message:
        return f"msgid {_quoted(message)}\nmsgstr {_quoted(translation)}\n"
    one, many = message.split("\0")
    forms = translation.split("\0") if translation else ["", ""]
    said = "".join(f"msgstr[{at}] {_quoted(form)}\n" for at, form in enumerate(forms))
    return f"msgid {_quoted(one)}\nmsgid_plural {_quoted(many)}\n{said}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.split("\n")
    if len(lines) == 1:
        return f'"{escaped}"'
    parts = [f"{line}\\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    return '""\n' + "\n".join(f'"{part}"' for part in parts)


def compiled(messages: Mapping[str, str]) -> bytes:
    """Return the .mo form that Python's gettext reads; untranslated messages are left out and stay Chinese."""
    known = {"": HEADER, **{text: said for text, said in messages.items() if said}}
    pairs = sorted((text.encode(), said.encode()) for text, said in known.items())
    start = 28 + 16 * len(pairs)
    sources = b"".join(text + b"\0" for text, _said in pairs)
    table, translations, at, to = [], [], start, start + len(sources)
    for text, said in pairs:
        table += [len(text), at]
        translations += [len(said), to]
        at += len(text) + 1
        to += len(said) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    body = b"".join(said + b"\0" for _text, said in pairs)
    return head + struct.pack(f"<{4 * len(pairs)}I", *table, *translations) + sources + body


def compile_stale(folders: Iterable[Path]) -> list[Path]:
    """Compile each ``<language>/LC_MESSAGES/django.po`` that is newer than its .mo; return what was written.

    Where the folder cannot be written the site stays in Chinese rather than not starting.
    """
    written = []
    for source in (po for folder in folders for po in folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        try:
            draft.write_bytes(compiled(read_po(source.read_text(encoding="utf-8"))))
            draft.replace(target)
        except OSError:
            continue
        written.append(target)
    return written
