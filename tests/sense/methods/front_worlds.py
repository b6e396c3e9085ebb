"""An invented corpus in which two topics rise, live on and part, among many old papers."""

import polars as pl

from xiandao.sense.methods.emergence_terms import corpus

CHIPS = ("qubit: cryostat: transmon", "qubit: cryostat: annealer", "transmon: annealer: cryostat")
CELLS = ("organoid: bioreactor: scaffold", "organoid: scaffold: hydrogel", "bioreactor: hydrogel")


def papers(last):
    """Old topics in every year from 2010 on, quantum chips from 2013, cell culture from 2014."""
    rows = []
    for year in range(2010, last + 1):
        titles = [f"stone {one % 7}: bronze" for one in range(1000)]
        titles += [CHIPS[one % 3] for one in range(4 * max(year - 2012, 0))]
        titles += [CELLS[one % 3] for one in range(6 * max(year - 2013, 0))]
        rows += [(f"{year}-{place}", year, title) for place, title in enumerate(titles)]
    return pl.DataFrame(rows, schema=["id", "year", "title"], orient="row")


def counted(last):
    return corpus(papers(last), text=["title"])
