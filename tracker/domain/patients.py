"""The patient and the episode: one index surgery and what follows it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, later


class Region(StrEnum):
    """Which part of the spine was operated."""

    LUMBAR = "lumbar"
    CERVICAL = "cervical"
    THORACIC = "thoracic"


class Site(StrEnum):
    """Where pain is judged: on the operated axis, or in the limb that its nerves serve. Kept apart everywhere."""

    AXIAL = "axial"
    LIMB = "limb"


_WORDS: dict[tuple[Region, Site], str] = {
    (Region.LUMBAR, Site.AXIAL): later("back"),
    (Region.LUMBAR, Site.LIMB): later("leg"),
    (Region.CERVICAL, Site.AXIAL): later("neck"),
    (Region.CERVICAL, Site.LIMB): later("arm"),
    (Region.THORACIC, Site.AXIAL): later("back"),
    (Region.THORACIC, Site.LIMB): later("leg"),
}


_SURGERY = {
    Region.LUMBAR: later("lumbar surgery"),
    Region.CERVICAL: later("cervical surgery"),
    Region.THORACIC: later("thoracic surgery"),
}


def site_word(region: Region, site: Site) -> str:
    """The everyday word for a site after surgery of a region: "back", "leg", "neck", "arm"."""
    return _(_WORDS[region, site])


@dataclass(frozen=True, slots=True)
class Episode:
    """One index surgery. Baselines are pain before surgery, whole 0-10, None where nobody asked."""

    id: str
    patient_id: str
    surgery_date: date
    region: Region
    levels: str = ""
    procedure: str = ""
    baseline_axial: int | None = None
    baseline_limb: int | None = None
    next_follow_up: date | None = None
    surgeon: str = ""

    def day(self, on: date) -> int:
        """The post-operative day of a date: 0 is the surgery, negative before it."""
        return (on - self.surgery_date).days

    def baseline(self, site: Site) -> int | None:
        return self.baseline_axial if site is Site.AXIAL else self.baseline_limb

    def word(self, site: Site) -> str:
        return site_word(self.region, site)

    @property
    def operation(self) -> str:
        """What was done, to be read aloud: "L4-L5 fusion", or "lumbar surgery" where nothing was noted."""
        return " ".join(part for part in (self.levels, self.procedure) if part) or _(_SURGERY[self.region])


@dataclass(frozen=True, slots=True)
class Patient:
    """A person under follow-up with the episode that the clock counts from. `time_zone` is an IANA name."""

    id: str
    name: str
    time_zone: str
    demo: bool
    episode: Episode
    account_id: str | None = None
    birth_date: date | None = None


EARLIEST_DATE = date(1900, 1, 1)


def episode_faults(episode: Episode, birth_date: date | None, today: date) -> tuple[Fault, ...]:
    """What is wrong with an episode as of `today`; empty where nothing is."""
    faults: list[Fault] = []
    if episode.surgery_date > today:
        faults.append(
            Fault("surgery date", episode.surgery_date, "lies in the future", "Give the date of the surgery.")
        )
    if episode.surgery_date < (birth_date or EARLIEST_DATE):
        faults.append(Fault("surgery date", episode.surgery_date, "lies before birth", "Check the year."))
    for name, score in (("baseline axial", episode.baseline_axial), ("baseline limb", episode.baseline_limb)):
        if score is not None and score not in range(11):
            faults.append(
                Fault(name, score, "is not a whole number from 0 to 10", "Leave it out where it is not known.")
            )
    return tuple(faults)


def check_episode(episode: Episode, birth_date: date | None, today: date) -> None:
    """Raises BadInput with every fault of the episode."""
    if faults := episode_faults(episode, birth_date, today):
        raise BadInput(*faults)
