"""Pain in words: the name of a site's pain, and how strong a score is."""

from dataclasses import replace

import pytest

from tests.store.people import a_patient
from tracker.domain.pain_told import band, band_word, pain_of
from tracker.domain.patients import Region, Site, site_word

WORDS = {0: "no pain", 0.5: "mild", 1: "mild", 3: "mild", 4: "moderate", 6: "moderate", 7: "severe", 10: "severe"}


@pytest.mark.parametrize(("score", "word"), WORDS.items())
def test_a_score_has_the_word_of_its_band(score: float, word: str) -> None:
    assert band_word(band(score)) == word


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("site", Site)
def test_the_pain_of_a_site_is_called_after_the_operated_region(region: Region, site: Site) -> None:
    episode = replace(a_patient("anna").episode, region=region)
    assert pain_of(episode, site) == f"{site_word(region, site)} pain"
