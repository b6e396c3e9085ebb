"""The methods of imputation, one item at a time: ratio of means, mean of nearest donors, median."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

MEDIAN_INFLATION: Final = (
    1.5707963267948966  # π/2: variance of a median over that of a mean, for normal data
)


def ratio_of_means(
    cases: pl.DataFrame, *, predictor: str, min_donors: int = 1, default_link: float | None = None
) -> pl.DataFrame:
    """Return predictor × (Σ y ⁄ Σ predictor over the responders of the class) for cases without y.

    With the value of the period before as predictor this is forward imputation, with an auxiliary of
    the same period construction.

    Args:
        cases: ``unit``, ``class``, ``y`` (null where missing), ``is_response`` (whether the pair of y and
            predictor may serve for the link) and the predictor.
        predictor: the column that predicts; only cases where it is known and not negative are imputed.
        min_donors: classes with fewer matched pairs get no value.
        default_link: the link of a class whose denominator is 0; None gives no value.

    Returns:
        ``unit, value, variance, donors``; the variance is that of the ratio model, null below two pairs.

    Source: ONS Statistical Method Specification “Ratio of Means”, sections 7 and 8; Royall (1970) for the
        variance under y = βx + e, var(e) = σ²x.

    >>> import polars
    >>> cases = polars.DataFrame({"unit": ["a", "b", "c"], "class": ["k"] * 3, "y": [12.0, 24.0, None],
    ...     "is_response": [True, True, False], "x": [10.0, 20.0, 5.0]})
    >>> ratio_of_means(cases, predictor="x").select("value", "donors").rows()
    [(6.0, 2)]
    """
    import polars as pl

    x, y = pl.col(predictor), pl.col("y")
    pairs = cases.filter(pl.col("is_response") & y.is_not_null() & x.is_not_null())
    links = pairs.group_by("class").agg(
        pl.len().alias("donors"),
        x.sum().alias("sum_x"),
        y.sum().alias("sum_y"),
        x.min().alias("least"),
    )
    is_zero = pl.col("sum_x") == 0
    link = pl.when(is_zero).then(default_link).otherwise(pl.col("sum_y") / pl.col("sum_x"))
    links = links.filter((pl.col("least") >= 0) & (pl.col("donors") >= min_donors))
    links = links.with_columns(link.cast(pl.Float64).alias("link")).filter(
        pl.col("link").is_not_null()
    )
    squares = pl.when(x > 0).then((y - pl.col("link") * x) ** 2 / x)
    spread = (
        pairs.join(links, on="class")
        .group_by("class")
        .agg((squares.sum() / (squares.count() - 1)).alias("sigma"), squares.count().alias("terms"))
    )
    sigma = pl.when(pl.col("terms") > 1).then(pl.col("sigma"))
    return (
        cases.filter(y.is_null() & (x >= 0))
        .join(links, on="class")
        .join(spread, on="class", how="left")
        .select(
            "unit",
            (pl.col("link") * x).alias("value"),
            (sigma * x * (1 + x / pl.col("sum_x"))).alias("variance"),
            pl.col("donors").cast(pl.Int64),
        )
    )


def nearest_donors(
    cases: pl.DataFrame, *, predictor: str, k: int = 5, min_donors: int = 1
) -> pl.DataFrame:
    """Return the mean of y over the k responders of the class nearest in size, for cases without y.

    Distance is that of log(1 + predictor); ties go to the smaller unit code, so that the answer does not
    depend on the order of the rows.

    Returns:
        ``unit, value, variance, donors``; variance of the donors × (1 + 1/k), null below two donors.

    Source: nearest-neighbour hot deck (Chen & Shao 2000), k donors averaged.

    >>> import polars
    >>> cases = polars.DataFrame({"unit": ["a", "b", "c", "d"], "class": ["k"] * 4,
    ...     "y": [10.0, 20.0, 900.0, None], "x": [1.0, 2.0, 99.0, 1.0]})
    >>> nearest_donors(cases, predictor="x", k=2).select("value", "variance").rows()
    [(15.0, 75.0)]
    """
    import polars as pl

    known = cases.filter(pl.col(predictor) >= 0).sort("class", "unit")
    rows: list[tuple[str, float, float | None, int]] = []
    for part in known.partition_by("class"):
        donors = part.filter(pl.col("y").is_not_null())
        wanting = part.filter(pl.col("y").is_null())
        if wanting.height and donors.height >= min_donors:
            rows += _nearest(wanting, donors, predictor, k)
    return pl.DataFrame(rows, _SCHEMA, orient="row")


def class_median(cases: pl.DataFrame, *, min_donors: int = 1) -> pl.DataFrame:
    """Return the median of y over the responders of the class, for cases without y.

    Returns:
        ``unit, value, variance, donors``; variance of the donors × (1 + π/2n), null below two donors.

    >>> import polars
    >>> cases = polars.DataFrame({"unit": ["a", "b", "c", "d"], "class": ["k"] * 4, "y": [1.0, 2.0, 9.0, None]})
    >>> class_median(cases).select("unit", "value", "donors").rows()
    [('d', 2.0, 3)]
    """
    import polars as pl

    y, n = pl.col("y"), pl.col("donors")
    donors = cases.filter(y.is_not_null()).group_by("class")
    found = donors.agg(pl.len().alias("donors"), y.median().alias("value"), y.var().alias("spread"))
    return (
        cases.filter(y.is_null())
        .join(found.filter(n >= min_donors), on="class")
        .select(
            "unit",
            "value",
            (pl.col("spread") * (1 + MEDIAN_INFLATION / n)).alias("variance"),
            n.cast(pl.Int64),
        )
    )


def _nearest(
    wanting: pl.DataFrame, donors: pl.DataFrame, predictor: str, k: int
) -> list[tuple[str, float, float | None, int]]:
    import numpy as np

    units = donors["unit"].to_list()
    values = donors["y"].to_numpy()
    keys = np.log1p(donors[predictor].to_numpy())
    # Upwards and downwards, each with the smaller unit code first among equals: donors come sorted by unit.
    upwards = np.argsort(keys, kind="stable")
    downwards = np.argsort(-keys, kind="stable")
    rising, falling = keys[upwards], -keys[downwards]
    found = []
    for unit, key in zip(wanting["unit"], np.log1p(wanting[predictor].to_numpy()), strict=True):
        above = upwards[(start := int(np.searchsorted(rising, key, "left"))) : start + k]
        below = downwards[(start := int(np.searchsorted(falling, -key, "right"))) : start + k]
        near = sorted((*above, *below), key=lambda i: (abs(float(keys[i]) - float(key)), units[i]))[
            :k
        ]
        chosen = values[near]
        variance = float(chosen.var(ddof=1) * (1 + 1 / len(near))) if len(near) > 1 else None
        found.append((unit, float(chosen.mean()), variance, len(near)))
    return found


_SCHEMA: Final = {"unit": str, "value": float, "variance": float, "donors": int}
