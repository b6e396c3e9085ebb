"""What is loaded at start: a face brings no Django, the help brings nothing heavy."""

import subprocess
import sys

import pytest

from tests.architecture.house import ROOT, SRC, capabilities

HEAVY = {
    "django",
    "openpyxl",
    "xlsxwriter",
    "docx",
    "lxml",
    "pypdfium2",
    "pypinyin",
    "python_calamine",
    "gunicorn",
}
FACES = [
    name for name in (*capabilities(), "terms", "engine") if (SRC / name / "__init__.py").exists()
]


def loaded_by(code: str) -> set[str]:
    """The top-level packages that are loaded after running some code in a fresh interpreter."""
    show = "\nimport sys; print('|'.join(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + show],
        env={"PYTHONPATH": str(SRC.parent), "PATH": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split("|"))


@pytest.mark.parametrize("name", FACES)
def test_the_face_of_a_capability_loads_no_django(name):
    assert "django" not in loaded_by(f"import xiandao.{name}")


def test_the_help_loads_nothing_heavy():
    code = "from xiandao.project.cli import run\ntry:\n    run(['--help'])\nexcept SystemExit:\n    pass"
    assert loaded_by(code) & HEAVY == set()


def test_reading_a_text_paper_loads_no_django():
    code = "from xiandao.project.cli import run\nrun(['policy', 'read', 'tests/policy/texts/01_chujiang_three_year.txt'])"
    assert "django" not in loaded_by(code)
