"""What an expression consists of: numbers, words, values of returns, and operations on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

PRIOR: Final = "__ly"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A word in quotation marks, such as a code of a choice."""

    value: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a return; ``source`` says of which: own, lag, earlier, before, ytd, of.

    ``own`` this return; ``lag`` the one ``steps`` periods before; ``earlier`` the period before in the same
    year; ``before`` the same period a year before; ``ytd`` the sum since January; ``of`` another form.
    """

    item: str
    source: str = "own"
    steps: int = 0
    form: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Where the value is kept, the first that is there counts; frames use the same names as columns."""
        match self.source:
            case "own":
                return (self.item,)
            case "lag":
                return (f"{self.item}__lag{self.steps}",)
            case "before":
                return (self.item + PRIOR, f"{self.item}__yearago")
            case "of":
                return (f"{self.form}:{self.item}",)
        return (f"{self.item}__{self.source}",)


@dataclass(frozen=True, slots=True)
class Negative:
    """The number with the other sign."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left`` op ``right`` with + - * /; missing where a side is, or where it is no finite number."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """``abs floor`` of one number; ``min max sum`` of those that are there; ``coalesce`` the first that is;
    ``unit_factor`` of a number and its prediction, as ``unit_error.factor``."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """``then`` where the condition holds, else ``otherwise``; an unknown condition does not hold."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """``left`` op ``right`` with == != < <= > >=; unknown where a side is missing."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` / ``or`` of two truths, three-valued as in SQL."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Given:
    """Whether there is a value at all."""

    operand: Node


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a value that is a word is one of these; unknown where it is missing."""

    value: Value
    choices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """``is_text`` whether the value is a word, ``credit_code`` whether it is a valid credit code."""

    name: str
    value: Value


Node = (
    Number
    | Text
    | Value
    | Negative
    | Arithmetic
    | Call
    | Choose
    | Compare
    | Logic
    | Not
    | Given
    | OneOf
    | Quality
)
_TRUTHS: Final = (Compare, Logic, Not, Given, OneOf, Quality)


def is_truth(node: Node) -> bool:
    """Tell whether an expression is true or false rather than a number or a word.

    >>> is_truth(Given(Value("r13"))), is_truth(Value("r13"))
    (True, False)
    """
    return isinstance(node, _TRUTHS)


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct parts of an expression.

    >>> children(Arithmetic("+", Value("r1"), Number(2.0)))
    (Value(item='r1', source='own', steps=0, form=''), Number(value=2.0))
    """
    found: list[Node] = []
    for name in node.__slots__:
        part = getattr(node, name)
        if isinstance(part, Node):
            found.append(part)
        elif isinstance(part, tuple):
            found.extend(part)
    return tuple(found)


def walk(node: Node) -> Iterator[Node]:
    """Give an expression and all its parts, from the outside in and from left to right.

    >>> [type(part).__name__ for part in walk(Negative(Value("r1")))]
    ['Negative', 'Value']
    """
    yield node
    for part in children(node):
        yield from walk(part)


@lru_cache(maxsize=65536)
def values_of(node: Node) -> tuple[Value, ...]:
    """Return the values an expression reads, each once, in the order they are written.

    >>> [value.item for value in values_of(Arithmetic("+", Value("r2"), Value("r1")))]
    ['r2', 'r1']
    """
    return tuple(dict.fromkeys(part for part in walk(node) if isinstance(part, Value)))
