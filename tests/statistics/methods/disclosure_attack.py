"""An attacker that knows nothing of the product's code: rules by the book, bounds by linear programs over what is shown."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog

TOLERANCE = 2e-3


@dataclass
class Truth:
    """What the statistics office knows about each cell, computed contribution by contribution."""

    value: dict
    holders: dict
    up: dict
    relations: list


def truth(table, parameters) -> Truth:
    holders = defaultdict(lambda: defaultdict(float))
    value = defaultdict(float)
    chains = [{code: ancestors(axis, code) for code in axis.nodes} for axis in table.axes]
    for number, amount in enumerate(table.value.tolist()):
        leaf = [
            axis.nodes[place[number]] for axis, place in zip(table.axes, table.place, strict=True)
        ]
        who = (table.holding if parameters.rolls_up_groups else table.unit)[number]
        for cell in product(*(chain[code] for chain, code in zip(chains, leaf, strict=True))):
            value[cell] += amount
            if amount:
                holders[cell][who] += abs(amount)
    up = {
        cell: needed(sorted(of.values(), reverse=True), parameters) for cell, of in holders.items()
    }
    return Truth(value, holders, {cell: need for cell, need in up.items() if need > 0}, sums(table))


def ancestors(axis, code) -> list:
    chain = [code]
    while chain[-1] in axis.parents:
        chain.append(axis.parents[chain[-1]])
    return chain


def needed(shares, parameters) -> float:
    total, need = sum(shares), 0.0
    if 0 < len(shares) < parameters.minimum:
        need = parameters.count_range * total
    for n, k in parameters.dominance:
        if sum(shares[:n]) > k * total:
            need = max(need, sum(shares[:n]) / k - total)
    if parameters.percent and shares:
        rest = total - sum(shares[: parameters.coalition + 1])
        need = max(need, parameters.percent / 100 * shares[0] - rest)
    return max(need, total / 100) if need > 0 else 0.0


def sums(table) -> list:
    """Every sum that holds between cells, also those that follow from others."""
    found = []
    for k, axis in enumerate(table.axes):
        children = defaultdict(list)
        for code, whole in axis.parents.items():
            children[whole].append(code)
        others = [other.nodes if j != k else [None] for j, other in enumerate(table.axes)]
        for rest, (whole, parts) in product(product(*others), children.items()):
            found.append((put(rest, whole), [put(rest, part) for part in parts]))
    return found


def put(rest, code) -> tuple:
    return tuple(code if other is None else other for other in rest)


def leaks(known: Truth, shown, *, single: bool = True) -> list:
    """Cells whose bounds are closer than the rules allow, as (cell, who attacks, side)."""
    outside = [(None, {})]
    if single:
        alone = defaultdict(dict)
        for cell, of in known.holders.items():
            if len(of) == 1:
                alone[next(iter(of))][cell] = known.value[cell]
        outside += list(alone.items())
    return [
        (cell, who, side) for who, own in outside for cell, side in closer(known, shown, who, own)
    ]


def closer(known: Truth, shown, who, own) -> list:
    cells = list(shown.cells)
    number = {cell: at for at, cell in enumerate(cells)}
    bounds = []
    for cell in cells:
        public = shown.cells[cell].value
        if not known.holders.get(cell):
            public = 0.0
        fixed = own.get(cell, public)
        bounds.append((0.0, None) if fixed is None else (fixed, fixed))
    matrix = np.zeros((len(known.relations), len(cells)))
    for row, (whole, parts) in enumerate(known.relations):
        matrix[row, number[whole]] -= 1
        for part in parts:
            matrix[row, number[part]] += 1
    scale = max(1.0, max(known.value.values(), default=1.0))
    found = []
    for cell, need in known.up.items():
        if who is not None and set(known.holders[cell]) == {who}:
            continue
        size = sum(known.holders[cell].values())
        down = min(need, size - known.holders[cell].get(who, 0.0))
        for sign, wanted, side in ((-1.0, need, "up"), (1.0, down, "down")):
            cost = np.zeros(len(cells))
            cost[number[cell]] = sign
            answer = linprog(
                cost, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=bounds, method="highs"
            )
            if answer.status == 3:
                continue
            assert answer.status == 0, answer.message
            reach = abs(answer.x[number[cell]] - known.value[cell])
            if reach < wanted * (1 - TOLERANCE) - 1e-7 * scale:
                found.append((cell, side))
    return found
