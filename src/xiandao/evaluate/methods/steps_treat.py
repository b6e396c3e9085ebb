"""Ways to treat outliers, as a recipe names them."""

from __future__ import annotations

from typing import Final

from xiandao.evaluate.methods import treat, treat_caps
from xiandao.evaluate.methods.impute import unchanged
from xiandao.evaluate.methods.step import Method

METHODS: Final[tuple[Method, ...]] = (
    Method(
        "treat", "skew_kurt", "偏度与峰度", treat.skew_kurt, treat.OPTIONS,
        source="OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4; COINr 1.1.14",
    ),
    Method("treat", "winsorise", "按个数缩尾", treat_caps.winsorise_points, treat_caps.POINTS, source="Dixon (1960)"),
    Method("treat", "iqr", "四分位距", treat_caps.winsorise_quartile, treat_caps.IQR, source="Tukey (1977)"),
    Method("treat", "mad", "绝对中位差", treat_caps.winsorise_mad, treat_caps.MAD, source="Leys et al. (2013)"),
    Method("treat", "percentile", "百分位缩尾", treat_caps.winsorise_percentile, treat_caps.PERCENTILE),
    Method("treat", "log", "取对数", treat_caps.take_logs, treat_caps.LOG, source="JRC COIN Tool; GII 2020"),
    Method("treat", "boxcox", "博克斯—考克斯变换", treat_caps.take_powers, treat_caps.POWER, source="Box, Cox (1964)"),
    Method("treat", "none", "不处理", unchanged),
)  # fmt: skip
