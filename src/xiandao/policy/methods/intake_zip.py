"""How a ZIP container that somebody hands in as a paper or a ledger is inspected: the codes of its refusals."""

from __future__ import annotations

from typing import Final

from xiandao.engine.archive import ArchiveRules, Container

DOCUMENT: Final = ArchiveRules(
    broken="POL-110",
    bomb="POL-111",
    names="POL-112",
    encrypted="POL-113",
    macros="POL-114",
    definitions="POL-115",
    program="Word",
    suffix=".docx",
)


def document(data: bytes) -> Container:
    """Return the container of a text document.

    Raises:
        InputError: ``POL-110`` broken, ``POL-111`` a bomb, ``POL-112`` deceitful names,
            ``POL-113`` encrypted, ``POL-114`` macros, ``POL-115`` definitions of entities.

    >>> from xiandao.terms.error import InputError
    >>> try:
    ...     document(b"PK")
    ... except InputError as error:
    ...     print(error.code)
    POL-110
    """
    return Container(data, DOCUMENT)
