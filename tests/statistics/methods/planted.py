"""Twenty thousand invented enterprises in two periods, with two hundred mistakes planted in the second."""

from dataclasses import dataclass

import numpy as np

NUMBER = 20_000
THOUSANDFOLD, TENTH, THREEFOLD = 80, 60, 60


@dataclass(frozen=True)
class Planted:
    """Figures of the period before, true and reported figures of this one, and where the mistakes are."""

    previous: np.ndarray
    true: np.ndarray
    reported: np.ndarray
    wrong: np.ndarray

    @property
    def is_wrong(self) -> np.ndarray:
        """Which of all enterprises report a mistake."""
        found = np.zeros(NUMBER, dtype=bool)
        found[self.wrong] = True
        return found


def planted(seed: int) -> Planted:
    """Log-normal sizes; growth of 3 % with the heavy tails of Student's t with five degrees of freedom."""
    chance = np.random.default_rng(seed)
    previous = np.exp(chance.normal(10, 1.5, NUMBER))
    true = previous * np.exp(0.03 + 0.15 * chance.standard_t(5, NUMBER))
    wrong = chance.choice(NUMBER, THOUSANDFOLD + TENTH + THREEFOLD, replace=False)
    reported = true.copy()
    reported[wrong[:THOUSANDFOLD]] *= 1000
    reported[wrong[THOUSANDFOLD : THOUSANDFOLD + TENTH]] /= 10
    reported[wrong[THOUSANDFOLD + TENTH :]] *= 3
    return Planted(previous, true, reported, wrong)
