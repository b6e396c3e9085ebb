"""A small province for policy: bodies that papers name, people with roles, papers from text."""

from datetime import date
from types import SimpleNamespace

from xiandao.registry.methods.names import key

LONG_AGO = date(2020, 1, 1)
PROVINCE = "示范省"

TEXT = """示范省人民政府关于培育未来产业的意见
示政发〔2026〕8号
一、总体要求
（一）指导思想。坚持创新引领，推动高质量发展。
（二）主要目标。到2027年，建设30个左右未来产业先导区，引育50个创新团队，涌现一批领军企业。
二、重点任务
（一）强化技术创新。每年实施15个以上前瞻技术研发项目，支持建设概念验证中心。（省科技厅牵头，省发展改革委、省未来办配合）
（二）拓展应用场景。开放应用场景100个，完善场景发布机制。（省经信厅、省财政厅按职责分工负责）
三、支持政策
（一）对首次认定的企业给予最高200万元奖励。
示范省人民政府
2026年3月2日
"""

BODIES = (
    # code, name, short name, kind, path, parent
    ("99", "示范省人民政府", "示范省", "province", "000001", None),
    ("99-JXT", "示范省经济和信息化厅", "省经信厅", "department", "000001000001", "99"),
    ("99-KJT", "示范省科学技术厅", "省科技厅", "department", "000001000002", "99"),
    ("99-FGW", "示范省发展和改革委员会", "省发展改革委", "department", "000001000003", "99"),
    ("99-CZT", "示范省财政厅", "省财政厅", "department", "000001000004", "99"),
    ("9901", "澜州市", "", "city", "000001000005", "99"),
    ("9902", "东屿市", "", "city", "000001000006", "99"),
    ("9901-JX", "澜州市经济和信息化局", "澜州市经信局", "department", "000001000005000001", "9901"),
)
PEOPLE = (
    # username, role, at, over
    ("analyst", "analyst", "99-JXT", "99"),
    ("colleague", "analyst", "99-JXT", "99"),
    ("officer", "officer", "99-KJT", "99-KJT"),
    ("leader", "leader", "99", "99"),
    ("viewer", "viewer", "99-CZT", "99"),
    ("city_analyst", "analyst", "9901", "9901"),
    ("city_officer", "officer", "9902", "9902"),
    ("sysadmin", "system_admin", "99", "99"),
)


def build_province():
    """Write bodies and people; they are attributes by code (``b99_JXT``) and by username."""
    made = {}
    for order, (code, name, short, kind, path, parent) in enumerate(BODIES):
        made[code] = organisation(code, name, kind, path, short, made.get(parent), order)
    people = {
        username: person(username, made[at], role, made[over])
        for username, role, at, over in PEOPLE
    }
    bodies = {f"b{code.replace('-', '_')}": body for code, body in made.items()}
    return SimpleNamespace(**bodies, **people, top=made["99"], bodies=made)


def organisation(code, name, kind, path, short="", parent=None, order=1):
    """Write one organisation with the spellings it is found by."""
    from xiandao.registry.models import Organisation

    return Organisation.objects.create(
        code=code, name=name, short_name=short, kind=kind, path=path, parent=parent,
        official_order=order, name_key=key(name, province=PROVINCE),
        short_key=key(short, province=PROVINCE) if short else "",
    )  # fmt: skip


def person(username, body, role=None, over=None):
    """Write one account with a role."""
    from xiandao.registry.models import Account, Grant

    account = Account.objects.create(
        username=username, display_name=f"{username}同志", organisation=body, must_change_password=False
    )  # fmt: skip
    if role:
        Grant.objects.create(
            account=account, role=role, organisation=over or body, valid_from=LONG_AGO
        )
    return account


def paper_from(text, *, by, kept_by, filename="意见.txt", is_demo=False):
    """Take a paper in from its text."""
    from xiandao.policy.commands import papers

    return papers.add(
        data=text.encode(),
        filename=filename,
        kept_by=papers.KeptBy(kept_by),
        by=by,
        is_demo=is_demo,
    )


def active_paper(text, *, by, kept_by):
    """Take a paper in, confirm all of it and put its ledger into force."""
    from xiandao.policy.commands import papers, proposals

    paper = paper_from(text, by=by, kept_by=kept_by)
    keys = list(paper.proposals.values_list("pk", flat=True))
    proposals.confirm_many(paper=paper, proposals=keys, by=by)
    return papers.activate(paper=paper, by=by)


def find(paper, words):
    """Return the proposal of a paper whose text holds the words."""
    return next(row for row in paper.proposals.order_by("start", "end") if words in row.text)
