"""What each command of the command line does: it takes the parsed arguments and says what happened."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from uuid import uuid4

from tracker.config import settings
from tracker.domain import clock
from tracker.domain.errors import BadInput, ConfigurationError, Fault
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import accounts, backups, cohorts, demo, exports, files, imports, patients, reminders, review
from tracker.store import Store
from tracker.store.schema import check_migrated, is_new

ADDRESS = "command line"
"""What the audit trail says of where a request came from."""

_REJECTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to print on standard output and on standard error, and whether what was asked for was done."""

    lines: tuple[str, ...]
    complaints: tuple[str, ...] = ()
    done: bool = True


@contextmanager
def _open_store(*, of_any_version: bool = False) -> Iterator[Store]:
    """The database of the settings; made where there is none yet. One that is there is never brought to another
    version in passing: raises ConfigurationError where it is of another one, unless any will do."""
    store = Store(settings().database_url)
    try:
        with store.reading() as tx:
            if not (new := is_new(tx)) and not of_any_version:
                check_migrated(tx)
        if new:
            store.migrate()
        yield store
    finally:
        store.close()


def assess(given: Namespace) -> Outcome:
    """Judges a cohort in files, without a database."""
    files.check_apart((given.patients, given.entries, given.treatments), (given.out, given.summary))
    for out in (given.out, given.summary):
        if out is not None:
            files.check_writable(out)
    judged = cohorts.judge(
        cohorts.CohortFiles(given.patients, given.entries, given.treatments), as_of=given.as_of, history=given.history
    )
    files.write(given.out, judged.flags_csv())
    if given.summary is not None:
        files.write(given.summary, judged.summary_csv())
    return Outcome(tuple(_assessed(judged, history=given.history)))


def _assessed(judged: cohorts.Judged, *, history: bool) -> Iterator[str]:
    future = " (which lies in the future)" if judged.as_of > clock.today("UTC") else ""
    yield f"as of {judged.as_of}{future}"
    yield f"patients: {judged.patients:,} judged, {judged.not_yet:,} not yet operated"
    used = judged.rows - judged.later - judged.empty - judged.repeated
    yield (
        f"entries: {judged.rows:,} read, {used:,} used, {judged.later:,} later, {judged.empty:,} empty, "
        f"{judged.repeated:,} repeated"
    )
    if judged.treatments is not None:
        yield f"treatments: {judged.treatments:,} read, {judged.procedures:,} of them procedures that the rules look at"
    yield f"flags: {len(judged.flags):,} {'ever raised' if history else 'open'}"


def add_patient(given: Namespace) -> Outcome:
    """Adds a patient with the surgery that the clock counts from."""
    episode = Episode(
        id=uuid4().hex,
        patient_id=given.id,
        surgery_date=given.surgery_date,
        region=Region(given.region),
        levels=given.levels,
        procedure=given.procedure,
        baseline_axial=given.baseline_axial,
        baseline_limb=given.baseline_limb,
        surgeon=given.surgeon.strip(),
    )
    name = given.name or f"Patient {given.id}"
    patient = Patient(given.id, name, given.time_zone, False, episode, birth_date=given.birth_date)
    with _open_store() as store:
        patients.add_patient(store, OPERATOR, patient, given.team)
    return Outcome((f"patient {given.id} added" + (f", followed by {given.team}" if given.team else ""),))


def import_diary(given: Namespace) -> Outcome:
    """Imports a diary file for one patient."""
    with _open_store() as store:
        _check_known(store, given.patient)
        result = imports.import_file(
            store,
            OPERATOR,
            given.patient,
            given.file,
            columns=given.column,
            date_column=given.date_column,
            date_format=given.date_format,
            encoding=given.encoding,
            overwrite=given.replace,
            rejects=given.rejects,
        )
    counts = (
        f"read {result.read:,}: stored {result.stored:,}, changed {result.changed:,}, "
        f"unchanged {result.unchanged:,}, rejected {len(result.rejects):,}"
    )
    notes = []
    if result.before_surgery:
        notes.append(
            f"{result.before_surgery:,} of them lie before the surgery and stand in no picture: check its date"
        )
    if result.left_out:
        notes.append(f"columns left out: {', '.join(result.left_out)}")
    return Outcome((counts, *notes), tuple(_rejects(result, given.rejects)), done=not result.nothing_taken)


def _rejects(result: imports.Imported, path: Path | None) -> Iterator[str]:
    """The first rejects in words, where no file was asked for or nothing at all could be taken."""
    if path is None or result.nothing_taken:
        shown = result.rejects[: 1 if result.nothing_taken else _REJECTS_SHOWN]
        yield from (f"line {each.line}{f', {each.column}' if each.column else ''}: {each.reason}" for each in shown)
        if (more := len(result.rejects) - len(shown)) > 0:
            yield f"{more:,} more rejected rows" + ("" if path else "; --rejects FILE writes all of them")


def export(given: Namespace) -> Outcome:
    """Writes the days of one patient."""
    files.check_writable(given.out)
    with _open_store() as store:
        _check_known(store, given.patient)
        files.write(
            given.out, exports.patient_csv(store, OPERATOR, given.patient, ADDRESS, for_spreadsheet=given.spreadsheet)
        )
    return Outcome((f"{given.out} written",))


def _check_known(store: Store, patient_id: str) -> None:
    if not patients.is_known(store, OPERATOR, patient_id):
        raise BadInput(Fault("patient", patient_id, "is not known", "Check the id, or add the patient: patient add."))


def make_demo(_: Namespace) -> Outcome:
    """Fills an empty database with invented patients."""
    with _open_store(of_any_version=True) as store:
        store.migrate()
        made = demo.fill(store, clock.today(demo.TIME_ZONE))
    if not made:
        return Outcome(("the database has patients already; no demo patients were added",))
    names = ", ".join(username for username, _, _ in demo.PEOPLE)
    return Outcome(
        (
            f"{made} demo patients made, in {demo.TEAM} and {demo.OTHER_TEAM}",
            f"accounts: {names} (without passwords: with MENDLINE_DEMO=1 the sign-in page leads in by a click)",
        )
    )


def migrate(_: Namespace) -> Outcome:
    """Brings the database to the newest version, and makes ready what is kept between runs."""
    with _open_store(of_any_version=True) as store:
        store.migrate()
    cohorts.make_ready()
    return Outcome(("the database is up to date",))


def refresh(_: Namespace) -> Outcome:
    """Judges every patient anew."""
    with _open_store() as store:
        return Outcome((f"{review.refresh(store, OPERATOR):,} patients judged as of today",))


def remind(_: Namespace) -> Outcome:
    """Sends the reminders that are due by e-mail."""
    chosen = settings()
    if chosen.mail is None:
        raise ConfigurationError(
            "No mail server is set up: set MENDLINE_SMTP_HOST, MENDLINE_SMTP_SENDER and MENDLINE_BASE_ADDRESS."
        )
    with _open_store() as store:
        done = reminders.send_due(store, OPERATOR, chosen.mail, chosen.base_address)
    return Outcome(
        (
            f"reminders: {done.due:,} due, {done.sent:,} sent, {done.due - done.sent:,} failed",
            f"addresses to confirm: {done.to_ask:,} new, {done.asked:,} asked, {done.to_ask - done.asked:,} failed",
        ),
        (f"{done.refusals[0]} What failed is tried again at the next run.",) if done.refusals else (),
        done=not done.refusals,
    )


def add_user(given: Namespace) -> Outcome:
    """Adds an account."""
    role = Role(given.role)
    patients.check_joins(role, patient_id=given.patient, team_name=given.team)
    with _open_store() as store:
        if given.patient is not None:
            _check_known(store, given.patient)
        account = accounts.add_account(
            store,
            OPERATOR,
            username=given.username,
            display_name=given.name,
            role=role,
            password=_password(),
            patient_id=given.patient,
            team_name=given.team,
        )
    return Outcome((f"{account.username} added as {account.role}",))


def list_users(_: Namespace) -> Outcome:
    """Lists all accounts."""
    with _open_store() as store:
        found = accounts.accounts(store, OPERATOR)
    return Outcome(tuple(_line(account) for account in found) or ("no accounts yet",))


def _line(account: Account) -> str:
    seen = f"last signed in {account.last_sign_in_at:%Y-%m-%d}" if account.last_sign_in_at else "never signed in"
    marks = [mark for mark, holds in (("deactivated", not account.active), ("demo", account.demo)) if holds]
    return "  ".join((account.username, account.role, account.display_name, seen, *marks))


def deactivate_user(given: Namespace) -> Outcome:
    """Stops an account at once."""
    with _open_store() as store:
        accounts.set_active(store, OPERATOR, _account(store, given.username).id, active=False)
    return Outcome((f"{given.username} deactivated and signed out",))


def set_user_password(given: Namespace) -> Outcome:
    """Gives an account a new password."""
    with _open_store() as store:
        account = _account(store, given.username)
        accounts.set_password(store, OPERATOR, account.id, _password())
    return Outcome((f"{account.username} has a new password and was signed out",))


def _account(store: Store, username: str) -> Account:
    found = (each for each in accounts.accounts(store, OPERATOR) if each.username == username.strip().lower())
    if (account := next(found, None)) is None:
        raise BadInput(Fault("user name", username, "is not known", "List the accounts with: user list."))
    return account


def _password() -> str:
    """The password from the keyboard, twice and unseen, or one line of standard input; never from the arguments, where
    other users of the machine could read it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass("Password: ")
    if getpass("Once more: ") != typed:
        raise BadInput(Fault("password", None, "was not typed the same twice", "Try again."))
    return typed


def back_up(given: Namespace) -> Outcome:
    """Copies the database into a file: before it is brought to a newer version, too."""
    with _open_store(of_any_version=True) as store:
        size = backups.back_up(store, OPERATOR, given.file)
    return Outcome((f"{given.file} written, {size / 1e6:,.1f} MB",))


def restore(given: Namespace) -> Outcome:
    """Puts a backup in the place of the database, whatever version that has."""
    with _open_store(of_any_version=True) as store:
        kept = backups.restore(store, OPERATOR, given.file)
    return Outcome(
        (
            f"restored from {given.file}; everybody is signed out",
            "accounts and passwords are those of the backup: who was stopped since then can sign in again (user list)",
            f"what was there before is kept in {kept}",
        )
    )
