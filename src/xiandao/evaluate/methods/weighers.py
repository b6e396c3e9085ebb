"""Ways to find weights, as a recipe names them."""

from __future__ import annotations

from typing import Final

from xiandao.evaluate.methods.step import Weigher
from xiandao.evaluate.methods.weigh_combined import COMBINED
from xiandao.evaluate.methods.weighers_ahp import AHP
from xiandao.evaluate.methods.weighers_found import FOUND
from xiandao.evaluate.methods.weighers_given import GIVEN
from xiandao.evaluate.methods.weighers_optimised import OPTIMISED

WEIGHERS: Final[tuple[Weigher, ...]] = (*GIVEN, *FOUND, AHP, OPTIMISED, COMBINED)
