"""The kinds of case that capabilities have declared; each registers its own when the site starts."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from xiandao.casework.methods.declarations import DeclarationError, parse
from xiandao.casework.methods.stages import Kind
from xiandao.terms.error import XiandaoError

_kinds: dict[str, Kind] = {}


def register(name: str, declaration: str | Traversable) -> Kind:
    """Read a declaration, check it and make it known under its name; the same one twice is no harm.

    Args:
        name: capability and idea, such as ``policy.followup``; the file must say the same.
        declaration: TOML text, or the file that holds it.

    Raises:
        DeclarationError: ``CAS-001`` where the declaration is unsound, ``CAS-002`` where it names itself
            differently, ``CAS-003`` where another declaration holds the name.

    >>> try:
    ...     register("policy.followup", 'name = "policy.followup"')
    ... except DeclarationError as error:
    ...     print(error.details["findings"][0])
    policy.followup.toml：缺少 label
    """
    if isinstance(declaration, str):
        text, source = declaration, f"{name}.toml"
    else:
        text, source = declaration.read_text(encoding="utf-8"), declaration.name
    kind = parse(text, source=source)
    if kind.name != name:
        raise DeclarationError(
            "CAS-002",
            f"{source} 自称“{kind.name}”，登记的却是“{name}”",
            "请让两处名称一致",
            {"source": source, "name": name},
        )
    if _kinds.get(name, kind) != kind:
        raise DeclarationError(
            "CAS-003", f"办件类型“{name}”已由另一份声明登记", "请换一个名称", {"name": name}
        )
    _kinds[name] = kind
    return kind


def get(name: str) -> Kind:
    """Return the kind.

    Raises:
        XiandaoError: ``CAS-101`` where nobody has declared it.

    >>> get("no.such.kind")
    Traceback (most recent call last):
    ...
    xiandao.terms.error.XiandaoError: 没有名为“no.such.kind”的办件类型（请联系系统管理员核对已安装的功能）
    """
    found = _kinds.get(name)
    if found is None:
        raise XiandaoError(
            "CAS-101",
            f"没有名为“{name}”的办件类型",
            "请联系系统管理员核对已安装的功能",
            {"kind": name},
        )
    return found


def known() -> tuple[Kind, ...]:
    """Return every kind that is declared, in order of registration.

    >>> all(get(kind.name) is kind for kind in known())
    True
    """
    return tuple(_kinds.values())
