"""Which work a record is about: its DOI, else the number its source gave, else what it says."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^`，；;]+", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"https?://(?:www\.)?(?:openalex\.org|arxiv\.org/(?:abs|pdf))/", re.IGNORECASE
)
_ARXIV: Final = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
HASHED: Final = 16


def normal_doi(text: str) -> str | None:
    """Return a DOI without address and in lower case, None where there is none.

    Source: ISO 26324; DOIs do not depend on case (ASCII).

    >>> normal_doi("https://doi.org/10.18653/V1/N19-1423."), normal_doi("doi: none")
    ('10.18653/v1/n19-1423', None)
    """
    found = _DOI.search(unicodedata.normalize("NFKC", text[:2_000]))
    if found is None:
        return None
    doi = found[0].rstrip(".,:'")
    # A bracket that was not opened within belongs to the sentence around.
    while doi.endswith((")", "]")) and doi.count("(") + doi.count("[") < doi.count(")") + doi.count(
        "]"
    ):
        doi = doi[:-1]
    return doi.lower()


def own_number(text: str) -> str:
    """Return the number that a source gave a work, without address and version.

    >>> own_number("https://openalex.org/W42"), own_number("arXiv:2101.00001v2"), own_number(" P05-1033 ")
    ('W42', '2101.00001', 'P05-1033')
    """
    number = "".join(_ADDRESS.sub("", text).split())
    arxiv = _ARXIV.fullmatch(number)
    return arxiv[1] if arxiv else number


def title_key(title: str) -> str:
    """Return a title by its letters and digits alone.

    >>> title_key("Attention Is All You Need!") == title_key("attention is all you need")
    True
    """
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", title).casefold()))


def content_key(title: str, year: int | None, author: str) -> str:
    """Return sixteen hexadecimal digits of title, year and first author.

    Args:
        title: the title, or the abstract of a work that has none.
        year: the year, None where it is unknown.
        author: the first author, in whatever order the parts of the name stand.

    >>> content_key("A B", 2020, "Li, Wei") == content_key("a b.", 2020, "Wei Li")
    True
    """
    name = " ".join(sorted(_WORD.findall(unicodedata.normalize("NFKC", author).casefold())))
    told = f"{title_key(title)}\n{'' if year is None else year}\n{name}"
    return hashlib.sha256(told.encode()).hexdigest()[:HASHED]


def reference_key(text: str) -> str | None:
    """Return the key of a cited work, None where the text names no number.

    >>> reference_key("Smith J, 2010, NATURE, DOI 10.1038/ABC"), reference_key("W7")
    ('10.1038/abc', 'W7')
    >>> reference_key("Smith J, 2010, NATURE, V1") is None
    True
    """
    if doi := normal_doi(text):
        return doi
    return own_number(text) if text and not re.search(r"\s", text.strip()) else None
