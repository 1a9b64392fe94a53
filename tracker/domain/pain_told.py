"""Pain in the words in which a patient is told of it: what the pain of a site is called, and how strong a score is."""

from tracker.domain.language import _, later
from tracker.domain.patients import Episode, Site

BANDS: tuple[tuple[int, str], ...] = (
    (0, later("no pain")),
    (3, later("mild")),
    (6, later("moderate")),
    (10, later("severe")),
)
"""The highest score of each band and its word, from the lowest up. The usual bands, our choice: cut-offs differ between
studies (3 and 6, or 5 and 7, in Boonstra 2016, 10.3389/fpsyg.2016.01466; 4 and 6 in Jensen 1999)."""


def pain_of(episode: Episode, site: Site) -> str:
    """What the pain of a site is called after surgery of the episode's region: "back pain"."""
    return _("{site} pain").format(site=episode.word(site))


def band(score: float) -> int:
    """Which of `BANDS` a score of 0 to 10 lies in, from 0 on."""
    return next(index for index, (highest, _word) in enumerate(BANDS) if score <= highest)


def band_word(index: int) -> str:
    """The word of a band: "mild"."""
    return _(BANDS[index][1])
