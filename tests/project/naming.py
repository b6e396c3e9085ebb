"""What the names in addresses, queries and forms of the site stand for.

The addresses come from the resolver, so a new page is tried as soon as it exists, and one whose parameter means nothing to
this file fails.
"""

from django.urls import URLPattern, URLResolver, get_resolver

from xiandao.ui.page import KEY

# What a parameter of an address names; ``pk`` by the first word of the address's name.
PARAMETERS = {
    "paper": "paper",
    "clause": "clause",
    "record": "record",
    "document": "document",
    "progress": "progress",
    "upload": "return",
    "intake": "sheet",
}
NOUNS = {
    "item": "item", "ledger": "item", "case": "case", "document": "document", "upload": "upload",
    "proposal": "proposal", "filing": "filing", "filings": "filing", "review": "filed", "round": "round", "form": "form",
    "rule": "rule", "release": "release", "indicator": "indicator", "unit": "unit", "scheme": "scheme",
    "assessment": "assessment", "commission": "commission", "candidacy": "candidacy", "support": "support_rule", "sandbox": "assessment", "set": "weight_set", "target": "item", "record": "zone_record",
    "contract": "contract", "intake": "intake",
}  # fmt: skip
# Addresses with two parameters, each of which names a thing of its own kind.
DOUBLES = {
    ("roles", "code"): "zone", ("conversion", "code"): "zone",
    ("zone", "pk"): "assessment", ("zone", "code"): "zone", ("brief", "pk"): "assessment", ("brief", "code"): "zone",
}  # fmt: skip
# What everybody may read who reads statistics at all, whoever keeps it.
COMMON = {"indicator"}
# Words that say to which capability an address belongs.
FRONT = ("api_", "sta_", "eva_")
# Parameters that name nothing anybody owns.
FREE = {"word": "decide", "kind": "csv"}
# What a key of a query or a form may be made to name, and those that name nothing anybody owns.
KEYS = {
    "paper": ("paper",), "clause": ("clause",), "item": ("item",), "a": ("paper", "reading"), "b": ("paper", "reading"),
    "lead": ("organisation",), "under": ("organisation",), "account": ("account", "username"), "grant": ("grant",),
    "keeper": ("code",), "organisation": ("code", "organisation"), "same_as": ("item",), "pk": ("proposal",),
    "kept": ("document",), "case": ("case",), "to": ("account",), "reassign_to": ("code",), "against": ("paper", "reading", "zone"),
    "record": ("record",), "responsible": ("organisation",), "parent": ("code",), "evidence": ("document",),
    "document": ("document",), "round": ("round",), "filing": ("filing", "filed"), "unit": ("organisation", "filing"),
    "key": ("key",), "form_code": ("form_code",), "assessment": ("assessment",), "set": ("weight_set",), "zones": ("zone",),
    "rule": ("support_rule",), "scheme": ("scheme",), "candidacy": ("candidacy",), "evaluator": ("account",),
    "manual_score": ("manual_score",), "records": ("zone_record",), "confirm": ("zone_record",),
}  # fmt: skip
HARMLESS = {
    "act", "all", "consent", "cut", "days", "draft", "end", "export", "factor", "file", "files", "kind", "mark", "next", "only",
    "page", "period", "place", "q", "quote", "reason", "show", "stale_lines", "lost", "start", "step", "tab", "text", "theme", "total", "transition", "username", "version",
    "view", "whom", "why", "words", "year", "value", "name", "w", "own_hash", "interest", "valid_from", "edit", "close", "then", "remark", "confirmed", "title", "field", "part", "seen",
    "industry", "carbon", "deducted", "value_added",
}  # fmt: skip


def addresses(patterns):
    """Every named address of the site with the names of its parameters."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "page_policy"):
            yield pattern.name, tuple(pattern.pattern.converters), pattern.callback.page_policy


ALL = sorted(addresses(get_resolver().url_patterns))
# What people open in a browser, and what programs call with a key.
SITE = [one for one in ALL if one[2].who != KEY]
PROGRAMS = [one for one in ALL if one[2].who == KEY]
OPEN = [one for one in SITE if not set(one[1]) - set(FREE)]


def noun(name, parameter):
    """What a parameter of an address names."""
    for word in FRONT:
        name = name.removeprefix(word)
    first = name.split("_")[0]
    return PARAMETERS.get(parameter) or DOUBLES.get((first, parameter)) or NOUNS.get(first, "")
