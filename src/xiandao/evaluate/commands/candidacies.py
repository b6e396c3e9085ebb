"""Candidacies: opened and filled by the candidate, handed in with what is lacking, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.casework.commands import evidence
from xiandao.evaluate.methods.readiness import Item
from xiandao.evaluate.methods.readiness_book import read, rule_of, shipped_text
from xiandao.evaluate.models import Candidacy, CandidacyState, Claim
from xiandao.evaluate.queries import candidacies as questions
from xiandao.evaluate.queries.readiness_of import outcome_of
from xiandao.registry.commands.acting import command, note, note_place
from xiandao.registry.methods.wording import storable
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Document, Organisation

RECORD = questions.RECORD
LONGEST, LARGEST = 300, 1e12
# What an earlier round left behind; the audit trail has it.
UNANSWERED: dict[str, Any] = {
    "note": "", "review": "", "reviewed_by": None, "reviewed_at": None, "answered_by": None, "answered_at": None
}  # fmt: skip


@command(RECORD, on="organisation")
def open_candidacy(
    *, organisation: Organisation, title: str, field: str = "", is_demo: bool = False, by: Account
) -> Candidacy:
    """Begin a self-assessment by the rule that comes with the product.

    Raises:
        InputError: ``EVA-631`` no name or one that is too long, ``EVA-636`` one of that name is open already;
            XiandaoError: ``EVA-630`` not the account's own body.
    """
    own = questions.candidate_of(by)
    if own is None or own.pk != organisation.pk:
        raise _not_yours()
    made = Candidacy(
        organisation=organisation,
        title=_words(title, 120, "title"),
        field=storable(field).strip()[:60],
        rule=read(shipped_text()),
        made_by=by,
        is_demo=is_demo,
    )
    _refuse_title(made)
    made.save()
    note_place(organisation)
    note(f"开始先导区申报自评：{made.title}", about=made)
    return made


@command(RECORD, on="candidacy")
def claim(
    *,
    candidacy: Candidacy,
    code: str,
    value: str | float,
    remark: str = "",
    papers: Iterable[Document] = (),
    uploads: Iterable[UploadedFile] = (),
    version: int,
    by: Account,
) -> Candidacy:
    """Say what the candidate has of an item, and attach papers to it.

    Args:
        value: in the unit of the item.
        papers: documents that the candidate has already; ``uploads`` are new ones, checked like any upload.

    Raises:
        InputError: ``EVA-631`` no such item, no number, a remark that is too long, a document of somebody else;
            XiandaoError: ``EVA-630`` not the candidate, ``EVA-632`` it has moved on.
    """
    item, number = item_of(candidacy, code), number_of(value)
    said, attached = _words(remark, LONGEST, "remark"), list(papers)
    usable = {one.pk for one in questions.papers_of(by, candidacy)}
    if any(one.pk not in usable for one in attached):
        raise InputError(
            "EVA-631", _("所附材料不是本单位的文件"), _("请从列表中选择或重新上传"), {}
        )
    _move(candidacy, version, by)
    # Internal documents of a place can be opened by all bodies below it; a draft is the candidate's alone.
    attached += evidence.store(uploads, by=by, grade="sensitive")
    told = {"value": number, "remark": said, "made_by": by, "made_at": timezone.now()}
    made, _new = Claim.objects.update_or_create(candidacy=candidacy, code=code, defaults=told)
    made.documents.add(*attached)
    note(f"填写申报条目：{item.name}", about=candidacy, value=number, papers=len(attached))
    return candidacy


@command(RECORD, on="candidacy")
def detach(
    *, candidacy: Candidacy, code: str, document: int, version: int, by: Account
) -> Candidacy:
    """Take a paper from an item; the document itself stays with the candidate.

    Raises:
        InputError: ``EVA-631`` the item has no such paper; XiandaoError: ``EVA-630``, ``EVA-632``.
    """
    item = item_of(candidacy, code)
    made = Claim.objects.filter(candidacy=candidacy, code=code, documents=document).first()
    if made is None:
        raise InputError("EVA-631", _("这个条目没有这份材料"), _("请刷新页面后再看"), {})
    _move(candidacy, version, by)
    made.documents.remove(document)
    note(f"取下佐证材料：{item.name}", about=candidacy, document=document)
    return candidacy


@command(RECORD, on="candidacy")
def submit(
    *, candidacy: Candidacy, version: int, confirmed: bool = False, by: Account
) -> Candidacy:
    """Hand in the candidacy: readiness, gaps and claims are frozen as they are.

    Gaps are no barrier; who hands in without what must be there says so first.

    Raises:
        InputError: ``EVA-634`` something must be there, is not, and nobody confirmed; XiandaoError: ``EVA-630``,
            ``EVA-632``.
    """
    outcome = outcome_of(candidacy)
    if outcome["failed"] and not confirmed:
        raise InputError(
            "EVA-634",
            _("还有没达到的条件或必备条目：%(failed)s") % {"failed": "、".join(outcome["failed"])},
            _("可以带着缺项申报，须勾选确认"),
            {"field": "confirmed", "failed": outcome["failed"]},
        )
    changes: dict[str, Any] = {"state": CandidacyState.SUBMITTED, "outcome": outcome, **UNANSWERED}
    _move(candidacy, version, by, submitted_at=timezone.now(), **changes)
    told = {"total": outcome["total"], "seal": outcome["seal"], "failed": outcome["failed"]}
    note(f"提交先导区申报：{candidacy.title}", about=candidacy, **told)
    return candidacy


@command(RECORD, on="candidacy")
def take_back(*, candidacy: Candidacy, version: int, by: Account) -> Candidacy:
    """Take a candidacy back before anybody has looked at it.

    Raises:
        XiandaoError: ``EVA-630`` not the candidate, ``EVA-632`` it has moved on.
    """
    changes: dict[str, Any] = {"state": CandidacyState.DRAFT, "submitted_at": None, "outcome": {}}
    _move(candidacy, version, by, (CandidacyState.SUBMITTED,), **changes)
    note(f"撤回先导区申报：{candidacy.title}", about=candidacy)
    return candidacy


@command(RECORD, on="candidacy")
def discard(*, candidacy: Candidacy, version: int, by: Account) -> None:
    """Drop a self-assessment that is not handed in; its documents stay with the candidate.

    Raises:
        XiandaoError: ``EVA-630`` not the candidate, ``EVA-632`` it has moved on.
    """
    _move(candidacy, version, by, (CandidacyState.DRAFT,))
    note(f"放弃先导区申报自评：{candidacy.title}", about=candidacy, items=candidacy.claims.count())
    candidacy.delete()


def item_of(candidacy: Candidacy, code: str) -> Item:
    """Return an item of the rule of a candidacy.

    Raises:
        InputError: ``EVA-631``.
    """
    for condition in rule_of(candidacy.rule).conditions:
        for item in condition.items:
            if item.code == code:
                return item
    raise InputError("EVA-631", _("没有这个条目"), _("请刷新页面后再填"), {})


def number_of(value: str | float) -> float:
    """Return what was typed as a number from nothing upwards.

    Raises:
        InputError: ``EVA-631``.
    """
    try:
        number = float(str(value).replace(",", "").replace("，", "").strip())
    except ValueError:
        number = -1.0
    if not isfinite(number) or not 0 <= number <= LARGEST:
        raise InputError(
            "EVA-631",
            _("现有数应是不小于0的数"),
            _("请填写数字，没有的填0"),
            {"field": "value"},
        )
    return number


def _words(text: str, most: int, field: str) -> str:
    said = storable(text).strip()
    if len(said) > most:
        raise InputError(
            "EVA-631",
            _("文字太长：最多%(most)d个字") % {"most": most},
            _("请缩短后再保存"),
            {"field": field},
        )
    return said


def _refuse_title(made: Candidacy) -> None:
    """Refuse a candidacy without a name, and a second one of the same name while the first is open."""
    if not made.title:
        raise InputError(
            "EVA-631",
            _("请填写拟建先导区名称"),
            _("一般为所在地、产业领域加“未来产业先导区”"),
            {"field": "title"},
        )
    # Who presses twice waits here for the first press and then finds what it has made.
    body = made.organisation
    type(body)._default_manager.select_for_update(no_key=True).get(pk=body.pk)
    alike = Candidacy.objects.filter(organisation=body, title=made.title)
    if alike.exclude(state=CandidacyState.ACCEPTED).exists():
        raise InputError(
            "EVA-636",
            _("已有同名的自评或申报：%(title)s") % {"title": made.title},
            _("请在列表中打开它继续填写"),
            {"field": "title"},
        )


def _move(
    candidacy: Candidacy,
    version: int,
    by: Account,
    states: Iterable[str] = questions.OPEN,
    **changes: Any,
) -> None:
    """Change a candidacy that still is as its candidate saw it."""
    if not questions.is_member(by, candidacy.organisation):
        raise _not_yours()
    move(candidacy, version, states, **changes)


def move(candidacy: Candidacy, version: int, states: Iterable[str], **changes: Any) -> None:
    """Change a candidacy that still is as the account saw it.

    Raises:
        XiandaoError: ``EVA-632`` somebody else was first, or it has moved on.
    """
    unchanged = Candidacy.objects.filter(pk=candidacy.pk, version=version, state__in=list(states))
    won = unchanged.update(version=F("version") + 1, **changes)
    candidacy.refresh_from_db()
    note_place(candidacy.organisation)
    if not won:
        raise XiandaoError(
            "EVA-632",
            _("这件申报刚刚有改动，现在是“%(state)s”，您的操作没有生效")
            % {"state": candidacy.get_state_display()},
            _("请看过最新内容后再办理"),
            {"status": 409},
        )


def _not_yours() -> XiandaoError:
    return XiandaoError(
        "EVA-630",
        _("只有申报单位自己能填写和提交"),
        _("请由申报单位的填报人或经办人办理"),
        {"status": 403},
    )
