"""The last step of every picture: its traces and layout as a figure that the browser draws once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from plotly.graph_objects import Figure

__all__ = ["Figure", "figure"]

_DECIMALS = 3
"""Less than a pixel on any axis."""


def figure(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Figure:
    """The figure of traces (mappings as Plotly takes them; arrays of numbers, NaN where nothing is known) and a layout.

    Streamlit draws before it knows the width, and then again. Plotly leaves the second drawing out where it finds
    nothing changed, for which it takes packed arrays, a template, and any array without a `datarevision`: so arrays go
    as lists (None where nothing is known; those inside, of sizes or error bars, as they are), the template is left
    out, and the revision never changes. Other data are another figure, which Streamlit draws anew.
    """
    made = Figure(
        {
            "data": [{name: _listed(each) for name, each in trace.items()} for trace in traces],
            "layout": {**layout, "datarevision": 0},
        }
    )
    made.layout.template = None  # Plotly's own, which a figure gets when it is made
    return made


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: each.tolist() if isinstance(each, np.ndarray) else _listed(each) for name, each in value.items()}
    if not isinstance(value, np.ndarray) or value.dtype == object:
        return value
    # Of objects, which Plotly takes at a third of the time of a list and sends as one.
    listed = value.round(_DECIMALS).astype(object)
    listed[np.isnan(value)] = None
    return listed
