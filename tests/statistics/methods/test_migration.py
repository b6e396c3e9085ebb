"""Values of an older version come over by code or by the map; what does not come over is told."""

from dataclasses import replace
from decimal import Decimal

from xiandao.statistics.methods.form import shipped
from xiandao.statistics.methods.migration import carry

FORM = replace(shipped()["quick"], version="2027", migrations={"2026": {"r05": "r30", "r7": "r07"}})


def test_renamed_rows_take_their_prior_values_with_them():
    values = {"r05": Decimal(7), "r05__ly": Decimal(6), "r13": Decimal(1)}
    carried = carry(values, version="2026", form=FORM)
    assert carried.values == {"r30": Decimal(7), "r30__ly": Decimal(6), "r13": Decimal(1)}
    assert carried.renamed == {"r05": "r30"}
    assert carried.left == ()


def test_what_has_no_row_any_more_is_told_and_empty_cells_are_not():
    carried = carry({"r500": Decimal(3), "r501": None}, version="2026", form=FORM)
    assert carried.left == ("r500",)
    assert carried.sentences == ("原“r500”在新版报表中没有对应的指标，数据未转入",)
    assert "r13" in carried.fresh


def test_an_old_row_whose_code_now_means_another_one_is_not_mixed_up():
    carried = carry({"r30": Decimal(1), "r05": Decimal(2)}, version="2026", form=FORM)
    assert carried.values["r30"] == Decimal(2)
    assert carried.left == ("r30",)


def test_a_version_without_a_map_keeps_its_codes():
    assert carry({"r13": Decimal(1)}, version="2019", form=FORM).values == {"r13": Decimal(1)}
