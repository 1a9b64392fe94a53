"""Accounts: who can sign in."""

from dataclasses import astuple
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.errors import BadInput, Fault, NotAllowed
from tracker.domain.language import Language
from tracker.domain.people import Account, AccountSecret, Role, Viewer
from tracker.store.engine import Query, Transaction
from tracker.store.scope import check_administers, is_live
from tracker.store.tables import AccountRow
from tracker.store.text import check_text, storable

COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    AccountRow.id,
    AccountRow.username,
    AccountRow.display_name,
    AccountRow.role,
    AccountRow.active,
    AccountRow.demo,
    AccountRow.created_at,
    AccountRow.last_sign_in_at,
    AccountRow.language,
    AccountRow.large_text,
)
"""The columns of an Account, in the order of its fields."""

_WHAT = "This account"


def add_account(
    tx: Transaction,
    *,
    username: str,
    display_name: str,
    role: Role,
    password_hash: str,
    demo: bool = False,
    now: datetime,
) -> Account:
    """A new account, switched on. The username is kept in lower case. Raises BadInput where it is taken."""
    check_text(username=username, display_name=display_name)
    account = Account(uuid4().hex, _kept(username), display_name, role, active=True, demo=demo, created_at=now)
    values = dict(zip((column.key for column in COLUMNS), astuple(account), strict=True))
    insert = tx.insert(AccountRow).values(**values, password_hash=password_hash)
    if not tx.took(insert.on_conflict_do_nothing(index_elements=["username"])):
        raise BadInput(Fault("username", account.username, "is taken", "Choose another one."))
    return account


def secret_of(tx: Transaction, username: str) -> AccountSecret | None:
    """The account of a username, in whatever case, with its password hash; None where there is none."""
    if not storable(username):
        return None
    query = sa.select(*COLUMNS, AccountRow.password_hash).where(AccountRow.username == _kept(username))
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else AccountSecret(Account(*row[:-1]), row[-1])


def account(tx: Transaction, account_id: str) -> Account | None:
    """The account of an id; None where there is none."""
    if not storable(account_id):
        return None
    return _first(tx, sa.select(*COLUMNS).where(AccountRow.id == account_id))


def demo_account(tx: Transaction, role: Role) -> Account | None:
    """The oldest demo account of a role that is switched on; None where there is none."""
    fitting = sa.select(*COLUMNS).where(AccountRow.demo, AccountRow.active, AccountRow.role == role)
    return _first(tx, fitting.order_by(AccountRow.created_at, AccountRow.username))


def accounts(tx: Transaction, viewer: Viewer) -> tuple[Account, ...]:
    """All accounts by username, for administrators and the operator. Raises NotAllowed for others."""
    check_administers(tx, viewer, "The list of accounts")
    rows = tx.connection.execute(sa.select(*COLUMNS).order_by(AccountRow.username))
    return tuple(Account(*row) for row in rows)


def set_active(tx: Transaction, viewer: Viewer, account_id: str, active: bool) -> None:
    """Switch an account on or off. For administrators and the operator; raises NotAllowed for others."""
    check_administers(tx, viewer, _WHAT)
    _update(tx, account_id, active=active)


def set_password_hash(tx: Transaction, viewer: Viewer, account_id: str, password_hash: str) -> None:
    """Change a password. For its owner, administrators and the operator; raises NotAllowed for others."""
    if viewer.account_id != account_id or not is_live(tx, viewer):
        check_administers(tx, viewer, _WHAT)
    _update(tx, account_id, password_hash=password_hash)


def set_preferences(tx: Transaction, viewer: Viewer, **chosen: Language | bool) -> None:
    """Keep what somebody chose of `language` and `large_text` for their own account; what is not given stays. Raises
    NotAllowed where nobody is signed in."""
    if viewer.account_id is None or not is_live(tx, viewer):
        raise NotAllowed(_WHAT)
    _update(tx, viewer.account_id, **chosen)


def note_sign_in(tx: Transaction, account_id: str, now: datetime) -> None:
    """Remember when the account last signed in."""
    _update(tx, account_id, last_sign_in_at=now)


def _kept(username: str) -> str:
    return username.strip().lower()


def _first(tx: Transaction, query: Query) -> Account | None:
    row = tx.connection.execute(query.limit(1)).first()
    return None if row is None else Account(*row)


def _update(tx: Transaction, account_id: str, **values: object) -> None:
    if not storable(account_id):
        raise NotAllowed(_WHAT)
    update = sa.update(AccountRow).where(AccountRow.id == account_id).values(**values)
    if tx.connection.execute(update).rowcount == 0:
        raise NotAllowed(_WHAT)
