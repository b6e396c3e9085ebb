"""``xiandao evaluate …``: compute an index from files, test how certain it is, list the methods; without a database."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xiandao import __version__
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.reading import Source
    from xiandao.evaluate.methods.recipe import Recipe
    from xiandao.evaluate.methods.writing import Written

STANDARD: Final = "-"
MOST_BYTES: Final = 256 * 1024 * 1024
MOST_TOLD: Final = 20
# Cells of scores; a table of official size has some thousands.
MOST_SEALED: Final = 1_000_000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``evaluate`` with its verbs."""
    parser = subparsers.add_parser(
        "evaluate", help="综合指数", description="计算综合指数，检验结果的稳健程度，列出可用的方法"
    )
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    line = "按方案计算综合指数，写出每一步的数据、权重、得分、名次和带公式的工作簿"
    run = verbs.add_parser("run", help=line, description=line)
    add_inputs(run)
    run.add_argument(
        "--stage-format",
        choices=["csv", "xlsx"],
        default="csv",
        metavar="格式",
        help="各步数据写成 csv 或 xlsx，默认 csv",
    )
    run.add_argument(
        "--manual", metavar="文件", help="人工评分，json；与自动评分并列，算出综合评定"
    )
    run.set_defaults(run=run_recipe)
    line = "换用不同方法、权重和数据反复计算，给出名次区间和各因素的影响"
    test = verbs.add_parser("uncertainty", help=line, description=line)
    add_inputs(test)
    test.add_argument("--runs", type=int, metavar="次数", help="样本量，默认按方案")
    test.add_argument("--seed", type=int, metavar="种子", help="随机种子，默认按方案")
    test.add_argument(
        "--design",
        choices=["auto", "enumerate", "random", "sobol"],
        metavar="设计",
        help="auto、enumerate（全部枚举）、random、sobol，默认按方案",
    )
    test.add_argument(
        "--weight-sets", metavar="文件", help="若干组权重的 CSV，代替方案里的权重因素"
    )
    test.set_defaults(run=run_uncertainty)
    line = "列出方案里可以用的方法和选项"
    methods = verbs.add_parser("methods", help=line, description=line)
    methods.add_argument("name", nargs="?", metavar="方法", help="只看一种方法")
    methods.add_argument("--page", action="store_true", help="打印 docs/reference/recipe.md 全文")
    methods.set_defaults(run=list_methods)


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Ask for the data, the framework, the recipe and where the results go."""
    for name, meaning in (
        ("--data", "数据，csv 或 xlsx；每个单元一行，每个指标一列"),
        ("--framework", "指标框架，csv 或 xlsx；每个指标一行，写明代码、上级、权重、方向"),
        ("--recipe", "方案，toml；或以前算出的 recipe.json"),
    ):
        parser.add_argument(name, metavar="文件", required=True, help=meaning)
    parser.add_argument("--out", metavar="文件夹", required=True, help="结果写到这个文件夹")
    parser.add_argument(
        "--format",
        choices=["auto", "own", "coinr"],
        default="auto",
        metavar="格式",
        help="own 自有格式，coinr 即 COINr 的 iData/iMeta，auto 按表头识别；默认 auto",
    )
    parser.add_argument("--period", metavar="期间", help="只算这一期，例如 2026")


def run_recipe(chosen: argparse.Namespace) -> int:
    """``evaluate run``: build the index, write everything that led to it."""
    from xiandao.evaluate.methods.build import build
    from xiandao.evaluate.methods.summary import summary_of
    from xiandao.evaluate.methods.verdict_files import verdict_files
    from xiandao.evaluate.methods.writing import build_tables, grades_table

    source, recipe = inputs_of(chosen)
    built = explained(lambda: build(source.table, source.framework, recipe), source)
    tables = build_tables(built, source.layout)
    if recipe.grading:
        tables.append(grades_table(built, source.table, source.layout))
    out = folder(chosen.out)
    names = write_tables(out, tables, chosen.stage_format)
    result = seal_of(built)
    print("\n".join(summary_of(built, source)))
    print(f"结果摘要：{result}" if result else "单元太多，没有计算结果摘要")
    names += write_book(out, built)
    if chosen.manual:
        files = verdict_files(built, source.table, content_of(chosen.manual))
        names += [write(out / name, content) for name, content in files.items()]
        print(f"综合评定摘要：{json.loads(files['verdict.json'])['seal'] or '没有人工评分和否决'}")
    keep(out / "recipe.json", record_of(chosen, recipe, result=result), names)
    return 0


def seal_of(built: Build) -> str:
    """Return the seal of scores, ranks and weights, as official editions bear it; empty for very large tables."""
    from xiandao.evaluate.methods.edition import result_of
    from xiandao.evaluate.methods.sealing import seal

    return seal(result_of(built)) if built.scores.values.size <= MOST_SEALED else ""


def write_book(out: Path, built: Build) -> list[str]:
    """Write the workbook with formulas where the index is not too large for one; return its name, if so."""
    from xiandao.evaluate.methods.live_book import live_book

    try:
        content = live_book(built)
    except InputError as error:
        print(f"提示：没有写 index.xlsx。{error}")
        return []
    return [write(out / "index.xlsx", content)]


def run_uncertainty(chosen: argparse.Namespace) -> int:
    """``evaluate uncertainty``: run the design, write what it says of units and factors."""
    from xiandao.evaluate.methods.uncertainty import uncertainty
    from xiandao.evaluate.methods.uncertainty_settings import settings_of
    from xiandao.evaluate.methods.uncertainty_writing import lines_of, uncertainty_files
    from xiandao.evaluate.methods.weight_sets import weight_sets_of

    source, recipe = inputs_of(chosen)
    sets: tuple[dict[str, float], ...] = ()
    if chosen.weight_sets:
        sets = weight_sets_of(content_of(chosen.weight_sets), source.framework)
    told = {"runs": chosen.runs, "seed": chosen.seed, "design": chosen.design}
    given = {name: value for name, value in told.items() if value is not None}
    spec = settings_of(recipe, source.framework, given, sets)
    found = explained(lambda: uncertainty(source.table, source.framework, recipe, spec), source)
    out = folder(chosen.out)
    tables = uncertainty_files(found, source.layout)
    names = write_tables(out, tables, "csv")
    print("\n".join(lines_of(found)))
    keep(out / "uncertainty.json", record_of(chosen, recipe, spec), names)
    return 0


def list_methods(chosen: argparse.Namespace) -> int:
    """``evaluate methods``: list what a recipe can name."""
    from xiandao.evaluate.methods.reference import listing, page

    print(
        page() if chosen.page else "\n".join(listing(chosen.name or "")),
        end="" if chosen.page else "\n",
    )
    return 0


def inputs_of(chosen: argparse.Namespace) -> tuple[Source, Recipe]:
    """Return what the files named on the command line hold."""
    from dataclasses import replace

    from xiandao.evaluate.methods.reading import of_period, read
    from xiandao.evaluate.methods.recipe_reading import recipe_of

    recipe = recipe_of(content_of(chosen.recipe))
    source = explained(
        lambda: read(content_of(chosen.data), content_of(chosen.framework), layout=chosen.format)
    )
    if chosen.period:
        source = replace(source, table=of_period(source.table, chosen.period))
    if not source.table.is_panel:
        # Of one period nothing has to say which: every file then has the unit alone in front.
        source = replace(source, table=replace(source.table, periods=()))
    return source, recipe


def explained(action: Any, source: Source | None = None) -> Any:
    """Do something; where it is refused, list all causes on standard error before the error is told."""
    try:
        return action()
    except XiandaoError as error:
        problems: Sequence[Any] = error.details.get("problems", ())
        notes = source.notes if source else error.details.get("notes", ())
        told = [f"{one['sentence']}（{one['hint']}）" for one in problems if isinstance(one, dict)]
        if len(told) > 1:
            print("\n".join(told[:MOST_TOLD]), file=sys.stderr)
            if len(told) > MOST_TOLD:
                print(f"……另有{len(told) - MOST_TOLD}处", file=sys.stderr)
        for note in notes[:MOST_TOLD]:
            print(f"提示：{note}", file=sys.stderr)
        raise


def record_of(
    chosen: argparse.Namespace, recipe: Recipe, spec: Any = None, result: str = ""
) -> dict[str, Any]:
    """Return what makes the results reproducible: the whole recipe, its hash, the hashes of the inputs."""
    from xiandao.evaluate.methods.recipe_reading import full_data, recipe_hash

    names = ["data", "framework", "recipe"]
    names += [name for name in ("weight_sets", "manual") if getattr(chosen, name, None)]
    return {
        "xiandao": __version__,
        "recipe": full_data(recipe) | ({"uncertainty": spec} if spec else {}),
        "hash": recipe_hash(recipe),
        "inputs": {
            name: hashlib.sha256(content_of(getattr(chosen, name))).hexdigest() for name in names
        },
        "period": chosen.period or "",
    } | ({"result": result} if result else {})


def keep(record: Path, kept: dict[str, Any], names: list[str]) -> None:
    """Write the record with the names of the results; tell them, and what an earlier run has left beside them."""
    left = left_over(record, names)
    whole = kept | {"files": names}
    write(record, json.dumps(whole, ensure_ascii=False, indent=2, default=list).encode() + b"\n")
    print(f"已写入“{record.parent}”：{len(names) + 1}个文件")
    if left:
        print(f"提示：文件夹里还有以前算出的{'、'.join(left)}，不是这次的结果")


def left_over(record: Path, names: Sequence[str]) -> list[str]:
    """Return the results that the record of an earlier run names, that are still there and not written anew."""
    try:
        before = json.loads(record.read_bytes())["files"]
        return [name for name in before if name not in names and (record.parent / name).is_file()]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def write_tables(out: Path, tables: Sequence[Written], ending: str) -> list[str]:
    """Write tables into a folder; return the names of the files."""
    from xiandao.evaluate.methods.writing import as_csv, as_workbook

    made = as_csv if ending == "csv" else as_workbook
    return [write(out / f"{table.name}.{ending}", made(table)) for table in tables]


def content_of(name: str) -> bytes:
    """Return the bytes of a file, as many as are needed to refuse a large one.

    Raises:
        InputError: ``EVA-445``.
    """
    try:
        if name == STANDARD:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(name).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError("EVA-445", f"找不到文件“{name}”", "请检查文件名和所在文件夹") from None
    except (OSError, ValueError) as error:
        hint = "请检查是否是文件、是否有权限，或把文件复制到本机后再试"
        raise InputError("EVA-445", f"文件“{name}”无法打开", hint, {"reason": str(error)}) from None


def folder(name: str) -> Path:
    """Return a folder, made where there is none.

    Raises:
        InputError: ``EVA-446``.
    """
    if not name.strip():
        raise InputError("EVA-446", "没有写结果文件夹", "请在 --out 后面写上文件夹的名字")
    try:
        Path(name).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        hint = "请检查上级文件夹是否可写，以及是否已有同名的文件"
        raise InputError(
            "EVA-446", f"不能建立文件夹“{name}”", hint, {"reason": str(error)}
        ) from None
    return Path(name)


def write(path: Path, content: bytes) -> str:
    """Write a file; return its name.

    Raises:
        InputError: ``EVA-446``.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        hint = "请检查文件夹是否可写，文件是否正被打开"
        raise InputError("EVA-446", f"无法写入“{path}”", hint, {"reason": str(error)}) from None
    return path.name
