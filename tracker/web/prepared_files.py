"""Files that somebody had made and has not fetched yet: in the memory of this process, for a short while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from threading import Lock

from tracker.domain.errors import BadInput, Fault, NotAllowed

MOST_BYTES = 64_000_000
"""What all files together may take. Our choice: about 800 reports of a year and a half."""

KEPT = timedelta(minutes=10)
"""How long a file waits to be fetched. Our choice: long enough to click, too short to be found the next day."""


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file with its name and of which patients it tells, for the account that had it made, until a moment (aware
    UTC)."""

    account_id: str
    name: str
    data: bytes
    patient_ids: tuple[str, ...]
    until: datetime


class PreparedFiles:
    """One file an account at the most: a newer one takes the place of the one before."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._by_token: dict[str, PreparedFile] = {}
        self._lock = Lock()

    def keep(self, account_id: str, name: str, data: bytes, patient_ids: tuple[str, ...], now: datetime) -> str:
        """Keeps a file about patients and returns the token that it is fetched by. Where all together would be too
        large, those that wait longest go. Raises BadInput for a file that is too large on its own."""
        if len(data) > self._most_bytes:
            size = f"{len(data) / 1e6:.0f} MB"
            raise BadInput(Fault("the file", size, "is too large to be handed over", "Take the patients one by one."))
        token = token_urlsafe(32)
        with self._lock:
            self._forget(now, account_id)
            while sum(len(each.data) for each in self._by_token.values()) + len(data) > self._most_bytes:
                del self._by_token[next(iter(self._by_token))]
            self._by_token[token] = PreparedFile(account_id, name, data, patient_ids, now + KEPT)
        return token

    def fetch(self, account_id: str, token: str, now: datetime) -> PreparedFile:
        """The file of a token, for the account that had it made. It stays until its time is over, so that a download
        that broke off can be begun again. Whether the account may still see the patients is not known here: see
        `tracker.web.reports.prepared`. Raises NotAllowed: for others, and where there is none any more."""
        with self._lock:
            self._forget(now)
            file = self._by_token.get(token)
        if file is None or file.account_id != account_id:
            raise NotAllowed("This file")
        return file

    def drop(self, token: str) -> None:
        """Drops the file of a token."""
        with self._lock:
            self._by_token.pop(token, None)

    def _forget(self, now: datetime, account_id: str | None = None) -> None:
        """Drops what is past its time, and what an account had made before."""
        kept = {
            token: file for token, file in self._by_token.items() if file.until > now and file.account_id != account_id
        }
        self._by_token = kept


FILES = PreparedFiles()
"""Those of this process."""
