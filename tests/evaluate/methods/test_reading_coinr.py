"""The layout of COINr: iData and iMeta are read as they are."""

import numpy as np
import pytest

from xiandao.evaluate.methods.reading import read
from xiandao.evaluate.methods.reading_layouts import COINR, OWN, named, recognised
from xiandao.terms.error import InputError


@pytest.fixture
def asem(shared):
    folder = shared / "data" / "asem"
    return lambda name: (folder / name).read_bytes()


def test_the_reference_data_come_in_whole(asem):
    source = read(asem("iData.csv"), asem("iMeta.csv"), layout="coinr")
    assert source.notes == ()
    assert source.table.values.shape == (51, 49)
    assert int(np.isnan(source.table.values).sum()) == 63
    assert int(np.isnan(source.table.denominators["Energy"]).sum()) == 1
    assert set(source.table.groups) == {"GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group"}
    assert source.framework.level_of("Index") == 4
    assert source.framework["CO2"].direction == -1
    assert source.framework["Flights"].denominator == "Population"
    assert not source.table.is_panel


def test_several_times_are_a_panel(asem):
    source = read(asem("iData_panel.csv"), asem("iMeta.csv"))
    assert source.layout is COINR
    assert len(source.table.slices()) == 5


def test_a_column_that_imeta_does_not_know_is_told_and_stops_nothing(asem):
    lines = asem("iData.csv").decode().splitlines()
    more = "\n".join(f"{line},{'Spare' if at == 0 else at}" for at, line in enumerate(lines))
    source = read(more.encode(), asem("iMeta.csv"))
    assert any("“Spare”" in note for note in source.notes)


def test_a_group_of_imeta_without_its_column_is_refused(asem):
    meta = asem("iMeta.csv").replace(b'"EurAsia_group"', b'"Zone_group"')
    with pytest.raises(InputError) as caught:
        read(asem("iData.csv"), meta)
    assert caught.value.code == "EVA-421"


def test_the_layout_is_recognised_by_the_header_of_the_framework():
    assert recognised(["Level", "iCode"]) is COINR
    assert recognised(["code", "parent"]) is OWN
    assert named(["uCode", "Time"], COINR.data) == {"unit": 0, "period": 1}
