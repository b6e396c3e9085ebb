"""Files of a verdict: manual scores come back as they were, bad ones are told, what is written computes nothing."""

import pytest

from tests.evaluate.methods.test_verdict import CAP, VISITED, decided
from xiandao.evaluate.methods.manual_score import ManualScore
from xiandao.evaluate.methods.verdict_files import manual_file, manual_of, verdict_table
from xiandao.evaluate.methods.writing import as_csv
from xiandao.terms.error import InputError


def test_manual_scores_come_back_to_the_last_character():
    odd = ManualScore(66.6, "=现场\n核查", "王", "")
    assert manual_of(manual_file(decided({"z": VISITED, "y": odd}))) == {"z": VISITED, "y": odd}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[1]",
        b'{"z": 5}',
        b'{"z": {"score": "85", "reason": "a"}}',
        b'{"z": {"score": true, "reason": "a"}}',
        b'{"z": {"score": 85}}',
        b'{"z": {"score": 85, "reason": "a", "rank": 1}}',
    ],
)
def test_what_is_no_list_of_manual_scores_is_told(content):
    with pytest.raises(InputError) as found:
        manual_of(content)
    assert found.value.code == "EVA-629"


def test_a_score_that_is_no_number_does_not_get_through():
    with pytest.raises(InputError):
        decided(manual_of(b'{"z": {"score": NaN, "reason": "a"}}'))


def test_the_table_goes_from_the_first_down_and_names_vetoes_with_figure_and_clause():
    written = verdict_table(decided({"z": ManualScore(90, "=1+1")}, vetoes=[CAP]))
    assert [row[0] for row in written.rows] == ["z", "x", "w", "y"]
    assert written.rows[2][-1] == "b=0（<1）：不达标，最高B，第三条"
    assert b",=1+1" not in as_csv(written)
