"""The picture of a recovery on a page: as wide as the screen allows, with its words and the source of its band."""

from collections.abc import Sequence

import streamlit as st

from tracker.charts import band_source, recovery_alt_text, recovery_figure
from tracker.domain.patients import Site
from tracker.domain.responses import Response
from tracker.services.recovery import Recovery
from tracker.web.components.figure import show_figure
from tracker.web.components.screen import Screen, look_of


def recovery_picture(
    record: Recovery,
    seen: Screen,
    *,
    interpreted: bool,
    compact: bool = False,
    last: int | None = None,
    responses: Sequence[Response] = (),
) -> None:
    """Lays out the picture for a screen, which is asked for once a page. `interpreted` adds what is for the physician,
    and wants an assessment in the record; `compact` is for a place that is narrow on any screen; `last` leaves only so
    many days, the newest ones; `responses` stand beside the procedures, for the physician."""
    episode = record.patient.episode
    leading = record.assessment.leading if record.assessment else Site.AXIAL
    told = [stored.flag for stored in record.flags if stored.withdrawn_at is None]
    show_figure(
        recovery_figure(
            episode,
            record.days,
            record.treatments,
            told,
            interpreted=interpreted,
            leading=leading,
            compact=seen.narrow or compact,
            look=look_of(seen),
            last=last,
            responses=responses,
        ),
        seen,
        alt=recovery_alt_text(episode, record.days, record.treatments, told, interpreted=interpreted),
        name=f"picture_{record.patient.id}_{last}",
    )
    if interpreted and (source := band_source(episode, record.days, leading)):
        st.caption(source)
