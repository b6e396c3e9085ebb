"""The reference of recipes, made from the declarations that check them: every key with its meaning and an example."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from xiandao.evaluate.methods import catalogue, grading, manual_score, vetoes
from xiandao.evaluate.methods.recipe_parts import NODE_OPTIONS
from xiandao.evaluate.methods.step import Aggregator, Method, Option, Weigher
from xiandao.terms.error import InputError

STEP_TITLES: Final = {
    "denominate": "去规模",
    "screen": "筛选单元",
    "impute": "插补缺失",
    "treat": "处理离群值",
    "normalise": "标准化",
}
# Keys whose values are tables of their own, listed under their own heading.
TABLES: Final = {"levels", "vetoes"}
SAID: Final = {
    "number": "number",
    "integer": "integer",
    "boolean": "true, false",
    "text": "text",
    "numbers": "list of numbers",
    "texts": "list of texts",
    "mapping": "table",
    "list": "list",
}
SAMPLES: Final = {
    "number": "1.0",
    "integer": "1",
    "boolean": "true",
    "text": '"…"',
    "numbers": "[1.0, 2.0]",
    "texts": '["LPI"]',
    "mapping": '{ "LPI" = 1.0 }',
    "list": "[1, 2]",
}
INTRO: Final = """# Keys of a recipe

Made from the declarations that check recipes (`xiandao evaluate methods --page > docs/reference/recipe.md`); a test
keeps it fresh. How a recipe is used: [build an index](../how-to/build-an-index.md).

A recipe is a TOML file. What is left out keeps its default; a key that does not exist is refused by name.

"""
TOP: Final = (
    ("title", "what the index is called", 'title = "先导区发展指数"'),
    ("[[steps]]", "what is done to the figures, in this order; each more than once or not at all", "[[steps]]"),
    ("steps.use", "which step: `denominate`, `screen`, `impute`, `treat`, `normalise`", 'use = "treat"'),
    ("steps.method", "in which way; the first of the step where it is left out", 'method = "minmax"'),
    ("steps.indicators", "other ways for single indicators, by code", 'indicators = { CO2 = { method = "zscore" } }'),
    ("[weights]", "how weights are found; the framework's where it is left out", "[weights]"),
    ("[aggregate]", "how nodes are made of what is below them; weighted means where it is left out", "[aggregate]"),
    ("[aggregate.levels.N]", "another way for the nodes of a level, 1 being indicators", "[aggregate.levels.4]"),
    ("[aggregate.nodes.CODE]", "another way for one node", "[aggregate.nodes.Conn]"),
    ("[grades]", "which grade each unit gets", "[grades]"),
    ("[manual]", "which score counts where people gave one beside the computed one", "[manual]"),
    ("[uncertainty]", "what varies in `xiandao evaluate uncertainty`", "[uncertainty]"),
)  # fmt: skip


def page() -> str:
    """Return the page ``docs/reference/recipe.md``.

    >>> page().startswith("# Keys of a recipe")
    True
    """
    lines = [INTRO + "| key | meaning | example |", "|---|---|---|"]
    lines += [f"| `{key}` | {meaning} | `{example}` |" for key, meaning, example in TOP]
    lines.append("")
    for step in catalogue.STEPS:
        lines.append(f"## Step `{step}` · {STEP_TITLES[step]}\n")
        for method in _of_step(step):
            lines += _section(f'use = "{step}"', method)
    lines.append("## `[weights]`\n")
    for weigher in catalogue.weighers().values():
        lines += _section("[weights]", weigher)
    lines.append("## `[aggregate]`\n")
    lines.append("Whatever the method, and so for levels and nodes:\n")
    lines += _table(NODE_OPTIONS)
    for aggregator in catalogue.aggregators().values():
        lines += _section("[aggregate]", aggregator)
    return "\n".join([*lines, *_grades(), *_uncertainty()]).rstrip() + "\n"


def listing(name: str = "") -> list[str]:
    """Return the methods as lines for a terminal, of one name with all options.

    Raises:
        InputError: ``EVA-054`` no method of that name.

    >>> listing()[0]
    '步骤 denominate（去规模）'
    """
    groups: list[tuple[str, Sequence[Method | Weigher | Aggregator]]] = [
        (f"步骤 {step}（{STEP_TITLES[step]}）", _of_step(step)) for step in catalogue.STEPS
    ]
    groups.append(("权重 weights", list(catalogue.weighers().values())))
    groups.append(("合成 aggregate", list(catalogue.aggregators().values())))
    lines: list[str] = []
    for title, methods in groups:
        kept = [method for method in methods if not name or method.name == name]
        if not kept and name:
            continue
        lines.append(title)
        for method in kept:
            lines.append(f"  {method.name}　{method.title}")
            lines += [f"      {_line(option)}" for option in method.options] if name else []
    if not lines:
        known = "、".join(dict.fromkeys(one.name for _, methods in groups for one in methods))
        raise InputError("EVA-054", f"没有“{name}”这种方法", f"可用的有：{known}", {"value": name})
    return lines if name else [*lines, "", "某种方法的选项：xiandao evaluate methods 方法"]


def example_of(option: Option) -> str:
    """Return one line of TOML with the key.

    >>> example_of(Option("upper", "number", 100.0, "上限"))
    'upper = 100.0'
    """
    if option.example:
        return option.example
    if option.choices:
        return f'{option.name} = "{option.choices[0]}"'
    if option.default not in (None, "", (), [], {}):
        return f"{option.name} = {json.dumps(option.default, ensure_ascii=False)}"
    return f"{option.name} = {SAMPLES[option.kind]}"


def all_options() -> list[tuple[str, Option]]:
    """Return every key that a recipe can have, with where it stands."""
    found = [
        (f"{step}.{method.name}", option)
        for (step, _), method in catalogue.methods().items()
        for option in method.options
    ]
    for weigher in catalogue.weighers().values():
        found += [(f"weights.{weigher.name}", option) for option in weigher.options]
    for aggregator in catalogue.aggregators().values():
        found += [(f"aggregate.{aggregator.name}", option) for option in aggregator.options]
    found += [("aggregate", option) for option in NODE_OPTIONS]
    grades = [
        one
        for one in (*grading.OPTIONS, *grading.LEVEL_OPTIONS, *vetoes.OPTIONS)
        if one.name not in TABLES
    ]
    return [
        *found, *(("grades", option) for option in grades),
        *(("manual", option) for option in manual_score.OPTIONS), *_uncertainty_options(),
    ]  # fmt: skip


def _of_step(step: str) -> list[Method]:
    return [method for key, method in catalogue.methods().items() if key[0] == step]


def _section(place: str, method: Method | Weigher | Aggregator) -> list[str]:
    words = [f'`{place}`, `method = "{method.name}"`.']
    if isinstance(method, Method) and not method.by_column:
        words.append("Reads several indicators at once: no `indicators` of their own.")
    if isinstance(method, Aggregator) and method.needs_positive:
        words.append("Needs figures above zero.")
    if method.source:
        words.append(f"Source: {method.source.rstrip('.')}.")
    title = f"### `{method.name}` · {method.title}"
    return [title, "", " ".join(words), "", *_table(method.options)]


def _table(options: Iterable[Option]) -> list[str]:
    rows = [
        f"| `{option.name}` | {_kind(option)} | {_default(option)} | {_escaped(option.about)} "
        f"| `{_escaped(example_of(option))}` |"
        for option in options
    ]
    if not rows:
        return []
    return ["| key | value | default | meaning | example |", "|---|---|---|---|---|", *rows, ""]


def _kind(option: Option) -> str:
    if option.name in TABLES:
        return "tables"
    if option.choices:
        return ", ".join(f"`{choice}`" for choice in option.choices)
    low, high = option.lowest, option.highest
    bounds = f" ≥ {low:g}" if low is not None else ""
    bounds += f" ≤ {high:g}" if high is not None else ""
    return SAID[option.kind] + bounds


def _default(option: Option) -> str:
    if option.is_required:
        return "required"
    if option.default in (None, "", (), [], {}):
        return "–"
    return f"`{_told(option.default)}`"


def _told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=list)


def _line(option: Option) -> str:
    default = (
        "必填"
        if option.is_required
        else f"默认 {_told(option.default)}"
        if option.default is not None
        else "可不填"
    )
    return f"{option.name}　{option.about}（{default}）　例：{example_of(option)}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _grades() -> list[str]:
    return [
        "## `[grades]`\n",
        *_table(grading.OPTIONS),
        "## `[[grades.levels]]`\n",
        *_table(grading.LEVEL_OPTIONS),
        "## `[[grades.vetoes]]`\n",
        *_table(vetoes.OPTIONS),
        "## `[manual]`\n",
        *_table(manual_score.OPTIONS),
    ]


def _uncertainty_options() -> list[tuple[str, Option]]:
    from xiandao.evaluate.methods.factor_options import BY_KIND, KIND, NAME
    from xiandao.evaluate.methods.uncertainty_spec import OPTIONS

    factors = [NAME, KIND, *(option for options in BY_KIND.values() for option in options)]
    found = [("uncertainty", option) for option in OPTIONS]
    return [*found, *(("uncertainty.factors", option) for option in factors)]


def _uncertainty() -> list[str]:
    from xiandao.evaluate.methods.factor_options import BY_KIND, KIND, NAME
    from xiandao.evaluate.methods.factors import KINDS
    from xiandao.evaluate.methods.uncertainty_spec import OPTIONS

    lines = [
        "## `[uncertainty]`\n",
        *_table(OPTIONS),
        "## `[[uncertainty.factors]]`\n",
        *_table((NAME, KIND)),
    ]
    for kind, options in BY_KIND.items():
        lines += [f'### `kind = "{kind}"` · {KINDS[kind]}\n', *_table(options)]
    return lines
