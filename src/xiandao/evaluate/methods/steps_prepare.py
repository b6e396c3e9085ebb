"""Ways to denominate, screen and impute, as a recipe names them."""

from __future__ import annotations

from typing import Final

from xiandao.evaluate.methods import (
    denominate,
    impute_em,
    impute_knn,
    impute_rows,
    screen,
)
from xiandao.evaluate.methods import (
    impute_columns as columns,
)
from xiandao.evaluate.methods import (
    impute_panel as panel,
)
from xiandao.evaluate.methods.impute import unchanged
from xiandao.evaluate.methods.step import Method

HANDBOOK: Final = "OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3"
METHODS: Final[tuple[Method, ...]] = (
    Method("denominate", "divide", "相除", denominate.divide, denominate.OPTIONS),
    Method("denominate", "none", "不相除", unchanged),
    Method(
        "screen", "availability", "按有数比例筛选单元", screen.screen, screen.OPTIONS, by_column=False, source=HANDBOOK
    ),
    Method("screen", "none", "不筛选", unchanged, by_column=False),
    Method("impute", "mean", "平均数", columns.impute_mean, columns.ALL, source=HANDBOOK),
    Method("impute", "median", "中位数", columns.impute_median, columns.ALL, source=HANDBOOK),
    Method("impute", "group_mean", "组内平均数", columns.impute_group_mean, columns.GROUPED, source=HANDBOOK),
    Method(
        "impute", "group_median", "组内中位数", columns.impute_group_median, columns.GROUPED, source=HANDBOOK
    ),
    Method(
        "impute", "row_mean", "本单元其他指标的平均数", impute_rows.impute_row_mean, impute_rows.OPTIONS,
        by_column=False, source="COINr 1.1.14",
    ),
    Method(
        "impute", "row_median", "本单元其他指标的中位数", impute_rows.impute_row_median, impute_rows.OPTIONS,
        by_column=False, source="COINr 1.1.14",
    ),
    Method("impute", "constant", "固定的数", columns.impute_constant, columns.CONSTANT),
    Method(
        "impute", "knn", "最近邻", impute_knn.impute_knn, impute_knn.OPTIONS, by_column=False,
        source="Troyanskaya et al. (2001)",
    ),
    Method(
        "impute", "em", "期望最大化", impute_em.impute_em, impute_em.OPTIONS, by_column=False,
        source="Dempster, Laird, Rubin (1977)",
    ),
    Method("impute", "panel_latest", "沿用上期", panel.impute_latest, panel.LATEST, source="COINr 1.1.14"),
    Method("impute", "panel_linear", "按期线性内插", panel.impute_linear, panel.BEYOND, source="COINr 1.1.14"),
    Method(
        "impute", "panel_linear_constant", "线性内插，只有一期的沿用", panel.impute_linear_constant,
        panel.BEYOND, source="COINr 1.1.14",
    ),
    Method("impute", "panel_constant", "按期阶梯填补", panel.impute_steps, panel.BEYOND, source="COINr 1.1.14"),
    Method("impute", "none", "不插补", unchanged),
)  # fmt: skip
