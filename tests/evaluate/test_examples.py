"""The examples run as they stand, are short, and need no Django."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("evaluate_*.py"))
SAID = {
    "evaluate_index": "effective weights",
    "evaluate_uncertainty": "800 runs, design enumerate, 0 failed",
    "evaluate_variants": "entropy weights",
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_says_what_it_promises(path):
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert SAID[path.stem] in done.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_short_and_knows_no_django(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 60
    assert "django" not in text
