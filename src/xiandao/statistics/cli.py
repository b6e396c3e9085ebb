"""``xiandao statistics …``: make a template, check a return, show a form; without a database and without Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.statistics.methods.filed import Return
    from xiandao.statistics.methods.form import Form
    from xiandao.statistics.methods.marked import Mark

STANDARD: Final = "-"
CLEAN, FOUND = 0, 1


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``statistics`` with its verbs."""
    parser = subparsers.add_parser(
        "statistics", help="统计报表", description="生成填报模板，核对填好的报表，导出报表定义"
    )
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    line = "核对一份填好的报表；没有须改正或说明的问题时返回0，有则返回1，不能读取返回2"
    check = verbs.add_parser("check", help=line, description=line)
    check.add_argument("file", metavar="文件", help="填好的 xlsx 或 csv；- 表示标准输入")
    add_form(check)
    check.add_argument("--unit", metavar="代码", default="", help="应当是哪个单位的报表")
    check.add_argument(
        "--period", metavar="期间", default="", help="应当是哪一期，例如 2026、2026-06"
    )
    check.add_argument(
        "--format",
        choices=["text", "json"],
        default="text",
        metavar="格式",
        help="text 或 json，默认 text",
    )
    check.add_argument("--out", metavar="文件", help="把标注了问题的工作簿写到这里")
    check.set_defaults(run=check_return)
    line = "生成一份填报模板"
    template = verbs.add_parser("template", help=line, description=line)
    add_form(template)
    template.add_argument(
        "--period", metavar="期间", required=True, help="例如 2026、2026Q2、2026-06"
    )
    template.add_argument("--unit", metavar="代码", required=True, help="填报单位的代码")
    template.add_argument("--name", metavar="名称", default="", help="填报单位的名称")
    template.add_argument("--out", metavar="文件", required=True, help="写入的 xlsx 文件")
    template.set_defaults(run=make_template)
    line = "导出报表定义的工作簿"
    form = verbs.add_parser("form", help=line, description=line)
    add_form(form)
    form.add_argument("--out", metavar="文件", required=True, help="写入的 xlsx 文件")
    form.set_defaults(run=export_form)


def add_form(parser: argparse.ArgumentParser) -> None:
    """Ask for ``--form``."""
    parser.add_argument(
        "--form",
        metavar="报表",
        required=True,
        help="报表代码，例如 607-2；或报表定义的 xlsx、toml 文件",
    )


def check_return(chosen: argparse.Namespace) -> int:
    """``statistics check``: read a return, run the checks, tell everything found."""
    from xiandao.statistics.methods.intake import read_return
    from xiandao.statistics.methods.intake_grid import MOST_BYTES
    from xiandao.statistics.methods.marked import marked

    form = form_of(chosen.form)
    data = content_of(chosen.file, at_most=MOST_BYTES + 1)
    filename = "" if chosen.file == STANDARD else Path(chosen.file).name
    period = period_code(chosen.period) if chosen.period else ""
    filed = read_return(data, form, filename=filename, unit=chosen.unit, period=period)
    marks, explained = found_in(filed, form)
    if chosen.out:
        write(chosen.out, marked(data, marks))
    if chosen.format == "json":
        told: dict[str, Any] = {
            "return": filed.to_json(),
            "marks": [asdict(mark) for mark in marks],
        }
        text = json.dumps(told, ensure_ascii=False, indent=2)
    else:
        text = "\n".join(listing(filed, form, marks, explained))
    print(text)
    return FOUND if any(mark.severity != "hint" for mark in marks) else CLEAN


def make_template(chosen: argparse.Namespace) -> int:
    """``statistics template``: write the workbook of a form for a unit and period."""
    from datetime import date

    from xiandao.statistics.methods.template_workbook import Filling, template
    from xiandao.terms.period import Period

    form = form_of(chosen.form)
    period = Period.parse(chosen.period)
    if period.kind.value != form.frequency:
        raise XiandaoError(
            "STA-193",
            f"“{period.label}”不是“{form.title}”的报告期",
            "请按报表的报告期别填写，例如年报写 2026",
        )
    filling = Filling(chosen.unit, chosen.name, period, on=date.today())
    write(chosen.out, template(form, filling))
    return CLEAN


def export_form(chosen: argparse.Namespace) -> int:
    """``statistics form``: write the definition of a form as a workbook."""
    from xiandao.statistics.methods.form_workbook import form_workbook

    write(chosen.out, form_workbook(form_of(chosen.form)))
    return CLEAN


def form_of(told: str) -> Form:
    """Return a shipped form by its code, or the form that a file defines.

    Raises:
        XiandaoError: ``STA-190`` no such form; what reading a definition raises.
    """
    from xiandao.statistics.methods.form import load, shipped

    if told in shipped():
        return shipped()[told]
    if told.lower().endswith(".toml"):
        return load(content_of(told, at_most=1024 * 1024).decode("utf-8", "replace"))
    if told.lower().endswith(".xlsx"):
        from xiandao.statistics.methods.form_intake import read_form
        from xiandao.statistics.methods.intake_grid import MOST_BYTES

        return read_form(content_of(told, at_most=MOST_BYTES + 1))
    known = "、".join(f"{form.code}（{form.title}）" for form in shipped().values())
    raise XiandaoError("STA-190", f"没有“{told}”这张报表", f"可用的有：{known}")


def found_in(filed: Return, form: Form) -> tuple[Sequence[Mark], int]:
    """Return what to mark in a return, and how many findings an explanation has settled."""
    from xiandao.statistics.methods.checking import check_one
    from xiandao.statistics.methods.marked import marks_of
    from xiandao.terms.error import TermError

    try:
        findings = check_one(form, filed.values, period=filed.period, unit=filed.unit)
    except TermError:
        # Without a period nothing can be compared; that it is missing is among the problems of the file.
        findings = []
    open_ones = [
        found
        for found in findings
        if found.severity != "explain" or found.item not in filed.explanations
    ]
    return marks_of(filed, form, open_ones), len(findings) - len(open_ones)


def listing(filed: Return, form: Form, marks: Sequence[Mark], explained: int) -> list[str]:
    """Return what a person at a terminal is told."""
    from xiandao.statistics.methods.finding import Severity

    filled = sum(filed.values.get(item.code) is not None for item in form.items)
    lines = [
        f"{form.title}（{form.code}，{form.version}版）",
        f"单位：{filed.unit or '未填'} {filed.unit_name}　报告期：{filed.period or '未填'}",
        f"指标{len(form.items)}项，已填{filled}项",
    ]
    for severity in Severity:
        chosen = [mark for mark in marks if mark.severity == severity]
        if chosen:
            lines += ["", f"{severity.label}（{len(chosen)}条）"]
        for mark in chosen:
            place = f"{mark.cell}　" if mark.cell else ""
            label = f"{mark.label}：" if mark.label else ""
            lines.append(f"  {place}{label}{mark.sentence}。{mark.hint}")
    if explained:
        lines += ["", f"已写明原因的核实问题{explained}条，不再列出"]
    return [*lines, "", "没有发现问题" if not marks else f"共{len(marks)}条"]


def period_code(told: str) -> str:
    """Return the code of a period as people write it."""
    from xiandao.terms.period import Period

    return Period.parse(told).code


def content_of(name: str, *, at_most: int) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``, as many as are needed to refuse a large one."""
    try:
        if name == STANDARD:
            return sys.stdin.buffer.read(at_most)
        with Path(name).open("rb") as stream:
            return stream.read(at_most)
    except FileNotFoundError:
        raise InputError("STA-191", f"找不到文件“{name}”", "请检查文件名和所在文件夹") from None
    except (OSError, ValueError) as error:
        hint = "请检查是否是文件、是否有权限，或把文件复制到本机后再试"
        raise InputError("STA-191", f"文件“{name}”无法打开", hint, {"reason": str(error)}) from None


def write(out: str, content: bytes) -> None:
    """Write a file.

    Raises:
        XiandaoError: ``STA-192`` it cannot be written.
    """
    try:
        Path(out).write_bytes(content)
    except OSError as error:
        hint = "请检查文件夹是否存在、是否可写，文件是否正被打开"
        raise XiandaoError("STA-192", f"无法写入“{out}”", hint, {"reason": str(error)}) from None
