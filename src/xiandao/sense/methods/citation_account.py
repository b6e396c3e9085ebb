"""What was found wrong or odd in a table of works and a table of citations, counted and named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Names = tuple[str, ...]
Integers = NDArray[Any]
# Kinds of citations in the order in which the kernels count them.
LEFT_OUT: Final = ("unknown", "own", "nameless")
ODD: Final = ("repeated", "same_time", "later")
EXAMPLES: Final = 20
# An id may be as long as a file; an example of it may not.
LONGEST: Final = 60


@dataclass(frozen=True)
class Account:
    """How many works and citations came in, how many are used, and why the others are not.

    Attributes:
        works: works used (distinct ids).
        citations: citations used.
        works_read: rows of the table of works.
        citations_read: rows of the table of citations.
        nameless_works: rows without an id; left out.
        repeated_works: rows whose id came before; left out, the first row counts.
        untimed: works without a usable time; they stay as references, are never citers in a window, get no index.
        nameless: citations with an empty end; left out.
        unknown: citations with an end that is not among the works; left out.
        own: works that cite themselves; left out.
        repeated: citations that came before; left out.
        same_time: citations of a work of the same time; kept as references, the window leaves the citer out.
        later: citations of a later work; the same.
        examples: names of the first 20 cases of each, by attribute.

    >>> Account(works=2, citations=1, works_read=2, citations_read=2, own=1, examples={"own": ("a",)}).lines()[1:]
    ['引用2行，使用1条', '  文献引用自己：1条，不计。例如：a']
    """

    works: int
    citations: int
    works_read: int
    citations_read: int
    nameless_works: int = 0
    repeated_works: int = 0
    untimed: int = 0
    nameless: int = 0
    unknown: int = 0
    own: int = 0
    repeated: int = 0
    same_time: int = 0
    later: int = 0
    examples: dict[str, Names] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return the account in Chinese, one line per kind that occurs."""
        lines = [f"文献{self.works_read}行，使用{self.works}篇"]
        lines += self.told("nameless_works", "没有编号的行", "行，不计")
        lines += self.told("repeated_works", "编号重复的行", "行，以第一行为准")
        lines += self.told("untimed", "没有可用时间的文献", "篇，只作为参考文献，不计算指数")
        lines += [f"引用{self.citations_read}行，使用{self.citations}条"]
        lines += self.told("nameless", "一端为空的引用", "条，不计")
        lines += self.told("unknown", "一端不在文献表里的引用", "条，不计")
        lines += self.told("own", "文献引用自己", "条，不计")
        lines += self.told("repeated", "重复的引用", "条，不计")
        lines += self.told("same_time", "引用同期文献", "条，保留为参考文献，不在窗口内")
        lines += self.told("later", "引用更晚的文献", "条，保留为参考文献，不在窗口内")
        return lines

    def told(self, name: str, label: str, after: str) -> list[str]:
        """Return the line of one kind, or none where it does not occur."""
        count = getattr(self, name)
        if not count:
            return []
        names = self.examples.get(name, ())
        example = f"。例如：{'、'.join(names)}" if names else ""
        return [f"  {label}：{count}{after}{example}"]


def counted(left_out: Integers, odd: Integers) -> dict[str, Any]:
    """Return the counts of the kernels by the attribute that tells them."""
    counts = zip((*LEFT_OUT, *ODD), (*left_out.tolist(), *odd.tolist()), strict=True)
    return dict(counts)


def names_of(ids: pl.Series) -> Names:
    """Return the first distinct ids as text.

    >>> import polars as pl
    >>> names_of(pl.Series([7, 7, 8]))
    ('7', '8')
    """
    distinct = ids.unique(maintain_order=True) if len(ids) else ids
    return tuple(short(str(one)) for one in distinct.head(EXAMPLES))


def short(name: str) -> str:
    """Return a name cut to what fits into a message."""
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}……"


def named_rows(
    citing: pl.Series, cited: pl.Series, rows: Integers, ids: pl.Series
) -> dict[str, Names]:
    """Return examples of what was left out: for unknown ends the ids that are missing.

    Args:
        citing: who cites, all rows.
        cited: who is cited, all rows.
        rows: the first rows of each of ``LEFT_OUT``, −1 where there are fewer.
        ids: the works there are.
    """
    import polars as pl

    first, own, nameless = (line[line >= 0] for line in rows)
    ends = pl.DataFrame({"one": citing.gather(first), "other": cited.gather(first)})
    both = pl.concat([ends["one"].rename("id"), ends["other"].rename("id")]) if len(ends) else None
    missing = both.filter(~both.is_in(ids.implode())) if both is not None else citing.head(0)
    return {
        "unknown": names_of(missing),
        "own": names_of(citing.gather(own)),
        "nameless": names_of(
            pl.concat(
                [
                    citing.gather(nameless).drop_nulls(),
                    cited.gather(nameless).drop_nulls().rename(citing.name),
                ]
            )
        ),
    }


def named_pairs(ids: pl.Series, order: Integers, pairs: Integers) -> dict[str, Names]:
    """Return examples of odd citations as “citing → cited”.

    Args:
        ids: of the works.
        order: for each number the place in ``ids``.
        pairs: the first pairs of numbers of each of ``ODD``, −1 where there are fewer.
    """
    told = {}
    for kind, some in zip(ODD, pairs, strict=True):
        numbers = some[some[:, 0] >= 0]
        one, other = (ids.gather(order[numbers[:, end]]).to_list() for end in (0, 1))
        told[kind] = tuple(
            f"{short(str(a))}→{short(str(b))}" for a, b in zip(one, other, strict=True)
        )
    return told
