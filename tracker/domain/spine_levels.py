"""The levels of the spine in what the clinic wrote: "L4-L5", "L3–S1", "C5/6 and C6/7"."""

import re

from tracker.domain.pain_words import SPINE_LEVELS

_VERTEBRAE = (*(level.partition("/")[0] for level in SPINE_LEVELS), "S1")
"""From C2 down; the level of a place lies between the vertebra of that place and the next."""

_ONE = r"(?:th|[ctdls])\s*\d+"
_BETWEEN = r"\s*(?:[-‐-―−/>]|\bto\b|\bthrough\b|\bthru\b)\s*"
_CHAIN = re.compile(rf"{_ONE}(?:{_BETWEEN}(?:{_ONE}|\d+)|{_ONE})+", re.IGNORECASE)
_VERTEBRA = re.compile(r"(th|[ctdls])?\s*(\d+)", re.IGNORECASE)
_ALONE = re.compile(rf"\b{_ONE}", re.IGNORECASE)
_PART = {"TH": "T", "D": "T"}
"""Other letters for the thoracic spine."""


def levels_in(text: str) -> tuple[str, ...]:
    """The levels with a disc that a text names, top down, as in SPINE_LEVELS: "L4–S1" is L4/5 and L5/S1. Empty where
    they cannot be read for sure: without a stretch from one vertebra to another, or with a vertebra that there is not
    or that lies outside of the stretches."""
    chains = [_places(chain) for chain in _CHAIN.findall(text)]
    alone = [_places(found) for found in _ALONE.findall(_CHAIN.sub(" ", text))]
    if not all((*chains, *alone)):
        return ()
    named = {place for chain in chains for place in range(min(chain), max(chain))}
    if not {place for (place,) in alone} <= named | {place + 1 for place in named}:
        return ()
    return tuple(SPINE_LEVELS[place] for place in sorted(named))


def levels_beside(levels: tuple[str, ...]) -> tuple[str, ...]:
    """The levels next above and next below those, top down."""
    places = {SPINE_LEVELS.index(level) for level in levels}
    return tuple(
        level for place, level in enumerate(SPINE_LEVELS) if place not in places and {place - 1, place + 1} & places
    )


def _places(chain: str) -> list[int]:
    """The vertebrae of "L4-L5", "L4/5" or "L3-4-5" by their place from the top; empty where one of them is none, or
    where numbers without a letter run backwards: L5-1 may mean L5-S1."""
    part, places = "", list[int]()
    for letter, digits in _VERTEBRA.findall(chain):
        part = _PART.get(letter.upper(), letter.upper()) or part
        name = f"{part}{int(digits)}"
        if name not in _VERTEBRAE:
            return []
        place = _VERTEBRAE.index(name)
        if not letter and place <= places[-1]:
            return []
        places.append(place)
    return places
