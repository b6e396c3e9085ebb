"""Answers to candidacies: reviewed by the city above, accepted or returned by who keeps evaluation for the province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.commands.candidacies import RECORD, move
from xiandao.evaluate.models import Candidacy, CandidacyState
from xiandao.evaluate.queries import candidacies as questions
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

LONGEST = 1000


@command(RECORD, on="candidacy")
def review(*, candidacy: Candidacy, words: str, version: int, by: Account) -> Candidacy:
    """Say for the city above what it thinks, and pass the candidacy on to the province.

    Raises:
        InputError: ``EVA-635`` no words; XiandaoError: ``EVA-633`` not the city, or not its turn, ``EVA-632``.
    """
    if not questions.may_review(by, candidacy):
        raise _not_now()
    said = _words(words)
    told = {"review": said, "reviewed_by": by, "reviewed_at": timezone.now()}
    move(candidacy, version, (CandidacyState.SUBMITTED,), state=CandidacyState.REVIEWED, **told)
    note(f"审核报送先导区申报：{candidacy.title}", about=candidacy, words=said[:200])
    return candidacy


@command(RECORD, on="candidacy")
def send_back(*, candidacy: Candidacy, words: str, version: int, by: Account) -> Candidacy:
    """Return a candidacy with what is to be mended; whose turn it is may do so.

    Raises:
        InputError: ``EVA-635`` no words; XiandaoError: ``EVA-633`` not its turn, ``EVA-632``.
    """
    if not (questions.may_review(by, candidacy) or questions.may_decide(by, candidacy)):
        raise _not_now()
    said = _words(words)
    told = {"note": said, "answered_by": by, "answered_at": timezone.now()}
    before = (CandidacyState(candidacy.state),)
    move(candidacy, version, before, state=CandidacyState.RETURNED, **told)
    note(f"退回先导区申报：{candidacy.title}", about=candidacy, words=said[:200])
    return candidacy


@command(questions.MANAGE, on="candidacy")
def accept(*, candidacy: Candidacy, version: int, words: str = "", by: Account) -> Candidacy:
    """Accept a candidacy for appraisal; never by who belongs to the candidate.

    Raises:
        XiandaoError: ``EVA-633`` a member of the candidate, or not its turn, ``EVA-632``.
    """
    if not questions.may_decide(by, candidacy):
        raise _not_now()
    said = storable(words).strip()[:LONGEST]
    told = {"note": said, "answered_by": by, "answered_at": timezone.now()}
    before = (CandidacyState(candidacy.state),)
    move(candidacy, version, before, state=CandidacyState.ACCEPTED, **told)
    note(f"受理先导区申报：{candidacy.title}", about=candidacy, words=said[:200])
    return candidacy


def _words(text: str) -> str:
    said = storable(text).strip()
    if not said or len(said) > LONGEST:
        raise InputError(
            "EVA-635",
            _("请填写意见，不超过%(most)d个字") % {"most": LONGEST},
            _("退回的写明要补什么，报送的写明审核结论"),
            {"field": "words"},
        )
    return said


def _not_now() -> XiandaoError:
    return XiandaoError(
        "EVA-633",
        _("现在还轮不到您办理这件申报"),
        _("有设区市的先由市级审核报送，再由省级受理；申报单位不能受理自己的申报"),
        {"status": 403},
    )
