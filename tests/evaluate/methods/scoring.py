"""Running one step of normalising as a recipe would, on a few figures."""

import numpy as np
import pytest

from xiandao.evaluate.methods.build import run_step
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.steps_normalise import METHODS
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

NAMES = {method.name for method in METHODS}


def normalise(
    values, *, directions=None, marks=None, periods=(), indicators=None, units=(), **options
):
    """Run one step as a recipe would and return its outcome."""
    x = np.atleast_2d(np.asarray(values, dtype=float))
    codes = [f"x{place}" for place in range(x.shape[1])]
    directions, marks = directions or [1] * len(codes), marks or [{}] * len(codes)
    nodes = [
        Node(code, name=f"指标{code}", parent="I", direction=direction, marks=kept)
        for code, direction, kept in zip(codes, directions, marks, strict=True)
    ]
    units = units or tuple(f"u{place}" for place in range(len(x)))
    table = Table(units, tuple(codes), x, periods=periods)
    step = {"use": "normalise", **options} | ({"indicators": indicators} if indicators else {})
    return run_step(table, Framework.of([Node("I"), *nodes]), Recipe({"steps": [step]}).steps[0])


def scores(values, **options):
    """The normalised values of one column."""
    return normalise(np.reshape(values, (-1, 1)), **options).table.values[:, 0]


def refused(code, values, **options):
    with pytest.raises(InputError) as caught:
        normalise(values, **options)
    assert caught.value.code == code
    assert caught.value.hint
    return caught.value
