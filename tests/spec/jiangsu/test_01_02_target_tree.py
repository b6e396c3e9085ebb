"""J一(二) 主要目标: the tree of figures; each leaf opens its sentence, its value and the records it counts."""

import re
from datetime import date
from decimal import Decimal

from django.urls import reverse

from tests.spec.marks import row

FIGURES = {
    (10, "个", 2025), (50, "个", 2025), (1_000_000, "吨", None), (15, "个", None),
    (20, "个", 2030), (50, "个", 2030), (100, "个", 2030),
}  # fmt: skip


@row("J01")
def test_each_leaf_shows_its_sentence_its_current_value_and_the_records_counted(confirmed):
    from xiandao.policy.commands import items, progress

    site = confirmed("jiangsu")
    targets = list(site.paper.items.filter(kind="target").order_by("start"))
    assert {
        (int(one.value), one.unit, one.due_on and one.due_on.year) for one in targets
    } == FIGURES
    for number, item in enumerate(targets, 1):
        if number % 2:
            items.edit(
                item=item,
                changes={"counting_rule": "accepted"},
                version=item.version,
                by=site.analyst,
            )
            progress.count_in(
                item=item, name=f"第{number}号对象", stage="认定", counted_on=date(2025, 6, 27),
                notice=f"第{number}号公告", by=site.analyst,
            )  # fmt: skip
        else:
            progress.report(
                item=item, period="2025Q2", words="已报", value=Decimal(7), by=site.analyst
            )
    tree = site.browser.get(reverse("targets"), {"paper": site.paper.pk}).content.decode()
    for number, item in enumerate(targets, 1):
        page = site.browser.get(reverse("item", args=[item.pk])).content.decode()
        assert reverse("item", args=[item.pk]) in tree
        marked = re.search(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL).group(1)
        assert re.sub(r"<[^>]+>|\s", "", marked) == re.sub(r"\s", "", item.measure)
        if number % 2:
            assert f"第{number}号对象" in page
            assert f"第{number}号公告" in page
        shown = site.browser.get(
            reverse("overview"), {"paper": site.paper.pk, "item": item.pk}
        ).content.decode()
        assert f"现值{1 if number % 2 else 7}" in re.sub(r"\s", "", shown)
