import time

import pytest

from tracker.access import passwords
from tracker.domain.errors import BadInput

GOOD = "ladder-tundra-comet"


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("", "shorter than 12"),
        ("elevenchars", "shorter than 12"),
        ("x" * 257, "longer than 256"),
        ("aaaaaaaaaaaaaaaa", "repeats very few"),
        ("abababababab", "repeats very few"),
        ("ANNA.BERG-2026", "contains the user name"),
    ],
)
def test_a_password_that_breaks_the_rule_is_refused_without_being_shown(password: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint) as refused:
        passwords.check_rule(password, "anna.berg")
    assert not password or password not in str(refused.value)


@pytest.mark.parametrize("password", ["twelve chars", GOOD, "ein Satz mit Umlauten: äöü", "abcde" * 51 + "f"])
def test_length_is_all_that_is_asked_of_a_password(password: str) -> None:
    passwords.check_rule(password, "anna.berg")


def test_only_the_right_password_fits_its_hash() -> None:
    stored = passwords.hash_password(GOOD)
    assert stored.startswith("$argon2id$")
    assert GOOD not in stored
    assert passwords.password_matches(GOOD, stored) == (True, None)
    assert passwords.password_matches(GOOD + " ", stored) == (False, None)


def test_the_same_password_is_stored_differently_each_time() -> None:
    assert passwords.hash_password(GOOD) != passwords.hash_password(GOOD)


def test_a_hash_of_weaker_parameters_is_renewed_at_the_next_sign_in() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    weak = Argon2Hasher(time_cost=1, memory_cost=1024).hash(GOOD)
    matches, renewed = passwords.password_matches(GOOD, weak)
    assert matches
    assert renewed is not None
    assert passwords.password_matches(GOOD, renewed) == (True, None)


@pytest.mark.parametrize("stored", [None, "!", "", "$2b$12$not-ours"])
def test_nothing_fits_where_there_is_no_hash(stored: str | None) -> None:
    assert not passwords.password_matches("anything at all", stored)[0]


def test_looking_for_nobody_takes_as_long_as_looking_for_somebody() -> None:
    stored = passwords.hash_password(GOOD)
    passwords.password_matches(GOOD, None)

    def fastest(stored_hash: str | None) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            passwords.password_matches("wrong password", stored_hash)
            times.append(time.process_time() - start)
        return min(times)

    assert fastest(None) > 0.5 * fastest(stored)
