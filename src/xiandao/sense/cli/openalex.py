"""``xiandao sense openalex``: works of OpenAlex into the lake."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.sense.cli.import_files import DONE, STOPPED, add_lake
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.sense.queries.openalex import OpenAlexBatch

OPENALEX: Final = (
    "筛选条件按 OpenAlex 的写法，冒号和逗号用半角，如 publication_year:2020-2024,language:zh。"
    "每秒最多请求10次；服务器繁忙时按其要求等待后再试。"
    "中断后再次运行同一命令，会从中断处继续，不丢不重。"
    "OpenAlex 自2026年起要求用游标翻页的请求带密钥，密钥免费领取，存入文件，用 --key-file 指定。"
)
LONGEST_KEY: Final = 200


def add_openalex(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``openalex``."""
    line = "把 OpenAlex 的作品导入语料库"
    verb = verbs.add_parser("openalex", help=line, description=line, epilog=OPENALEX)
    verb.add_argument("--filter", metavar="条件", required=True, help="要哪些作品")
    add_lake(verb)
    verb.add_argument("--mailto", metavar="邮箱", required=True, help="OpenAlex 联系你的邮箱")
    verb.add_argument("--key-file", metavar="文件", help="存放 OpenAlex 密钥的文件，只有一行")
    verb.add_argument("--base-url", metavar="地址", help="接口地址，默认 https://api.openalex.org")
    verb.add_argument(
        "--per-page", metavar="条数", type=int, default=100, help="每页取多少条，默认100"
    )
    verb.add_argument("--again", action="store_true", help="已导入完的条件再问一遍，收入新作品")
    verb.set_defaults(run=run_openalex)


def run_openalex(chosen: argparse.Namespace) -> int:
    """``sense openalex``: one question, page after page."""
    from xiandao.sense.methods.openalex_query import Question
    from xiandao.sense.queries.lake import Corpus
    from xiandao.sense.queries.openalex import import_openalex
    from xiandao.sense.queries.openalex_account import openalex_lines
    from xiandao.sense.queries.openalex_client import ADDRESS, Client

    question = Question(chosen.filter, chosen.mailto, chosen.per_page)
    key = read_key(Path(chosen.key_file)) if chosen.key_file else ""
    client = Client(question, chosen.base_url or ADDRESS, key)
    corpus = Corpus(Path(chosen.lake), chosen.corpus)
    latest = datetime.datetime.now(tz=datetime.UTC).year
    batch = import_openalex(client, corpus, latest, told, again=chosen.again)
    print("\n".join(openalex_lines(batch)))
    if batch.refused:
        print(f"  未收的作品见“{corpus.refused(batch.batch)}”")
    return DONE if batch.state == "done" else STOPPED


def told(batch: OpenAlexBatch) -> bool:
    """Say how far an import is."""
    whole = f"，共{batch.total}条" if batch.total is not None else ""
    print(f"已读{batch.read}条{whole}，收入{batch.taken}条……", file=sys.stderr, flush=True)
    return True


def read_key(path: Path) -> str:
    """Return the key in a file: there it stands neither in the list of processes nor in the history of a shell.

    Raises:
        InputError: ``SEN-334`` there is no such file, or no key in it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")[: 10 * LONGEST_KEY].strip()
    except (OSError, ValueError):
        raise InputError("SEN-334", f"读不了密钥文件“{path}”", "请检查文件名和权限") from None
    if len(text) > LONGEST_KEY or not re.fullmatch(r"[\w-]+", text, re.ASCII):
        hint = "文件只有一行，是 OpenAlex 给出的字母和数字"
        raise InputError("SEN-334", f"“{path}”里没有密钥", hint)
    return text
