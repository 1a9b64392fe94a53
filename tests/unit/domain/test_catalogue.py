"""The catalogue of treatments: whole, without doubles, and each procedure of it met by the rules."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.domain.catalogue import (
    CatalogueEntry,
    Category,
    catalogue,
    catalogue_faults,
    entries_beginning,
    entries_of,
    entry_called,
    entry_of,
    is_diagnostic_block,
    is_opioid,
)
from tracker.domain.language import Language
from tracker.domain.reference import procedure_kind
from tracker.domain.treatments import DOSE_LENGTH, NAME_LENGTH, Treatment, TreatmentKind
from tracker.languages.catalogue import speaking

LINE: dict[str, Any] = {"key": "a", "name": "A", "words": ["first"], "kind": "medicine", "category": "opioid"}
ENTRIES = {entry.key: entry for entry in catalogue()}
PROCEDURES = [entry for entry in catalogue() if entry.kind is TreatmentKind.PROCEDURE]

NOT_TOLD_APART = {
    "spinal_cord_stimulator_trial",
    "spinal_cord_stimulator",
    "peripheral_nerve_stimulation",
    "baclofen_pump",
    "revision_surgery",
}
"""Procedures of which the rules know no days of their own: they are taken for any procedure."""


def listed(name: str, kind: TreatmentKind = TreatmentKind.PROCEDURE, key: str = "") -> Treatment:
    return Treatment("t", "anna", kind, name, date(2026, 5, 21), catalogue=key)


@pytest.mark.parametrize(
    ("category", "some"),
    [
        (
            Category.THERAPY_AND_EXERCISE,
            {"targeted_physical_therapy", "guided_exercise", "myofascial_release", "movement_retraining"},
        ),
        (Category.ANTI_INFLAMMATORY, {"ibuprofen", "celecoxib"}),
        (Category.ACETAMINOPHEN, {"acetaminophen"}),
        (Category.GABAPENTINOID, {"gabapentin", "pregabalin"}),
        (Category.SNRI, {"duloxetine"}),
        (Category.TRICYCLIC, {"amitriptyline"}),
        (Category.MUSCLE_RELAXANT, {"baclofen", "tizanidine", "cyclobenzaprine", "methocarbamol"}),
        (Category.TOPICAL, {"lidocaine_patch", "capsaicin", "diclofenac_gel"}),
        (Category.STEROID_COURSE, {"steroid_course"}),
        (
            Category.OPIOID,
            {"codeine", "fentanyl_patch", "hydrocodone", "hydromorphone", "methadone", "morphine", "oxycodone"}
            | {"oxymorphone", "tapentadol", "tramadol"},
        ),
        (Category.BENZODIAZEPINE, {"diazepam"}),
        (Category.HYPERBARIC_OXYGEN, {"hyperbaric_oxygen"}),
        (Category.DIAGNOSTIC_BLOCK, {"medial_branch_block", "sacroiliac_block"}),
        (Category.INJECTION, {"epidural_steroid_injection", "facet_injection", "sacroiliac_injection"}),
        (Category.PROLOTHERAPY_AND_PRP, {"prolotherapy", "platelet_rich_plasma"}),
        (Category.ABLATION, {"radiofrequency_ablation"}),
        (
            Category.NERVE_STIMULATION,
            {"spinal_cord_stimulator_trial", "spinal_cord_stimulator", "peripheral_nerve_stimulation"},
        ),
        (Category.PUMP, {"baclofen_pump"}),
        (Category.SURGERY, {"revision_surgery"}),
    ],
)
def test_everything_that_the_clinical_reference_names_is_there(category: Category, some: set[str]) -> None:
    assert some <= {entry.key for entry in catalogue() if entry.category is category}


def test_no_category_is_without_a_treatment() -> None:
    assert {entry.category for entry in catalogue()} == set(Category)


def test_every_medicine_has_a_unit_and_no_procedure_has_one() -> None:
    assert [entry.key for entry in catalogue() if entry.kind is TreatmentKind.MEDICINE and not entry.unit] == []
    assert [entry.key for entry in PROCEDURES if entry.unit] == []


def test_every_entry_fits_on_the_list() -> None:
    assert max(len(entry.name) for entry in catalogue()) <= NAME_LENGTH
    assert max(len(entry.unit) for entry in catalogue()) < DOSE_LENGTH


@pytest.mark.parametrize("entry", PROCEDURES, ids=lambda entry: entry.key)
def test_every_procedure_is_the_same_to_the_rules_by_each_of_its_names(entry: Any) -> None:
    kinds = {procedure_kind(entry.kind, said) for said in (entry.name, *entry.words)}
    (kind,) = kinds
    assert kind is not None
    assert (kind.name == "procedure") is (entry.key in NOT_TOLD_APART)
    assert (kind.name == "radiofrequency ablation") is (entry.category is Category.ABLATION)


def test_what_is_no_procedure_is_none_to_the_rules_whatever_it_is_called() -> None:
    others = [entry for entry in catalogue() if entry not in PROCEDURES]
    assert [entry.key for entry in others if procedure_kind(entry.kind, entry.name)] == []


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Gabapentin", "gabapentin"),
        ("  neurontin ", "gabapentin"),
        ("PHYSIO", "targeted_physical_therapy"),
        ("hbot", "hyperbaric_oxygen"),
        ("scs", "spinal_cord_stimulator"),
        ("SI  joint   block", "sacroiliac_block"),
        ("baclofen", "baclofen"),
    ],
)
def test_an_entry_is_found_by_its_name_and_other_words_in_whatever_case(said: str, key: str) -> None:
    assert entry_called(said) == ENTRIES[key]


@pytest.mark.parametrize("said", ["", "gabapentin 300", "my mother's ointment", "gaba"])
def test_own_words_lead_to_no_entry(said: str) -> None:
    assert entry_called(said) is None


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("gaba", ["gabapentin"]),
        (" NEURO", ["gabapentin"]),
        ("lidocaine", ["lidocaine_patch", "lidocaine_cream"]),
        ("ga", []),
        ("pentin", []),
        ("", []),
    ],
)
def test_half_a_word_tells_what_may_be_meant(said: str, keys: list[str]) -> None:
    assert [entry.key for entry in entries_beginning(said)] == keys


def test_a_search_sees_the_name_and_every_other_word() -> None:
    assert ENTRIES["gabapentin"].found_by == "Gabapentin · Neurontin, Gralise"
    assert entries_of([{**LINE, "words": []}])[0].found_by == "A"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"key": "a"}, "share the key 'a'"),
        ({"name": "FIRST"}, "share the word 'first'"),
        ({"words": ["a"]}, "share the word 'a'"),
        ({"kind": "prayer"}, "'prayer' is not a valid TreatmentKind"),
        ({"category": "magic"}, "'magic' is not a valid Category"),
    ],
)
def test_a_file_that_is_not_sound_is_not_loaded(changed: dict[str, Any], said: str) -> None:
    other = {**LINE, "key": "b", "name": "B", "words": ["second"]}
    assert len(entries_of([LINE, other])) == 2
    with pytest.raises(ValueError, match=said):
        entries_of([LINE, {**other, **changed}])


@pytest.mark.parametrize(
    ("key", "kind", "said"),
    [
        ("", TreatmentKind.OTHER, None),
        ("gabapentin", TreatmentKind.MEDICINE, None),
        ("gabapentin", TreatmentKind.EXERCISE, "is not that of Gabapentin (medicine)"),
        ("aspirin of the moon", TreatmentKind.MEDICINE, "is not in the catalogue"),
    ],
)
def test_a_treatment_names_an_entry_of_its_own_kind_or_none(key: str, kind: TreatmentKind, said: str | None) -> None:
    assert [fault.problem for fault in catalogue_faults(listed("x", kind, key))] == ([said] if said else [])


def test_a_key_of_another_version_is_own_words() -> None:
    assert entry_of(listed("x", key="not known here")) is None


@pytest.mark.parametrize(
    ("treatment", "asks_for_a_log"),
    [
        (listed("Medial branch block", key="medial_branch_block"), True),
        (listed("Left side", key="sacroiliac_block"), True),
        (listed("A facet Block, left"), True),
        (listed("Epidural steroid injection", key="epidural_steroid_injection"), False),
        (listed("Beta blockers"), False),
        (listed("Block therapy", TreatmentKind.THERAPY), False),
    ],
)
def test_a_block_is_told_by_its_entry_or_by_calling_itself_one(treatment: Treatment, asks_for_a_log: bool) -> None:
    assert is_diagnostic_block(treatment) is asks_for_a_log


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_what_the_catalogue_calls_an_opioid_is_one_and_nothing_else(entry: CatalogueEntry) -> None:
    assert is_opioid(listed(entry.name, entry.kind, entry.key)) == (entry.category is Category.OPIOID)


@pytest.mark.parametrize(
    ("name", "dose", "opioid"),
    [
        ("Oxycodone", "", True),
        ("oxycodone 5 mg at night", "", True),
        ("Pain pills", "tramadol 50 mg", True),
        ("PERCOCET", "", True),
        ("oxycodone/acetaminophen", "", True),
        ("Gabapentin", "300 mg", False),
        ("Morphinelike", "", False),
        ("", "", False),
    ],
)
def test_a_medicine_in_own_words_is_an_opioid_where_it_names_one(name: str, dose: str, opioid: bool) -> None:
    assert is_opioid(replace(listed(name, TreatmentKind.MEDICINE), dose=dose)) == opioid


def test_only_a_medicine_is_taken_for_an_opioid_by_its_words() -> None:
    assert not is_opioid(listed("Morphine pump talk", TreatmentKind.THERAPY))


@pytest.mark.parametrize("entry", [entry for entry in catalogue() if entry.category is Category.OPIOID], ids=str)
def test_an_opioid_in_own_words_is_told_by_what_it_is_called_in_any_language(entry: CatalogueEntry) -> None:
    for spoken in Language:
        with speaking(spoken):
            substance = entry.said[0].lower().removeprefix("parche de ").removesuffix(" patch")
            for text in (f"{substance} 5 mg por la noche", f"media de {substance.upper()}"):
                assert is_opioid(listed(text, TreatmentKind.MEDICINE)), text
