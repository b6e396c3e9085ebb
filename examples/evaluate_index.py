"""Build an index from two CSV files and a recipe, without the platform: python examples/evaluate_index.py"""

from pathlib import Path

from xiandao.evaluate import build, read, recipe_of

HERE = Path(__file__).parent


def main() -> None:
    source = read(
        (HERE / "data/zones.csv").read_bytes(), (HERE / "data/zones_framework.csv").read_bytes()
    )
    for note in source.notes:
        print("note:", note)
    recipe = recipe_of((HERE / "recipes/pilot_zones.toml").read_bytes())
    index = build(source.table, source.framework, recipe)

    # Every stage is kept: what was missing, what was changed, and how each indicator was scaled.
    for name in ("imputed", "treated_points"):
        log = index.log(name)
        print(f"{name}:", 0 if log is None else len(log.rows), "cells")
    print("stages:", ", ".join(stage.name for stage in index.stages))

    tree = index.framework
    pillars = tree.children[tree.root]
    print("\nzone          rank  index  ", "  ".join(f"{code:>10}" for code in pillars))
    ranks = index.ranks.column(tree.root)
    for row in ranks.argsort():
        parts = "  ".join(f"{index.scores.column(code)[row]:10.2f}" for code in pillars)
        print(f"{index.scores.units[row]:12}  {ranks[row]:4.0f}  {index.index[row]:5.2f}   {parts}")

    print("\neffective weights (sum 1):")
    for code in sorted(tree.indicators, key=tree.effective_weights().get, reverse=True)[:5]:
        print(f"  {code:10} {tree.effective_weights(index.weights)[code]:.3f}  {tree[code].label}")


if __name__ == "__main__":
    main()
