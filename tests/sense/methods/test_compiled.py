"""Compiled functions do what they did before."""

import numpy as np

from xiandao.sense.methods.compiled import compiled


def total(numbers):
    found = 0
    for number in numbers:
        found += number
    return found


def test_a_compiled_function_gives_what_the_plain_one_gives():
    numbers = np.arange(1000)
    assert compiled(total)(numbers) == total(numbers) == 499_500
