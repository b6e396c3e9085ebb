"""Keep the English of the site: ``update`` collects the Chinese strings of the source, ``check`` says what is missing.

Collected is what is marked for translation, and what pure code and data files say without a mark: the sentences of
errors, lamps, words in TOML. Those are found again by ``xiandao.ui.spoken``; where they carry figures, by their gaps.

./run python -m tools.messages update        # writes src/xiandao/locale/en/LC_MESSAGES/django.po
./run python -m tools.messages check         # untranslated strings and broken placeholders; exit 1 if any
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from django.utils.translation.template import templatize

from tools.messages_places import ACTS, FOLDERS, FUNCTIONS, KEYS, UNSEEN
from xiandao.evaluate.methods import catalogue
from xiandao.ui.messages import Messages, read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "xiandao"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
READ = {".py", ".html", ".txt", ".toml"}
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"\b(?:n?gettext|_)\((?=\s*u?['\"])")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# An error is a code followed by its sentence and its hint, in a call or in a row of checks.
CODE = re.compile(r"[A-Z]{3}-\d{3}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def in_python(text: str) -> Iterator[str]:
    """Yield the messages of a Python file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from in_call(node)


def in_call(node: ast.Call) -> Iterator[str]:
    """Yield the message of a call of gettext or one of its kin."""
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    said = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
    texts = [text for text in said if isinstance(text, str)]
    if name in CALLS and texts:
        yield texts[0]
    elif name in PLURAL_CALLS and len(texts) == 2:
        yield "\0".join(texts)


def in_template(text: str) -> Iterator[str]:
    """Yield the messages of a template; Django itself turns its tags into calls."""
    source = templatize(text)
    for found in IN_TEMPLATE.finditer(source):
        try:
            node = ast.parse(source[found.start() : closing(source, found.end())], mode="eval").body
        except SyntaxError:
            continue
        if isinstance(node, ast.Call):
            yield from in_call(node)


def closing(source: str, at: int) -> int:
    """Return where the bracket closes that was opened before ``at``, quotes respected."""
    quote = ""
    while at < len(source):
        char = source[at]
        if quote:
            at += char == "\\"
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == ")":
            return at + 1
        at += 1
    return at


def in_errors(text: str) -> Iterator[str]:
    """Yield sentences and hints; what is computed becomes a numbered gap."""
    tree = ast.parse(text)
    named = assigned(tree)
    for node in ast.walk(tree):
        parts: Sequence[ast.expr] = ()
        if isinstance(node, ast.Call):
            parts = node.args
        elif isinstance(node, ast.Tuple):
            parts = node.elts
        for at, part in enumerate(parts):
            if isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value)):
                for said in parts[at + 1 : at + 3]:
                    yield from chinese(readings(said, named))


def in_functions(text: str, names: set[str]) -> Iterator[str]:
    """Yield every Chinese string of the functions, classes and tables named, docstrings left out."""
    tree = ast.parse(text)
    for name, values in assigned(tree).items():
        for value in values if name in names else ():
            yield from chinese(strings(value))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in names:
            body = node.body[1:] if ast.get_docstring(node) else node.body
            for statement in body:
                yield from chinese(strings(statement))


def strings(node: ast.AST) -> Iterator[str]:
    """Yield the strings of a piece of code, those with gaps as a whole, docstrings left out."""
    if isinstance(node, (ast.Constant, ast.JoinedStr)):
        yield from readings(node, {})
        return
    docstring = None
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
        docstring = node.body[0]
    for child in ast.iter_child_nodes(node):
        if child is not docstring:
            yield from strings(child)


def in_toml(text: str, keys: set[str]) -> Iterator[str]:
    """Yield the words that stand under the keys, at whatever depth."""

    def found(value: Any, is_word: bool) -> Iterator[str]:
        if isinstance(value, str):
            if is_word:
                yield value
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from found(inner, key in keys)
        elif isinstance(value, list):
            for inner in value:
                yield from found(inner, is_word)

    yield from chinese(found(tomllib.loads(text), False))


def assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """Return what is assigned to each plain name."""
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    named.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            named.setdefault(node.target.id, []).append(node.value)
    return named


def readings(node: ast.expr, named: Mapping[str, list[ast.expr]]) -> list[str]:
    """Return everything an expression may say: both branches of a choice, a name as what was assigned to it."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return readings(node.body, named) + readings(node.orelse, named)
    if isinstance(node, ast.BoolOp):
        return [said for value in node.values for said in readings(value, named)]
    if isinstance(node, ast.Name):
        return [said for value in named.get(node.id, ()) for said in readings(value, {})]
    if isinstance(node, ast.JoinedStr):
        return joined(node)
    return []


def joined(node: ast.JoinedStr) -> list[str]:
    """Return an f-string with numbered gaps; a choice between words inside it makes two messages."""
    parts: list[list[str]] = []
    gap = 0
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            chosen = readings(value.value, {}) if isinstance(value.value, ast.IfExp) else []
            parts.append(chosen or [f"{{{gap}}}"])
            gap += not chosen
        else:
            parts.append([str(getattr(value, "value", ""))])
    return ["".join(one) for one in product(*parts)]


def chinese(texts: Iterable[str]) -> Iterator[str]:
    """Keep what has Chinese in it."""
    return (text for text in texts if CHINESE.search(text))


def messages_of(path: Path) -> Iterator[str]:
    """Yield every message of a file of the source."""
    name, text = path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        keys = {"label"} if path.name == ACTS else FOLDERS.get(name.rpartition("/")[0], set())
        yield from in_toml(text, KEYS.get(name, keys))
    elif path.suffix == ".py":
        yield from in_python(text)
        yield from in_functions(text, FUNCTIONS.get(name, set()))
        if not UNSEEN.search(f"/{name}"):
            yield from in_errors(text)
    else:
        yield from in_template(text)


def in_methods() -> Iterator[str]:
    """Yield what the methods of evaluation and their options are called; many are made by functions."""
    found = (catalogue.methods(), catalogue.weighers(), catalogue.aggregators())
    for one in (one for kind in found for one in kind.values()):
        yield from chinese((one.title, one.source, *(option.about for option in one.options)))


def collected() -> dict[str, list[str]]:
    """Return every message of the source with the files it stands in."""
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in READ or {"migrations", "packs"} & set(path.parts):
            continue
        place = path.relative_to(ROOT).as_posix()
        for message in messages_of(path):
            places = found.setdefault(message, [])
            if message.strip() and place not in places:
                places.append(place)
    for message in in_methods():
        found.setdefault(message, []).append("src/xiandao/evaluate/methods/catalogue.py")
    return {message: places for message, places in found.items() if message.strip()}


def problems(messages: Messages) -> Iterator[str]:
    """Yield what is wrong with the translations: nothing said, or placeholders that differ."""
    for message, translation in messages.items():
        if not translation:
            yield f"untranslated: {message.split(chr(0))[0]}"
        elif any(
            set(PLACEHOLDER.findall(form)) - set(PLACEHOLDER.findall(message))
            for form in translation.split("\0")
        ):
            yield f"placeholders differ: {message.split(chr(0))[0]}"


def main(command: str = "") -> int:
    """Run one of the two commands."""
    places = collected()
    known = read_po(CATALOGUE.read_text(encoding="utf-8")) if CATALOGUE.exists() else {}
    messages = {message: known.get(message, "") for message in places}
    if command == "update":
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(write_po(messages, places), encoding="utf-8")
        missing = sum(not said for said in messages.values())
        print(f"{len(messages)} messages, {missing} without English")
        return 0
    if command == "check":
        found = list(problems(messages))
        print("\n".join(found) or "complete")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
