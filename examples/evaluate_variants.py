"""The same data by other methods: a recipe is data, a change is a dotted key: python examples/evaluate_variants.py"""

from pathlib import Path

from xiandao.evaluate import Framework, Node, Recipe, Table, build, read

HERE = Path(__file__).parent
PLAIN = Recipe({"title": "plain", "steps": [{"use": "impute"}, {"use": "normalise"}]})
VARIANTS = {
    "as it is": {},
    "geometric": {"normalise.lower": 1, "aggregate.method": "geometric"},
    "one pillar alone": {"normalise.lower": 1, "aggregate.nodes.innovation.method": "geometric"},
    "entropy weights": {"weights.method": "entropy"},
    "TOPSIS": {"aggregate.levels.3.method": "topsis"},
    "ranks": {"normalise": {"method": "rank"}},
}


def by_hand() -> None:
    """A table and a framework may as well be made in Python."""
    table = Table(("A", "B", "C"), ("speed", "cost"), [[9.0, 5.0], [7.0, 2.0], [8.5, 9.0]])
    tree = Framework.of(
        [
            Node("index"),
            Node("speed", parent="index", weight=2),
            Node("cost", parent="index", direction=-1),
        ]
    )
    recipe = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]})
    print(dict(zip(table.units, build(table, tree, recipe).index.round(1).tolist(), strict=True)))


def main() -> None:
    by_hand()
    source = read(
        (HERE / "data/zones.csv").read_bytes(), (HERE / "data/zones_framework.csv").read_bytes()
    )
    # Recipes that begin alike share what they have in common: the cache keeps their stages.
    cache: dict = {}
    for name, changes in VARIANTS.items():
        index = build(source.table, source.framework, PLAIN.changed(changes), cache)
        ranks = index.ranks.column("index")
        print(f"{name:18}", " ".join(f"{rank:3.0f}" for rank in ranks))


if __name__ == "__main__":
    main()
