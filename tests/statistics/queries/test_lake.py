"""The lake: files are whole or not there, carry their revision, and are read by name across versions of a form."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from xiandao.statistics.queries import lake
from xiandao.terms.error import XiandaoError

STAMP = lake.Stamp("quick", "2026-06", "2026", "41")


def frame(value=1.0, period="2026-06", **more):
    return pl.DataFrame({"unit": ["b", "a"], "period": [period] * 2, "r13": [value, 2.0]} | more)


def total(folder, periods=None):
    paths = lake.paths(folder, "quick", periods)
    table = lake.unbound("filings", paths)
    return lake.answer(table.aggregate(total=table.r13.sum()), {"filings": paths}).item()


def test_what_is_written_comes_back_ordered_by_unit(tmp_path):
    path = lake.write(tmp_path, frame(), STAMP)
    assert path.relative_to(tmp_path).as_posix() == "form=quick/period=2026-06/filings.parquet"
    assert pl.read_parquet(path).rows() == [("a", "2026-06", 2.0), ("b", "2026-06", 1.0)]


def test_a_file_tells_its_revision(tmp_path):
    assert lake.stamp_of(lake.write(tmp_path, frame(), STAMP)) == STAMP


def test_stale_names_what_is_missing_outdated_or_broken(tmp_path):
    lake.write(tmp_path, frame(), STAMP)
    broken = tmp_path / lake.place("quick", "2026-05")
    broken.parent.mkdir()
    broken.write_bytes(b"PAR1 half a file")
    revisions = {"2026-04": "1", "2026-05": "1", "2026-06": "41"}
    assert lake.stale(tmp_path, "quick", revisions) == ("2026-04", "2026-05")
    assert lake.stale(tmp_path, "quick", {"2026-06": "42"}) == ("2026-06",)


def test_a_failure_before_the_last_step_leaves_the_old_file_and_no_debris(tmp_path, monkeypatch):
    lake.write(tmp_path, frame(1.0), STAMP)

    def fail(self, target):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        lake.write(tmp_path, frame(100.0), STAMP)
    assert total(tmp_path) == 3.0
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [lake.FILE]


def test_a_half_written_file_of_a_killed_process_is_not_read(tmp_path):
    path = lake.write(tmp_path, frame(), STAMP)
    path.with_name(".abc-1-1.part").write_bytes(b"PAR1")
    assert total(tmp_path) == 3.0


def test_writers_at_the_same_time_leave_one_whole_file(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda value: lake.write(tmp_path, frame(float(value)), STAMP), range(12)))
    assert total(tmp_path) in {value + 2.0 for value in range(12)}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_questions_at_the_same_time_do_not_see_each_others_tables():
    def ask(value):
        given = frame(float(value))
        table = lake.unbound("filings", given)
        return lake.answer(table.aggregate(total=table.r13.sum()), {"filings": given}).item()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(24))) == [value + 2.0 for value in range(24)]


def test_a_row_that_a_form_got_later_is_empty_in_earlier_periods(tmp_path):
    lake.write(tmp_path, frame(period="2026-05"), lake.Stamp("quick", "2026-05", "2025", "1"))
    lake.write(tmp_path, frame(r99=[7.0, None]), STAMP)
    paths = lake.paths(tmp_path, "quick")
    table = lake.unbound("filings", paths)
    found = lake.answer(table.order_by("period", "unit"), {"filings": paths})
    assert found["r99"].to_list() == [None, None, None, 7.0]


def test_only_the_periods_asked_for_are_opened(tmp_path):
    lake.write(tmp_path, frame(10.0, "2026-05"), lake.Stamp("quick", "2026-05", "2026", "1"))
    lake.write(tmp_path, frame(), STAMP)
    assert total(tmp_path, ["2026-05"]) == 12.0
    assert total(tmp_path) == 15.0


@pytest.mark.parametrize(("form", "period"), [("../x", "2026"), ("quick", "2026/07"), ("", "2026"), ("'", "1")])  # fmt: skip
def test_codes_that_would_leave_the_folder_are_refused(tmp_path, form, period):
    with pytest.raises(XiandaoError) as caught:
        lake.write(tmp_path, frame(period=period), lake.Stamp(form, period, "1", "1"))
    assert caught.value.code == "STA-530"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_a_quotation_mark_in_its_name_is_read(tmp_path):
    folder = tmp_path / "it's"
    lake.write(folder, frame(), STAMP)
    assert total(folder) == 3.0


def test_filings_of_another_period_are_not_put_under_this_one(tmp_path):
    with pytest.raises(XiandaoError) as caught:
        lake.write(tmp_path, frame(period="2026-07"), STAMP)
    assert caught.value.code == "STA-532"


def test_a_form_without_data_is_told_in_words(tmp_path):
    with pytest.raises(XiandaoError) as caught:
        total(tmp_path)
    assert caught.value.code == "STA-533"


@pytest.mark.parametrize("data", [b"", b"no parquet", b"unit,r13\na,1\n"])
def test_other_files_are_not_taken_for_files_of_the_lake(data):
    with pytest.raises(XiandaoError) as caught:
        lake.stamp_of(data)
    assert caught.value.code == "STA-531"
