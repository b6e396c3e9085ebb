"""How much of a full product is tried: all of it in the thorough profile, else what can tell something new.

``XIANDAO_HYPOTHESIS=thorough`` is the profile in which every page is tried with everything.
"""

import os
import zlib
from unittest.mock import patch

from django.utils.datastructures import MultiValueDict

THOROUGHLY = os.environ.get("XIANDAO_HYPOTHESIS") == "thorough"


def turn(*words):
    """A number that is another for other words and the same in every run."""
    return zlib.crc32(" ".join(map(str, words)).encode())


def one_of(things, *words):
    """All things in the thorough profile, else one of them, another for other words."""
    things = list(things)
    if THOROUGHLY or not things:
        return things
    return [things[turn(*words) % len(things)]]


def keys_read(action):
    """The keys of query and form that the site looks for while something is done."""
    found = set()
    getters = {name: getattr(MultiValueDict, name) for name in ("__getitem__", "get", "getlist")}

    def watched(name):
        def look(self, key, *more):
            found.add(key)
            return getters[name](self, key, *more)

        return look

    with patch.multiple(MultiValueDict, **{name: watched(name) for name in getters}):
        action()
    return found
