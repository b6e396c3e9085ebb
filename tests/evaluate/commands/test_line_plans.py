"""What the lines of a workbook would do: judged against what is there and against each other."""

import pytest

from tests.evaluate import entered
from xiandao.evaluate.commands import records
from xiandao.evaluate.commands.line_plans import judged
from xiandao.evaluate.methods.line_intake import read_lines

HEAD = "先导区代码,类别,名称,金额（万元）\n"


@pytest.fixture
def known(world):
    entered.records(world)
    return world


def found(account, *rows):
    return judged(account, read_lines("records", (HEAD + "\n".join(rows)).encode()))


def test_each_line_enters_changes_or_does_nothing(known):
    rows = ("Z-1,项目,新,", "Z-1,项目,量产生产线,501", "Z-1,成果,量产生产线,500")
    steps, marks = found(known.zone_reporter, *rows)
    assert marks == []
    assert [step.plan.act for step in steps] == ["enter", "change", "enter"]
    # The file has no column for the role: what is there stays.
    assert steps[1].plan.changes == [["amount", "500.00", "501"]]
    assert steps[1].facts.role == "cluster"


def test_twins_and_bodies_out_of_reach_are_told_and_do_nothing(known):
    rows = ("Z-1,项目,甲,", "Z-1,项目,甲,", "Z-5,项目,乙,", "Z-1,项目,,")
    steps, marks = found(known.zone_reporter, *rows)
    assert [step.plan.row for step in steps] == [2]
    assert [mark.cell for mark in marks] == ["C3", "A4"]
    assert len(found(known.analyst, *rows)[0]) == 2


def test_a_name_typed_with_narrow_brackets_is_the_one_with_wide_brackets(known):
    records.add(
        organisation=known.zone_1, facts=entered.facts(title="样机（二期）"), by=known.analyst
    )
    steps, marks = found(known.zone_reporter, "Z-1,项目,样机(二期),", "Z-1,项目,样机（二期）,")
    assert [(step.plan.act, step.plan.row) for step in steps] == [("change", 2)]
    assert [mark.sentence for mark in marks] == ["与第2行重复"]
