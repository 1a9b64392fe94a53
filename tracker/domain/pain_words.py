"""Words for pain: where it is, how it feels, and what makes it worse or better. They are stored as they stand here:
add, never rename. None of them is scored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.errors import BadInput, Fault
from tracker.domain.language import _, later
from tracker.domain.patients import Region

NOTHING = later("nothing")
"""What a list of words holds where it was answered and nothing chosen: that is not the same as no answer."""

_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class BodySite:
    """A part of the body as a patient would name it. `name` is what is stored. `side` is left, right or "" for the
    middle, as the person calls it who has the body; `front` and `back` tell on which view it can be seen."""

    name: str
    side: str
    front: bool
    back: bool


_BOTH_VIEWS, _FRONT, _BACK = (True, True), (True, False), (False, True)
_PLACES: tuple[tuple[str, tuple[bool, bool], tuple[str, ...]], ...] = (
    ("neck", _BACK, ("left", "", "right")),
    ("shoulder", _BOTH_VIEWS, ("left", "right")),
    ("arm", _BOTH_VIEWS, ("left", "right")),
    ("hand", _BOTH_VIEWS, ("left", "right")),
    ("between the shoulder blades", _BACK, ("",)),
    ("low back", _BACK, ("left", "", "right")),
    ("SI region", _BACK, ("left", "right")),
    ("buttock", _BACK, ("left", "right")),
    ("groin", _FRONT, ("left", "right")),
    ("front of thigh", _FRONT, ("left", "right")),
    ("back of thigh", _BACK, ("left", "right")),
    ("shin", _FRONT, ("left", "right")),
    ("calf", _BACK, ("left", "right")),
    ("foot", _BOTH_VIEWS, ("left", "right")),
)

BODY_SITES: tuple[BodySite, ...] = tuple(
    BodySite(f"{side} {place}".strip(), side, *views) for place, views, sides in _PLACES for side in sides
)
"""From the neck down, left before right."""

_VERTEBRAE = tuple(f"{part}{number}" for part, last in (("C", 7), ("T", 12), ("L", 5)) for number in range(1, last + 1))
SPINE_LEVELS: tuple[str, ...] = tuple(
    f"{above}/{below if above[0] != below[0] else below[1:]}"
    for above, below in zip(_VERTEBRAE[1:], (*_VERTEBRAE[2:], "S1"), strict=True)
)
"""The levels with a disc, top down: C2/3 to L5/S1."""

_LEVELS_OF = {
    Region.CERVICAL: SPINE_LEVELS[: SPINE_LEVELS.index("C7/T1") + 1],
    Region.THORACIC: SPINE_LEVELS[SPINE_LEVELS.index("C7/T1") : SPINE_LEVELS.index("T12/L1") + 1],
    Region.LUMBAR: SPINE_LEVELS[SPINE_LEVELS.index("T11/12") :],
}

DESCRIPTORS = (
    later("aching"),
    later("burning"),
    later("tingling"),
    later("numb"),
    later("electric"),
    later("stabbing"),
    later("stiff"),
    later("spasm"),
    later("touch hurts"),
)
"""How pain feels. Shown to the physician as words; what they suggest is for an examination to tell."""

CIRCUMSTANCES = (
    later("sitting"),
    later("standing"),
    later("walking"),
    later("bending"),
    later("lying"),
    later("turning in bed"),
    later("coughing or sneezing"),
    later("rest"),
    later("heat"),
)
"""What may make pain worse or better."""

ALLOWED: Mapping[str, frozenset[str]] = {
    "sites": frozenset({*(site.name for site in BODY_SITES), *SPINE_LEVELS}),
    "descriptors": frozenset(DESCRIPTORS),
    "worse": frozenset(CIRCUMSTANCES),
    "better": frozenset(CIRCUMSTANCES),
}
"""The words that each list of a diary entry may hold."""


def levels_of(region: Region) -> tuple[str, ...]:
    """The levels that are offered after surgery of a region, top down."""
    return _LEVELS_OF[region]


def word_faults(field: str, words: Iterable[str]) -> list[Fault]:
    """What is wrong with a list of words: each that is not on the list."""
    strangers = sorted(set(words) - ALLOWED[field])
    words_allowed = ", ".join(sorted(_(word) for word in ALLOWED[field]))
    remedy = _("Choose from the list: {words}.").format(words=words_allowed)
    return [Fault(field, each, _("is not on the list"), remedy) for each in strangers]


def words_text(words: Collection[str] | None) -> str | None:
    """A list of words as one text, in the order of the alphabet: "left buttock; low back"; None where not answered."""
    return None if words is None else _SEPARATOR.join(sorted(words)) or NOTHING


def words_from(field: str, text: str | None) -> frozenset[str] | None:
    """What `words_text` was given. Raises BadInput with every word that is not on the list."""
    if text is None or not text.strip():
        return None
    words = frozenset(part.strip() for part in text.split(_SEPARATOR.strip()) if part.strip()) - {NOTHING}
    if faults := word_faults(field, words):
        raise BadInput(*faults)
    return words
