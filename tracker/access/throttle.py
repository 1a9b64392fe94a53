"""Slows down guessing at passwords, without giving a stranger the means to lock somebody out for long.

Three counts of *failed* tries over a moving quarter of an hour, kept in the memory of this process (a restart forgets
them; several processes count apart):

- an account from one address: the ordinary brake, which a stranger elsewhere cannot pull for the owner;
- an address, over all accounts: against trying one password on many accounts. A success does not reset it, or else a
  guesser would reset it with an account of their own;
- an account, over all addresses: against guessing from many machines. It alone can keep the owner out, needs ten
  addresses at work to do so, ends by itself, and leaves sign-ins that are under way alone. Twelve characters guessed
  at 200 tries an hour are out of reach, so it need not be strict.
"""

import math
from dataclasses import dataclass, field
from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tracker.domain.language import counted

WINDOW_MINUTES = 15
ACCOUNT_FROM_ADDRESS = RateLimitItemPerMinute(5, WINDOW_MINUTES, "account-from-address")
ADDRESS = RateLimitItemPerMinute(30, WINDOW_MINUTES, "address")
ACCOUNT = RateLimitItemPerMinute(50, WINDOW_MINUTES, "account")


@dataclass(frozen=True, slots=True)
class Throttle:
    """The failed tries of this process."""

    _limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def wait_seconds(self, username: str, address: str, now: float) -> int:
        """Seconds until this address may try this account again; 0 where it may now. `now` is Unix time."""
        waits = [0.0]
        for item, names in _counts(username, address):
            reset_at, remaining = self._limiter.get_window_stats(item, *names)
            if remaining <= 0:
                waits.append(reset_at - now)
        return math.ceil(max(waits))

    def failed(self, username: str, address: str) -> None:
        """Counts one failed try."""
        for item, names in _counts(username, address):
            self._limiter.hit(item, *names)

    def succeeded(self, username: str, address: str) -> None:
        """Forgets the slips of this account at this address, and nothing else."""
        self._limiter.clear(ACCOUNT_FROM_ADDRESS, username, _household(address))


def _counts(username: str, address: str) -> tuple[tuple[RateLimitItemPerMinute, tuple[str, ...]], ...]:
    household = _household(address)
    return (
        (ACCOUNT_FROM_ADDRESS, (username, household)),
        (ADDRESS, (household,)),
        (ACCOUNT, (username,)),
    )


def _household(address: str) -> str:
    """What counts as one address: an IPv4 address, or the 2^64 of IPv6 that one customer is given as a whole."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    if isinstance(number, IPv6Address) and number.ipv4_mapped is None:
        return str(IPv6Network((number.packed, 64), strict=False))
    return str(getattr(number, "ipv4_mapped", None) or number)


def in_words(seconds: int) -> str:
    """A wait for people, rounded up: "12 minutes", "1 minute"."""
    return counted("{number} minute", "{number} minutes", max(1, math.ceil(seconds / 60)))
