"""Passwords: the rule for a new one, and Argon2id hashing and checking.

Hashing and checking cost about a tenth of a second and 64 MiB each, on purpose: keep them off the event loop and
limit how many run at once.
"""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from tracker.domain.errors import BadInput, Fault

MIN_LENGTH = 12
"""Characters, the shortest taken. Our choice: length guards better than rules of composition (NIST SP 800-63B,
section 5.1.1.2, asks for 8 or more and against such rules), and there is no second factor."""

MAX_LENGTH = 256
"""Characters, the longest taken: a passphrase of some forty words, small against a request."""

_HASHER = PasswordHash((Argon2Hasher(),))


def check_rule(password: str, username: str = "") -> None:
    """Raises BadInput where a new password is too short, too long, or holds the user name. Never shows it."""
    remedy = "Three or four words that only you would put together are easy to keep in mind."
    if len(password) < MIN_LENGTH:
        raise BadInput(Fault("password", None, f"is shorter than {MIN_LENGTH} characters", remedy))
    if len(password) > MAX_LENGTH:
        raise BadInput(Fault("password", None, f"is longer than {MAX_LENGTH} characters", "Choose a shorter one."))
    if username and username in password.lower():
        raise BadInput(Fault("password", None, "contains the user name", remedy))
    if len(set(password)) < 5:
        raise BadInput(Fault("password", None, "repeats very few characters", remedy))


def hash_password(password: str) -> str:
    """The Argon2id hash of a password, with its salt and parameters, fit to be stored."""
    return _HASHER.hash(password)


def password_matches(password: str, stored_hash: str | None) -> tuple[bool, str | None]:
    """Whether a password fits a stored hash, and a fresh hash to store where the old one's parameters are outdated.

    Costs the same where there is nothing to compare with (None, or a hash that nothing fits): whoever measures the
    time does not learn whether an account exists.
    """
    nobodys = _nobodys_hash()
    if len(password) > MAX_LENGTH:
        return False, None
    try:
        return _HASHER.verify_and_update(password, stored_hash or nobodys)
    except UnknownHashError:
        _HASHER.verify(password, nobodys)
        return False, None


@cache
def _nobodys_hash() -> str:
    """A hash to compare with where there is none, made once at the same cost as a real one."""
    return _HASHER.hash("the password of nobody")
