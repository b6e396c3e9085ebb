"""Where to go on from an address that shows nothing itself."""

from django.urls import Resolver404, resolve


def page_above(path: str) -> str:
    """Return the nearest address from this one upwards that a browser can open, empty where there is none.

    What is only ever sent to (``/cases/7/act``) leads to the page it is sent from (``/cases/7``).
    """
    parts = [part for part in path.split("/") if part]
    for end in range(len(parts), 0, -1):
        above = "/" + "/".join(parts[:end])
        for address in (above, f"{above}/"):
            if opens(address):
                return address
    return ""


def opens(address: str) -> bool:
    """Return whether there is a page at the address that answers GET."""
    try:
        view = resolve(address).func
    except Resolver404:
        return False
    policy = getattr(view, "page_policy", None)
    return policy is not None and "GET" in policy.methods
