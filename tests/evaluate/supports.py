"""A small support rule for the small province of ``world.py``, and how it is put in force there."""

import copy

LAND = {"code": "land", "name": "用地指标", "kind": "coefficient", "unit": "倍", "base": 1.0}
FUND = {
    "code": "fund", "name": "专项资金", "kind": "amount", "unit": "万元", "digits": 0, "base": 500,
}  # fmt: skip
PERMIT = {"code": "permit", "name": "审批授权", "kind": "entitlement", "base": "按现行权限办理"}


def give(factor, do, value):
    """One thing that a line does."""
    return {"factor": factor, "do": do, "value": value}


def line(when, *given, **others):
    """One line with its clause."""
    told = {"clause": "Z五(三)", "sentence": "评价先进的倾斜"}
    return {"when": list(when), "give": list(given), **told, **others}


RULE = {
    "factors": [LAND, FUND, PERMIT],
    "lines": [
        line(
            [{"on": "grade", "among": ["A"]}],
            give("land", "set", 1.2),
            give("fund", "set", 1500),
            give("permit", "set", "委托审批"),
        ),
        line(
            [{"on": "grade", "among": ["B"]}], give("land", "set", 1.1), give("fund", "set", 1000)
        ),
        line([{"on": "rank", "within": 2}], give("land", "add", 0.05)),
        line(
            [{"on": "pillar", "pillar": "NURTURE", "at_least": 85}],
            give("fund", "add", 200),
            sentence="产业培育突出的",
        ),
    ],
}


def rule(**changes):
    """The plain data of the rule, parts of it changed."""
    return copy.deepcopy(RULE) | changes


def drafted(world, version="2026试行", data=None):
    """Write a rule of the bureau as a draft of the analyst."""
    from xiandao.evaluate.models import SupportRule

    return SupportRule.objects.create(
        code="support", version=version, title="支持规则", scheme_code="zones", clause="Z五(三)", note="试行数额",
        rule=data or rule(), organisation=world.bureau, made_by=world.analyst,
    )  # fmt: skip


def in_force(world, **others):
    """Let the leader approve it."""
    from xiandao.evaluate.commands import support_rules

    return support_rules.approve(rule=drafted(world, **others), by=world.leader)


def graded(world):
    """Give the province a scheme that grades: A for a third, B for a third, C for the rest."""
    from tests.evaluate import world as factory

    levels = [{"name": "A", "share": 0.34}, {"name": "B", "share": 0.34}, {"name": "C"}]
    recipe = {**factory.RECIPE, "grades": {"method": "quota", "levels": levels}}
    world.scheme = factory.scheme(world, version="2026分级", recipe=recipe)
    return world.scheme
