"""What words mean and how things are computed depends on nothing but the arguments."""

import ast
import doctest
import importlib
import sys
from pathlib import Path

import pytest

from tests.architecture.house import SRC, place, python_files, tree

OUTSIDE = {
    "socket",
    "subprocess",
    "urllib",
    "http",
    "requests",
    "sqlite3",
    "shutil",
    "tempfile",
    "random",
    "secrets",
    "time",
}
CLOCKS = {"now", "today", "utcnow"}


def room(path: Path) -> str:
    parts = path.relative_to(SRC).parts
    return "methods" if len(parts) > 2 and parts[1] == "methods" else parts[0]


METHODS = [path for path in python_files() if room(path) == "methods"]
TERMS = [path for path in python_files() if room(path) == "terms"]
PURE = [path for path in python_files() if room(path) in {"methods", "terms", "engine"}]
DOCUMENTED = [path for path in PURE if path.stem != "__init__"]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def clock_calls(path: Path) -> list[str]:
    return [
        f"{place(path)}:{node.lineno}"
        for node in ast.walk(tree(path))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCKS
        )
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "open")
    ]


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", TERMS, ids=place)
def test_terms_use_the_standard_library_only(path):
    foreign = {
        name
        for name in imported(path)
        if not name.startswith("xiandao.terms")
        and name != "xiandao"
        and name.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()


@pytest.mark.parametrize("path", METHODS, ids=place)
def test_a_method_reaches_neither_network_nor_processes_nor_chance(path):
    assert {name for name in imported(path) if name.split(".")[0] in OUTSIDE} == set()


@pytest.mark.parametrize("path", METHODS + TERMS, ids=place)
def test_a_method_opens_no_file_and_reads_no_clock(path):
    assert clock_calls(path) == []


@pytest.mark.parametrize("path", DOCUMENTED, ids=place)
def test_every_public_function_says_what_it_does(path):
    assert [node.name for node in public_functions(path) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", [path for path in DOCUMENTED if public_functions(path)], ids=place)
def test_the_examples_hold(path):
    name = ".".join(("xiandao", *path.relative_to(SRC).with_suffix("").parts))
    outcome = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert outcome.attempted, f"{name} shows no example"
    assert outcome.failed == 0
