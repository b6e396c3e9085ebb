"""Where words for people stand without a mark: functions and tables of pure code, keys of data files."""

import re

# The command line and the reading of declarations speak to whoever runs the machine, in Chinese only.
UNSEEN = re.compile(r"/(?:cli|declarations|kinds|pack|credit_code)\.py$|/(?:cli|demo|project)/")
# Functions, classes and tables whose every Chinese string reaches a page, by file.
FUNCTIONS = {
    "casework/methods/lamps.py": {"lamp"},
    "casework/methods/deadlines.py": {"remaining", "spoken"},
    "casework/methods/stages.py": {"RESERVED"},
    "casework/commands/cases.py": {"_nothing_missing"},
    "evaluate/methods/bands.py": {"label", "rank_interval"},
    "evaluate/methods/line_columns.py": {"BOOKS", "_BLANKS"},
    "evaluate/methods/line_intake.py": {
        "_BAD", "_HINT", "interpret", "_strangers", "_value", "_number", "_day",
    },
    "evaluate/methods/readiness.py": {"state"},
    "evaluate/methods/carbon_efficiency.py": {"LEVEL_NAMES"},
    "evaluate/methods/convergence.py": {"verdict"},
    "evaluate/methods/uncertainty_words.py": {"_every", "_design", "_failed", "_precision", "_matters"},
    "policy/methods/pacing.py": {"about"},
    "terms/grade.py": {"Grade"},
    "terms/quantity.py": {"_LABELS"},
    "statistics/methods/disclosure_differencing.py": {"_reason"},
    "statistics/methods/duty.py": {"Completeness", "Timeliness"},
    "statistics/methods/cell_values.py": {
        "read_cell", "read_text", "_AS_TEXT", "_number", "_written", "_why", "_checked", "_date", "_choice",
    },
    "statistics/methods/indicator.py": {"Direction"},
    "statistics/methods/intake_facts.py": {"_DOWNLOAD", "problems", "_of_code", "_of_version"},
    "statistics/methods/intake_rows.py": {"_Reader"},
    "statistics/methods/intake_table.py": {"_WHAT", "find_table", "_columns", "_covered", "_hidden"},
    "statistics/methods/linting.py": {"_sentence", "_contradictions", "_forced", "_redundant"},
    "statistics/methods/marked.py": {"marks_of"},
    "statistics/methods/prefill.py": {"REGISTER"},
    "statistics/methods/rule_kinds.py": {"Kind"},
}  # fmt: skip
# Data files and which of their keys are words for people.
KEYS = {
    "casework/data/escalation.toml": {"label", "whom"},
    "evaluate/data/conversion.toml": {"title", "note", "name", "unit"},
    "registry/data/roles.toml": {"name", "about"},
    "policy/data/counting.toml": {"label", "about", "stages"},
    "policy/data/followup.toml": {"label", "sheet", "task", "outcome"},
    "policy/data/instruction.toml": {"label", "sheet", "task", "outcome"},
    "statistics/data/filing.toml": {"label", "task", "outcome"},
}
# The same for every file of a folder.
FOLDERS = {
    "evaluate/data/readiness": {"title", "version", "note", "name", "about", "unit"},
    "evaluate/data/schemes": {"title", "version", "note", "name"},
    "evaluate/data/support": {"title", "note", "name", "about", "unit", "base", "sentence", "value"},
    "statistics/data/forms": {"title", "label", "section", "unit", "choices"},
    "statistics/data/rules": {"note"},
    "statistics/data/indicators": {"name", "definition", "group", "pillar", "unit", "owner"},
}  # fmt: skip
ACTS = "actions.toml"
