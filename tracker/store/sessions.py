"""Sign-in sessions: one a signed-in browser. Nobody asks here: they are how the program learns who does."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from tracker.domain.people import Account, SignInSession
from tracker.store.accounts import COLUMNS
from tracker.store.engine import Query, Transaction
from tracker.store.scope import Condition
from tracker.store.tables import AccountRow, SignInSessionRow
from tracker.store.text import legible, storable


def open_session(  # noqa: PLR0917 - a record written once, by the sign-in
    tx: Transaction, account_id: str, token_hash: str, now: datetime, expires_at: datetime, address: str
) -> SignInSession:
    """A new session of an account, by the hash of its token, until `expires_at` at the latest."""
    row = {
        "id": uuid4().hex,
        "account_id": account_id,
        "token_hash": token_hash,
        "created_at": now,
        "last_seen_at": now,
        "expires_at": expires_at,
        "address": legible(address),
    }
    tx.connection.execute(sa.insert(SignInSessionRow).values(**row))
    query = sa.select(*COLUMNS).where(AccountRow.id == account_id)
    account = Account(*tx.connection.execute(query).one())
    return SignInSession(str(row["id"]), account, now, now, expires_at, None)


def by_token_hash(tx: Transaction, token_hash: str) -> SignInSession | None:
    """The session of a token, ended or not; None where there is none. Whether it is live is for the caller to tell."""
    return _find(tx, SignInSessionRow.token_hash == token_hash) if storable(token_hash) else None


def by_id(tx: Transaction, session_id: str) -> SignInSession | None:
    """The session of an id, ended or not; None where there is none."""
    return _find(tx, SignInSessionRow.id == session_id) if storable(session_id) else None


def touch(tx: Transaction, session_id: str, now: datetime) -> None:
    """Remember that the session was used. One that ended stays as it is."""
    _update(tx, SignInSessionRow.id == session_id, last_seen_at=now)


def end(tx: Transaction, session_id: str, now: datetime) -> None:
    """Sign out. One that ended already keeps its time."""
    _update(tx, SignInSessionRow.id == session_id, ended_at=now)


def end_all_of(tx: Transaction, account_id: str, now: datetime) -> None:
    """Sign an account out everywhere."""
    _update(tx, SignInSessionRow.account_id == account_id, ended_at=now)


def end_all(tx: Transaction, now: datetime) -> None:
    """Sign everybody out."""
    _update(tx, sa.true(), ended_at=now)


def _update(tx: Transaction, which: Condition, **values: datetime) -> None:
    tx.connection.execute(
        sa.update(SignInSessionRow).where(which, SignInSessionRow.ended_at.is_(None)).values(**values)
    )


def _find(tx: Transaction, which: Condition) -> SignInSession | None:
    query: Query = (
        sa.select(
            SignInSessionRow.id,
            SignInSessionRow.created_at,
            SignInSessionRow.last_seen_at,
            SignInSessionRow.expires_at,
            SignInSessionRow.ended_at,
            *COLUMNS,
        )
        .join(AccountRow, AccountRow.id == SignInSessionRow.account_id)
        .where(which)
    )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else SignInSession(row[0], Account(*row[5:]), *row[1:5])
