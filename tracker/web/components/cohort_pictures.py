"""One statistic of a panel on its page: the picture, how it is worked out, and the same numbers as a table."""

from collections.abc import Iterator
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from tracker.charts.cohort import (
    BANDS_AT_ONCE,
    cohort_alt_text,
    cohort_figure,
    drawn_groups,
    value_words,
    when,
)
from tracker.domain.cohort import COULD_BE_WORKED_OUT, FEWER, METHODS, Statistic
from tracker.domain.reference import expected_band
from tracker.web.components.figure import show_figure
from tracker.web.components.screen import Screen, look_of

_DASH = "–"
_MIDDLE = {
    **dict.fromkeys((Statistic.PAIN, Statistic.SHARE_LEFT, Statistic.COVERAGE), ("Median", "Quartiles")),
    **dict.fromkeys((Statistic.IMPROVED, Statistic.TIME), ("Share", "90 % interval")),
}
_WITH_LEFT_OUT = (Statistic.IMPROVED, Statistic.TIME)


def statistic_picture(cells: pd.DataFrame, statistic: Statistic, seen: Screen) -> None:
    """Lays out a statistic from its cells (contract CELLS). Where every cell is withheld, says so and why."""
    if cells.empty:
        st.info(_nothing(statistic), icon=":material/hourglass_empty:")
        return
    if not drawn_groups(cells):
        st.info(f"Not shown: every number here would rest on {FEWER}.", icon=":material/visibility_off:")
        return
    with st.container(key=f"card_{statistic.name.lower()}"):
        figure = cohort_figure(cells, statistic, compact=seen.narrow, look=look_of(seen))
        show_figure(figure, seen, name=statistic.name.lower(), alt=cohort_alt_text(cells, statistic))
        st.caption(METHODS[statistic] + _band_words(statistic) + _not_drawn(cells, statistic))
        with st.expander("The numbers"):
            st.html(cells_table(cells, statistic))


def _nothing(statistic: Statistic) -> str:
    """Why there is not a single cell."""
    if statistic is Statistic.IMPROVED:
        return "Nobody chosen has come as far as 3 months after surgery yet."
    if statistic is Statistic.COVERAGE:
        return "Nobody chosen is 4 weeks past surgery yet."
    return "Nobody chosen has a week that counts yet: at least 4 days with a score."


def _band_words(statistic: Statistic) -> str:
    if statistic is not Statistic.SHARE_LEFT:
        return ""
    return f" Grey band: {expected_band().label.lower()}. {expected_band().source}."


def _not_drawn(cells: pd.DataFrame, statistic: Statistic) -> str:
    """What the picture leaves out and the table has, and what a sign in it stands for."""
    left = [each for each in pd.unique(cells["group"]) if each not in drawn_groups(cells)]
    words = f" Not drawn, see the numbers: {', '.join(left)}." if left else ""
    if statistic is not Statistic.IMPROVED and len(drawn_groups(cells)) > BANDS_AT_ONCE:
        words += f" Bands of more than {BANDS_AT_ONCE} groups would hide each other; they are in the numbers."
    if (cells["withheld"] == COULD_BE_WORKED_OUT).any():
        words += " ≥5: an n with which one of fewer than 5 could be worked out."
    return words


def cells_table(cells: pd.DataFrame, statistic: Statistic) -> str:
    """The cells as a table in HTML, one line a group and a time, with the words that the picture shows."""
    middle, spread = _MIDDLE[statistic]
    n = "At risk" if statistic is Statistic.TIME else "n"
    heads = ["Group", "After surgery", middle, spread, n, *(["Not assessed"] if statistic in _WITH_LEFT_OUT else [])]
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join(_line(line) for line in _lines(cells, statistic))
    name = escape(f"{statistic.value}: the numbers")
    return (
        f'<div class="cells" tabindex="0" role="region" aria-label="{name}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _line(cells: list[str]) -> str:
    first, *rest = map(escape, cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{each}</td>" for each in rest)}</tr>'


def _lines(cells: pd.DataFrame, statistic: Statistic) -> Iterator[list[str]]:
    for row in cells.sort_values("at", kind="stable").to_dict("records"):
        group, time = str(row["group"]), when(statistic, int(row["at"]))
        left_out = [_few(row["left_out"])] if statistic in _WITH_LEFT_OUT else []
        if pd.isna(row["value"]):
            yield [group, time, _DASH, _DASH, str(row["withheld"]), *([_DASH] if left_out else [])]
        else:
            yield [
                group,
                time,
                value_words(statistic, row["value"]),
                _spread(row, statistic),
                _few(row["n"]),
                *left_out,
            ]


def _few(count: float) -> str:
    return f"{count:.0f}" if pd.notna(count) else "fewer than 5, or withheld"


def _spread(row: dict[Any, Any], statistic: Statistic) -> str:
    if pd.isna(row["low"]):
        return "withheld" if row["withheld"] else "not defined"
    return f"{value_words(statistic, row['low'])}–{value_words(statistic, row['high'])}"
