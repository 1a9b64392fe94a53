"""The kinds of arrays that the engine passes around. Rows are patients, columns are days since surgery."""

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Dates = npt.NDArray[np.datetime64]
Anything = npt.NDArray[Any]

Kind = TypeVar("Kind", bound=np.generic)


def at(values: npt.NDArray[Kind], day: Ints) -> npt.NDArray[Kind]:
    """The value of each row of a matrix on the row's own day."""
    return np.asarray(values[np.arange(values.shape[0]), day])
