"""Documents: taken in through a check of their content, given out through a check of the reader's right."""

from typing import cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from xiandao.registry.commands import documents as commands
from xiandao.registry.methods.media import LARGEST
from xiandao.registry.models import Document
from xiandao.registry.models.document import DocumentGrade
from xiandao.registry.queries.accounts import signed_in
from xiandao.terms.error import InputError
from xiandao.ui.answers import answer
from xiandao.ui.page import SIGNED_IN, page


class UploadForm(forms.Form):
    """One file with its grade; it belongs to the organisation of who sends it."""

    file = forms.FileField(label=gettext_lazy("文件"), allow_empty_file=True)
    grade = forms.ChoiceField(
        label=gettext_lazy("密级标识"), choices=DocumentGrade.choices, required=False
    )


@page(SIGNED_IN, writes=True, methods=("GET",))
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out one document as a download; a refused attempt is recorded."""
    found = get_object_or_404(Document.objects.select_related("organisation"), pk=pk)
    stream = commands.open_for(signed_in(request), found)
    response = FileResponse(
        stream, as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    # Should a browser open it in spite of everything, it runs and loads nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # A stream is no HttpResponse to the type checker, but a view may return it all the same.
    return cast(HttpResponse, response)


@page("document.add", writes=True)
def document_add(request: HttpRequest) -> HttpResponse:
    """Take in one file and answer with the chip that stands for it in a form."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        raise InputError("REG-026", "没有收到文件", "请选择文件后再上传", {"status": 422})
    sent = form.cleaned_data["file"]
    if sent.size > LARGEST:
        raise InputError("REG-021", "文件超过 25 MB", "请压缩或拆分后再上传", {"status": 413})
    kept = commands.store(
        data=sent.read(),
        name=sent.name,
        organisation=signed_in(request).organisation,
        grade=form.cleaned_data["grade"] or DocumentGrade.INTERNAL,
        by=signed_in(request),
    )
    return answer(request, "registry/document_chip.html", {"document": kept}, status=201)
