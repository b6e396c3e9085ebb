"""What a third party needs to compute an edition for itself: figures, framework, recipe, what should come out, how."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from xiandao.evaluate.methods.reading_layouts import OWN
from xiandao.evaluate.methods.writing import Written, as_csv, shown

# Equal contents make equal archives.
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
COMMAND: Final = (
    "xiandao evaluate run --data data.csv --framework framework.csv --recipe recipe.json --out out"
)
STANDINGS: Final = ("unit", "name", "score", "rank", "rank_low", "rank_high", "band", "grade")
README: Final = """{title}：冻结数据

data.csv        各单元的指标数据，每行一个单元
framework.csv   指标框架：代码、上级、权重、方向、依据
recipe.json     计算方案，全部步骤和选项
expected.csv    正式结果：标准化后的指标和各级得分，保留{decimals}位小数
standings.csv   正式结果：得分、位次、位次区间、档次、等级
seals.json      数据摘要和结果摘要（SHA-256）

复算
1. 在解压后的文件夹里运行：
   {command}
2. 屏幕上和out/recipe.json里的“结果摘要”应与下面一行完全相同：
   {result_hash}
3. out/aggregated.csv保留{decimals}位小数后应与expected.csv逐格相同。
4. 位次区间可另行复算：把命令里的run换成uncertainty。

计算程序版本：{engine}。其他版本复算如有出入，请在评估意见里写明所用版本。
"""

VERDICT: Final = """
综合评定
本批次有人工评分或否决。上面的文件都是自动评分，不因人工评分和否决改变；另有：
manual.json     人工评分：分数、理由、依据、评分人；没有人工评分时为空
verdict.csv     综合评定：自动分、人工分、采用哪个、否决及其依据、最终位次和等级

复算综合评定：在第1步的命令后面加上 --manual manual.json
屏幕上和out/verdict.json里的“综合评定摘要”应与下面一行完全相同：
{verdict_hash}
"""


def framework_file(
    nodes: Sequence[Mapping[str, Any]],
    groups: Sequence[str] = (),
    denominators: Sequence[str] = (),
) -> bytes:
    """Return the nodes of a scheme as the CSV that ``read`` takes, each with its clause.

    Args:
        nodes: plain nodes as a scheme keeps them.
        groups: columns of the data that group units.
        denominators: columns of the data that others are divided by.

    >>> framework_file([{"code": "I"}, {"code": "a", "parent": "I", "weight": 2, "direction": -1}]).decode()
    'code,name,parent,weight,direction,unit,denominator,type,clause\\nI,,,1,1,,,,\\na,,I,2,-1,,,,\\n'
    """
    marks = list(dict.fromkeys(name for node in nodes for name in node.get("marks") or {}))
    rows: list[list[Any]] = [
        [
            node["code"], shown(str(node.get("name") or "")), str(node.get("parent") or ""),
            float(node.get("weight", 1.0)), int(node.get("direction", 1)), shown(str(node.get("unit") or "")),
            str(node.get("denominator") or ""), "", shown(str(node.get("clause") or "")),
            *((node.get("marks") or {}).get(name) for name in marks),
        ]
        for node in nodes
    ]  # fmt: skip
    known = {node["code"] for node in nodes}
    for kind, codes in (("group", groups), ("denominator", denominators)):
        blank = [None] * len(marks)
        rows += [
            [code, "", "", None, None, "", "", kind, "", *blank]
            for code in codes
            if code not in known
        ]
    head = (
        "code",
        "name",
        "parent",
        "weight",
        "direction",
        "unit",
        "denominator",
        "type",
        "clause",
    )
    return as_csv(Written("framework", (*head, *marks), rows))


def data_file(snapshot: Mapping[str, Any]) -> bytes:
    """Return the figures of a snapshot as the CSV that ``read`` takes.

    >>> data_file({"units": ["Z1"], "names": ["甲区"], "columns": ["a", "b"], "values": [[0.1, None]]}).decode()
    'unit,name,a,b\\nZ1,甲区,0.1,\\n'
    """
    groups, denominators = snapshot.get("groups", ()), snapshot.get("denominators", ())
    names = snapshot["names"] or snapshot["units"]
    columns = (
        OWN.unit,
        OWN.label,
        *snapshot["columns"],
        *(one for one, _cells in (*groups, *denominators)),
    )
    rows = [
        [
            unit, shown(names[at]), *snapshot["values"][at],
            *(cells[at] for _name, cells in (*groups, *denominators)),
        ]
        for at, unit in enumerate(snapshot["units"])
    ]  # fmt: skip
    return as_csv(Written("data", columns, rows))


def recipe_file(recipe: Mapping[str, Any]) -> bytes:
    """Return a recipe as the JSON that ``recipe_of`` takes.

    >>> from xiandao.evaluate.methods.recipe_reading import recipe_of
    >>> recipe_of(recipe_file({"title": "试行"})).title
    '试行'
    """
    return json.dumps({"recipe": dict(recipe)}, ensure_ascii=False, indent=2).encode() + b"\n"


def recipe_toml(recipe: Mapping[str, Any]) -> bytes:
    """Return a recipe as the TOML that ``recipe_of`` takes; what is null goes without saying.

    >>> from xiandao.evaluate.methods.recipe_reading import recipe_of
    >>> recipe_of(recipe_toml({"title": "试行", "weights": {"method": "framework"}})).data["weights"]
    {'method': 'framework'}
    """
    import tomlkit

    return tomlkit.dumps(_told(recipe)).encode()


def _told(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _told(value) for key, value in data.items() if value is not None}
    return [_told(one) for one in data] if isinstance(data, list | tuple) else data


def room(
    snapshot: Mapping[str, Any],
    result: Mapping[str, Any],
    standings: Sequence[Sequence[Any]],
    told: Mapping[str, str],
    verdict: Mapping[str, Any] | None = None,
) -> bytes:
    """Return everything as one archive.

    Args:
        snapshot: what the edition was made from.
        result: what came out, as it is kept.
        standings: rows of ``STANDINGS``, best first.
        told: ``title``, ``engine``, ``snapshot_hash``, ``result_hash``, with a verdict ``verdict_hash``.
        verdict: manual scores, vetoes and what follows from them, nothing where there are none.
    """
    from xiandao.evaluate.methods.sealing import DECIMALS

    expected = [[unit, *row] for unit, row in zip(result["units"], result["scores"], strict=True)]
    ranked = [[row[0], shown(str(row[1])), *row[2:]] for row in standings]
    seals = {name: told[name] for name in ("snapshot_hash", "result_hash", "engine")}
    readme = README
    if verdict:
        seals["verdict_hash"] = told["verdict_hash"]
        readme += VERDICT
    groups = [name for name, _cells in snapshot.get("groups", ())]
    denominators = [name for name, _cells in snapshot.get("denominators", ())]
    parts = {
        "README.txt": readme.format(command=COMMAND, decimals=DECIMALS, **told).encode(),
        "data.csv": data_file(snapshot),
        "framework.csv": framework_file(snapshot["nodes"], groups, denominators),
        "recipe.json": recipe_file(snapshot["recipe"]),
        "expected.csv": as_csv(Written("expected", (OWN.unit, *result["columns"]), expected)),
        "standings.csv": as_csv(Written("standings", STANDINGS, ranked)),
        **(_decided(verdict) if verdict else {}),
        "seals.json": json.dumps(seals, ensure_ascii=False, indent=2).encode() + b"\n",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _decided(verdict: Mapping[str, Any]) -> dict[str, bytes]:
    from xiandao.evaluate.methods.verdict_files import manual_file, verdict_table

    return {
        "manual.json": manual_file(verdict),
        "verdict.csv": as_csv(verdict_table(verdict)),
    }
