"""Files are short, say in a sentence what they are for, and have names that mean something."""

import ast
import re

import pytest

from tests.architecture.house import ROOT, kept, place, python_files, templates, tree

MOST_LINES = 300
MOST_TEMPLATE_LINES = 150
MOST_FUNCTION_LINES = 40
VAGUE = {
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "service", "services", "base",
    "core", "handler", "handlers", "process", "processes",
}  # fmt: skip
# The guide names the settings by their purpose: base, dev, test, production.
SETTINGS = "src/xiandao/project/settings/"
EXCUSE = re.compile(
    r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError|pragma: no cover|type: ignore|#\s*noqa"
)


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_python_file_is_longer_than_300_lines():
    files = [path for path in kept(".py") if "migrations" not in path.parts]
    assert [f"{place(path)}: {lines(path)}" for path in files if lines(path) > MOST_LINES] == []


def test_no_template_is_longer_than_150_lines():
    files = [
        f"{place(path)}: {lines(path)}" for path in templates() if lines(path) > MOST_TEMPLATE_LINES
    ]
    assert files == []


@pytest.mark.slow
def test_no_function_is_longer_than_40_lines():
    found = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - body_start(node) + 1
                if length > MOST_FUNCTION_LINES:
                    found.append(f"{place(path)}:{node.lineno} {node.name}: {length}")
    assert found == []


def body_start(node: ast.FunctionDef) -> int:
    """The first line after the docstring, which may be as long as it needs to be."""
    if ast.get_docstring(node) is None:
        return node.lineno
    return node.body[0].end_lineno + 1


@pytest.mark.slow
def test_every_module_says_what_it_is_for():
    assert [
        place(path)
        for path in python_files()
        if tree(path).body and not ast.get_docstring(tree(path))
    ] == []


def test_no_file_or_folder_has_a_vague_name():
    found = {
        place(path)
        for path in kept(".py", ".html", ".css", ".js", ".toml")
        for part in path.relative_to(ROOT).with_suffix("").parts
        if part.lower() in VAGUE and not place(path).startswith(SETTINGS)
    }
    assert found - {"requirements"} == set()


@pytest.mark.parametrize("kind", [".py", ".html", ".js", ".css"])
def test_the_product_carries_no_excuses(kind):
    found = [
        f"{place(path)}:{number}: {line.strip()}"
        for path in kept(kind)
        if place(path).startswith("src/")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if EXCUSE.search(line)
    ]
    assert found == []
