"""The observation table reads approved returns and standing estimates, never a stale file."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import date

import polars as pl
import pytest

from tests.statistics import economy
from xiandao.statistics.commands import estimates
from xiandao.statistics.methods.observation import Cut
from xiandao.statistics.models import Estimate, Filing, Round
from xiandao.statistics.queries import lake, stored
from xiandao.statistics.queries.observations import observations
from xiandao.terms.error import XiandaoError

SEPTEMBER = "2026-09"
FIRMS = sum(economy.SIZES.values())


def income(**more):
    return observations(["TOTAL_INCOME"], [SEPTEMBER], **more)


def total(frame):
    return frame.filter((pl.col("region") == "_T") & (pl.col("industry") == "_T"))["value"].item()


def expected(numbers=None):
    return sum(economy.value_of(number) for number in numbers or range(1, FIRMS + 1)) / 100_000


def test_totals_are_those_of_the_approved_returns_by_city(world):
    economy.settle(world, SEPTEMBER)
    frame = income(cuts=[Cut(), Cut("city")])
    assert total(frame) == pytest.approx(expected())
    cities = frame.filter(pl.col("region") != "_T")
    assert cities["value"].sum() == pytest.approx(expected())
    assert set(frame["conf_status"]) == {"N"}


def test_an_approval_is_in_the_next_answer(world):
    collected = economy.settle(world, SEPTEMBER)
    income()
    filing = Filing.objects.get(round=collected, organisation__code="S-001")
    filing.values["r13"] = str(economy.value_of(1) + 500_000)
    filing.save()
    Round.objects.filter(pk=collected.pk).update(revision=2)

    assert total(income()) == pytest.approx(expected() + 5)


@pytest.mark.slow
def test_an_older_file_that_comes_back_while_reading_is_noticed(world):
    collected = economy.settle(world, SEPTEMBER)
    income()
    path = next(stored.folder().rglob(lake.FILE))
    old = path.read_bytes()
    filing = Filing.objects.get(round=collected, organisation__code="S-001")
    filing.values["r13"] = "0"
    filing.save()
    Round.objects.filter(pk=collected.pk).update(revision=2)
    asked = []

    def ask(files):
        # A slow writer of yesterday's state wins the race once.
        if not asked:
            path.write_bytes(old)
        asked.append(pl.read_parquet(files[0])["r13"].sum())
        return asked[-1]

    answer = stored.read("quick", [SEPTEMBER], ask)
    assert len(asked) == 2
    assert answer == pytest.approx(asked[0] - economy.value_of(1))


def test_returns_that_never_rest_are_told_instead_of_answered(world):
    collected = economy.settle(world, SEPTEMBER)

    def ask(files):
        Round.objects.filter(pk=collected.pk).update(revision=collected.revision + len(asked) + 1)
        asked.append(files)

    asked = []
    with pytest.raises(XiandaoError) as caught:
        stored.read("quick", [SEPTEMBER], ask)
    assert caught.value.code == "STA-534"


def test_a_missing_return_is_estimated_flagged_and_revised(world):
    firms = economy.enterprises(world)
    economy.returns(world, firms, "2026-08")
    collected = economy.returns(world, firms, SEPTEMBER)
    Filing.objects.filter(round=collected, organisation=firms[2]).update(stage="draft", values={})

    assert total(income()) < expected()
    assert estimates.estimate(round=collected, by=world.statistician) == 1
    row = income()
    assert set(row["obs_status"]) == {"I"}
    assert row["n_imputed"].to_list() == [1]
    assert total(row) == pytest.approx(expected(), rel=0.1)
    kept = Estimate.objects.get(item="r155", filing__organisation=firms[2])
    assert kept.method
    assert Filing.objects.get(round=collected, organisation=firms[2]).values == {}

    Filing.objects.filter(round=collected, organisation=firms[2]).update(
        stage="approved", values=economy.values(3)
    )
    Round.objects.filter(pk=collected.pk).update(revision=9)
    settled = income()
    assert set(settled["obs_status"]) == {"A"}
    assert total(settled) == pytest.approx(expected())


def test_nothing_is_estimated_before_the_deadline(world):
    collected = economy.settle(world, SEPTEMBER)
    Round.objects.filter(pk=collected.pk).update(due_on=date(2026, 11, 22))
    with pytest.raises(XiandaoError) as caught:
        estimates.estimate(round=collected, by=world.statistician)
    assert caught.value.code == "STA-550"


def test_an_open_round_is_provisional(world):
    economy.settle(world, SEPTEMBER, closed=False)
    assert set(income()["obs_status"]) == {"P"}


def test_a_writer_that_is_killed_leaves_the_old_file(tmp_path):
    frame = pl.DataFrame({"unit": ["a"], "period": [SEPTEMBER], "r13": [1.0]})
    path = lake.write(tmp_path, frame, lake.Stamp("quick", SEPTEMBER, "", "1"))
    code = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        import polars as pl
        from xiandao.statistics.queries import lake
        Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
        frame = pl.DataFrame({{"unit": ["a"], "period": ["{SEPTEMBER}"], "r13": [2.0]}})
        lake.write(Path({str(tmp_path)!r}), frame, lake.Stamp("quick", "{SEPTEMBER}", "", "2"))
        """
    )
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert pl.read_parquet(path)["r13"].to_list() == [1.0]
    assert lake.stale(tmp_path, "quick", {SEPTEMBER: "2"}) == (SEPTEMBER,)
