"""The disruption index as one table expression, for engines that read tables larger than memory."""

from __future__ import annotations

from typing import Any


def disruption_table(
    nodes: Any, edges: Any, *, window: int = 5, focal: tuple[int, int] | None = None
) -> Any:
    """Return an Ibis expression of id, n_f, n_b, n_r, cd, cd_nok per work.

    The array form, ``disruption``, is the specification; the counts are the same on every engine.

    Args:
        nodes: Ibis table with ``id`` (distinct) and ``year`` (whole number, null where unknown).
        edges: Ibis table with ``citing`` and ``cited``; repeated rows, works citing themselves and unknown ids are
            left out as in the array form.
        window: years.
        focal: first and last year of the works wanted, all where left out. One year at a time keeps the join small:
            only citers of the next ``window`` years take part.

    Returns:
        An expression with one row per work of those years; ``cd`` null where the window has no citer.

    Source: as ``disruption``; counts by the union of citers of the work and of its references as in Sixt and Pasin,
    Dimensions: calculating disruption indices at scale, Quantitative Science Studies 5 (2024), arXiv 2309.06120.

    >>> import ibis, pyarrow
    >>> works = ibis.memtable(pyarrow.table({"id": [1, 2, 3], "year": [1990, 2000, 2001]}))
    >>> pairs = ibis.memtable(pyarrow.table({"citing": [2, 3], "cited": [1, 2]}))
    >>> expression = disruption_table(works, pairs)
    >>> expression.order_by("id").n_f.to_pyarrow().to_pylist()
    [0, 1, 0]
    """
    works = nodes.select("id", "year")
    clean = known_pairs(works, edges)
    wanted = works.filter(works.year.notnull())
    if focal is not None:
        wanted = wanted.filter(wanted.year.between(*focal))
    asked = wanted.select(f="id", tf="year")
    # Each side gets names of its own before it is joined: a table joined to itself is ambiguous on some engines.
    # No repeated pairs are left, so citers of the work are distinct; those of several references are made so.
    links = citers_in_window(works, clean, focal, window)
    own = asked.join(links, "f").select("f", "c", "tf", "tc")
    own = within(own, window).mutate(a=1, b=0)
    references = asked.join(clean.select(f="citing", r="cited"), "f").select("f", "tf", "r")
    theirs = references.join(links.select(r="f", c="c", tc="tc"), "r").select("f", "c", "tf", "tc")
    theirs = within(theirs, window).distinct().mutate(a=0, b=1)
    either = (
        own.union(theirs).group_by(["f", "c"]).agg(a=lambda t: t.a.max(), b=lambda t: t.b.max())
    )
    counts = either.group_by("f").agg(
        n_f=lambda t: (t.a * (1 - t.b)).sum(),
        n_b=lambda t: (t.a * t.b).sum(),
        n_r=lambda t: ((1 - t.a) * t.b).sum(),
    )
    return with_ratios(asked.select("f").left_join(counts.rename(g="f"), [("f", "g")]))


def known_pairs(works: Any, edges: Any) -> Any:
    """Return citations between different works that are known, each once."""
    pairs = edges.select("citing", "cited").filter(lambda t: t.citing != t.cited)
    pairs = pairs.join(works.select(citing="id"), "citing").select("citing", "cited")
    return pairs.join(works.select(cited="id"), "cited").select("citing", "cited").distinct()


def citers_in_window(works: Any, clean: Any, focal: tuple[int, int] | None, window: int) -> Any:
    """Return citations as work ``f``, citer ``c``, time of the citer ``tc``; of those that any window can hold."""
    later = works.filter(works.year.notnull()).select(c="id", tc="year")
    if focal is not None:
        later = later.filter((later.tc > focal[0]) & (later.tc <= focal[1] + window))
    return clean.select(c="citing", f="cited").join(later, "c").select("f", "c", "tc")


def within(pairs: Any, window: int) -> Any:
    """Return the pairs whose citer is in the window; filtered after the join, which is then one of equal keys."""
    inside = pairs.filter((pairs.tc > pairs.tf) & (pairs.tc <= pairs.tf + window))
    return inside.select("f", "c")


def with_ratios(counts: Any) -> Any:
    """Return the columns wanted: counts, 0 where nobody was found, and their ratios as fractions."""
    told = counts.select(
        id=counts.f,
        **{name: counts[name].fill_null(0).cast("int64") for name in ("n_f", "n_b", "n_r")},
    )
    difference = (told.n_f - told.n_b).cast("float64")
    citers, cites = told.n_f + told.n_b + told.n_r, told.n_f + told.n_b
    return told.mutate(
        cd=difference / citers.nullif(0).cast("float64"),
        cd_nok=difference / cites.nullif(0).cast("float64"),
    )
