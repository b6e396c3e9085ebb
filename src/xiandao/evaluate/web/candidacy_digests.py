"""The lines of the inbox about candidacies: returned ones, those to review, those to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.casework.queries.digests import Digest
from xiandao.evaluate.models import Candidacy, CandidacyState
from xiandao.evaluate.queries import candidacies as questions
from xiandao.evaluate.web.candidacy_words import state_lamp

if TYPE_CHECKING:
    from xiandao.registry.models import Account


def waiting(account: Account) -> list[Digest]:
    """Return one line for each candidacy that waits for the account."""
    if not account.may_somewhere(questions.RECORD):
        return []
    found = [(one, _words(account, one)) for one in questions.perhaps_waiting(account)]
    return [_line(one, words) for one, words in found if words]


def _words(account: Account, one: Candidacy) -> str:
    """Return what the account has to do, nothing where it is not its turn."""
    if one.state == CandidacyState.RETURNED:
        is_own = questions.is_member(account, one.organisation)
        return _("退回意见：%(words)s") % {"words": one.note} if is_own else ""
    if questions.may_review(account, one):
        return _("请审核报送")
    return _("请受理") if questions.may_decide(account, one) else ""


def _line(one: Candidacy, words: str) -> Digest:
    return Digest(
        title=_("培育申报：%(title)s") % {"title": one.title},
        url=reverse("eva_candidacy", args=[one.pk]),
        lamp=state_lamp(one),
        words=words,
        source=one.organisation.label,
    )
