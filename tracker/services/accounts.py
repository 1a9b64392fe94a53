"""Signing in and out, and looking after accounts. Everything here leaves a line in the audit trail.

All of it blocks, on the database or on a password hash: call it from a thread, not from the event loop.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.access import expiry, passwords, throttle, tokens, usernames
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, Fault, NotAllowed, NotLetIn
from tracker.domain.language import Language, _, language, later
from tracker.domain.people import ACCOUNT_ROLES, Account, AccountSecret, Role, SignInSession, Viewer
from tracker.services.patients import check_joins, join_patient, join_team
from tracker.store import Store, Transaction, audit, sessions
from tracker.store import accounts as stored

_NO_MATCH = later("User name and password do not match. Check both and try again.")
_FAILED_TRIES = throttle.Throttle()


class SignInRefused(NotLetIn):
    """Nobody was signed in."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh sign-in. `token` goes to the browser and is kept nowhere else."""

    token: str
    session: SignInSession


def sign_in(store: Store, username: str, password: str, address: str) -> SignedIn:
    """Signs in by user name and password, from a network address. Who has not chosen a language yet is spoken to, from
    then on, in the one in which they signed in.

    Raises SignInRefused: in the same words and the same time for an unknown name, a wrong password and an account
    that is switched off; or with the time to wait after too many failed tries, before anything is compared.
    """
    name = usernames.plain(username)
    _check_not_throttled(name, address)
    with store.reading() as tx:
        secret = stored.secret_of(tx, name) if usernames.is_username(name) else None
    matches, fresh_hash = passwords.password_matches(password, secret.password_hash if secret else None)
    if secret is None or not matches or not secret.account.active:
        _refuse(store, name, secret, address)
        raise SignInRefused(_(_NO_MATCH))
    _FAILED_TRIES.succeeded(_counted(name), address)
    return _open(store, secret.account, address, fresh_hash)


def demo_sign_in(store: Store, role: Role, address: str) -> SignedIn:
    """Signs in as the demo account of a role, without a password. Whether demo mode is on is for the caller to check.

    Raises SignInRefused where the database holds no such demo account.
    """
    with store.reading() as tx:
        account = stored.demo_account(tx, role)
    if account is None or not account.active:
        raise SignInRefused(f"There is no demo {role} yet. Make the demo patients first: python -m tracker demo")
    return _open(store, account, address, None)


def _open(store: Store, account: Account, address: str, fresh_hash: str | None) -> SignedIn:
    now, token = clock.now(), tokens.new_token()
    with store.transaction() as tx:
        if fresh_hash is not None:
            stored.set_password_hash(tx, account.viewer, account.id, fresh_hash)
        session = sessions.open_session(
            tx, account.id, tokens.token_hash(token), now, expiry.expires_at(account.role, now), address
        )
        stored.note_sign_in(tx, account.id, now)
        if account.chosen_language is None and account.role is Role.PATIENT:
            stored.set_preferences(tx, account.viewer, language=language())
            session = replace(session, account=replace(account, chosen_language=language()))
        audit.record(tx, action=Action.SIGNED_IN, account_id=account.id, address=address, now=now)
    return SignedIn(token, session)


def _check_not_throttled(name: str, address: str) -> None:
    if wait := _FAILED_TRIES.wait_seconds(_counted(name), address, clock.now().timestamp()):
        words = _("Too many failed tries. You can try again in {time}.")
        raise SignInRefused(words.format(time=throttle.in_words(wait)), wait)


def _refuse(store: Store, name: str, secret: AccountSecret | None, address: str) -> None:
    """Counts and records a failed try. The trail gets the account, never what was typed: people type passwords into
    the field for the name."""
    _FAILED_TRIES.failed(_counted(name), address)
    account_id = secret.account.id if secret else None
    detail = "wrong password or switched off" if secret else "unknown user name"
    with store.transaction() as tx:
        audit.record(
            tx,
            action=Action.SIGN_IN_REFUSED,
            account_id=account_id,
            detail=detail,
            address=address,
            now=clock.now(),
        )


def _counted(name: str) -> str:
    """The key under which tries of a name are counted: of fixed length, whatever was typed."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()


def sign_out(store: Store, session_id: str, address: str = "") -> None:
    """Ends a sign-in at once, for every page that is open under it. Ending it twice changes nothing."""
    now = clock.now()
    with store.transaction() as tx:
        session = sessions.by_id(tx, session_id)
        if session is None or session.ended_at is not None:
            return
        sessions.end(tx, session_id, now)
        audit.record(tx, action=Action.SIGNED_OUT, account_id=session.account.id, address=address, now=now)


def session_for(store: Store, token: str) -> SignInSession | None:
    """The live sign-in that a browser's token stands for, and None where there is none. Counts as a use of it, which
    is written down at most once a minute."""
    now = clock.now()
    session = _live(store, lambda tx: sessions.by_token_hash(tx, tokens.token_hash(token)), now)
    if session is not None and expiry.use_is_to_be_noted(session, now):
        with store.transaction() as tx:
            sessions.touch(tx, session.id, now)
    return session


def live_session(store: Store, session_id: str) -> SignInSession | None:
    """The sign-in of that id where it is live at this moment, and None where it is not. Does not count as a use."""
    return _live(store, lambda tx: sessions.by_id(tx, session_id), clock.now())


def _live(store: Store, find: Callable[[Transaction], SignInSession | None], now: datetime) -> SignInSession | None:
    with store.reading() as tx:
        session = find(tx)
    return session if session is not None and expiry.is_live(session, now) else None


def add_account(
    store: Store,
    viewer: Viewer,
    *,
    username: str,
    display_name: str,
    role: Role,
    password: str,
    patient_id: str | None = None,
    team_name: str | None = None,
) -> Account:
    """A new account, for an administrator or the command line: where given, a patient's own one, or a member of the
    care team of that name (made where there is none).

    Raises NotAllowed for anybody else, BadInput where the name is taken or anything given cannot be taken; then there
    is no account, no link and no team.
    """
    _check_looks_after_accounts(viewer)
    check_joins(role, patient_id=patient_id, team_name=team_name)
    name = usernames.check_username(username)
    if not display_name.strip():
        raise BadInput(Fault("name", None, "is empty", "Write the name that others read."))
    if role not in ACCOUNT_ROLES:
        raise BadInput(Fault("role", role, "cannot sign in", f"Choose one of {', '.join(ACCOUNT_ROLES)}."))
    passwords.check_rule(password, name)
    now = clock.now()
    password_hash = passwords.hash_password(password)
    with store.transaction() as tx:
        account = stored.add_account(
            tx, username=name, display_name=display_name.strip(), role=role, password_hash=password_hash, now=now
        )
        _record_change(tx, viewer, f"added {name} ({role})", now)
        if patient_id is not None:
            join_patient(tx, viewer, account.id, patient_id, now)
        if team_name is not None:
            join_team(tx, viewer, account.id, team_name, now)
    return account


def set_language(store: Store, viewer: Viewer, language: Language) -> None:
    """Keeps the language that somebody chose for the own account."""
    with store.transaction() as tx:
        stored.set_preferences(tx, viewer, language=language)


def set_large_text(store: Store, viewer: Viewer, large: bool) -> None:
    """Keeps whether somebody wants the text larger."""
    with store.transaction() as tx:
        stored.set_preferences(tx, viewer, large_text=large)


def set_active(store: Store, viewer: Viewer, account_id: str, active: bool) -> None:
    """Switches an account on, or off with all its sign-ins. Raises NotAllowed for anybody but an administrator or the
    command line, BadInput for the own account, so that no administrator is locked out by a slip."""
    _check_looks_after_accounts(viewer)
    if account_id == viewer.account_id and not active:
        raise BadInput(Fault("account", None, "is your own", "Ask another administrator to stop it."))
    now = clock.now()
    with store.transaction() as tx:
        stored.set_active(tx, viewer, account_id, active)
        if not active:
            sessions.end_all_of(tx, account_id, now)
        _record_change(tx, viewer, f"{_named(tx, account_id)} {'may' if active else 'may no longer'} sign in", now)


def set_password(store: Store, viewer: Viewer, account_id: str, password: str) -> None:
    """Gives an account a new password and ends all its sign-ins. Raises NotAllowed for anybody but an administrator
    or the command line, BadInput where the password breaks the rule."""
    _check_looks_after_accounts(viewer)
    with store.reading() as tx:
        name = _named(tx, account_id)
    passwords.check_rule(password, name)
    password_hash, now = passwords.hash_password(password), clock.now()
    with store.transaction() as tx:
        stored.set_password_hash(tx, viewer, account_id, password_hash)
        sessions.end_all_of(tx, account_id, now)
        _record_change(tx, viewer, f"new password for {name}", now)


def accounts(store: Store, viewer: Viewer) -> tuple[Account, ...]:
    """Every account, for an administrator or the command line. Raises NotAllowed for anybody else."""
    with store.reading() as tx:
        return stored.accounts(tx, viewer)


def _check_looks_after_accounts(viewer: Viewer) -> None:
    if viewer.role not in {Role.ADMINISTRATOR, Role.OPERATOR}:
        raise NotAllowed("The list of accounts")


def _named(tx: Transaction, account_id: str) -> str:
    account = stored.account(tx, account_id)
    if account is None:
        raise NotAllowed("This account")
    return account.username


def _record_change(tx: Transaction, viewer: Viewer, detail: str, now: datetime) -> None:
    audit.record(tx, action=Action.ACCOUNT_CHANGED, account_id=viewer.account_id, detail=detail, now=now)
