"""Figures of the intake of returns: many workbooks of 60 items through the bounded children, templates, marked files.

PYTHONPATH=src:. python benchmarks/returns.py [number of workbooks] [different workbooks among them]
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xiandao.statistics.methods.filed import Return
from xiandao.statistics.methods.form import Form, Item, shipped
from xiandao.statistics.methods.intake import interpret, read_return, read_returns
from xiandao.statistics.methods.intake_grid import grid_text
from xiandao.statistics.methods.marked import marked, marks_of
from xiandao.statistics.methods.template_workbook import Filling, template
from xiandao.terms.period import Period

WORKBOOKS = 10_000
DIFFERENT = 100
ITEMS = 60
WORKERS = 2
BAR_S = 300
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
QUICK = os.environ.get("XIANDAO_BENCH_QUICK") == "1"


def sixty_items() -> Form:
    """607-2 with rows of the quick form behind it, until it has sixty."""
    form = shipped()["607-2"]
    more = [
        Item(
            f"r9{at:02d}",
            f"9{at:02d}",
            f"补充指标{at}",
            unit="千元",
            has_prior=True,
            section="补充",
        )
        for at in range(ITEMS - len(form.items))
    ]
    return replace(form, items=(*form.items, *more))


def filled(form: Form, number: int) -> bytes:
    """Return the workbook of one enterprise, every value filled in."""
    asked = [name for name in form.columns if not form.item(name).formula]
    values = {name: Decimal(number * 7 + at) for at, name in enumerate(asked)}
    return template(
        form,
        Filling(
            f"91330100DEMO{number:06d}",
            f"演示企业{number}",
            Period.parse("2026"),
            date(2027, 1, 1),
            values=values,
        ),
    )


def told(label: str, seconds: float, count: int, bar: str = "") -> None:
    """Print a figure: the whole and for one file."""
    print(f"{label:<44}{seconds:>9.2f} s{seconds / count * 1000:>9.2f} ms each   {bar}")


def spent_so_far() -> float:
    """Return the processor seconds of this process and of the children that have ended."""
    usages = [resource.getrusage(who) for who in WHO]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def single_steps(form: Form, data: bytes) -> None:
    """Print what one file costs, step by step, without the child process and with it."""
    rounds = 20
    started = time.perf_counter()
    for _ in range(rounds):
        text = grid_text(data)
    told("inspect, scan and parse", time.perf_counter() - started, rounds)
    started = time.perf_counter()
    for _ in range(rounds):
        filed = interpret(text, {form.code: form})
    told("cells to values", time.perf_counter() - started, rounds)
    started = time.perf_counter()
    for _ in range(5):
        read_return(data, form)
    told("one file in a child of its own", time.perf_counter() - started, 5)
    started = time.perf_counter()
    marked(data, marks_of(filed, form))
    told("marked file", time.perf_counter() - started, 1)


def main() -> None:
    """Make different workbooks, send them round until there are enough, read them all."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500 if QUICK else WORKBOOKS
    different = int(sys.argv[2]) if len(sys.argv) > 2 else min(DIFFERENT, count)
    form = sixty_items()
    started = time.perf_counter()
    books = [filled(form, number) for number in range(different)]
    told(
        f"{different} templates of {ITEMS} items written", time.perf_counter() - started, different
    )
    print(f"size of a workbook: {len(books[0]) / 1024:.1f} KB, values: {len(form.columns)}")
    single_steps(form, books[0])

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(count):
            yield f"{number}.xlsx", books[number % different]

    before = spent_so_far()
    started = time.perf_counter()
    values = 0
    for _name, answer in read_returns(files(), {form.code: form}, workers=WORKERS):
        if not isinstance(answer, Return) or not answer.is_sound:
            raise SystemExit(f"a workbook was not read: {answer}")
        values += sum(value is not None for value in answer.values.values())
    seconds = time.perf_counter() - started
    told(
        f"{count} workbooks read, {WORKERS} children",
        seconds,
        count,
        f"bar {BAR_S} s for {WORKBOOKS}",
    )
    if count != WORKBOOKS:
        whole = seconds / count * WORKBOOKS
        print(f"  at this pace {WORKBOOKS} take {whole:.0f} s: time grows with the number of files")
    told("  processor time, parent and children", spent_so_far() - before, count)
    own, children = (resource.getrusage(who) for who in WHO)
    print(f"values read: {values}")
    print(
        f"peak memory: parent {own.ru_maxrss / 1024:.0f} MB, child {children.ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
