"""J一(二) 主要目标: each leaf with its sentence, its value, the records counted, and where it will be at its deadline."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

from django.urls import reverse

from tests.spec.marks import row

TODAY = date(2025, 10, 20)
QUARTERS = (("2025Q1", "2025-02-10"), ("2025Q2", "2025-05-12"), ("2025Q3", "2025-08-11"))


def counted(item, number, by):
    """Let an item count a list, and put one object on it in each quarter."""
    from xiandao.policy.commands import items, progress

    items.edit(item=item, changes={"counting_rule": "accepted"}, version=item.version, by=by)
    for quarter, day in QUARTERS:
        progress.count_in(
            item=item, name=f"{number}号{quarter}", stage="认定", counted_on=date.fromisoformat(day),
            notice=f"第{number}号公告", by=by,
        )  # fmt: skip


def reported(item, by):
    """Report the figure of each quarter."""
    from xiandao.policy.commands import progress

    scale = 10_000 if item.unit == "吨" else 1
    for (quarter, _day), value in zip(QUARTERS, (3, 5, 8), strict=True):
        told = {"period": quarter, "words": "已报", "value": Decimal(value * scale)}
        progress.report(item=item, by=by, **told)


def plain(page):
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", page)))


@row(
    "J01",
    part="the forecast to date: a range at the deadline beside sentence, value and records counted",
)
def test_each_leaf_says_where_it_will_be_at_its_deadline(confirmed, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given, **_named: TODAY)
    site = confirmed("jiangsu")
    targets = list(site.paper.items.filter(kind="target").order_by("start"))
    assert len(targets) == 7
    listed = [item for item in targets if item.unit == "个"][::2]
    for number, item in enumerate(targets, 1):
        if item in listed:
            counted(item, number, site.analyst)
        else:
            reported(item, site.analyst)
    tree = site.browser.get(reverse("eva_progress"), {"paper": site.paper.pk}).content.decode()
    ahead = 0
    for number, item in enumerate(targets, 1):
        address = reverse("eva_target", args=[item.pk])
        assert address in tree
        page = site.browser.get(address).content.decode()
        marked = re.search(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL).group(1)
        assert plain(marked) == plain(item.measure)
        shown = plain(page)
        if item in listed:
            assert "计入明细（3）" in page
            assert all(f"{number}号{quarter}" in page for quarter, _day in QUARTERS)
            assert "现值3" in shown
        else:
            assert "牵头单位填报，3期" in page
            assert ("现值8万吨" if item.unit == "吨" else "现值8") in shown
        due = item.due_on and item.due_on.year
        foretold = re.search(rf"按近3期势头，到{due or 2025}年底预计([\d.]+)(?:–([\d.]+))?", shown)
        if due:
            assert foretold, item.title
        ahead += bool(foretold)
        assert foretold or "没有写明时限，不作推算" in shown
    assert ahead >= 5
