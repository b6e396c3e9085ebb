"""Groups that a paper names as one party, and who belongs to them."""

from collections.abc import Sequence

from xiandao.terms.pack import PackOrganisation


def members_of(
    group: PackOrganisation, bodies: Sequence[PackOrganisation]
) -> list[PackOrganisation]:
    """Return the members that follow from a group's name; 相关… and 成员单位 are not known from the name alone.

    Args:
        group: the party as a whole, such as 各设区市人民政府.
        bodies: every body of the same province, in official sequence.

    >>> from xiandao.terms.pack import load_pack
    >>> pack = load_pack("jiangsu")
    >>> group = pack.organisation("各设区市人民政府")
    >>> len(members_of(group, pack.organisations))
    13
    """
    name = group.name
    if not name.startswith("各"):
        return []
    wanted = set()
    if "市" in name:
        wanted.add("city")
    if "县" in name:
        wanted.add("county")
    return [body for body in bodies if body.kind in wanted]
