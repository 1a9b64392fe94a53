"""What is read from files in English and shown in Spanish: the warning signs, the treatments, refusals. What is stored
stays as it is."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

import pytest

from tests.spanish import spanish
from tracker.domain.catalogue import (
    catalogue,
    catalogue_texts,
    dose_spoken,
    dose_to_keep,
    entries_beginning,
    entry_called,
    is_diagnostic_block,
    label_of,
    name_to_keep,
    units,
)
from tracker.domain.errors import BadInput
from tracker.domain.language import _
from tracker.domain.patients import Site
from tracker.domain.readings import HOURS, block_log, hour_words
from tracker.domain.red_flags import check_signs
from tracker.domain.reference import red_flag_advice, red_flag_signs, red_flag_texts
from tracker.domain.reminders import QuietHours, ReminderTimes, check_email, check_times
from tracker.domain.treatments import AMOUNT_FROM, AMOUNT_TO, Treatment, TreatmentKind, dose_words, treatment_faults

TODAY = date(2026, 5, 21)
SIGNS = tuple(dict.fromkeys(red_flag_texts()))
NUMBER = re.compile(r"\d[\d ]*\d|\d")


@pytest.fixture(autouse=True)
def in_spanish() -> Iterator[None]:
    with spanish():
        yield


def listed(name: str, key: str = "", dose: str = "", kind: TreatmentKind = TreatmentKind.MEDICINE) -> Treatment:
    return Treatment("t", "anna", kind, name, TODAY, dose=dose, catalogue=key)


class TestWarningSigns:
    @pytest.mark.parametrize("text", SIGNS)
    def test_each_text_is_in_spanish_with_every_number_of_the_english_one(self, text: str) -> None:
        assert _(text) != text
        assert set(NUMBER.findall(text)) <= set(NUMBER.findall(_(text)))

    def test_what_the_list_of_texts_has_is_what_the_pages_show(self) -> None:
        shown = {sign.words for sign in red_flag_signs().values()}
        assert shown < set(SIGNS)
        assert {group.route for group in red_flag_advice("UK").groups} < set(SIGNS)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Call 911 now.", "Llame al 911 ahora mismo."),
            (
                "You cannot pass urine, cannot feel that your bladder is full, or you leak",
                "No puede orinar, no siente que la vejiga está llena o se le escapa la orina",
            ),
        ],
    )
    def test_the_words_are_plain(self, text: str, said: str) -> None:
        assert _(text) == said

    def test_the_crisis_line_is_named_with_its_way_to_spanish(self) -> None:
        words = _(red_flag_advice("US").crisis_words)
        assert "marque 2 para español" in words
        assert "AYUDA" in words

    def test_nothing_comforts(self) -> None:
        said = " ".join(map(_, SIGNS)).lower()
        assert not [word for word in ("no se preocupe", "tranquil", "está bien", "sin peligro") if word in said]

    def test_a_language_spoken_leaves_the_file_in_english(self) -> None:
        assert red_flag_advice("US").groups[0].route == "Go to the nearest emergency department now."

    def test_no_sign_ticked_is_refused_in_spanish(self) -> None:
        with pytest.raises(BadInput, match="sin marcar"):
            check_signs([], red_flag_signs())


class TestSearch:
    @pytest.mark.parametrize(
        ("said", "key"),
        [
            ("codeína", "codeine"),
            ("CODEINA", "codeine"),
            ("Codeine", "codeine"),
            ("acetaminofen", "acetaminophen"),
            ("paracetamol", "acetaminophen"),
            ("fisio", "targeted_physical_therapy"),
            ("physio", "targeted_physical_therapy"),
            ("infiltracion  epidural", "epidural_steroid_injection"),
            ("Neurontin", "gabapentin"),
        ],
    )
    def test_a_treatment_is_found_in_either_language_and_without_accents(self, said: str, key: str) -> None:
        found = entry_called(said)
        assert found is not None
        assert found.key == key

    @pytest.mark.parametrize(
        ("said", "keys"),
        [
            ("inyeccion cau", {"epidural_steroid_injection"}),
            ("bloqueo sac", {"sacroiliac_block"}),
            ("lidoc", {"lidocaine_patch", "lidocaine_cream"}),
        ],
    )
    def test_half_a_word_tells_what_may_be_meant(self, said: str, keys: set[str]) -> None:
        assert {entry.key for entry in entries_beginning(said)} == keys

    def test_a_search_by_letters_sees_every_word_with_an_accent_without_it_too(self) -> None:
        (codeine,) = [entry for entry in catalogue() if entry.key == "codeine"]
        assert codeine.found_by == "Codeína · Tylenol con codeína, co-codamol, codeina"

    def test_no_name_leads_to_two_treatments(self) -> None:
        for entry in catalogue():
            for said in chain(entry.said, (entry.name, *entry.words)):
                assert entry_called(said) == entry, said

    def test_what_is_shown_of_two_treatments_is_never_the_same(self) -> None:
        assert len({entry.found_by for entry in catalogue()}) == len(catalogue())

    def test_every_text_has_its_spanish(self) -> None:
        alike = {text for text in catalogue_texts() if _(text) == text}
        brands = {entry.listed_words for entry in catalogue() if entry.kind is TreatmentKind.MEDICINE}
        names = {entry.name for entry in catalogue() if entry.kind is TreatmentKind.MEDICINE}
        assert alike <= brands | names | {"mg", "mcg/h"}
        assert not [entry.name for entry in catalogue() if not all(entry.said)]


class TestStored:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Codeína", "Codeine"),
            ("infiltración epidural", "Epidural steroid injection"),
            ("neurontin", "neurontin"),
            (" Baclofen ", "Baclofen"),
            ("la pomada de mi abuela", "la pomada de mi abuela"),
        ],
    )
    def test_own_words_are_kept_and_spanish_words_of_the_catalogue_by_the_english_name(
        self, typed: str, kept: str
    ) -> None:
        assert name_to_keep(typed, entry_called(typed)) == kept

    @pytest.mark.parametrize(
        ("treatment", "said"),
        [
            (listed("Codeine", "codeine", "30 mg"), "Codeína 30 mg"),
            (listed("Codeine", dose="30 mg"), "Codeine 30 mg"),
            (listed("neurontin", "gabapentin"), "neurontin"),
            (
                listed("Physical therapy", "targeted_physical_therapy", "3 times a week, por la tarde"),
                "Fisioterapia 3 veces por semana, por la tarde",
            ),
            (listed("Codeine", "codeine", "media tableta, a veces"), "Codeína media tableta, a veces"),
            (listed("Codeine", "codeine", "7.5 mg"), "Codeína 7.5 mg"),
        ],
    )
    def test_a_line_is_read_in_spanish_but_for_own_words(self, treatment: Treatment, said: str) -> None:
        assert label_of(treatment) == said

    @pytest.mark.parametrize("unit", units())
    def test_a_dose_that_is_read_and_typed_again_is_stored_as_it_was(self, unit: str) -> None:
        for dose in (f"3 {unit}", f"0.5 {unit}, por la noche"):
            assert dose_to_keep(dose_spoken(dose)) == dose

    def test_a_dose_in_own_words_is_stored_as_typed(self) -> None:
        assert dose_to_keep("4 veces por semana") == "4 times a week"
        assert dose_to_keep("4 veces cuando duele") == "4 veces cuando duele"

    @pytest.mark.parametrize(("name", "asks"), [("Bloqueo facetario, izquierdo", True), ("Bloqueador beta", False)])
    def test_own_spanish_words_may_name_a_block(self, name: str, asks: bool) -> None:
        assert is_diagnostic_block(listed(name, kind=TreatmentKind.PROCEDURE)) is asks

    def test_an_hour_after_a_block_is_read_in_spanish_and_stored_in_english(self) -> None:
        done_at = datetime(2026, 5, 21, 9, tzinfo=UTC)
        block = Treatment(
            "b",
            "anna",
            TreatmentKind.PROCEDURE,
            "Nerve root block",
            TODAY,
            done_at=done_at,
            catalogue="nerve_root_block",
        )
        log = block_log(block, [])
        assert [hour_words(hour) for hour in (0, 3)] == ["antes", "3 h después"]
        kept = [log.reading(hour, Site.AXIAL, 4, done_at + timedelta(days=1)).context for hour in (HOURS[0], HOURS[3])]
        assert kept == ["Nerve root block, before", "Nerve root block, 3 h after"]


def refused(asked: Callable[[], object]) -> str:
    with pytest.raises(BadInput) as error:
        asked()
    return str(error.value)


class TestRefusals:
    def test_of_a_dose_say_the_same_limits_as_spanish_writes_them(self) -> None:
        words = refused(lambda: dose_words(0, "mg", ""))
        low, high = re.findall(r"[\d.,]+\d", words.split("un número de ")[1].split(", o")[0])
        assert (float(low), int(high.replace(",", ""))) == (AMOUNT_FROM, AMOUNT_TO)

    def test_of_a_future_treatment(self) -> None:
        (fault,) = treatment_faults(listed("x"), TODAY - timedelta(days=1))
        assert (fault.field, fault.problem) == ("start", "está en el futuro")
        assert fault.remedy == "Añada un tratamiento el día en que empieza."

    @pytest.mark.parametrize(
        ("times", "said"),
        [
            (ReminderTimes(True, weekdays=frozenset()), "días sin elegir. Elija al menos un día"),
            (ReminderTimes(True, time(22)), "hora '22:00' está dentro de las horas de silencio"),
            (ReminderTimes(quiet=QuietHours(time(9), time(9))), "horas de silencio que empiezan y terminan a la misma"),
        ],
    )
    def test_of_reminders(self, times: ReminderTimes, said: str) -> None:
        assert refused(lambda: check_times(times)).startswith(said)

    def test_of_an_address(self) -> None:
        assert refused(lambda: check_email("anna")).startswith("dirección de correo 'anna' no es una dirección válida")
