"""Organisations are added, renamed, moved and closed, and their history stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from xiandao.registry.commands import organisations
from xiandao.registry.commands.acting import Refused
from xiandao.registry.models import AuditEvent, Organisation
from xiandao.registry.queries.organisations import path_on, resolve, subtree
from xiandao.terms.error import XiandaoError

TODAY = date(2026, 1, 1)


def add(province, parent, code, name, **others):
    return organisations.add(
        parent=parent, code=code, name=name, kind=others.pop("kind", "institute"),
        by=province.system, **others,
    )  # fmt: skip


def test_a_new_organisation_stands_below_its_parent_and_is_found_by_its_name(province, body):
    city = body("澜州市")
    made = add(province, city, "X-1", "澜州 未来实验室")
    assert made.path.startswith(city.path)
    assert made.pk in set(subtree(city).values_list("pk", flat=True))
    assert body("澜州未来实验室") == made
    assert made.initials == "lzwlsys"


def test_two_children_never_share_a_path(province, body):
    city = body("澜州市")
    paths = {add(province, city, f"X-{n}", f"实验室{n}").path for n in range(40)}
    assert len(paths) == 40


def test_a_code_is_used_once(province, body):
    city = body("澜州市")
    add(province, city, "X-1", "实验室")
    with pytest.raises(XiandaoError) as caught:
        add(province, city, "X-1", "另一实验室")
    assert caught.value.code == "REG-103"


@pytest.mark.parametrize(("code", "name"), [("", "甲"), ("X", "  "), ("X", "\u202e")])
def test_an_organisation_needs_a_code_and_a_name(province, code, name):
    with pytest.raises(XiandaoError, match="不能为空"):
        add(province, province.top, code, name)


def test_an_unknown_kind_is_refused(province):
    with pytest.raises(XiandaoError, match="类型不在范围内"):
        add(province, province.top, "X", "甲", kind="kingdom")


def test_only_the_system_administrator_changes_the_tree_and_only_in_reach(province, body, appoint):
    officer = appoint("officer", body("省经信厅"), "analyst", province.top)
    with pytest.raises(Refused):
        organisations.add(parent=province.top, code="X", name="甲", kind="institute", by=officer)
    local = appoint("local", body("澜州市"), "system_admin")
    assert organisations.add(parent=body("澜州市"), code="X", name="甲", kind="institute", by=local)
    with pytest.raises(Refused):
        organisations.add(parent=body("东屿市"), code="Y", name="乙", kind="institute", by=local)


def test_after_a_renaming_both_names_lead_to_the_organisation(province, body):
    office = body("省数据局")
    organisations.rename(
        organisation=office, name="示范省数据和人工智能局", short_name="省数智局",
        on=date(2026, 3, 1), by=province.system,
    )  # fmt: skip
    assert body("省数智局") == body("省数据局") == body("示范省数据局") == office
    assert resolve("省数据局", on=date(2026, 2, 28)) == office
    assert resolve("省数据局", on=date(2026, 3, 1)) is None


def test_a_move_takes_the_subtree_along_and_keeps_the_history(province, body):
    county, other = body("镜澜区"), body("东屿市")
    lab = add(province, county, "X-1", "实验室")
    organisations.move(organisation=county, parent=other, on=date(2026, 6, 1), by=province.system)
    county.refresh_from_db()
    lab.refresh_from_db()
    assert other.covers(county)
    assert county.covers(lab)
    assert not body("澜州市").covers(lab)
    before = [row.label for row in path_on(lab, date(2026, 5, 31))]
    after = [row.label for row in path_on(lab, date(2026, 6, 1))]
    assert before == ["省政府", "澜州市", "镜澜区", "实验室"]
    assert after == ["省政府", "东屿市", "镜澜区", "实验室"]


def test_who_watched_over_the_old_parent_loses_a_moved_organisation_at_once(
    province, body, appoint
):
    watcher = appoint("watcher", body("澜州市"), "analyst")
    county = body("镜澜区")
    assert watcher.may("policy.view", [county])
    organisations.move(
        organisation=county, parent=body("东屿市"), on=date(2026, 6, 1), by=province.system
    )
    assert not watcher.may("policy.view", [Organisation.objects.get(pk=county.pk)])


def test_an_organisation_cannot_move_below_itself(province, body):
    with pytest.raises(XiandaoError) as caught:
        organisations.move(
            organisation=body("澜州市"), parent=body("镜澜区"), on=TODAY, by=province.system
        )
    assert caught.value.code == "REG-110"


def test_a_move_into_the_future_or_before_the_present_place_began_is_refused(province, body):
    county = body("镜澜区")
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(XiandaoError) as caught:
        organisations.move(
            organisation=county, parent=body("东屿市"), on=tomorrow, by=province.system
        )
    assert caught.value.code == "REG-112"
    organisations.move(organisation=county, parent=body("东屿市"), on=TODAY, by=province.system)
    with pytest.raises(XiandaoError) as caught:
        organisations.move(
            organisation=Organisation.objects.get(pk=county.pk), parent=body("澜州市"), on=TODAY,
            by=province.system,
        )  # fmt: skip
    assert caught.value.code == "REG-113"


def test_a_mover_needs_to_reach_the_new_parent_too_and_the_refusal_stays_in_the_trail(
    province, body, appoint
):
    local = appoint("local", body("澜州市"), "system_admin")
    with pytest.raises(Refused):
        organisations.move(organisation=body("镜澜区"), parent=body("东屿市"), on=TODAY, by=local)
    last = AuditEvent.objects.latest("sequence")
    assert (last.account_name, last.succeeded) == ("local", False)
    assert body("澜州市").covers(body("镜澜区"))


def test_a_tree_deeper_than_the_path_column_is_refused(province, body):
    parent = body("镜澜区")
    depth = len(parent.path) // 6
    for level in range(depth, organisations.DEEPEST):
        parent = add(province, parent, f"L{level}", f"第{level}层")
    with pytest.raises(XiandaoError) as caught:
        add(province, parent, "L-last", "太深")
    assert caught.value.code == "REG-104"


def test_an_organisation_with_living_ones_below_is_not_closed(province, body):
    with pytest.raises(XiandaoError) as caught:
        organisations.close(organisation=body("澜州市"), on=TODAY, by=province.system)
    assert caught.value.code == "REG-122"


def test_a_closed_organisation_is_not_current_any_more(province, body):
    office = body("省能源局")
    organisations.close(organisation=office, on=TODAY, by=province.system)
    current = Organisation.objects.current
    assert office in current(TODAY - timedelta(days=1))
    assert office not in current(TODAY)
    assert resolve("省能源局", on=TODAY) is None


def test_an_alias_is_one_more_way_to_be_found(province, body):
    organisations.add_alias(organisation=body("省教育厅"), name="省教委", by=province.system)
    assert body(" 省教委、") == body("省教育厅")
