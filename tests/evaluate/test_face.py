"""``import xiandao.evaluate`` costs nothing, loads no Django, and gives an analyst the whole chain."""

import subprocess
import sys

import pytest

import xiandao.evaluate as xe

QUESTION = "import sys, xiandao.evaluate as e; print([m for m in ('django', 'numpy', 'scipy') if m in sys.modules])"
WHOLE = """
import sys
import xiandao.evaluate as xe
for name in xe.__all__:
    getattr(xe, name)
source = xe.read(b"unit,x,y\\na,1,4\\nb,3,0\\n", b"code,parent,direction\\nI,,\\nx,I,1\\ny,I,1\\n")
recipe = xe.recipe_of(b'[[steps]]\\nuse = "normalise"\\nmethod = "minmax"\\n')
xe.build(source.table, source.framework, recipe)
heavy = ("django", "pandas", "polars", "scipy.stats", "skcriteria", "pymcdm", "SALib")
print([name for name in heavy if name in sys.modules])
"""


def answer(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_import_loads_neither_django_nor_numpy():
    assert answer(QUESTION) == "[]"


def test_a_build_loads_no_django_and_nothing_heavy():
    assert answer(WHOLE) == "[]"


def test_everything_that_the_face_names_is_there():
    assert dir(xe) == sorted(xe.__all__)
    assert all(getattr(xe, name) is not None for name in xe.__all__)


def test_what_the_face_does_not_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = xe.nothing
