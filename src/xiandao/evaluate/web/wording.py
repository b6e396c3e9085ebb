"""How editions, factors and methods are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.models import Assessment
from xiandao.terms.period import Period
from xiandao.ui.spoken import said

# Factors as the shipped schemes name them; those of a province keep the name that it gave.
FACTORS: Mapping[str, str | Promise] = {
    "weights": gettext_lazy("权重"),
    "normalisation": gettext_lazy("标准化方法"),
    "aggregation": gettext_lazy("合成方法"),
    "treatment": gettext_lazy("离群值处理"),
    "imputation": gettext_lazy("缺失值填补"),
}
KINDS: Mapping[str, str | Promise] = {
    "weights": gettext_lazy("权重"),
    "omit": gettext_lazy("去掉指标"),
    "data": gettext_lazy("数据误差"),
    "imputed": gettext_lazy("缺失值填补"),
}
STEPS: Mapping[str, str | Promise] = {
    "denominate": gettext_lazy("折算"),
    "screen": gettext_lazy("筛选"),
    "impute": gettext_lazy("填补缺失"),
    "treat": gettext_lazy("离群值"),
    "normalise": gettext_lazy("标准化"),
}


def titled(assessment: Assessment) -> str:
    """Return what an edition is called: its scheme and its period."""
    return f"{said(assessment.scheme.title)} {said(Period.parse(assessment.period).label)}"


def marked(title: str, assessment: Assessment) -> str:
    """Return the title of a table that leaves the page as a file: what is invented says so."""
    return _("%(title)s（演示数据）") % {"title": title} if assessment.is_demo else title


def factor(name: str, kind: str) -> str:
    """Return what an assumption is called."""
    return str(FACTORS.get(name) or KINDS.get(kind) or name)


def steps_of(recipe: Mapping[str, Any]) -> list[str]:
    """Return the steps of a recipe in words, from the figures to the index."""
    made = Recipe(dict(recipe))
    weigher, _options = made.weighing
    plan = made.plan
    return [
        *(
            _("%(step)s：%(title)s")
            % {"step": STEPS.get(step.use, step.use), "title": said(step.method.title)}
            for step in made.steps
        ),
        _("权重：%(title)s") % {"title": said(weigher.title)},
        _("合成：%(title)s") % {"title": said(plan.default.aggregator.title)},
    ]
