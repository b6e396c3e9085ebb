"""Three neighbours with everything that a body can own, and the people of one of them who try the doors of the others.

Every text of the two foreign bodies carries ``SECRET``: where it turns up in an answer, something has leaked.
"""

import hashlib
import io
import json
import re
import zipfile
from datetime import date, timedelta
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Q

from tests.project import foreign_evaluate, foreign_statistics

SECRET = "XQZ7"
LONG_AGO = date(2020, 1, 1)
# What the audit trail and the sessions hold is written by every attempt; it belongs to who attempts.
OWN_TRACES = {"registry.AuditEvent", "registry.AuditHead"}
CAPABILITIES = ("registry", "casework", "policy", "statistics", "evaluate")

TEXT = """{mark}示范意见
{mark}政发〔2026〕{number}号
一、{mark}总体要求
（一）{mark}主要目标。到2027年，建设30个左右{mark}先导区，引育50个{mark}创新团队。
二、{mark}重点任务
（一）{mark}强化技术创新。每年实施15个以上{mark}研发项目，完善{mark}发布机制。（{body}牵头）
三、{mark}支持政策
（一）对首次认定的{mark}企业给予最高200万元奖励。
"""


def build_world(role_codes):
    """Write the neighbours and the people; ``actors`` try the doors, ``foreign`` is what they must not reach."""
    from xiandao.casework.methods import kinds

    kinds.register("policy.followup", files("xiandao.policy") / "data/followup.toml")
    top = body("99", "示范省人民政府", "province", "000001")
    own = body("9901", "澜州市", "city", "000001000001", top)
    own_bureau = body("9901-JX", "澜州市经信局", "department", "000001000001000001", own)
    county = body("990101", "云溪县", "county", "000001000001000002", own)
    # Which cities there are is no secret inside a province; what stands below a peer is.
    peer = body("9902", "东屿市", "city", "000001000002", top)
    peer_bureau = body("9902-JX", f"{SECRET}东屿市局", "department", "000001000002000001", peer)
    far = body("98", f"{SECRET}邻省人民政府", "province", "000002")
    far_bureau = body("98-JX", f"{SECRET}邻省经信厅", "department", "000002000001", far)
    foreign = {
        "peer city": belongings(peer, peer_bureau, "peer", SECRET, 10),
        "other province": belongings(far, far_bureau, "far", SECRET, 20),
        "superior": drafts_of(top, own),
    }
    actors = actors_of(own, county, role_codes)
    kept = belongings(own, own_bureau, "own", "本市", 30)
    # A workbook belongs to the account that handed it in.
    kept["upload"] = [workbook(kept["item"], actors["analyst"]).pk]
    # So does a key: with one of one's own, the page offers to end it.
    kept["key"] = [foreign_statistics.key(actors["analyst"], "本市").pk]
    return SimpleNamespace(
        own=kept,
        foreign=foreign,
        roots=[peer.pk, far.pk],
        actors=actors,
    )


def body(code, name, kind, path, parent=None):
    """Write one organisation."""
    from xiandao.registry.methods.names import key
    from xiandao.registry.models import Organisation

    return Organisation.objects.create(
        code=code, name=name, kind=kind, path=path, parent=parent, name_key=key(name), official_order=1
    )  # fmt: skip


def person(username, name, organisation, role=None, over=None, **limits):
    """Write one account with a role."""
    from xiandao.registry.models import Account, Grant

    account = Account.objects.create(
        username=username, display_name=name, organisation=organisation, must_change_password=False
    )
    if role:
        Grant.objects.create(
            account=account, role=role, organisation=over or organisation,
            **{"valid_from": LONG_AGO} | limits,
        )  # fmt: skip
    return account


def actors_of(own, county, role_codes):
    """One person of the city for each role, one of a county, and those who may do nothing any more."""
    actors = {role: person(f"city-{role}", "本市人员", own, role) for role in role_codes}
    actors["county analyst"] = person("county-analyst", "本县人员", county, "analyst")
    actors["without grants"] = person("bare", "本市人员", own)
    yesterday = date.today() - timedelta(days=1)
    actors["expired"] = person("expired", "本市人员", own, "analyst", valid_to=yesterday)
    actors["disabled"] = person("disabled", "本市人员", own, "analyst")
    return actors


def belongings(keeper, bureau, tag, mark, number):
    """Everything one body can own, made by the commands that make it for people."""
    from xiandao.policy.models import Progress
    from xiandao.registry.models import Alias

    clerk = person(f"{tag}-{mark}-clerk".lower(), f"{mark}经办", keeper, "analyst")
    Alias.objects.create(organisation=bureau, name=f"{mark}别名{tag}", key=f"{mark}别名{tag}")
    draft = paper_of(keeper, bureau, clerk, mark, number)
    active = paper_of(keeper, bureau, clerk, mark, number + 1, is_active=True)
    item = active.items.order_by("number").first()
    kept = [document(clerk, keeper, mark, grade) for grade in ("internal", "sensitive")]
    record, case = worked_on(item, kept, clerk, bureau, mark)
    return {
        "paper": [draft.pk, active.pk],
        "clause": [draft.clauses.first().pk, active.clauses.first().pk],
        "proposal": [draft.proposals.first().pk, active.proposals.first().pk],
        "reading": [f"{draft.pk}.{draft.readings.last().pk}"],
        "item": [item.pk],
        "record": [record.pk],
        "progress": list(Progress.objects.filter(item=item).values_list("pk", flat=True)),
        "document": [one.pk for one in kept] + [draft.source_id, active.source_id],
        "case": [case.pk],
        "upload": [upload(clerk, keeper, mark).pk],
        "account": [clerk.pk],
        "username": [clerk.username],
        "grant": list(clerk.grants.values_list("pk", flat=True)),
        "organisation": [keeper.pk, bureau.pk],
        "code": [keeper.code, bureau.code],
        **foreign_statistics.belongings(keeper, bureau, clerk, mark, number),
        **foreign_evaluate.belongings(keeper, bureau, clerk, mark, number),
    }


def drafts_of(top, below):
    """The drafts of the province: those below see them only once they are in force, or published."""
    clerk = person("top-clerk", f"{SECRET}省级经办", top, "analyst")
    draft = paper_of(top, top, clerk, SECRET, 40)
    return {
        "paper": [draft.pk],
        "clause": [draft.clauses.first().pk],
        "proposal": [draft.proposals.first().pk],
        "reading": [f"{draft.pk}.{draft.readings.last().pk}"],
        "document": [draft.source_id],
        "account": [clerk.pk],
        "username": [clerk.username],
        **foreign_evaluate.belongings(top, below, clerk, SECRET, 40),
    }


def paper_of(keeper, bureau, clerk, mark, number, *, is_active=False):
    """Take a paper in and read it twice; confirm it and put it into force where that is asked."""
    from xiandao.policy.commands import papers, proposals

    text = TEXT.format(mark=mark, number=number, body=bureau.name)
    paper = papers.add(
        data=text.encode(), filename=f"{mark}文件.txt", kept_by=papers.KeptBy(keeper), by=clerk
    )
    papers.reread(paper=paper, by=clerk)
    if is_active:
        keys = list(paper.proposals.values_list("pk", flat=True))
        proposals.confirm_many(paper=paper, proposals=keys, by=clerk)
        papers.activate(paper=paper, by=clerk)
    return paper


def worked_on(item, kept, clerk, bureau, mark):
    """Report on an item, count a record, ask about it."""
    from xiandao.policy.commands import followups, progress

    told = {"item": item, "period": "2026Q3", "by": clerk}
    progress.report(**told, words=f"{mark}进展", issues=f"{mark}问题", evidence=kept)
    progress.report(**told, words=f"{mark}草稿", is_draft=True)
    record = progress.count_in(
        item=item, name=f"{mark}先导区", stage="认定", counted_on=date(2026, 1, 5), by=clerk,
        place=f"{mark}所在地", notice=f"{mark}通知", document=kept[0],
    )  # fmt: skip
    case = followups.open_followup(item=item, words=f"{mark}要求", by=clerk, responsible=bureau)
    case.events.first().evidence.set(kept)
    return record, case


def document(clerk, keeper, mark, grade):
    """Keep one file."""
    from xiandao.registry.commands import documents

    data = f"{mark}{keeper.code}{grade}".encode()
    return documents.store(
        data=data, name=f"{mark}材料.txt", organisation=keeper, by=clerk, grade=grade
    )


def upload(clerk, keeper, mark):
    """Keep one workbook that waits for its clerk."""
    from xiandao.policy.models import Upload

    return Upload.objects.create(
        sha256="0" * 64, name=f"{mark}.xlsx", size=1, content=mark.encode(), cells=f'"{mark}"',
        organisation=keeper, uploaded_by=clerk,
    )  # fmt: skip


def workbook(keys, clerk):
    """Take the ledger out and hand it in again with one cell changed."""
    from tests.policy.ledgers import changed
    from xiandao.policy.commands import exports, imports
    from xiandao.policy.methods.workbook_grid import grid_text
    from xiandao.terms.period import Period

    period = Period.parse("2026Q4")
    data, name = exports.ledger_file(keys=keys, scope="全部", period=period, by=clerk)
    data = changed(data, {"C4": "改过的事项"})
    return imports.hand_in(data=data, name=name, cells=grid_text(data), by=clerk)


def models():
    """The tables that an attempt must not touch."""
    return [
        model
        for label in CAPABILITIES
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label not in OWN_TRACES
    ]


def all_rows():
    """A digest of everything that the capabilities keep."""
    return digest({model._meta.label: model.objects.all() for model in models()})


def rows_of(roots):
    """A digest of everything that hangs on the foreign organisations, however deep, new rows included."""
    from xiandao.registry.models import Organisation

    known: dict[Any, set[int]] = {Organisation: set(roots)}
    grew = True
    while grew:
        grew = False
        for model in models():
            hangs = Q(pk__in=())
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey) and field.related_model in known:
                    hangs |= Q(**{f"{field.name}__in": known[field.related_model]})
            found = set(model.objects.filter(hangs).values_list("pk", flat=True))
            grew |= not found <= known.get(model, set())
            known[model] = known.get(model, set()) | found
    return digest({one._meta.label: one.objects.filter(pk__in=keys) for one, keys in known.items()})


def digest(rows):
    """A digest by table, so that a difference names its table."""
    return {
        label: hashlib.sha256(repr([told(row) for row in found.order_by("pk").values_list()]).encode()).hexdigest()
        for label, found in rows.items()
    }  # fmt: skip


def told(row):
    """A row in words that stay the same as long as it does."""
    return [bytes(one) if isinstance(one, memoryview) else one for one in row]


def everything_in(response):
    """All that an answer says, as text: headers, body, and what is packed inside a workbook."""
    body = body_bytes(response)
    parts = [json.dumps(dict(response.items()), ensure_ascii=False).encode(), body]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts += [name.encode() + archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace")


def body_bytes(response):
    """The body of an answer; one that streams is read to its end, which also closes its file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def tells(response, *said):
    """The places where an answer tells a secret that the request did not bring along itself."""
    # A form's token is random: one day it spells any secret.
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "", everything_in(response))
    for words in said:
        text = re.sub(re.escape(str(words)), "", text, flags=re.IGNORECASE)
    return [text[max(0, at.start() - 60) : at.end() + 20] for at in re.finditer(SECRET, text, re.I)]
