"""What a body owns in statistics: forms, a round, returns and a workbook, a rule, a table, the key of its clerk."""

from datetime import date
from types import SimpleNamespace

ITEMS = (
    ("1", "营业收入", "number"),
    ("2", "其中：出口", "number"),
    ("3", "说明文字", "text"),
)
SIGNED = ("head", "statistician", "filler", "phone")
OPENS, DUE = date(2026, 1, 2), date(2027, 12, 31)


def register():
    """Make the life of a return known, as the capability does when the site starts."""
    from importlib.resources import files

    from xiandao.casework.methods import kinds

    kinds.register("statistics.filing", files("xiandao.statistics") / "data/filing.toml")


def belongings(keeper, bureau, clerk, mark, number):
    """Write everything; a return of the body itself is a draft, the one of its bureau has been filed."""
    register()
    used = form(keeper, clerk, f"{mark}月度表", number, "in_use")
    planned = form(keeper, clerk, f"{mark}拟用表", number + 1, "draft")
    collected = a_round(used, keeper, clerk, mark)
    filed = filing(collected, bureau, mark, "city", clerk)
    draft = filing(collected, keeper, mark, "draft", clerk)
    return {
        "form": [planned.pk],
        "form_code": [used.code],
        "indicator": [indicator(keeper).code],
        "round": [collected.pk],
        "filed": [filed.pk],
        "filing": [filed.pk, draft.pk],
        "return": [upload(draft, clerk, mark).pk],
        "rule": [rule(used, clerk, mark).pk],
        "sheet": [sheet(keeper, clerk, mark).pk],
        "unit": [unit(keeper, number).pk],
        "release": [release(keeper, clerk, mark).pk],
        "key": [key(clerk, mark).pk],
    }


def form(keeper, clerk, title, number, state):
    """Write one version of a form."""
    from xiandao.statistics.methods.form import Form, Item, Legal
    from xiandao.statistics.methods.form_text import form_text
    from xiandao.statistics.models import FormVersion

    items = tuple(
        Item(f"r{row}", row, f"{label}（{title}）", "", kind, has_prior=kind == "number")
        for row, label, kind in ITEMS
    )
    made = Form(
        code=f"f{number}", version="1", title=title, title_en="", frequency="month",
        subject="enterprise", purpose="statistics", legal=Legal("", "", "", None), unit="千元",
        items=items, migrations={},
    )  # fmt: skip
    return FormVersion.objects.create(
        code=made.code, version="1", title=title, frequency="month", subject="enterprise",
        purpose="statistics", definition=form_text(made), state=state, organisation=keeper,
        created_by=clerk,
    )  # fmt: skip


def a_round(used, keeper, clerk, mark):
    """Write an open round of the body."""
    from xiandao.statistics.models import Reminder, Round

    made = Round.objects.create(
        form=used, period="2026-09", organisation=keeper, opens_on=OPENS, due_on=DUE, state="open",
        extended_reason=f"{mark}延期", opened_by=clerk,
    )  # fmt: skip
    Reminder.objects.create(
        round=made, organisation=keeper, sent_on=date(2026, 10, 9), words=f"{mark}催报", by=clerk
    )
    return made


def filing(collected, unit_, mark, stage, clerk):
    """Write one return with a finding, a change and the steps it took."""
    from xiandao.statistics.models import Filing, FilingEvent, Finding, ValueChange

    made = Filing.objects.create(
        round=collected, organisation=unit_, stage=stage,
        values={"r1": "71", "r1__ly": "70", "r2": "5", "r3": f"{mark}情况"},
        prefill={"r2": {"value": "5", "source": f"{mark}上期", "as_of": "2026-08"}},
        explanations={"r1": f"{mark}说明"}, marked_cells={"r2": f"{mark}请核实"},
        people=dict.fromkeys(SIGNED, f"{mark}人员"[:40]), filed_by=clerk,
    )  # fmt: skip
    Finding.objects.create(
        filing=made, rule="R1", severity="explain", item="r1", items=["r1"],
        message=f"{mark}偏大", message_en=mark, needs_explanation=True,
    )  # fmt: skip
    ValueChange.objects.create(
        filing=made, item="r3", before="", after=f"{mark}情况", source="web", reason=mark, by=clerk
    )
    FilingEvent.objects.create(
        filing=made, transition="return", before="city", after="returned", words=f"{mark}退回",
        cells={"r2": f"{mark}请核实"}, by=clerk,
    )  # fmt: skip
    return made


def upload(draft, clerk, mark):
    """Write a workbook that waits: the template of the return itself, with something wrong in it."""
    from dataclasses import asdict

    from xiandao.statistics.methods.filed import Return
    from xiandao.statistics.methods.marked import Mark
    from xiandao.statistics.models import ReturnUpload
    from xiandao.statistics.web.filing_files import workbook_of

    content = workbook_of(draft)
    mark_ = Mark("填报表", "F12", "explain", f"{mark}指标", f"{mark}偏大", f"{mark}请核实")
    said = Return(draft.round.form.code, "1", draft.organisation.code, "", "2026-09", {"r3": mark})
    outcome = {
        "return": said.to_json(), "marks": [asdict(mark_)], "changes": [["r3", None, f"{mark}情况"]],
        "is_sound": True,
    }  # fmt: skip
    return ReturnUpload.objects.create(
        filing=draft, filing_version=draft.version, sha256="0" * 64, name=f"{mark}.xlsx",
        size=len(content), content=content, outcome=outcome, uploaded_by=clerk,
    )  # fmt: skip


def sheet(keeper, clerk, mark):
    """Write a workbook for the register that waits, with something wrong in it."""
    from dataclasses import asdict

    from tests.statistics.methods.books import made as workbook
    from xiandao.statistics.methods.marked import Mark
    from xiandao.statistics.models import UnitSheet

    wrong = Mark("填报表", "B3", "must", f"{mark}企业", f"{mark}代码不对", f"{mark}请核对")
    outcome = {
        "sheet": "填报表", "letters": {}, "lines": [[3, {"name": f"{mark}企业"}]], "marks": [asdict(wrong)],
        "plans": [], "is_sound": False,
    }  # fmt: skip
    content = workbook()
    return UnitSheet.objects.create(
        organisation=keeper, sha256="1" * 64, name=f"{mark}名录.xlsx", size=len(content), content=content,
        outcome=outcome, uploaded_by=clerk,
    )  # fmt: skip


def rule(used, clerk, mark):
    """Write a rule that is not switched on yet."""
    from xiandao.statistics.models import RuleVersion

    definition = {
        "form": used.code, "code": "R1", "level": 1, "severity": "explain", "kind": "relation",
        "left": "r2", "op": "<=", "right": "r1", "message": f"{mark}出口大于收入", "message_en": mark,
        "note": f"{mark}依据",
    }  # fmt: skip
    return RuleVersion.objects.create(
        form_code=used.code, code="R1", severity="explain", level=1, definition=definition,
        hit_rate={"2026-08": {"checked": 9, "hit": 1}}, organisation=used.organisation,
        edited_by=clerk,
    )  # fmt: skip


def release(keeper, clerk, mark):
    """Write a table that waits for publication."""
    from xiandao.statistics.models import Release

    cells = [
        {"at": ["_T"], "value": 71.0, "conf": "F", "obs": "A"},
        {"at": [keeper.code], "value": None, "conf": "N", "obs": "A"},
    ]
    audit = {"verdict": "pass", "cells": 2, "hidden": 1, "sensitive_share": 0.5, "tables": []}
    return Release.objects.create(
        title=f"{mark}营业收入", indicator="RD_INTENSITY", period="2026-09", rows="city", columns="",
        unit="", method="suppress", cells=cells, pattern_hash="0" * 64, inputs_hash="0" * 64,
        audit=audit, secret={"parameters": {"minimum": 3}, "against": [], "tables": []},
        note=f"{mark}口径", organisation=keeper, made_by=clerk,
    )  # fmt: skip


def indicator(keeper):
    """Enter an indicator into the catalogue, which is everybody's."""
    from xiandao.statistics.models import IndicatorVersion

    said = SimpleNamespace(code="RD_INTENSITY", version="1")
    return IndicatorVersion.objects.get_or_create(
        code=said.code, version=said.version,
        defaults={
            "name": "研发投入强度", "group": "先导区", "meaning": "研发费用与营业收入之比", "unit": "%",
            "formula": "r155 / r13", "frequency": "month", "source": "quick", "purpose": "statistics",
            "organisation": keeper,
        },
    )[0]  # fmt: skip


def unit(keeper, number):
    """Enter the body into the register of reporting units."""
    from xiandao.statistics.models import Unit

    return Unit.objects.create(
        organisation=keeper, region_code="990100", industry="hydrogen", group_code=f"G{number}",
        valid_from=OPENS,
    )  # fmt: skip


def key(clerk, mark):
    """Write an access key of the clerk; nobody knows its text."""
    from xiandao.registry.models.key import AccessKey

    return AccessKey.objects.create(
        account=clerk, name=f"{mark}程序"[:60], prefix=f"{clerk.pk:012x}", digest="0" * 64,
        valid_to=DUE,
    )  # fmt: skip
