import time

import pytest

from tracker.access.throttle import Throttle, in_words

NOW = 1_700_000_000.0


class Tries:
    """A throttle with a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        self.throttle = Throttle()
        monkeypatch.setattr(time, "time", lambda: self.now)

    def fail(self, times: int, account: str = "anna", address: str = "192.0.2.1") -> None:
        for _ in range(times):
            self.throttle.failed(account, address)

    def wait(self, account: str = "anna", address: str = "192.0.2.1") -> int:
        return self.throttle.wait_seconds(account, address, self.now)


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> Tries:
    return Tries(monkeypatch)


def test_nobody_waits_before_a_failed_try(tries: Tries) -> None:
    assert tries.wait() == 0


def test_the_fifth_failed_try_at_an_account_makes_its_address_wait_a_quarter_of_an_hour(tries: Tries) -> None:
    tries.fail(4)
    assert tries.wait() == 0
    tries.fail(1)
    assert tries.wait() == 15 * 60


def test_the_wait_shrinks_and_ends(tries: Tries) -> None:
    tries.fail(5)
    tries.now += 10 * 60
    assert tries.wait() == 5 * 60
    tries.now += 5 * 60 + 1
    assert tries.wait() == 0


def test_the_owner_is_not_kept_out_by_a_stranger_at_another_address(tries: Tries) -> None:
    tries.fail(5, address="198.51.100.7")
    assert tries.wait(address="198.51.100.7") > 0
    assert tries.wait(address="192.0.2.1") == 0


def test_another_account_at_the_address_is_not_kept_out_by_one_forgotten_password(tries: Tries) -> None:
    tries.fail(5, "anna")
    assert tries.wait("bernd") == 0


def test_thirty_failed_tries_stop_an_address_for_every_account(tries: Tries) -> None:
    for number in range(30):
        tries.fail(1, f"account-{number}")
    assert tries.wait("anna") > 0
    assert tries.wait("anna", "192.0.2.2") == 0


def test_a_success_forgets_the_slips_of_the_account_but_not_those_of_the_address(tries: Tries) -> None:
    for number in range(26):
        tries.fail(1, f"account-{number}")
    tries.fail(4, "anna")
    tries.throttle.succeeded("anna", "192.0.2.1")
    assert tries.wait("anna") > 0
    tries.now += 15 * 60 + 1
    tries.fail(4, "anna")
    tries.throttle.succeeded("anna", "192.0.2.1")
    tries.fail(4, "anna")
    assert tries.wait("anna") == 0


def test_guessing_at_one_account_from_many_addresses_stops_at_fifty(tries: Tries) -> None:
    for number in range(50):
        tries.fail(1, address=f"203.0.113.{number}")
    assert 0 < tries.wait(address="192.0.2.1") <= 15 * 60


@pytest.mark.parametrize(
    ("first", "second", "counted_together"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
    ],
)
def test_the_addresses_of_one_household_count_as_one(
    tries: Tries, first: str, second: str, counted_together: bool
) -> None:
    tries.fail(5, address=first)
    assert (tries.wait(address=second) > 0) is counted_together


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (900, "15 minutes")]
)
def test_a_wait_is_told_in_whole_minutes_rounded_up(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
