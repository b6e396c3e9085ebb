"""A small province that is evaluated: six zones in two cities, a scheme in force, one official assessment.

``build()`` writes bodies, people and the scheme; ``assessed(world)`` freezes and publishes figures of one period
that were invented here, as if they came from approved returns.
"""

from types import SimpleNamespace

import numpy as np

from tests.statistics.world import body, person

PERIOD, BEFORE = "2026Q3", "2026Q2"
PILLARS = (("INNOVATION", "创新能力", 60), ("NURTURE", "产业培育", 40))
INDICATORS = (
    ("INVENTIONS_PER_10K", "INNOVATION", 2),
    ("PCT_APPLICATIONS", "INNOVATION", 1),
    ("RD_INSTITUTIONS", "INNOVATION", 1),
    ("FUTURE_REVENUE", "NURTURE", 1),
    ("FUTURE_SHARE", "NURTURE", 1),
    ("ENERGY_INTENSITY", "NURTURE", 1),
)
FIGURES = (
    (420.0, 6.0, 3.5, 22.0, 66.0, 0.10),
    (390.0, 2.0, 2.5, 31.0, 71.0, 0.12),
    (250.0, 4.0, 4.0, 12.5, 58.0, 0.11),
    (310.0, 1.0, 1.5, 18.0, np.nan, 0.09),
    (180.0, 0.0, 2.0, 9.0, 49.0, 0.15),
    (150.0, 3.0, 1.0, 6.5, 62.0, 0.14),
)
RECIPE = {
    "title": "功效系数法",
    "steps": [{"use": "normalise", "method": "efficacy"}],
    "aggregate": {"method": "arithmetic"},
}
PEOPLE = (
    # username, role, organisation of the grant and of the person
    ("analyst", "analyst", "top"),
    ("leader", "leader", "top"),
    ("officer", "officer", "bureau"),
    ("viewer", "viewer", "top"),
    ("zone_reporter", "reporter", "zone_1"),
    ("other_reporter", "reporter", "zone_5"),
    ("city_officer", "officer", "city_a"),
    ("evaluator", "evaluator", "institute"),
    ("other_evaluator", "evaluator", "institute"),
)


def build():
    """Write bodies, people and a scheme that the leader has put in force."""
    made = {"top": body("99", "示范省人民政府", "province", "000001", region="990000")}
    made["bureau"] = body("99-JX", "示范省经信厅", "department", "000001000001", made["top"], 1)
    made["institute"] = body("99-YJ", "示范评估研究院", "institute", "000001000009", made["top"], 9)
    for number, name in ((2, "澜州市"), (3, "东屿市")):
        made[f"city_{'ab'[number - 2]}"] = body(
            f"990{number}",
            name,
            "city",
            f"00000100000{number}",
            made["top"],
            number,
            f"990{number}00",
        )
    for number in range(1, 7):
        city = made["city_a" if number <= 3 else "city_b"]
        path = f"{city.path}{number:06d}"
        made[f"zone_{number}"] = body(
            f"Z-{number}", f"第{number}未来产业先导区", "zone", path, city, number, city.region_code
        )
    people = {username: person(username, made[at], role) for username, role, at in PEOPLE}
    world = SimpleNamespace(
        **made, **people, zones=[made[f"zone_{number}"] for number in range(1, 7)]
    )
    world.scheme = scheme(world)
    return world


def nodes():
    """Return the framework of the scheme as it is kept, names and directions told."""
    from xiandao.evaluate.queries.gathering import told_nodes

    return told_nodes(
        [
            {"code": "ZONE_INDEX", "name": "先导区综合评价"},
            *(
                {
                    "code": code,
                    "name": name,
                    "parent": "ZONE_INDEX",
                    "weight": weight,
                    "clause": "Z五(三)",
                }
                for code, name, weight in PILLARS
            ),
            *(
                {"code": code, "parent": parent, "weight": weight, "clause": "Z五(三)"}
                for code, parent, weight in INDICATORS
            ),
        ]
    )


def scheme(world, version="2026试行", recipe=None):
    """Write a scheme of the bureau, drafted by the analyst and approved by the leader."""
    from xiandao.evaluate.commands import schemes
    from xiandao.evaluate.models import Scheme

    made = Scheme.objects.create(
        code="zones", version=version, title="先导区监测评价", clause="Z五(三)", nodes=nodes(),
        recipe=recipe or RECIPE, organisation=world.bureau, made_by=world.analyst,
    )  # fmt: skip
    return schemes.approve(scheme=made, by=world.leader)


def table(figures=FIGURES, zones=6):
    """Return invented figures of the first zones."""
    from xiandao.evaluate.methods.table import Table

    return Table(
        units=tuple(f"Z-{number}" for number in range(1, zones + 1)),
        names=tuple(f"第{number}未来产业先导区" for number in range(1, zones + 1)),
        columns=tuple(code for code, _parent, _weight in INDICATORS),
        values=np.array(figures[:zones]),
    )


def frozen(world, monkeypatch, *, period=PERIOD, figures=FIGURES, zones=6, by=None):
    """Freeze figures of a period under the scheme in force."""
    from xiandao.evaluate.commands import assessments
    from xiandao.evaluate.methods.edition import Figure

    sources = [Figure(code, "zone-quarter", period, "") for code, _p, _w in INDICATORS]
    monkeypatch.setattr(
        assessments, "gather", lambda scheme, span, below: (table(figures, zones), sources)
    )
    return assessments.freeze(
        scheme=world.scheme, period=period, by=by or world.analyst, is_demo=True
    )


def assessed(world, monkeypatch, **others):
    """Freeze figures and let the leader publish the result."""
    from xiandao.evaluate.commands import assessments

    return assessments.publish(assessment=frozen(world, monkeypatch, **others), by=world.leader)
