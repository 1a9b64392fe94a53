"""The daily dose of an opioid in MME: what can be read of a line, and why another cannot."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.catalogue import Category, catalogue, is_opioid
from tracker.domain.opioid_doses import DailyDose, daily_dose, is_sedative, opioid_reference
from tracker.domain.treatments import Treatment, TreatmentKind

FACTORS = {  # CDC 2022, MMWR Recomm Rep 71(3), table of factors; written here once more
    **{"codeine": 0.15, "fentanyl_patch": 2.4, "hydrocodone": 1.0, "hydromorphone": 5.0, "methadone": 4.7},
    **{"morphine": 1.0, "oxycodone": 1.5, "oxymorphone": 3.0, "tapentadol": 0.4, "tramadol": 0.2},
    **{"buprenorphine": None, "buprenorphine_patch": None},
}


def line(name: str, dose: str = "", key: str = "", kind: TreatmentKind = TreatmentKind.MEDICINE) -> Treatment:
    return Treatment("t", "p", kind, name, date(2026, 1, 1), dose=dose, catalogue=key)


def oxycodone(dose: str) -> DailyDose:
    return daily_dose(line("Oxycodone", dose, "oxycodone"))


def test_the_factors_are_those_of_the_table_and_no_opioid_of_the_catalogue_is_left_out() -> None:
    assert {each.key: each.factor for each in opioid_reference().factors} == FACTORS
    assert set(FACTORS) == {each.key for each in catalogue() if each.category is Category.OPIOID}
    assert opioid_reference().reassess_line.value == 50
    assert all(
        (opioid_reference().source, opioid_reference().sedatives_source, opioid_reference().reassess_line.source)
    )


@pytest.mark.parametrize("key", [key for key, factor in FACTORS.items() if factor and key != "fentanyl_patch"])
def test_milligrams_times_a_day_times_the_factor(key: str) -> None:
    assert daily_dose(line("x", "10 mg, twice a day", key)).mme == pytest.approx(20 * (FACTORS[key] or 0))


def test_a_patch_is_counted_by_its_micrograms_per_hour_however_often_it_is_changed() -> None:
    for dose in ("25 mcg/h", "25 mcg/h, every 72 hours", "25 µg/h", "25 micrograms per hour", "25 mcg/hr"):
        assert daily_dose(line("Fentanyl patch", dose, "fentanyl_patch")).mme == pytest.approx(60), dose
    assert daily_dose(line("Fentanyl patch", "2 mg, daily", "fentanyl_patch")).mme is None


@pytest.mark.parametrize(
    ("dose", "times"),
    [
        *(("daily", 1), ("once a day", 1), ("every day", 1), ("at night", 1), ("every 24 hours", 1), ("one a day", 1)),
        *(("twice a day", 2), ("twice daily", 2), ("every 12 hours", 2), ("2 times a day", 2), ("2 a day", 2)),
        *(("morning and night", 2), ("twice a day, morning and evening", 2), ("bid", 2), ("2x/day", 2)),
        *(("three times a day", 3), ("every 8 hours", 3), ("every eight hours", 3), ("q8h", 3), ("t.i.d.", 3)),
        *(("every 6 hours", 4), ("4 times daily", 4), ("every 4 h", 6), ("one tablet every 6 hours", 4)),
        *(("una vez al día", 1), ("al día", 1), ("por la noche", 1), ("todos los días", 1), ("al acostarse", 1)),
        *(
            ("dos veces al día", 2),
            ("cada 12 horas", 2),
            ("mañana y noche", 2),
            ("2 veces al dia", 2),
            ("dos al día", 2),
        ),
        *(("tres veces al día", 3), ("cada 8 horas", 3), ("cada ocho horas", 3), ("CADA 6 HORAS", 4)),
    ],
)
def test_how_often_is_read_in_english_and_spanish(dose: str, times: int) -> None:
    assert oxycodone(f"10 mg, {dose}").mme == 15 * times


@pytest.mark.parametrize(
    ("dose", "why"),
    [
        ("", "gives no amount in milligrams"),
        ("twice a day", "gives no amount in milligrams"),
        ("5/325 mg, twice a day", "gives no amount in milligrams"),
        ("5 mg", "does not say how often a day"),
        ("5 mg at work", "does not say how often a day"),
        ("1-2 tablets as needed", "gives a range"),
        ("5-10 mg, twice a day", "gives a range"),
        ("5 mg, 2 a 3 veces al día", "gives a range"),
        ("5 mg, twice a day and 10 mg at night", "gives more than one amount in milligrams"),
        ("1,000 mg, daily", "gives an amount that can be read in two ways"),
        ("0 mg, daily", "gives no amount above zero"),
        ("5 mg, every 6 hours as needed", "is taken as needed, so that how often is not known"),
        ("5 mg, up to 4 times a day", "is taken as needed, so that how often is not known"),
        ("5 mg, si hace falta", "is taken as needed, so that how often is not known"),
        ("5 mg, según el dolor", "is taken as needed, so that how often is not known"),
        ("5 mg, 2 tablets twice a day", "gives a number of tablets beside the amount"),
        ("5 mg, dos comprimidos al día", "gives a number of tablets beside the amount"),
        ("5 mg, half a tablet daily", "gives a number of tablets beside the amount"),
        ("5 mg, every other day", "is not taken every day alike"),
        ("5 mg, twice a week", "is not taken every day alike"),
        ("5 mg, every 5 hours", "gives hours that do not divide a day"),
        ("5 mg, every 48 hours", "gives hours that do not divide a day"),
        ("5 mg x2, daily", "holds a number that is not understood"),
        ("5 mg, twice a day, every 6 hours", "says how often in two ways"),
    ],
)
def test_what_cannot_be_read_is_no_number_and_says_why(dose: str, why: str) -> None:
    assert oxycodone(dose) == DailyDose(None, why)


@pytest.mark.parametrize(
    ("words", "dose", "mme"),
    [
        ("oxycodone 5 mg", "twice a day", 15.0),
        ("OXICODONA", "5 mg, dos veces al día", 15.0),
        ("Tramadol 50 mg cada 8 horas", "", 30.0),
        ("MS Contin", "2,5 mg, twice a day", 5.0),
        ("parche de fentanilo", "12.5 mcg/h", 30.0),
    ],
)
def test_own_words_are_read_by_the_name_they_hold(words: str, dose: str, mme: float) -> None:
    assert is_opioid(line(words, dose))
    assert daily_dose(line(words, dose)).mme == pytest.approx(mme)


def test_buprenorphine_has_no_factor_and_two_opioids_in_one_line_have_none_either() -> None:
    for key, dose in (("buprenorphine", "2 mg, daily"), ("buprenorphine_patch", "10 mcg/h")):
        assert daily_dose(line("x", dose, key)) == DailyDose(None, "has no factor and is left out")
    assert daily_dose(line("buprenorfina parche 10 mcg/h")) == DailyDose(None, "has no factor and is left out")
    assert daily_dose(line("tramadol or codeine 30 mg", "daily")) == DailyDose(None, "names more than one opioid")


@given(words=st.text(st.sampled_from("0123456789 mgdxvtablewicey,./-"), max_size=30))
def test_whatever_is_written_a_dose_is_above_zero_or_has_a_reason(words: str) -> None:
    read = oxycodone(words)
    assert (read.mme is None) == bool(read.why)
    assert read.mme is None or read.mme > 0


def test_sedatives_are_known_by_the_catalogue_and_by_their_names_in_own_words() -> None:
    assert [each.key for each in catalogue() if is_sedative(line(each.name, key=each.key))] == [
        each.key for each in catalogue() if each.category in (Category.BENZODIAZEPINE, Category.GABAPENTINOID)
    ]
    for words in ("Valium 5 mg", "gabapentina 300 mg", "PREGABALINA", "lorazepam at night"):
        assert is_sedative(line(words)), words
    for words in ("Ibuprofen", "Oxycodone"):
        assert not is_sedative(line(words)), words
    assert not is_sedative(line("valium talk", kind=TreatmentKind.THERAPY))
