"""The settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.errors import ConfigurationError
from tracker.domain.reference import countries

ROOT = Path(__file__).parents[1]
EMBEDDED = f"sqlite:///{ROOT / 'data' / 'mendline.sqlite3'}"
_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment decides. `demo` offers one-click accounts and binds the server to this machine;
    `https` says that a proxy in front speaks HTTPS, so that cookies are marked Secure; `country` (one of
    `reference.countries`) is where the numbers to call in an emergency are from."""

    database_url: str
    demo: bool
    https: bool
    country: str


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises ConfigurationError where a value cannot be taken."""
    return Settings(
        database_url=environment.get("MENDLINE_DATABASE_URL") or EMBEDDED,
        demo=_yes_no(environment, "MENDLINE_DEMO"),
        https=_yes_no(environment, "MENDLINE_HTTPS"),
        country=_country(environment),
    )


def _yes_no(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "")
    try:
        return _YES_NO[value.strip().lower()]
    except KeyError:
        raise ConfigurationError(f"{name}={value!r} is neither yes nor no. Set it to 1 or 0.") from None


def _country(environment: Mapping[str, str]) -> str:
    """The first of the countries where none is named."""
    value = environment.get("MENDLINE_COUNTRY", "")
    country = value.strip().upper() or countries()[0]
    if country not in countries():
        known = " or ".join(countries())
        raise ConfigurationError(f"MENDLINE_COUNTRY={value!r} has no emergency numbers here. Set it to {known}.")
    return country
