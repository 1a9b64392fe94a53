"""Which days after which treatment are compared."""

import pytest

from tests.unit.charts.records import treatment
from tracker.domain.catalogue import catalogue, is_diagnostic_block
from tracker.domain.response_windows import response_windows, window_of
from tracker.domain.treatments import Treatment, TreatmentKind

MEDICINE, PROCEDURE, OTHER = TreatmentKind.MEDICINE, TreatmentKind.PROCEDURE, TreatmentKind.OTHER


def chosen(key: str) -> Treatment:
    entry = next(each for each in catalogue() if each.key == key)
    return Treatment("t1", "p1", entry.kind, entry.name, treatment("x", 0).start, catalogue=key)


@pytest.mark.parametrize(
    ("key", "name", "first", "last", "entries"),
    [
        ("medial_branch_block", "diagnostic block", 1, 8, 4),
        ("nerve_root_block", "diagnostic block", 1, 8, 4),
        ("sacroiliac_block", "sacroiliac block", 1, 8, 2),
        ("radiofrequency_ablation", "radiofrequency ablation", 22, 49, 8),
        ("epidural_steroid_injection", "epidural steroid injection", 7, 27, 8),
        ("sacroiliac_injection", "injection or other procedure", 7, 27, 8),
        ("facet_injection", "injection or other procedure", 7, 27, 8),
        ("spinal_cord_stimulator_trial", "stimulator trial", 1, 7, 4),
        ("spinal_cord_stimulator", "stimulator or pump", 28, 55, 8),
        ("baclofen_pump", "stimulator or pump", 28, 55, 8),
        ("platelet_rich_plasma", "prolotherapy or PRP", 28, 55, 8),
        ("revision_surgery", "surgery", 42, 69, 8),
        ("steroid_course", "steroid course", 3, 16, 8),
        ("gabapentin", "medicine for nerve pain", 14, 41, 8),
        ("duloxetine", "medicine for nerve pain", 14, 41, 8),
        ("amitriptyline", "medicine for nerve pain", 14, 41, 8),
        ("ibuprofen", "medicine", 7, 27, 8),
        ("oxycodone", "medicine", 7, 27, 8),
        ("guided_exercise", "therapy or exercise", 28, 55, 8),
        ("hyperbaric_oxygen", "therapy or exercise", 28, 55, 8),
    ],
)
def test_of_the_catalogue(key: str, name: str, first: int, last: int, entries: int) -> None:
    window = window_of(chosen(key))
    assert (window.name, window.first, window.last, window.entries) == (name, first, last, entries)


@pytest.mark.parametrize(
    ("kind", "words", "name"),
    [
        (PROCEDURE, "SIJ block, left", "sacroiliac block"),
        (PROCEDURE, "Facet block L4/5", "diagnostic block"),
        (PROCEDURE, "RFA L3–L5", "radiofrequency ablation"),
        (PROCEDURE, "Caudal injection, second", "epidural steroid injection"),
        (PROCEDURE, "SCS trial", "stimulator trial"),
        (OTHER, "SCS trial at home", "stimulator trial"),
        (PROCEDURE, "Botulinum injection", "injection or other procedure"),
        (MEDICINE, "Lyrica", "medicine for nerve pain"),
        (MEDICINE, "PREGABALIN", "medicine for nerve pain"),
        (MEDICINE, "Prednisone", "steroid course"),
        (MEDICINE, "Blue pill from the trial", "medicine"),
        (TreatmentKind.THERAPY, "Ablation of worries", "therapy or exercise"),
        (OTHER, "Magnet belt", "other"),
    ],
)
def test_in_own_words(kind: TreatmentKind, words: str, name: str) -> None:
    assert window_of(treatment(words, 30, kind=kind)).name == name


def test_every_treatment_has_one_and_every_block_is_read_by_the_hour() -> None:
    for entry in catalogue():
        each = chosen(entry.key)
        assert window_of(each).block is is_diagnostic_block(each)
    for kind in TreatmentKind:
        assert window_of(treatment("words that nobody knows", 30, kind=kind)).entries > 0


def test_only_a_steroid_course_outlasts_its_end() -> None:
    assert [each.name for each in response_windows() if each.outlasts] == ["steroid course"]


def test_every_window_can_be_filled_and_has_a_source() -> None:
    for window in response_windows():
        assert 1 <= window.first <= window.last
        assert 1 <= window.entries <= window.last - window.first + 1
        assert window.source
