"""Every module that computes, asks or changes something has a test of its own.

The tests of ``src/xiandao/policy/methods/intake_plain.py`` are in ``tests/policy/`` (or a folder below it): in a file named
after the module (``test_intake_plain.py``), after the idea that it is a piece of (``test_intake.py``), after one of its sides
(``test_intake_plain_encodings.py``), or in a file that imports the module.
"""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, SRC, place, python_files, tree

ROOMS = {"methods", "commands", "queries"}
WHOLE = {"terms", "engine"}


def watched() -> list[Path]:
    return [path for path in python_files() if is_watched(path)]


def is_watched(path: Path) -> bool:
    parts = path.relative_to(SRC).parts
    within = parts[0] in WHOLE or (len(parts) > 2 and parts[1] in ROOMS)
    return within and path.stem != "__init__" and has_public_code(path)


def has_public_code(path: Path) -> bool:
    return any(
        isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        for node in tree(path).body
    )


def is_named_for(test: str, module: str) -> bool:
    """Whether ``test_<…>`` may be the test file of a module."""
    name = test.removeprefix("test_")
    return name == module or module.startswith(f"{name}_") or name.startswith(f"{module}_")


def imported_by(test: Path) -> set[str]:
    """The modules that a test file imports, as ``room.module`` and deeper."""
    names = set()
    for node in ast.walk(tree(test)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def is_tested(path: Path) -> bool:
    parts = path.relative_to(SRC).with_suffix("").parts
    tests = sorted((ROOT / "tests" / parts[0]).rglob("test_*.py"))
    name = ".".join(("xiandao", *parts))
    return any(is_named_for(test.stem, path.stem) or name in imported_by(test) for test in tests)


@pytest.mark.slow
def test_every_module_has_a_test_of_its_own():
    assert [place(path) for path in watched() if not is_tested(path)] == []


@pytest.mark.parametrize(
    ("test", "module", "is_its"),
    [
        ("test_intake", "intake", True),
        ("test_intake", "intake_plain", True),
        ("test_intake_speed", "intake", True),
        ("test_in", "intake", False),
        ("test_intake_pdf", "intake_docx", False),
    ],
)
def test_a_test_file_is_named_for_the_module_its_idea_or_its_side(test, module, is_its):
    assert is_named_for(test, module) is is_its
