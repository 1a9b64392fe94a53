"""How the engine's loops over days become machine code."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., object])


def kept_in(folder: Path, sources: Path) -> Path:
    """Where in `folder` the machine code of the sources is kept: in a folder of its own for each state of them all. A
    loop holds parts of other files, and must not stay as it was when these change."""
    state = sha256()
    for source in sorted(sources.glob("*.py")):
        state.update(source.read_bytes())
    return folder / f"loops-{state.hexdigest()[:16]}"


_SOURCES = Path(__file__).parent
_FOLDER = Path(numba.config.CACHE_DIR or _SOURCES / "__pycache__")  # type: ignore[attr-defined]
numba.config.CACHE_DIR = str(kept_in(_FOLDER, _SOURCES))  # type: ignore[attr-defined]


def compiled(loop: Loop) -> Loop:
    """A function of arrays and numbers as machine code, kept for the next process.

    Never with fast-math, which would let the compiler take missing days (NaN) for numbers. Dividing by zero gives what
    numpy gives, NaN or infinity, and raises nothing.
    """
    return cast(Loop, numba.njit(cache=True, fastmath=False, error_model="numpy", nogil=True)(loop))


def inlined(loop: Loop) -> Loop:
    """As `compiled`, for the parts of an inner loop: put where it is called, which saves handing over what it needs."""
    return cast(Loop, numba.njit(cache=True, fastmath=False, error_model="numpy", nogil=True, forceinline=True)(loop))
