"""From an assessed recovery to a picture. Figures are built here and rendered nowhere but in tracker.web."""

from tracker.charts.alt_text import recovery_alt_text
from tracker.charts.pain import band_source
from tracker.charts.recovery import printed_recovery, recovery_figure

__all__ = ["band_source", "printed_recovery", "recovery_alt_text", "recovery_figure"]
