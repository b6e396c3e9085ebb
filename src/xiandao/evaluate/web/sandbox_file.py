"""The file of a trial: its table, and on a second sheet the weights that it was made with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiandao.evaluate.models import Assessment
from xiandao.evaluate.queries.sandbox import Slider
from xiandao.evaluate.web.wording import marked
from xiandao.ui.exports import Sheet, SheetColumn, workbook
from xiandao.ui.grids import Grid

DIGITS = 6


@dataclass(frozen=True)
class Trials:
    """A grid that leaves the page together with the weights of the trials in it, each under its name."""

    grid: Grid
    assessment: Assessment
    weights: Sequence[tuple[str, Sequence[Slider]]]

    @property
    def wants_export(self) -> bool:
        """Whether the address asks for the grid as a file."""
        return self.grid.wants_export

    @property
    def export_name(self) -> str:
        """The name of the file without its ending."""
        return self.grid.export_name

    def workbook(self) -> bytes:
        """The file: trial and weights."""
        return workbook([self.grid.sheet(), weights_sheet(self.assessment, self.weights)])


def weights_sheet(assessment: Assessment, weights: Sequence[tuple[str, Sequence[Slider]]]) -> Sheet:
    """Return every weight of every trial beside the official one: the share of its parent and of the whole."""
    heads = [
        SheetColumn(_("指标"), 40),
        SheetColumn(_("代码"), 24),
        SheetColumn(_("正式同级权重"), 16),
    ]
    for name, _lines in weights:
        heads += [
            SheetColumn(_("%(name)s同级权重") % {"name": name}, 18),
            SheetColumn(_("%(name)s总权重") % {"name": name}, 18),
        ]
    first = weights[0][1]
    rows = []
    for at, one in enumerate(first):
        shares = [
            round(number, DIGITS)
            for _name, lines in weights
            for number in (lines[at].share, lines[at].effective)
        ]
        rows.append(
            ["　" * (one.depth - 1) + one.name, one.code, round(one.official, DIGITS), *shares]
        )
    return Sheet(
        marked(_("所用权重"), assessment),
        heads,
        rows,
        [
            _("同级权重为在同一上级中所占的份额，总权重为在综合得分中所占的份额。"),
            _("冻结数据摘要：%(seal)s") % {"seal": assessment.snapshot_hash},
        ],
        "%",
    )
