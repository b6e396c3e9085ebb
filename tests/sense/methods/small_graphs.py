"""Small citation graphs for tests, and the disruption index straight from its definition."""

import polars as pl

from xiandao.sense.methods.citation_graph import citation_graph


def nodes(years, column="year"):
    return pl.DataFrame({"id": list(years), column: list(years.values())}, strict=False)


def edges(pairs):
    return pl.DataFrame(
        {"citing": [a for a, _ in pairs], "cited": [b for _, b in pairs]}, strict=False
    )


def graph(years, pairs):
    return citation_graph(nodes(years), edges(pairs))


def by_definition(years, pairs, window):
    """Counts n_f, n_b, n_r per work: sets, no order, no numbers."""
    cited_by = {work: set() for work in years}
    for one, other in set(pairs):
        if one in years and other in years and one != other:
            cited_by[one].add(other)
    found = {}
    for focal, year in years.items():
        counts = [0, 0, 0]
        for citer, when in years.items():
            if year is None or when is None or not year < when <= year + window:
                continue
            of_focal = focal in cited_by[citer]
            of_references = bool(cited_by[citer] & cited_by[focal])
            if of_focal or of_references:
                counts[2 if not of_focal else int(of_references)] += 1
        found[focal] = tuple(counts)
    return found
