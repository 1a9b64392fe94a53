"""Who signs in, and who is asking."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.language import Language


class Role(StrEnum):
    """What an account is for. `OPERATOR` is whoever holds the machine (the command line); no account can have it."""

    PATIENT = "patient"
    PHYSICIAN = "physician"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


ACCOUNT_ROLES = (Role.PATIENT, Role.PHYSICIAN, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. Every query for personal data takes one, and returns only what this one may see."""

    role: Role
    account_id: str | None

    @property
    def reads_interpretations(self) -> bool:
        """Whether flags and states may be shown: never to a patient (design, principle 3)."""
        return self.role is not Role.PATIENT


OPERATOR = Viewer(Role.OPERATOR, None)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who can sign in. Times are aware UTC. `chosen_language` is None where none was ever chosen;
    `large_text` is for who reads with difficulty."""

    id: str
    username: str
    display_name: str
    role: Role
    active: bool
    demo: bool
    created_at: datetime
    last_sign_in_at: datetime | None = None
    chosen_language: Language | None = None
    large_text: bool = False

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.role, self.id)

    @property
    def language(self) -> Language:
        """What the pages and e-mails speak. Those of physicians and administrators are in English only."""
        return self.chosen_language or Language.ENGLISH if self.role is Role.PATIENT else Language.ENGLISH


@dataclass(frozen=True, slots=True)
class AccountSecret:
    """An account with its stored password hash: read only while a password is checked."""

    account: Account
    password_hash: str


@dataclass(frozen=True, slots=True)
class SignInSession:
    """One signed-in browser. The token itself is never stored, only its hash. Times are aware UTC."""

    id: str
    account: Account
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CareTeam:
    """Physicians who follow the same patients; `members` and `patients` are ids."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    patients: tuple[str, ...] = ()
