"""Documents: stored once by their content, opened only through a permission check."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from xiandao.registry.commands.acting import command, note, note_place, refuse, subject_of
from xiandao.registry.methods.media import media_type_of, safe_name
from xiandao.registry.models import Account, Document, Organisation
from xiandao.registry.models.document import DocumentGrade
from xiandao.registry.queries.documents import VIEW, may_open
from xiandao.terms.error import XiandaoError


def place_of(sha256: str) -> Path:
    """Return where the content with this digest is kept."""
    return Path(settings.XIANDAO_DOCUMENTS) / sha256[:2] / sha256[2:4] / sha256


@command("document.add", on="organisation")
def store(
    *,
    data: bytes,
    name: str,
    organisation: Organisation,
    by: Account,
    grade: str = DocumentGrade.INTERNAL,
) -> Document:
    """Keep an uploaded file of an organisation; what it is follows from its content, not from what the sender says."""
    refuse_unknown(grade)
    shown = safe_name(name)
    media_type = media_type_of(shown, data)
    digest = hashlib.sha256(data).hexdigest()
    keep(place_of(digest), data)
    document = Document.objects.create(
        sha256=digest,
        name=shown,
        media_type=media_type,
        size=len(data),
        grade=grade,
        organisation=organisation,
        uploaded_by=by,
    )
    note_place(organisation)
    note(f"上传文件：{shown}", about=document, sha256=digest, size=len(data), grade=grade)
    return document


@command("document.add", on="document")
def regrade(*, document: Document, grade: str, by: Account) -> Document:
    """Say anew who may open a document."""
    refuse_unknown(grade)
    before = document.grade
    if before != grade:
        Document.objects.filter(pk=document.pk).update(grade=grade)
        document.refresh_from_db(fields=["grade"])
    note_place(document.organisation)
    note(f"调整文件密级标识：{document.name}", about=document, before=before, after=grade)
    return document


def refuse_unknown(grade: str) -> None:
    """Refuse a grade that there is not."""
    if grade not in DocumentGrade.values:
        raise XiandaoError("REG-025", "密级标识不在范围内", "请从列表中选择", {"field": "grade"})


def keep(place: Path, data: bytes) -> None:
    """Write the content once; a crash leaves a whole file or none."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def open_for(account: Account, document: Document) -> BinaryIO:
    """Return the content for reading; a refused attempt is recorded, and so is reading what is not public."""
    if not may_open(account, document):
        raise refuse(account, VIEW, subject_of(document))
    if document.grade != DocumentGrade.PUBLIC:
        record_reading(document=document, by=account)
    try:
        return place_of(document.sha256).open("rb")
    except FileNotFoundError:
        raise XiandaoError(
            "REG-404",
            f"文件“{document.name}”的内容不在存储中",
            "请联系系统管理员核对备份",
            {"document": document.pk, "status": 404},
        ) from None


@command(None)
def record_reading(*, document: Document, by: Account) -> None:
    """Leave a trace of who opened a document that is not public."""
    note_place(document.organisation)
    note(f"下载文件：{document.name}", about=document, grade=document.grade)
