"""A small province with a paper in force and a ledger: three departments, two zones, people with grants."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

TODAY = date(2026, 11, 22)
LONG_AGO = date(2020, 1, 1)
TITLE = "示范省未来产业培育行动方案"
SENTENCES = (
    "到2027年，建设30个左右特色鲜明的未来产业先导区，形成梯次培育格局。",
    "每年实施不少于15项前瞻技术研发项目。",
    "到2030年，开放不少于50个应用场景。",
    "建立未来产业统计监测制度，定期发布监测报告。",
    "推动重大科研设施和大型仪器向未来产业企业开放共享。",
)


def build():
    """Write the province into the database and return what tests name."""
    from xiandao.policy.models import Paper
    from xiandao.registry.models import Account, Grant, Organisation

    def body(code, name, short, kind, path, parent=None, order=9999):
        from xiandao.registry.methods.names import key

        return Organisation.objects.create(
            code=code, name=name, short_name=short, kind=kind, path=path, parent=parent, official_order=order,
            name_key=key(name), short_key=key(short),
        )  # fmt: skip

    province = body("99", "示范省人民政府", "示范省", "province", "000001")
    jxt = body(
        "99-JXT", "示范省经济和信息化厅", "省经信厅", "department", "000001000001", province, 20
    )
    kjt = body("99-KJT", "示范省科学技术厅", "省科技厅", "department", "000001000002", province, 10)
    fgw = body(
        "99-FGW",
        "示范省发展和改革委员会",
        "省发展改革委",
        "department",
        "000001000003",
        province,
        5,
    )
    elsewhere = body("98", "邻省人民政府", "邻省", "province", "000002")
    foreign = body(
        "98-KJT", "邻省科学技术厅", "邻省科技厅", "department", "000002000001", elsewhere
    )

    def person(username, name, organisation, role, over=None):
        account = Account.objects.create(
            username=username,
            display_name=name,
            organisation=organisation,
            must_change_password=False,
        )
        Grant.objects.create(
            account=account, role=role, organisation=over or organisation, valid_from=LONG_AGO
        )
        return account

    text, spans = TITLE + "\n", []
    for sentence in SENTENCES:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    analyst = person("analyst", "王工", jxt, "analyst")
    paper = Paper.objects.create(
        title=TITLE, issuer="示范省人民政府办公厅", doc_number="示政办发〔2026〕1号",
        issued_on=date(2026, 1, 5), state="active", text=text, organisation=jxt, added_by=analyst,
    )  # fmt: skip
    clauses = [
        paper.clauses.create(
            order=1, path="一", heading="主要目标", start=spans[0][0], end=spans[2][1]
        ),
        paper.clauses.create(
            order=2, path="二", heading="重点任务", start=spans[3][0], end=spans[4][1]
        ),
    ]
    return SimpleNamespace(
        province=province, jxt=jxt, kjt=kjt, fgw=fgw, foreign=foreign, paper=paper, clauses=clauses, spans=spans,
        analyst=analyst,
        second=person("second", "李工", jxt, "analyst"),
        officer=person("officer", "陈工", kjt, "officer"),
        partner=person("partner", "赵工", fgw, "officer"),
        viewer=person("viewer", "领导", jxt, "viewer"),
        stranger=person("stranger", "外省人", foreign, "analyst"),
    )  # fmt: skip


def with_items(world):
    """Add five items: three figures and two tasks, led by 省科技厅, with 省发展改革委 taking part."""
    from xiandao.policy.models import Item, Party

    figures = (
        {"kind": "target", "title": "未来产业先导区", "value": 30, "unit": "个", "comparator": "approx",
         "tolerance_pct": 10, "due_on": date(2027, 12, 31)},
        {"kind": "target", "title": "前瞻技术研发项目", "value": 15, "unit": "项", "comparator": "ge",
         "recurrence": "annual"},
        {"kind": "target", "title": "应用场景", "value": 50, "unit": "个", "comparator": "ge",
         "due_on": date(2030, 12, 31)},
        {"kind": "task", "title": "建立统计监测制度", "due_on": date(2026, 6, 30)},
        {"kind": "task", "title": "开放科研设施", "is_ongoing": True},
    )  # fmt: skip
    world.items = []
    for number, facts in enumerate(figures, 1):
        item = Item.objects.create(
            paper=world.paper, clause=world.clauses[number > 3], organisation=world.jxt, number=number,
            measure=SENTENCES[number - 1], start=world.spans[number - 1][0], end=world.spans[number - 1][1],
            lead=world.kjt, lead_name="省科技厅", confirmed_by=world.analyst, **facts,
        )  # fmt: skip
        Party.objects.create(item=item, name="省发展改革委", organisation=world.fgw, order=1)
        item.refresh_from_db()
        world.items.append(item)
    return world


def many(world, count):
    """Add many tasks quickly."""
    from xiandao.policy.models import Item, Party

    leads = (world.kjt, world.fgw, world.jxt)
    start = world.paper.items.count()
    items = Item.objects.bulk_create(
        [
            Item(
                paper=world.paper, clause=world.clauses[number % 2], organisation=world.jxt,
                number=start + number, kind="target" if number % 4 == 0 else "task",
                value=Decimal(number % 90 + 10) if number % 4 == 0 else None,
                unit="个" if number % 4 == 0 else "", comparator="ge" if number % 4 == 0 else "",
                title=f"推进第{number}项未来产业重点任务落地见效",
                measure="围绕未来产业先导区建设，统筹省级专项资金，推动关键核心技术攻关和应用场景开放，形成可复制推广的经验。",
                lead=leads[number % 3], lead_name=leads[number % 3].short_name,
                due_on=date(2026 + number % 3, number % 12 + 1, 15), confirmed_by=world.analyst,
            )
            for number in range(1, count + 1)
        ],
        batch_size=500,
    )  # fmt: skip
    Party.objects.bulk_create(
        [Party(item=item, name="省发展改革委", organisation=world.fgw, order=1) for item in items],
        batch_size=1000,
    )
    return items


def workbook(world, account=None, period="2026Q4", keys=None):
    """Export the ledger as the account would."""
    from xiandao.policy.commands import exports
    from xiandao.policy.models import Item
    from xiandao.terms.period import Period

    chosen = keys or list(Item.objects.order_by("number").values_list("pk", flat=True))
    return exports.ledger_file(
        keys=chosen, scope="全部", period=Period.parse(period), by=account or world.analyst
    )[0]


def changed(data, cells, name="任务台账"):
    """Return the workbook with some cells changed, as a clerk's Excel would save it."""
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data))
    for address, value in cells.items():
        book[name][address] = value
        if isinstance(value, str):
            # As people type it into a cell that is formatted as text.
            book[name][address].data_type = "s"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
