"""The reading room with a long paper: a hundred clauses, four hundred things read."""

from __future__ import annotations

from typing import Any

from benchmarks.run import Row, cpu_seconds
from benchmarks.site import fresh_site

NUMERALS = "一二三四五六七八九十"
CLAUSE = (
    "（{}）强化第{}项创新。到{}年，建设{}个左右特色先导区，引育{}个创新团队。每年实施{}个以上前瞻技术研发项目，"
    "出台{}项制度。（省经信厅、省科技厅牵头，省发展改革委、省数据局配合）"
)


def text() -> str:
    """Return a paper of ten parts with ten clauses each."""
    lines = ["示范省未来产业培育行动方案", "示政办发〔2026〕9号"]
    for part in range(10):
        lines.append(f"{NUMERALS[part]}、重点任务{part}")
        for place in range(10):
            number = 10 * part + place
            figures = (2027 + place % 4, 10 + part, 50 + place, 15 + place, 2 + place)
            lines.append(CLAUSE.format(NUMERALS[place], number, *figures))
    return "\n".join(lines)


def read(site: Any) -> Any:
    """Take the paper in."""
    from xiandao.policy.commands import papers

    return papers.add(
        data=text().encode(), filename="文件.txt", kept_by=papers.KeptBy(site.world.jxt), by=site.world.analyst
    )  # fmt: skip


def run() -> list[Row]:
    """Open the room of the analyst through Django's test client; count processor time and bytes."""
    with fresh_site() as site:
        paper = read(site)
        client, address = site.client("analyst"), f"/policy/{paper.pk}/reading"
        answer = client.get(address)
        site.check(answer)
        what = f"reading room, {len(answer.content) // 1000} kB"
        seconds = cpu_seconds(lambda: client.get(address), repeat=7)
        return [Row(what, f"{paper.proposals.count()} things read", seconds)]
