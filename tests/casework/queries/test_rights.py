"""What an account may do with a case follows from its grants, the declaration and four eyes."""

from xiandao.casework.models import Case
from xiandao.casework.queries import rights


def names(account, case):
    return [choice.step.name for choice in rights.choices(account, Case.objects.get(pk=case.pk))]


def test_each_side_is_offered_its_own_steps(office, opened):
    assert names(office.clerk, opened) == ["sign", "decline"]
    assert names(office.colleague, opened) == ["redirect", "withdraw"]
    assert names(office.stranger, opened) == []


def test_a_step_for_another_body_says_so(office, opened):
    found = {one.step.name: one.on_behalf_of for one in rights.choices(office.analyst, opened)}
    assert found == {
        "sign": office.zone.name,
        "decline": office.zone.name,
        "redirect": "",
        "withdraw": "",
    }


def test_one_step_is_the_main_one_and_only_for_whose_turn_it_is(office, opened, take):
    def main(account):
        case = Case.objects.get(pk=opened.pk)
        return [one.step.name for one in rights.choices(account, case) if one.is_main]

    assert (main(office.clerk), main(office.colleague), main(office.analyst)) == (["sign"], [], [])
    take(opened, "sign", office.clerk)
    assert main(office.clerk) == ["reply"]
    take(opened, "reply", office.clerk, "已办")
    assert (main(office.colleague), main(office.clerk)) == (["approve"], [])


def test_one_who_replied_is_shown_the_approval_with_the_reason_why_not(office, opened, take):
    take(opened, "sign", office.analyst)
    take(opened, "reply", office.analyst, "代为记录")
    case = Case.objects.get(pk=opened.pk)
    barred = {one.step.name: one.barrier for one in rights.choices(office.analyst, case)}
    assert "办理答复" in barred["approve"]
    assert barred["send_back"] == ""
    assert all(not one.barrier for one in rights.choices(office.colleague, case))


def test_no_path_stands_for_no_organisation(office, opened):
    assert not Case.objects.filter(rights.within("owner__path", ())).exists()
    assert Case.objects.filter(rights.within("owner__path", ["000001"])).exists()
    assert not Case.objects.filter(rights.within("owner__path", ["000001000002"])).exists()


def test_the_desk_is_the_own_body_where_a_grant_reaches_from_above(office):
    assert rights.desk(office.analyst) == (office.department.path,)
    assert rights.desk(office.clerk) == (office.zone.path,)
    assert rights.desk(office.viewer) == ()


def test_reminding_and_assigning_are_offered_to_the_right_side(office, opened, take):
    assert rights.may_remind(office.colleague, opened)
    assert not rights.may_remind(office.clerk, opened)
    assert rights.may_assign(office.clerk, opened)
    assert not rights.may_assign(office.colleague, opened)
    gone = take(opened, "withdraw", office.analyst, "已解决")
    assert not rights.may_remind(office.colleague, gone)
    assert not rights.may_assign(office.clerk, gone)
