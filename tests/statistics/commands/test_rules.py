"""Rules as data: planted once, linted on saving, tried on the last two periods before they are switched on."""

import pytest

from tests.statistics import world as factory
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import filings, rules
from xiandao.statistics.methods.rule_shorthand import shipped
from xiandao.statistics.models import Round, RuleVersion
from xiandao.statistics.queries import rules as known
from xiandao.statistics.queries import trials
from xiandao.terms.error import InputError, XiandaoError

LIMIT = {"code": "X-1", "left": "r01", "op": "≥", "right": "50", "severity": "must"}


@pytest.fixture
def planted(world):
    rules.plant(organisation=world.top, by=world.statistician)
    return world


def past(world, period, staff):
    """Two approved returns of an earlier month, with so many people each."""
    made = factory.opened(world, period=period)
    for unit, number in zip((world.ent_1, world.ent_2), staff, strict=True):
        factory.write(factory.filing_of(made, unit), values={"r01": number})
    Round.objects.filter(pk=made.pk).update(revision=1)
    return made


def added(world, **changes):
    return rules.add(
        form_code="quick",
        definition={**LIMIT, **changes},
        organisation=world.top,
        by=world.statistician,
    )


def test_the_shipped_rules_are_planted_switched_on_and_only_once(planted):
    number = sum(len(each) for each in shipped().values())
    assert RuleVersion.objects.count() == number
    assert set(known.active("quick")) == set(shipped()["quick"])
    assert rules.plant(organisation=planted.top, by=planted.statistician) == []
    assert RuleVersion.objects.count() == number


def test_only_who_manages_forms_writes_rules(planted):
    row = RuleVersion.objects.first()
    for account in (planted.reporter_1, planted.city_statistician_a, planted.analyst):
        with pytest.raises(Refused):
            rules.plant(organisation=planted.top, by=account)
        with pytest.raises(Refused):
            rules.add(form_code="quick", definition=LIMIT, organisation=planted.top, by=account)
        with pytest.raises(Refused):
            rules.edit(rule=row, definition={"message": "x"}, version=1, by=account)
        with pytest.raises(Refused):
            rules.switch(rule=row, on=False, version=1, by=account)
        with pytest.raises(Refused):
            rules.measure(rule=row, version=1, by=account)


def test_a_new_rule_rests_and_knows_how_often_it_would_have_hit(planted):
    past(planted, "2026-08", ("40", "60"))
    past(planted, "2026-09", ("40", "45"))
    row = added(planted)
    assert not row.is_active
    assert row.hit_rate == {
        "2026-08": {"checked": 2, "hit": 1, "revision": 1},
        "2026-09": {"checked": 2, "hit": 2, "revision": 1},
    }
    assert trials.hits(known.read(row)) == [
        ("2026-09", "E-1"),
        ("2026-09", "E-2"),
        ("2026-08", "E-1"),
    ]
    assert row.code not in {rule.code for rule in known.active("quick")}


def test_only_the_last_two_periods_are_tried(planted):
    for period in ("2026-07", "2026-08", "2026-09"):
        past(planted, period, ("40", "60"))
    assert sorted(added(planted).hit_rate) == ["2026-08", "2026-09"]


def test_a_rule_reads_the_period_before_even_where_that_is_not_tried(planted):
    for period, staff in (
        ("2026-07", ("10", "60")),
        ("2026-08", ("40", "60")),
        ("2026-09", ("40", "60")),
    ):
        past(planted, period, staff)
    row = added(planted, op="≤", right="2 * lag(r01)")
    assert row.hit_rate["2026-08"]["hit"] == 1
    assert row.hit_rate["2026-09"]["hit"] == 0


def test_a_rule_is_switched_on_only_with_the_hit_rate_of_the_returns_as_they_are(planted):
    before = past(planted, "2026-09", ("40", "60"))
    row = added(planted)
    Round.objects.filter(pk=before.pk).update(revision=2)
    with pytest.raises(XiandaoError) as refused:
        rules.switch(rule=row, on=True, version=row.version, by=planted.statistician)
    assert refused.value.code == "STA-253"
    row.refresh_from_db()
    assert not row.is_active
    row = rules.measure(rule=row, version=row.version, by=planted.statistician)
    row = rules.switch(rule=row, on=True, version=row.version, by=planted.statistician)
    assert row.code in {rule.code for rule in known.active("quick")}


def test_a_rule_that_is_edited_rests_until_it_is_switched_on_again(planted):
    past(planted, "2026-09", ("40", "60"))
    row = RuleVersion.objects.filter(form_code="quick", is_active=True).first()
    row = rules.edit(
        rule=row, definition={"message": "请核对"}, version=row.version, by=planted.statistician
    )
    assert not row.is_active
    assert "2026-09" in row.hit_rate
    assert row.definition["message"] == "请核对"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"right": "r999"}, "STA-252", "right"),
        ({"left": "r998"}, "STA-252", "left"),
        ({"when": "r997 > 0"}, "STA-252", "when"),
        ({"right": "r13"}, "STA-252", "right"),
        ({"right": "r13 +"}, None, "right"),
        ({"left": "__import__('os')"}, None, "left"),
        ({"when": "r01 >"}, None, "when"),
        ({"op": "between", "right": "1 .. r13 +"}, None, "right"),
        ({"severity": "grave"}, "STA-212", "severity"),
        ({"code": "有 空格"}, "STA-251", "code"),
        ({"code": ""}, "STA-251", "code"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_with_its_field_and_nothing_is_kept(
    planted, changes, code, field
):
    number = RuleVersion.objects.count()
    with pytest.raises(InputError) as refused:
        added(planted, **changes)
    assert refused.value.details["field"] == field
    assert code is None or refused.value.code == code
    assert RuleVersion.objects.count() == number


def test_a_rule_that_contradicts_one_that_is_on_is_refused(planted):
    row = added(planted, code="X-1", right="100", op="≥")
    rules.switch(rule=row, on=True, version=row.version, by=planted.statistician)
    with pytest.raises(InputError) as refused:
        added(planted, code="X-2", op="≤", right="50")
    assert refused.value.details["rules"] == ["X-1"]


def test_a_code_is_taken_once_for_each_form(planted):
    added(planted)
    with pytest.raises(InputError) as refused:
        added(planted)
    assert refused.value.details["field"] == "code"
    rules.add(
        form_code="607-2",
        definition=LIMIT | {"left": "r1", "op": "≥"},
        organisation=planted.top,
        by=planted.statistician,
    )


def test_of_two_who_edit_a_rule_at_once_one_wins(planted):
    row = RuleVersion.objects.first()
    other = RuleVersion.objects.get(pk=row.pk)
    rules.edit(rule=row, definition={"message": "甲"}, version=1, by=planted.statistician)
    with pytest.raises(XiandaoError) as refused:
        rules.edit(
            rule=other, definition={"message": "乙"}, version=1, by=planted.second_statistician
        )
    assert refused.value.code == "STA-250"
    assert planted.statistician.display_name in refused.value.sentence
    assert RuleVersion.objects.get(pk=row.pk).definition["message"] == "甲"


def test_a_rule_that_is_off_finds_nothing_in_a_return_and_one_that_is_on_does(planted, quick):
    filing = factory.filing_of(quick, planted.ent_1)

    def found(filing):
        saved = filings.save(
            filing=filing, values={"r01": "12"}, version=filing.version, by=planted.reporter_1
        )
        return saved, {row.rule for row in saved.findings.all()}

    row = added(planted)
    filing, hit = found(filing)
    assert "X-1" not in hit
    rules.switch(rule=row, on=True, version=row.version, by=planted.statistician)
    filing, hit = found(filing)
    assert "X-1" in hit


def test_what_was_done_to_a_rule_is_in_the_audit_trail(planted):
    row = added(planted)
    row = rules.edit(
        rule=row, definition={"right": "60"}, version=row.version, by=planted.statistician
    )
    rules.switch(rule=row, on=True, version=row.version, by=planted.second_statistician)
    told = [(event.summary, event.account_name) for event in known.story(row)]
    assert [words.split("：")[0] for words, _ in told] == [
        "启用审核规则",
        "修改审核规则",
        "新增审核规则",
    ]
    assert told[0][1] != told[1][1]
