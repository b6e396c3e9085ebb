"""Evidence of a case: stored for the body of who hands it in, opened by everybody who may see the case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile

from xiandao.casework.models import CaseEvent
from xiandao.casework.queries import cases as questions
from xiandao.registry.commands import documents
from xiandao.registry.methods.media import LARGEST
from xiandao.registry.queries.documents import may_open
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account, Document

MOST = 20


def store(
    uploads: Iterable[UploadedFile], *, by: Account, grade: str = "internal"
) -> list[Document]:
    """Keep what was uploaded as documents of the account's body; size and number are checked before reading.

    Args:
        grade: of a document; what is internal can be opened by those below the body too.

    Raises:
        InputError: ``CAS-105`` for too many files, ``CAS-113`` for one that is too large.
    """
    files = list(uploads)
    if len(files) > MOST:
        raise InputError("CAS-105", f"一次最多附 {MOST} 份材料", "请分次上传或合并文件")
    for file in files:
        if (file.size or 0) > LARGEST:
            raise InputError(
                "CAS-113", f"“{file.name}”超过 25 MB", "请压缩或拆分后再上传", {"status": 413}
            )
    return [
        documents.store(
            data=file.read(),
            name=file.name or "",
            organisation=by.organisation,
            grade=grade,
            by=by,
        )
        for file in files
    ]


def content(case: Case, document: int, *, by: Account) -> tuple[Document, bytes]:
    """Return a piece of evidence of a case that the account may see; the reading is recorded.

    Both sides of a case work from the same evidence, even where neither reaches the other's documents; what is
    sensitive still needs a grant of its own.

    Raises:
        XiandaoError: ``CAS-404`` where the case or the file is not to be seen.
    """
    event = CaseEvent.objects.filter(case=case, evidence=document).first()
    if event is None or not questions.visible_to(by).filter(pk=case.pk).exists():
        raise XiandaoError("CAS-404", "没有找到这份材料", "请从办件页面重新打开", {"status": 404})
    found: Document = event.evidence.get(pk=document)
    if found.grade == "sensitive" or may_open(by, found):
        with documents.open_for(by, found) as stream:
            return found, stream.read()
    documents.record_reading(document=found, by=by)
    kept: Path = documents.place_of(found.sha256)
    if not kept.is_file():
        raise XiandaoError(
            "CAS-404", "文件内容不在存储中", "请联系系统管理员核对备份", {"status": 404}
        )
    return found, kept.read_bytes()
