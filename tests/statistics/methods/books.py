"""Workbooks for the tests: filled templates, and the ways in which people and attackers change them."""

import io
import zipfile
from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from xiandao.statistics.methods.form import shipped
from xiandao.statistics.methods.template_workbook import Filling, template
from xiandao.terms.period import Period

UNIT = "91330100799655058B"
FORM = shipped()["quick"]
SHEET = "xl/worksheets/sheet1.xml"


def values_of(form=FORM, start=100):
    """A number for every value that is filled in by hand."""
    asked = [name for name in form.columns if form.item(name).is_numeric]
    return {
        name: Decimal(start + at) for at, name in enumerate(asked) if not form.item(name).formula
    }


def made(form=FORM, *, period="2026-06", unit=UNIT, **more):
    more = {"values": values_of(form), **more}
    filling = Filling(unit, "示例公司", Period.parse(period), date(2026, 7, 1), **more)
    return template(form, filling)


def edited(data, change):
    """The workbook after somebody has changed it with an office program."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(data, change):
    """The workbook with its parts changed by ``change(name, content) -> content or None``."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def part(data, name, content):
    """The workbook with one part replaced or added."""
    known = zipfile.ZipFile(io.BytesIO(data)).namelist()
    if name in known:
        return repacked(data, lambda here, old: content if here == name else old)
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr(name, content)
    return stream.getvalue()


def with_cells(data, xml, *, mark="</sheetData>"):
    """The workbook with raw cells written behind the others on the first sheet."""
    old = zipfile.ZipFile(io.BytesIO(data)).read(SHEET).decode()
    return part(data, SHEET, old.replace(mark, xml + mark).encode())


def row_of(data, code):
    """The line on which a row of the form stands."""
    sheet = load_workbook(io.BytesIO(data))["填报表"]
    return next(cell.row for cell in sheet["B"] if cell.value == code)
