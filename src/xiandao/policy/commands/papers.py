"""Papers: taking one in, reading it again, putting it into force."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from xiandao import __version__
from xiandao.catalog.methods.classification import known_catalogue
from xiandao.engine.sandbox import run_limited
from xiandao.policy.methods import intake
from xiandao.policy.methods import reading as reader
from xiandao.policy.methods.proposals import paths_above, proposed
from xiandao.policy.models import Clause, Paper, Proposal, Reading
from xiandao.policy.models.paper import PaperState
from xiandao.policy.models.reading import ProposalState
from xiandao.registry.commands import documents
from xiandao.registry.commands.acting import command, note, require
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

ADD = "policy.paper.add"
MOST_CHARACTERS = 300_000


class KeptBy:
    """The organisation that a new paper's ledger will belong to, as something a grant is looked for at."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def places(self, permission: str) -> list[Organisation]:
        """Return the keeper."""
        return [self.organisation]


def read(data: bytes, *, filename: str) -> reader.Reading:
    """Return what the reader finds in a file; writes nothing.

    Forms that need a foreign parser are opened in a child process with bounded memory and time.
    """
    if intake.form_of(data) is intake.Form.PLAIN:
        text = intake.text_of(data, filename=filename)
    else:
        text = run_limited("xiandao.policy.methods.intake:text_of", data, filename=filename)
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            "POL-104",
            f"正文有{len(text) / 10_000:.0f}万字，超过{MOST_CHARACTERS // 10_000}万字的上限",
            "请只导入政策正文，附件、附表可另行录入",
            {"characters": len(text)},
        )
    return reader.read(text, catalogue=known_catalogue())


def add(
    *, data: bytes, filename: str, kept_by: KeptBy, by: Account, is_demo: bool = False
) -> Paper:
    """Take a paper in: keep the file, read it, and put everything found before a person."""
    require(by, ADD, kept_by)
    # Read before the transaction begins: nobody else's writing waits for a large file.
    found = read(data, filename=filename)
    return take_in(
        found=found, data=data, filename=filename, kept_by=kept_by, by=by, is_demo=is_demo
    )


@command(ADD, on="kept_by")
def take_in(
    *,
    found: reader.Reading,
    data: bytes,
    filename: str,
    kept_by: KeptBy,
    by: Account,
    is_demo: bool = False,
) -> Paper:
    """Keep a paper that has been read: its file, its text, its clauses and what was found."""
    head = found.to_json()["document"]
    refuse_known(head.get("doc_number"), found.text, kept_by.organisation)
    # A draft is nobody's business but its keeper's, and the file says as much as the page: see ``activate``.
    source = documents.store(
        data=data, name=filename, organisation=kept_by.organisation, grade="sensitive", by=by
    )
    paper = Paper.objects.create(
        title=(head.get("title") or Path(filename).stem)[:200],
        issuer=(head.get("issuer") or "")[:120],
        doc_number=(head.get("doc_number") or "")[:60],
        issued_on=date.fromisoformat(head["issued_on"]) if head.get("issued_on") else None,
        text=found.text,
        source=source,
        organisation=kept_by.organisation,
        added_by=by,
        is_demo=is_demo,
    )
    keep_clauses(paper, found)
    keep_reading(paper, found, by)
    note(f"录入政策文件《{paper.title}》", about=paper, doc_number=paper.doc_number)
    return paper


def refuse_known(doc_number: str | None, text: str, organisation: Organisation) -> None:
    """Refuse a paper that this ledger already has, by number or by text."""
    same = Paper.objects.filter(organisation=organisation)
    known = same.filter(doc_number=doc_number).first() if doc_number else None
    known = known or same.filter(text=text).first()
    if known is not None:
        raise XiandaoError(
            "POL-409",
            f"这份文件已经录入过：《{known.title}》",
            "请在政策库中打开它；如需重新读取，请用阅读室里的「重新读取」",
            {"paper": known.pk, "status": 409},
        )


def keep_clauses(paper: Paper, found: reader.Reading) -> None:
    """Write the clauses; a clause's parent is the earlier one with the longest path that begins its own."""
    rows = found.to_json()["clauses"]
    made = Clause.objects.bulk_create(
        Clause(
            paper=paper,
            order=order,
            path=row["path"][:60],
            heading=(row["heading"] or "")[:200],
            start=row["start"],
            end=row["end"],
        )
        for order, row in enumerate(rows, 1)
    )
    above: dict[str, Clause] = {}
    linked: list[Clause] = []
    for clause in made:
        parent = next((above[path] for path in paths_above(clause.path) if path in above), None)
        if parent is not None:
            clause.parent = parent
            linked.append(clause)
        above[clause.path] = clause
    Clause.objects.bulk_update(linked, ["parent"], batch_size=500)


def keep_reading(paper: Paper, found: reader.Reading, by: Account) -> Reading:
    """Keep one run of the reader, and propose what no proposal covers yet."""
    if found.text != paper.text:
        raise XiandaoError(
            "POL-216",
            "重新读取得到的正文与库中的不一致",
            "请把原件作为新文件录入，再与这一份对照",
            {"paper": paper.pk, "status": 409},
        )
    result = found.to_json()
    kept = Reading.objects.create(paper=paper, version=__version__, result=result, made_by=by)
    clauses = list(paper.clauses.order_by("start", "order"))
    # By place alone: what a person gave another kind is not proposed again.
    known = set(paper.proposals.values_list("start", "end"))
    rows = [row for row in proposed(result) if (row.start, row.end) not in known]
    Proposal.objects.bulk_create(
        (
            Proposal(
                reading=kept,
                paper=paper,
                clause=innermost(clauses, row.start),
                kind=row.kind,
                text=row.text,
                start=row.start,
                end=row.end,
                payload=dict(row.payload),
            )
            for row in rows
        ),
        batch_size=500,
    )
    return kept


def innermost(clauses: list[Clause], position: int) -> Clause | None:
    """Return the shortest clause that holds the position; clauses are in order of their starts."""
    after = bisect_right(clauses, position, key=lambda clause: clause.start)
    holding = [clause for clause in clauses[:after] if position < clause.end]
    return min(holding, key=lambda clause: clause.end - clause.start, default=None)


@command("policy.reading.confirm", on="paper")
def reread(*, paper: Paper, by: Account) -> Reading:
    """Read the paper's text again with the reader of today; what was decided stays."""
    kept = keep_reading(paper, reader.read(paper.text, catalogue=known_catalogue()), by)
    note(f"重新读取《{paper.title}》", about=paper, version=kept.version)
    return kept


@command("policy.reading.confirm", on="paper")
def activate(*, paper: Paper, by: Account) -> Paper:
    """Put the paper's ledger into force; needs that nothing read is left undecided.

    From then on those below its keeper see the paper, and its file with it.
    """
    waiting = paper.proposals.filter(state=ProposalState.PROPOSED).count()
    if waiting:
        raise XiandaoError(
            "POL-210",
            f"还有 {waiting} 项读出事项没有确认",
            "请逐项确认、更正或不采纳后再入台账",
            {"waiting": waiting, "status": 409},
        )
    with transaction.atomic():
        changed = Paper.objects.filter(pk=paper.pk, state=PaperState.READING).update(
            state=PaperState.ACTIVE
        )
    if changed:
        if paper.source is not None:
            documents.regrade(document=paper.source, grade="internal", by=by)
        note(f"《{paper.title}》入台账", about=paper)
    paper.refresh_from_db()
    return paper
