"""What a deployment decides, and what it cannot be started with."""

import pytest

from tracker.config import EMBEDDED, settings
from tracker.domain.errors import ConfigurationError


def test_without_any_setting_the_embedded_database_is_used_and_demo_mode_is_off() -> None:
    given = settings({})
    assert (given.database_url, given.demo, given.https, given.country) == (EMBEDDED, False, False, "US")


def test_an_empty_address_is_no_address() -> None:
    assert settings({"MENDLINE_DATABASE_URL": ""}).database_url == EMBEDDED


def test_an_address_is_taken_as_it_is() -> None:
    url = "postgresql://user:secret@host/name"
    assert settings({"MENDLINE_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), ("true", True), (" YES ", True), ("0", False), ("no", False), ("False", False)]
)
def test_a_switch_is_yes_or_no(value: str, on: bool) -> None:
    given = settings({"MENDLINE_DEMO": value, "MENDLINE_HTTPS": value})
    assert (given.demo, given.https) == (on, on)


@pytest.mark.parametrize("name", ["MENDLINE_DEMO", "MENDLINE_HTTPS"])
def test_anything_else_is_refused_by_name_and_value(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}='maybe' is neither yes nor no"):
        settings({name: "maybe"})


@pytest.mark.parametrize(("value", "country"), [("", "US"), ("US", "US"), ("UK", "UK"), (" uk ", "UK")])
def test_the_numbers_to_call_are_those_of_the_country(value: str, country: str) -> None:
    assert settings({"MENDLINE_COUNTRY": value}).country == country


@pytest.mark.parametrize("value", ["GB", "France", "112"])
def test_a_country_without_numbers_is_refused_rather_than_given_those_of_another(value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"MENDLINE_COUNTRY='{value}' has no emergency numbers.*US or UK"):
        settings({"MENDLINE_COUNTRY": value})
