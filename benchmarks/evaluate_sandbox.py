"""The sandbox of weights: what the server computes for one move of a slider, 100 zones by 32 indicators."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.run import Row, cpu_seconds

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment

ZONES, PILLARS, EACH = (16, 100), 4, 8
BAR = 0.05


def run() -> list[Row]:
    """Move one slider after another, none of them seen before: new ranking, intervals of 200 runs, bands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiandao.project.settings.test")
    import django

    django.setup()
    return [moved(zones) for zones in ZONES]


def moved(zones: int) -> Row:
    """One move of a slider."""
    from xiandao.evaluate.queries import sandbox

    made = edition(zones)
    official = sandbox.official_shares(made)
    sandbox.trial(made, official)
    steps = itertools.count(1)

    def move() -> None:
        typed = [f"{round(share)}" for share in (official[code] for code in order)]
        typed[0] = f"{26 + next(steps)}"
        weights, _problems = sandbox.weights_from(made, typed)
        tried = sandbox.trial(made, weights)
        if len(tried.outcomes) != zones or not tried.has_intervals:
            raise RuntimeError("the trial is not whole")

    order = sandbox.order_of(sandbox.built(made).framework)
    seconds = cpu_seconds(move, repeat=7)
    what = "E10 one move of a slider: ranking, intervals, bands"
    size = f"{zones} zones × {PILLARS * EACH}"
    return Row(what, size, seconds, bar_seconds=BAR if zones == max(ZONES) else None)


def edition(zones: int) -> Assessment:
    """An edition of invented zones under the recipe that comes with the product; nothing is written anywhere."""
    from xiandao.evaluate.methods.edition import snapshot_of
    from xiandao.evaluate.methods.scheme_book import shipped
    from xiandao.evaluate.methods.sealing import seal
    from xiandao.evaluate.methods.table import Table
    from xiandao.evaluate.models import Assessment as Edition

    drawn = np.random.default_rng(1)
    values = np.exp(drawn.normal(size=(zones, PILLARS * EACH)))
    values[drawn.integers(0, zones, 20), drawn.integers(0, PILLARS * EACH, 20)] = np.nan
    codes = tuple(f"x{place}" for place in range(PILLARS * EACH))
    nodes = [
        {"code": "INDEX"},
        *({"code": f"P{n}", "parent": "INDEX", "weight": 25} for n in range(PILLARS)),
    ]
    nodes += [{"code": code, "parent": f"P{place // EACH}"} for place, code in enumerate(codes)]
    units = tuple(f"Z{number}" for number in range(zones))
    snapshot = snapshot_of(Table(units, codes, values, names=units), nodes, shipped()[0].recipe)
    return Edition(snapshot=snapshot, snapshot_hash=seal(snapshot))
