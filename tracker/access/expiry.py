"""How long a sign-in holds: until it lies idle for too long, and never beyond a fixed end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain.people import Role, SignInSession


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`idle`: the longest pause between two uses. `absolute`: the longest time since the sign-in."""

    idle: timedelta
    absolute: timedelta


LIFETIMES: Mapping[Role, Lifetime] = {
    # The own phone, in the own pocket, once a day, in pain: a sign-in that is asked for too often is a day not logged.
    # Two weeks bridge a hospital stay; after three months the password is asked for again in any case.
    Role.PATIENT: Lifetime(idle=timedelta(days=14), absolute=timedelta(days=90)),
    # A desk that others walk past, and the records of many: an hour bridges an operation or a consultation between
    # two looks, and nobody's sign-in outlives a shift.
    Role.PHYSICIAN: Lifetime(idle=timedelta(hours=1), absolute=timedelta(hours=12)),
    Role.ADMINISTRATOR: Lifetime(idle=timedelta(hours=1), absolute=timedelta(hours=12)),
}
"""By role. Our choice; the law asks for an automatic sign-off without naming a time (45 CFR 164.312(a)(2)(iii))."""

NOTE_USE_EVERY = timedelta(minutes=1)
"""A use is written down at most this often, which ends an idle sign-in up to that much early, never late."""


def expires_at(role: Role, signed_in_at: datetime) -> datetime:
    """The moment at which a sign-in ends whatever happens."""
    return signed_in_at + LIFETIMES[role].absolute


def is_live(session: SignInSession, now: datetime) -> bool:
    """Whether a sign-in still counts: not ended, the account in use, neither idle for too long nor past its end.

    The moment of expiry itself is already too late.
    """
    if session.ended_at is not None or not session.account.active:
        return False
    return now < session.expires_at and now < session.last_seen_at + LIFETIMES[session.account.role].idle


def use_is_to_be_noted(session: SignInSession, now: datetime) -> bool:
    """Whether the last use written down is old enough to write another."""
    return now - session.last_seen_at >= NOTE_USE_EVERY
