"""How sure is a rank? Weights, scale and treatment vary together: python examples/evaluate_uncertainty.py"""

from pathlib import Path

from xiandao.evaluate import read, recipe_of, uncertainty

HERE = Path(__file__).parent
WHAT_VARIES = {
    "design": "auto",
    "seed": 1,
    "factors": [
        {"name": "weights", "noise": {"1": 0.25, "2": 0.25}, "sets": 200},
        {"name": "mean", "key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]},
        {
            "name": "scale",
            "key": "normalise",
            "alternatives": [
                {"method": "efficacy"},
                {"method": "minmax", "lower": 1, "upper": 100},
            ],
        },
    ],
}


def main() -> None:
    source = read(
        (HERE / "data/zones.csv").read_bytes(), (HERE / "data/zones_framework.csv").read_bytes()
    )
    recipe = recipe_of((HERE / "recipes/pilot_zones.toml").read_bytes())
    found = uncertainty(source.table, source.framework, recipe, WHAT_VARIES)

    print(f"{found.runs} runs, design {found.design}, {found.failed} failed")
    print("\nunit  rank  90 % of runs   first three")
    low, high = found.distribution.quantile(0.05), found.distribution.quantile(0.95)
    for row in found.nominal_ranks.argsort():
        print(
            f"{found.table.units[row]:4}  {found.nominal_ranks[row]:4.0f}"
            f"  {low[row]:4.0f} to {high[row]:2.0f}      {found.top(3)[row]:6.1%}"
        )

    print("\nfactor     S1     ST   (shares of the variance of the mean change of rank)")
    for name, s1, st in zip(
        found.sensitivity.factors,
        found.sensitivity.s1[:, 0],
        found.sensitivity.st[:, 0],
        strict=True,
    ):
        print(f"{name:8} {s1:5.2f}  {st:5.2f}")


if __name__ == "__main__":
    main()
