"""Z一(二) 总体要求: about thirty zones by 2025, where “about” is a visible, adjustable tolerance."""

import pytest

from tests.spec.marks import row
from xiandao.policy.methods.reading import Reading, read
from xiandao.terms.quantity import Comparator


@pytest.fixture(scope="module")
def zhejiang(shared) -> Reading:
    return read((shared / "policies" / "zhejiang.txt").read_text(encoding="utf-8"))


@row("Z04", part="the target F1 and the tolerance of 左右")
def test_about_thirty_zones_by_2025_with_a_tolerance_that_can_be_set(zhejiang):
    target = next(one for one in zhejiang.targets if one.kind == "target")
    assert (target.value, target.comparator, target.deadline_year) == (30, Comparator.APPROX, 2025)
    assert target.quantity.is_met(27, tolerance=0.1)
    assert not target.quantity.is_met(27, tolerance=0.05)


@row("Z47", part="the rate F2 is read from the clause")
@row("Z48", part="the floor F3 is read from the clause")
def test_the_two_rates_of_the_land_clause_are_parameters_not_targets(zhejiang):
    rates = [one for one in zhejiang.targets if one.kind == "parameter"]
    assert [(one.value, one.unit, one.comparator) for one in rates] == [
        (0.5, "%", Comparator.GE),
        (70, "%", Comparator.GE),
    ]


@row("Z04")
def test_the_thirty_zones_open_to_the_list_counted_and_the_approving_notice(confirmed):
    from datetime import date

    from django.urls import reverse

    from xiandao.policy.commands import items, progress
    from xiandao.registry.commands import documents

    site = confirmed("zhejiang")
    target = site.paper.items.get(kind="target")
    assert (int(target.value), target.comparator, target.due_on.year) == (30, "approx", 2025)
    items.edit(
        item=target,
        changes={"counting_rule": "accepted", "tolerance_pct": 5},
        version=target.version,
        by=site.analyst,
    )
    notice = documents.store(
        data="关于公布名单的通知".encode(),
        name="名单公告.txt",
        organisation=site.top,
        by=site.analyst,
    )
    for name in ("甲地某先导区", "乙地某先导区"):
        progress.count_in(
            item=target, name=name, stage="认定", counted_on=date(2025, 6, 27), notice="名单公告", document=notice,
            by=site.analyst,
        )  # fmt: skip
    page = site.browser.get(reverse("overview"), {"item": target.pk}).content.decode()
    assert "甲地某先导区" in page
    assert "乙地某先导区" in page
    address = reverse("document", args=[notice.pk])
    assert address in page
    told = site.browser.get(address)
    assert b"".join(told.streaming_content).decode() == "关于公布名单的通知"
    assert "5" in site.browser.get(reverse("item", args=[target.pk])).content.decode()
