"""``xiandao sense import``: publications and patents from files into the lake."""

from __future__ import annotations

import argparse
import datetime
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.sense.queries.lake_batch import Batch

DONE, STOPPED = 0, 2
FORMATS: Final = ("csv", "jsonl", "parquet", "bibtex", "ris")
KINDS: Final = ("publication", "patent")
IMPORT: Final = (
    "列名按中英文常见写法识别（ACL、arXiv、OpenAlex、知网、万方、Web of Science 等），没有认出的列会列出；"
    '也可以用 --columns 指定，TOML 文件每行写：字段 = "列名" 或 字段 = ["列名", "列名"]。'
    "同一部作品只收一次：先看 DOI，再看来源自己的编号，再看题名、年份和第一作者。"
    "中断后再次运行同一命令，会从中断处继续，不丢不重。"
    "未收的行连同行号和原因写入 <库>/<语料库>/refused/<批次>.jsonl。"
)


def add_import(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``import``."""
    line = "把论文或专利文件导入语料库"
    verb = verbs.add_parser("import", help=line, description=line, epilog=IMPORT)
    verb.add_argument(
        "files", metavar="文件", nargs="+", help="CSV、JSON Lines、Parquet、BibTeX、RIS"
    )
    add_lake(verb)
    verb.add_argument("--kind", choices=KINDS, help="论文还是专利，默认按列名判断")
    verb.add_argument("--columns", metavar="文件", help="列对照表，TOML")
    verb.add_argument("--from", dest="form", choices=FORMATS, help="格式，默认按扩展名判断")
    verb.add_argument(
        "--source", metavar="名称", help="来源，写在编号之前，默认按列名判断，判断不出时为 file"
    )
    verb.set_defaults(run=run_import)


def add_lake(verb: argparse.ArgumentParser) -> None:
    """Ask for the lake and the corpus."""
    verb.add_argument("--lake", metavar="文件夹", required=True, help="存放语料库的文件夹")
    verb.add_argument("--corpus", metavar="名称", required=True, help="语料库名称")


def run_import(chosen: argparse.Namespace) -> int:
    """``sense import``: one file after the other, each with its account."""
    from xiandao.sense.methods.record_columns import columns_chosen
    from xiandao.sense.queries.import_account import account_lines
    from xiandao.sense.queries.import_records import Wishes, import_file
    from xiandao.sense.queries.lake import Corpus
    from xiandao.sense.queries.record_files import format_of

    check_source(chosen.source)
    corpus = Corpus(Path(chosen.lake), chosen.corpus)
    columns = columns_chosen(read_toml(chosen.columns)) if chosen.columns else {}
    wishes = Wishes(
        latest=datetime.datetime.now(tz=datetime.UTC).year,
        form=chosen.form,
        kind=chosen.kind,
        source=chosen.source,
        columns=columns,
    )
    # A wrong name among many is said before hours of reading.
    for name in chosen.files:
        format_of(Path(name), chosen.form)
    for name in chosen.files:
        batch = import_file(Path(name), corpus, wishes, told)
        print("\n".join(account_lines(batch)))
        if batch.refused:
            print(f"  未收的行见“{corpus.refused(batch.batch)}”")
        if batch.state != "done":
            return STOPPED
    return DONE


def told(batch: Batch) -> bool:
    """Say how far an import is."""
    print(f"已读{batch.read}行，收入{batch.taken}条……", file=sys.stderr, flush=True)
    return True


def check_source(name: str | None) -> None:
    """Refuse a source that cannot stand before the colon of an id.

    Raises:
        InputError: ``SEN-302``.
    """
    if name is not None and not (name.isidentifier() and len(name) <= 40):
        hint = "请用字母、数字、汉字和下划线，不以数字开头，不超过40个字符"
        raise InputError("SEN-302", f"来源“{name}”不能用在编号里", hint)


def read_toml(name: str) -> dict[str, object]:
    """Return a TOML file.

    Raises:
        InputError: ``SEN-300`` it cannot be opened, ``SEN-302`` it is no TOML.
    """
    try:
        return tomllib.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError:
        raise InputError("SEN-300", f"找不到文件“{name}”", "请检查文件名和所在文件夹") from None
    except ValueError as error:
        hint = '每行写成：字段 = "列名"，并存为 UTF-8'
        details = {"reason": str(error)}
        raise InputError("SEN-302", f"列对照表“{name}”读不懂", hint, details) from None
