"""A reading comes back from the plain data it was kept as."""

import json

from tests.policy.factories import TEXT
from xiandao.policy.methods.kept_reading import reading_from
from xiandao.policy.methods.reading import read


def test_a_reading_survives_being_kept_as_json():
    reading = read(TEXT)
    assert reading_from(reading.text, json.loads(json.dumps(reading.to_json()))) == reading


def test_facts_that_this_version_does_not_know_are_left_out():
    reading = read(TEXT)
    kept = reading.to_json()
    kept["targets"] = [{**row, "certainty": 0.9} for row in kept["targets"]]
    assert reading_from(reading.text, kept).targets == reading.targets
