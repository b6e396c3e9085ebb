"""Two invented candidacies: a city that is ready and has handed in, a zone that still sees its gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from xiandao.demo.register import zones_of
from xiandao.demo.story import MARK
from xiandao.evaluate.commands import candidacies
from xiandao.registry.queries import organisations

if TYPE_CHECKING:
    from xiandao.evaluate.models import Candidacy
    from xiandao.registry.models import Account, Organisation

# What each candidate has of an item; with a word where a paper shows it.
READY: dict[str, tuple[float, str]] = {
    "institutions": (4, "研发机构批复"), "talent": (6, "人才入选文件"), "partners": (3, "共建协议"),
    "platforms": (1, "中试平台批复"), "revenue": (26.5, "营业收入汇总"), "hightech": (41, ""),
    "leaders": (2, "龙头企业认定文件"), "space": (430, "产业空间规划"), "listed": (1, "重点领域对照说明"),
    "plan": (1, "发展规划批复"), "roadmap": (1, "技术路线图"), "scenarios": (6, ""), "body": (1, "专班成立文件"),
    "policy": (1, "专项政策"), "fund": (3.5, "基金出资凭证"), "reforms": (2, "改革试点批复"),
}  # fmt: skip
WITH_GAPS: dict[str, tuple[float, str]] = {
    "institutions": (2.5, "研发机构批复"), "talent": (3, ""), "partners": (2, "共建协议"),
    "revenue": (22, "营业收入汇总"), "hightech": (24, ""),
    "leaders": (1, "龙头企业认定文件"), "listed": (1, "重点领域对照说明"), "plan": (1, ""),
    "scenarios": (3, ""), "body": (1, "专班成立文件"), "fund": (1.2, "基金出资凭证"),
}  # fmt: skip


def tell(*, top: Organisation) -> None:
    """Let a city hand in a candidacy, and a zone begin one."""
    cities = organisations.subtree(top).filter(kind="city").in_official_order()
    city, zone = cities[1], zones_of(top)[0]
    by_city, by_zone = city.accounts.order_by("pk").first(), zone.accounts.order_by("pk").first()
    if by_city is not None:
        made = filled(city, f"{city.label}量子科技未来产业先导区", "量子科技", READY, by=by_city)
        candidacies.submit(candidacy=made, version=made.version, by=by_city)
    if by_zone is not None:
        filled(
            zone, f"{zone.parent or zone}合成生物未来产业先导区", "合成生物", WITH_GAPS, by=by_zone
        )


def filled(
    candidate: Organisation,
    title: str,
    field: str,
    has: dict[str, tuple[float, str]],
    *,
    by: Account,
) -> Candidacy:
    """Begin a self-assessment and say what there is, each paper marked as invented."""
    made = candidacies.open_candidacy(
        organisation=candidate, title=title, field=field, is_demo=True, by=by
    )
    for code, (value, paper) in has.items():
        uploads = []
        if paper:
            words = f"{paper}{MARK}\n本文件为演示用，内容均为虚构。\n".encode()
            uploads = [SimpleUploadedFile(f"{paper}{MARK}.txt", words)]
        candidacies.claim(
            candidacy=made, code=code, value=value, uploads=uploads, version=made.version, by=by
        )
    return made
