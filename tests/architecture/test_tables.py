"""The database keeps to the storeys, and to names and types that every database of the list understands."""

import pytest
from django.apps import apps
from django.db.models import Field, Model

from tests.architecture.house import storeys

LONGEST_NAME = 30
OURS = [model for model in apps.get_models() if model.__module__.startswith("xiandao.")]


def capability(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def relations(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.get_fields() if field.is_relation and field.concrete]


def names_of(model: type[Model]) -> list[str]:
    meta = model._meta
    return [
        meta.db_table,
        *(index.name for index in meta.indexes),
        *(constraint.name for constraint in meta.constraints),
        *(field.column for field in meta.local_concrete_fields),
        *(field.m2m_db_table() for field in meta.local_many_to_many),
    ]


def test_there_are_tables_to_look_at():
    assert OURS


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    height = storeys()[capability(model)]
    upward = [
        f"{field.name} → {field.related_model._meta.label}"
        for field in relations(model)
        if field.related_model.__module__.startswith("xiandao.")
        and storeys()[capability(field.related_model)] > height
    ]
    assert upward == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_names_in_the_database_are_short_and_lower_case(model):
    bad = [name for name in names_of(model) if len(name) > LONGEST_NAME or name != name.lower()]
    assert bad == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_columns_use_no_type_of_one_database_alone(model):
    special = [
        field.name
        for field in model._meta.get_fields()
        if type(field).__module__.startswith("django.contrib.postgres")
    ]
    assert special == []
