"""The pure core: diary entries -> day grid -> typical pain -> flags and states. numpy and pandas; no clock, no I/O."""

from tracker.trends.replay import Replay, replay

__all__ = ["Replay", "replay"]
