"""The pure core: diary entries -> day grid -> typical pain -> flags and states. numpy and pandas; no clock, no I/O."""

from tracker.trends.first_use import compile_loops
from tracker.trends.replay import Replay, replay

__all__ = ["Replay", "compile_loops", "replay"]
