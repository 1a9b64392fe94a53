"""The daily dose of an opioid in MME: what can be read of a line, and why another cannot."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.catalogue import Category, catalogue, is_opioid
from tracker.domain.opioid_doses import DailyDose, MmeFactor, daily_dose, is_sedative, opioid_reference
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


def named(key: str) -> str:
    """What the catalogue calls an opioid."""
    return next(entry.name for entry in catalogue() if entry.key == key)


def test_the_factors_are_those_of_the_table_and_no_opioid_of_the_catalogue_is_left_out() -> None:
    assert {each.key: each.factor for each in opioid_reference().factors} == FACTORS
    assert set(FACTORS) == {each.key for each in catalogue() if each.category is Category.OPIOID}
    assert opioid_reference().reassess_line.value == 50
    assert all(
        (opioid_reference().source, opioid_reference().sedatives_source, opioid_reference().reassess_line.source)
    )


@pytest.mark.parametrize("key", [key for key, factor in FACTORS.items() if factor and key != "fentanyl_patch"])
def test_milligrams_times_a_day_times_the_factor(key: str) -> None:
    assert daily_dose(line(named(key), "10 mg, twice a day", key)).mme == pytest.approx(20 * (FACTORS[key] or 0))


def test_a_patch_is_counted_by_its_micrograms_per_hour_however_often_it_is_changed() -> None:
    for dose in (
        "25 mcg/h",
        "25 mcg/h, every 72 hours",
        "25 µg/h",
        "25 micrograms per hour",
        "25 mcg/hr",
        "25 mcg/h cada 3 días",
    ):
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
        ("5 mg at work", 'holds a word that is not understood: "at"'),
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


LEFT_OUT = "is taken as needed, so that how often is not known"


@pytest.mark.parametrize(
    "words",
    [
        # combinations, of which only one strength is given
        *("Paracetamol con codeína 500 mg cada 8 horas", "Percocet 325 mg twice a day", "Norco 325 mg daily"),
        *("Vicodin 5 mg, twice a day", "Lortab 7.5 mg, daily", "Ultracet 37.5 mg, daily", "co-codamol 30 mg, daily"),
        *("Tylenol with codeine 30 mg, daily", "oxycodone and ibuprofen 5 mg, daily", "codeine 30 mg, aspirin, daily"),
        # or two, of which nothing tells which is the opioid's
        *("Percocet 5/10 mg, daily", "Percocet 325/500 mg, daily", "Percocet 5/325/2 mg, daily"),
        "Oxycodone 10/5 mg, daily",
        # a total beside another frequency
        *("Oxycodone 30 mg per day, twice a day", "Oxycodone 30 mg total a day, every 8 hours"),
        *("Oxycodone total diario 30 mg, mañana y noche", "Oxycodone 30 mg/day, bid", "Oxycodone 30 mg daily, q8h"),
        # halves and numbers of tablets
        *("Oxycodone 10 mg, half twice a day", "Oxycodone 10 mg, ½ twice a day", "Oxycodone 10 mg, 1/2 twice a day"),
        *("Oxycodone 10 mg, la mitad, dos veces al día", "Oxycodone 10 mg, media por la noche"),
        *("Oxycodone 5 mg, two every 4 hours", "Oxycodone 5 mg tablets, two twice a day"),
        *("Oxycodone two 5 mg tablets twice a day", "Oxycodone two 5 mg a day", "Oxycodone 5 mg, dos por la noche"),
        *("Oxycodone 5 mg, two at night", "Oxycodone 5 mg, five tablets daily", "Oxycodone 2 x 5 mg daily"),
        *("Oxycodone 2x5 mg daily", "Oxycodone 5 mg x 2 daily", "Oxycodone 5 mg, morning and two at night"),
        "Oxycodone 5 mg, one tablet, one tablet daily",
        # frequencies that are not understood
        *("Oxycodone 5 mg, ten times daily", "Oxycodone 5 mg, siete veces al día", "Oxycodone 5 mg, every seven hours"),
        *("Oxycodone 5 mg, every seven hours daily", "Oxycodone 5 mg, twelve times a day", "Oxycodone 5 mg, 24 a day"),
        *("Oxycodone 5 mg every hour", "Oxycodone 5 mg every 2 hours", "Oxycodone 5 mg mañana"),
        # as needed
        *(
            "Oxycodone 5 mg, máximo 4 al día",
            "Oxycodone 5 mg, no more than 4 a day",
            "Oxycodone 5 mg, no más de 4 al día",
        ),
        *("Oxycodone 5 mg, como mucho 3 al día", "Oxycodone 5 mg, upto 4 a day", "Oxycodone 5 mg q6h p.r.n."),
        *("Oxycodone 5 mg cada 8 horas si duele", "Oxycodone 5 mg cada 8 horas si precisa"),
        *(
            "Oxycodone 5 mg cada 8 horas si dolor",
            "Oxycodone 5 mg a demanda, cada 8 horas",
            "Oxycodone 5 mg de rescate al día",
        ),
        *("Oxycodone 5 mg daily if pain", "Oxycodone 5 mg sometimes daily", "Oxycodone 5 mg a veces, al día"),
        *(
            "Oxycodone 5 mg daily plus rescue",
            "Oxycodone 5 mg daily?",
            "Oxycodone <5 mg daily",
            "Oxycodone ~5 mg daily",
        ),
        # ranges
        *("Oxycodone 5 mg once or twice a day", "Oxycodone 5 mg, dos o tres veces al día"),
        *("Oxycodone 5 mg daily or twice daily", "Oxycodone 5 mg daily/twice daily"),
        # not every day alike
        *("Oxycodone 5 mg not every day", "Oxycodone 5 mg no todos los días", "Oxycodone 5 mg daily, alternate days"),
        *(
            "Oxycodone 5 mg al día, un día sí y otro no",
            "Oxycodone 5 mg daily, mondays",
            "Oxycodone 5 mg daily, weekdays",
        ),
        *(
            "Oxycodone 5 mg daily, fortnightly",
            "Oxycodone 5 mg al día, quincenal",
            "Oxycodone 5 mg al día, semanalmente",
        ),
        *("Oxycodone 5 mg some nights", "Oxycodone 5 mg daily, stopped", "Oxycodone 5 mg daily, tapering"),
        *("Oxycodone 5 mg every other night", "Oxycodone 5 mg daily for 5 days", "Oxycodone 5 mg daily except mondays"),
        # numbers written otherwise
        *("Oxycodone 1.000 mg daily", "Oxycodone 1 000 mg daily", "Oxycodone 1'000 mg daily", "Oxycodone ٥ mg daily"),
        *(
            "Oxycodone 5 mg, ٢ a day",
            "Oxycodone 10 | 5 mg daily",
            "Oxycodone -5 mg daily",
            "Oxycodone 10 mg/5 ml daily",
        ),
        # another way than by mouth
        *("intrathecal morphine 2 mg daily", "Morphine pump 2 mg daily", "Oxycodone IV 5 mg daily"),
        *("Morphine 5 mg subcutaneous daily", "Morphine 5 mg injection daily", "Oxycodone patch 5 mg daily"),
        # patches
        *("Fentanyl 2 patches 25 mcg/h", "Fentanyl patch 2 x 25 mcg/h", "Fentanyl patch 25 mcg/h stopped"),
        *("Fentanyl patch 25 mcg/h as needed", "Fentanyl patch 25 mcg/h x2", "Fentanyl patch 25 mcg/h, half"),
        *("Fentanyl patch 25 mcg/h IV", "Fentanyl patch 1.000 mcg/h", "Fentanyl patch 25 mcg/h and 12 mcg/h"),
        *("Fentanyl patch 25 mcg/h weekly", "Fentanyl patch 25-50 mcg/h", "Fentanyl patch 25 mcg/h, 8 hours a day"),
        # more than one medicine
        *("Oxycodone 5 mg daily, morphine", "Oxycodone 5 mg daily and gabapentin"),
    ],
)
def test_nothing_is_read_where_a_word_or_a_number_is_left(words: str) -> None:
    own, chosen = daily_dose(line(words)), _as_chosen(words)
    assert (own.mme, bool(own.why)) == (None, True)
    assert chosen is None or (chosen.mme, bool(chosen.why)) == (None, True)


def _as_chosen(words: str) -> DailyDose | None:
    """What is read where the same was chosen from the catalogue and the rest typed; None where it begins otherwise."""
    for each in catalogue():
        if each.category is Category.OPIOID and words.startswith(f"{each.name} "):
            return daily_dose(line(each.name, words.removeprefix(f"{each.name} "), each.key))
    return None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Oxycodone 5 mg daily if pain", LEFT_OUT),
        ("Oxycodone 5 mg q6h p.r.n.", LEFT_OUT),
        ("Oxycodone 5 mg, máximo 4 al día", LEFT_OUT),
        ("Oxycodone 5 mg, no todos los días", "is not taken every day alike"),
        ("Oxycodone 5 mg daily, tapering", "is not taken every day alike"),
        ("intrathecal morphine 2 mg daily", "is not taken by mouth"),
        ("Oxycodone IV 5 mg daily", "is not taken by mouth"),
        ("Oxycodone 5 mg, two at night", 'holds a word that is not understood: "two"'),
        ("Oxycodone 5 mg daily?", 'holds a sign that is not understood: "?"'),
        ("Percocet 325 mg twice a day", "is a combination, and does not give the strength of each part"),
        ("Percocet 5/10 mg, daily", "is a combination, and which strength is the opioid's is not clear"),
        ("Oxycodone 325 mg twice a day", "gives more than one dose of it can be (80 mg)"),
        ("Fentanyl patch 125 mcg/h", "gives more than one dose of it can be (100 mcg/h)"),
        ("Oxycodone 1.000 mg daily", "gives an amount that can be read in two ways"),
        ("Oxycodone 5 mg, 24 a day", "says how often in a number that can hardly be"),
    ],
)
def test_the_reason_is_told(words: str, why: str) -> None:
    assert daily_dose(line(words)) == DailyDose(None, why)


@pytest.mark.parametrize(
    ("words", "mme"),
    [
        ("Oxycodone 30 mg per day", 45),
        ("Oxycodone 30 mg/day", 45),
        ("Oxycodone 30 mg in total a day", 45),
        ("Oxycodone total diario 30 mg", 45),
        ("Oxycodone ER 20 mg tablets, every 12 hours", 60),
        ("Take 5 mg oxycodone by mouth, one tablet, twice a day with food", 15),
        ("Oxycodone 5 mg, 1 capsule in the morning and at night", 15),
        ("Oxycodone 5 mg - breakfast, lunch and dinner", 22.5),
        ("Oxycodone 5 mg twice-daily", 15),
        ("Oxycodone 5 mg two daily", 15),
        ("Oxycodone 5 mg, three doses daily", 22.5),
        ("Morfina retard 30 mg (vía oral) cada 12 horas", 60),
        ("Tomar tramadol 50 mg, un comprimido por la mañana y otro", None),
        ("Tomar tramadol 50 mg, un comprimido por la mañana y por la noche, con comida", 20),
        ("Percocet 5/325 mg, twice a day", 15),
        ("Percocet 10 mg/325 mg, every 6 hours", 60),
        ("Paracetamol con codeína 500/30 mg cada 8 horas", 13.5),
        ("co-codamol 8/500 mg, 4 times a day", 4.8),
        ("Ultracet 37.5/325 mg, daily", 7.5),
        ("hydrocodone/APAP 5/325 mg, bid", 10),
        ("hydrocodone with acetaminophen 7.5/325 mg, twice a day", 15),
    ],
)
def test_what_is_plain_is_read(words: str, mme: float | None) -> None:
    assert daily_dose(line(words)).mme == (None if mme is None else pytest.approx(mme))


@pytest.mark.parametrize(
    "factor", [each for each in opioid_reference().factors if each.factor], ids=lambda each: each.key
)
def test_the_largest_plausible_amount_at_once_is_read_and_a_little_more_is_not(factor: MmeFactor) -> None:
    unit, often = ("mcg/h", "") if factor.per_hour else ("mg", "daily")
    largest = factor.largest or 0.0
    read = daily_dose(line(named(factor.key), f"{largest:g} {unit} {often}", factor.key))
    assert read.mme == pytest.approx(largest * (factor.factor or 0))
    assert daily_dose(line(named(factor.key), f"{largest + 0.5:g} {unit} {often}", factor.key)).mme is None


@pytest.mark.parametrize(("times", "read"), [(6, True), (7, False)])
def test_six_times_a_day_is_the_most(times: int, read: bool) -> None:
    assert (oxycodone(f"5 mg, {times} times a day").mme is not None) is read


PLAIN = [
    *("Oxycodone 5 mg twice a day", "Oxycodone 5 mg every 6 hours", "Tramadol 50 mg cada 8 horas"),
    *("Oxycodone ER 10 mg tablets by mouth in the morning and at night", "Percocet 5/325 mg twice a day"),
    *("Morfina 30 mg dos veces al dia con comida", "Fentanyl patch 25 mcg/h", "Fentanyl patch 25 mcg/h every 72 hours"),
]
UNDERSTOOD = {
    *("tab", "tabs", "tablet", "tablets", "tableta", "tabletas", "pill", "pills", "cap"),
    *("caps", "capsule", "capsules", "capsula", "capsulas", "comprimido", "comprimidos", "pastilla", "pastillas"),
    *("oral", "orally", "mouth", "take", "takes", "taken", "taking", "tomar", "toma"),
    *("tomo", "tome", "retard", "day", "daily", "night", "nights", "noche", "morning"),
    *("mornings", "evening", "noon", "bed", "diario", "diaria", "bid", "tid", "qid"),
    *("the", "with", "patch", "parche", "food", "comida", "via"),
}


@given(
    plain=st.sampled_from(PLAIN),
    word=st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzñéß"), min_size=3, max_size=9),
    place=st.integers(0, 12),
)
def test_one_unknown_word_anywhere_makes_any_dose_unreadable(plain: str, word: str, place: int) -> None:
    assume(word not in UNDERSTOOD)
    assert daily_dose(line(plain)).mme is not None
    words = plain.split()
    words.insert(place % (len(words) + 1), word)
    assert daily_dose(line(" ".join(words))).mme is None


@given(
    plain=st.sampled_from(PLAIN),
    number=st.sampled_from(["2", "3", "10", "0.5", "½", "٢", "two", "dos", "half", "1/2", "2x"]),
    place=st.integers(0, 12),
)
def test_one_more_number_anywhere_makes_any_dose_unreadable(plain: str, number: str, place: int) -> None:
    words = plain.split()
    words.insert(place % (len(words) + 1), number)
    assert daily_dose(line(" ".join(words))).mme is None


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
