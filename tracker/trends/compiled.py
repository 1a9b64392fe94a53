"""How the engine's loops over days become machine code."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """A function of arrays and numbers as machine code, kept beside the source for the next process.

    Never with fast-math, which would let the compiler take missing days (NaN) for numbers. Dividing by zero gives what
    numpy gives, NaN or infinity, and raises nothing.
    """
    return cast(Loop, numba.njit(cache=True, fastmath=False, error_model="numpy", nogil=True)(loop))


def inlined(loop: Loop) -> Loop:
    """As `compiled`, for the parts of an inner loop: put where it is called, which saves handing over what it needs."""
    return cast(Loop, numba.njit(cache=True, fastmath=False, error_model="numpy", nogil=True, forceinline=True)(loop))
