"""The table of patterns on file: whole, and refused with the reason where it is not."""

import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from tests.spec.courses import stay
from tests.spec.diaries import Diary, all_of, findings, found_in, returned
from tracker.domain.errors import BadInput
from tracker.domain.patients import Site
from tracker.domain.pattern_rules import pattern_table, table_of
from tracker.domain.reference import FOLDER

Change = Callable[[dict[str, Any]], object]


def on_file() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "patterns.toml").read_text(encoding="utf-8"))


def test_the_file_is_read_whole() -> None:
    assert table_of(on_file()) == pattern_table()


def test_each_pattern_and_each_feature_has_a_source() -> None:
    for rule in pattern_table().patterns:
        assert all((rule.source, rule.tests, rule.onset.source, *(each.source for each in rule.features)))


def test_onset_is_that_of_the_site_that_the_pattern_is_about() -> None:
    sites = {rule.key: rule.site for rule in pattern_table().patterns}
    assert sites == {
        "adjacent_segment": None,
        "nerve": Site.LIMB,
        "hardware": Site.AXIAL,
        "pseudarthrosis": Site.AXIAL,
        "soft_tissue": Site.AXIAL,
        "si_joint": None,
    }


FAULTS: dict[str, tuple[Change, str]] = {
    "an unknown kind": (
        lambda file: file["patterns"][0]["features"][2].update(kind="wrse_by"),
        "adjacent_segment, worse 'wrse_by' is no kind of condition here. Write one of: axial_dominant, better_by",
    ),
    "a kind of the clock among the features": (
        lambda file: file["patterns"][0]["features"][2].update(kind="never_relieved"),
        "adjacent_segment, worse 'never_relieved' is no kind of condition here",
    ),
    "a kind of the days in the onset": (
        lambda file: file["patterns"][0]["onset"].update(rules=[{"kind": "worse_by", "named": ["rest"]}]),
        "adjacent_segment, onset 'worse_by' is no kind of condition here. Write one of: continuing_since_early",
    ),
    "a word that the log cannot hold": (
        lambda file: file["patterns"][0]["features"][2].update(named=["stairs"]),
        "adjacent_segment, worse 'stairs' is no word for worse_by. Write some of: bending",
    ),
    "a number that is missing": (
        lambda file: file["patterns"][1]["onset"]["rules"][1].pop("last"),
        "nerve, onset 'last' is missing for onset_between. Give: first, last.",
    ),
    "a number that means nothing": (
        lambda file: file["patterns"][1]["features"][0].update(count=3),
        "nerve, limb_first 'count' is nothing to limb_dominant. Give: the kind alone.",
    ),
    "an unknown site": (
        lambda file: file["patterns"][0].update(site="hip"),
        "adjacent_segment 'hip' is no site. Write one of: leading, axial, limb.",
    ),
    "a threshold that is missing": (
        lambda file: file["thresholds"].pop("word_share"),
        "thresholds 'word_share' is missing.",
    ),
    "a threshold of no rule": (
        lambda file: file["thresholds"].update(weight={}),
        "thresholds 'weight' is known to no rule.",
    ),
    "operations that are missing": (lambda file: file["operations"].pop("fusion"), "operations 'fusion' is missing."),
    "a feature twice": (
        lambda file: file["patterns"][0]["features"].append(file["patterns"][0]["features"][0]),
        "adjacent_segment 'level_beside' is there twice.",
    ),
    "one pattern alone": (lambda file: file.update(patterns=file["patterns"][:1]), "patterns '1' are too few."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_file_is_named_with_the_remedy(fault: str) -> None:
    change, said = FAULTS[fault]
    file = on_file()
    change(file)
    with pytest.raises(BadInput) as error:
        table_of(file)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("procedure", "levels", "said"),
    [
        ("fusion", "L5-S1", "present present present"),
        ("Instrumented posterolateral arthrodesis", "L3-L5", "present present absent"),
        *((f"{name} left", "L4-S1", "present present present") for name in ("PLIF", "TLIF", "ALIF", "LLIF", "XLIF")),
        *((name, "L5/S1", "present present present") for name in ("OLIF", "spondylodesis", "fused")),
        ("ACDF", "C5-C6", "present present absent"),
        ("fusion", "as planned", "present present not asked"),
        ("disc replacement", "L5-S1", "absent present absent"),
        *((f"{name} alone", "L5-S1", "absent present absent") for name in ("fixation", "screws", "cage")),
        *((name, "L5-S1", "absent present absent") for name in ("stabilisation", "stabilization", "instrumentation")),
        ("instrumented", "L5-S1", "absent present absent"),
        ("discectomy", "L5-S1", "absent absent absent"),
        ("", "L5-S1", "not asked not asked not asked"),
    ],
)
def test_what_was_done_is_read_from_the_procedure_on_file(procedure: str, levels: str, said: str) -> None:
    patterns = all_of(found_in(Diary(axial=stay(6, 120), procedure=procedure, levels=levels)))
    places = (("pseudarthrosis", "fusion"), ("hardware", "implants"), ("si_joint", "sacrum"))
    found = [findings(patterns[cause]).get(key, "not asked") for cause, key in places]
    assert " ".join(found) == said


@pytest.mark.parametrize("onset", [150, 300])
def test_the_clock_is_told_with_its_days(onset: int) -> None:
    words = all_of(found_in(Diary(axial=returned(onset, onset + 60))))["adjacent_segment"].onset.basis
    told = re.fullmatch(r"back pain: good spell on days (\d+)–(\d+), there again about day (\d+)", words)
    assert told is not None
    first, last, began = map(int, told.groups())
    assert 14 <= first < last < began
    assert abs(began - onset) <= 5
