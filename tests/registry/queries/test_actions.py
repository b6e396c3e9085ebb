"""Whatever the audit trail can record has a name for people."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver

from xiandao.registry.queries.actions import label_of, labels, named

SRC = Path(__file__).resolve().parents[3] / "src" / "xiandao"


def capabilities():
    """The folders of the capabilities that the site is made of."""
    folders = [Path(config.path) for config in apps.get_app_configs()]
    return [folder for folder in folders if SRC in folder.parents]


def commands():
    """Every command of the site."""
    files = [file for app in capabilities() for file in sorted(app.glob("commands/*.py"))]
    for file in files:
        module = import_module(".".join(("xiandao", *file.relative_to(SRC).with_suffix("").parts)))
        found = [value for value in vars(module).values() if hasattr(value, "action")]
        yield from (one for one in found if one.__module__ == module.__name__)


def written_directly():
    """The acts that are appended to the trail without a command."""
    for file in SRC.glob("*/commands/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if {word.arg for word in node.keywords} >= {"account", "summary"}:
                said = [one for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                yield from (one.value for one in said)


def permissions_of_pages(patterns):
    """What the pages of the site ask for."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from permissions_of_pages(one.url_patterns)
        elif (policy := getattr(one.callback, "page_policy", None)) is not None:
            yield policy.who


def test_every_command_has_a_label():
    acts = {one.action for one in commands()}
    assert len(acts) > 30
    assert sorted(acts - set(labels())) == []


def test_what_is_written_without_a_command_has_a_label():
    acts = set(written_directly())
    assert {"sessions.locked", "page"} <= acts
    assert sorted(acts - set(labels())) == []


def test_every_permission_that_can_be_refused_has_a_label():
    asked = {one.permission for one in commands()} | set(
        permissions_of_pages(get_resolver().url_patterns)
    )
    permissions = {one for one in asked if one and "." in one}
    assert len(permissions) > 10
    assert sorted(permissions - set(labels())) == []


def test_a_code_of_former_times_stays_as_it_is():
    assert label_of("items.forgotten") == "items.forgotten"
    assert label_of("items.edit") == "修改事项"


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        ({"a": {"b": {"label": "甲"}}}, [("a.b", "甲")]),
        ({"a": {"label": "甲", "b": {"label": "乙"}}}, [("a", "甲"), ("a.b", "乙")]),
        ({"a": {"label": 3}, "label": "丙"}, []),
    ],
)
def test_a_table_with_a_label_names_its_own_path(tables, found):
    assert list(named(tables)) == found
