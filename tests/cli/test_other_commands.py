"""Patients, exports, accounts, the demo, backups: from the command line."""

import csv
import io
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Run
from tracker.domain import clock
from tracker.domain.people import OPERATOR, Role
from tracker.services import accounts as signing_in
from tracker.services import demo
from tracker.store import Store, accounts, care_teams, patients

Add = Callable[..., None]
PASSWORD = "four words put together"


def type_in(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


class TestPatient:
    def test_one_is_added_with_what_is_known(self, run: Run, store: Store) -> None:
        ended = run(
            *("patient", "add", "--id", "007", "--surgery-date", "2026-01-31", "--region", "cervical"),
            *("--baseline-axial", "6", "--name", "Ana Ruiz", "--time-zone", "Europe/Madrid"),
            *("--birth-date", "1970-05-01", "--levels", "C5–C6", "--procedure", "ACDF", "--team", "Spine"),
            *("--surgeon", " Dr Ito "),
        )
        assert ended.said == "patient 007 added, followed by Spine\n"
        with store.reading() as tx:
            patient = patients.patient(tx, OPERATOR, "007")
            (team,) = care_teams.care_teams(tx, OPERATOR)
        assert (patient.name, patient.time_zone, patient.demo) == ("Ana Ruiz", "Europe/Madrid", False)
        assert (patient.episode.operation, patient.episode.baseline_axial) == ("C5–C6 ACDF", 6)
        assert patient.episode.baseline_limb is None
        assert patient.episode.surgeon == "Dr Ito"
        assert team.patients == ("007",)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--baseline-axial", "11"], "baseline axial '11' is not a whole number from 0 to 10"),
            (["--baseline-limb", "3.5"], "argument --baseline-limb: invalid int value: '3.5'"),
            (["--surgery-date", "2026-11-22"], "surgery date '2026-11-22' lies in the future"),
            (["--surgery-date", "yesterday"], "'yesterday' is not a date; write it as 2026-03-25"),
            (["--birth-date", "2026-02-01"], "lies before birth"),
            (["--birth-date", "2027-02-01"], "birth date '2027-02-01' lies in the future"),
            (["--time-zone", "Mars/Olympus"], "time zone 'Mars/Olympus' is not a known time zone"),
            (["--region", "hip"], "invalid choice: 'hip'"),
            (["--id", "=1"], "patient_id '=1'"),
            (["--team", " "], "care team has no name"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_stored(
        self, run: Run, store: Store, options: list[str], said: str
    ) -> None:
        words = ("patient", "add", "--id", "1", "--surgery-date", "2026-01-01", "--region", "lumbar")
        assert said in run(*words, *options).complaint
        with store.reading() as tx:
            assert patients.roster(tx, OPERATOR) == ()
            assert care_teams.care_teams(tx, OPERATOR) == ()

    def test_an_id_that_is_taken_is_refused(self, run: Run, add_patient: Add) -> None:
        add_patient("1")
        ended = run("patient", "add", "--id", "1", "--surgery-date", "2026-02-01", "--region", "lumbar")
        assert "id '1' is taken" in ended.complaint


class TestExport:
    def test_there_is_one_row_for_each_day_with_missing_days_explicit(
        self, run: Run, add_patient: Add, tmp_path: Path
    ) -> None:
        add_patient("1")
        (tmp_path / "d.csv").write_text("date,axial\n2026-01-03,4\n")
        run("import", tmp_path / "d.csv", "--patient", "1")
        assert run("export", "--patient", "1", "--out", tmp_path / "out.csv").status == 0
        with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
            days = list(csv.DictReader(lines))
        assert [day["day"] for day in days] == [str(number) for number in range(325)]
        assert [day["date"] for day in days if day["logged"] == "true"] == ["2026-01-03"]
        assert {day["axial"] for day in days} == {"", "4"}

    def test_the_mark_for_spreadsheets_is_written_where_it_is_asked_for(
        self, run: Run, add_patient: Add, tmp_path: Path
    ) -> None:
        add_patient("1")
        run("export", "--patient", "1", "--out", tmp_path / "a.csv")
        run("export", "--patient", "1", "--out", tmp_path / "b.csv", "--spreadsheet")
        assert (tmp_path / "b.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "a.csv").read_bytes()

    def test_who_is_not_there_is_named_and_no_file_written(self, run: Run, tmp_path: Path) -> None:
        assert "patient '9' is not known" in run("export", "--patient", "9", "--out", tmp_path / "a.csv").complaint
        assert not (tmp_path / "a.csv").exists()

    def test_a_folder_that_is_not_there_is_named(self, run: Run, add_patient: Add, tmp_path: Path) -> None:
        add_patient("1")
        ended = run("export", "--patient", "1", "--out", tmp_path / "no" / "a.csv")
        assert "cannot be written" in ended.complaint


class TestUser:
    def test_one_is_added_with_the_password_of_standard_input(
        self, run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_in(monkeypatch, f"{PASSWORD}\n")
        ended = run("user", "add", "Eva.Lind", "--role", "physician", "--name", "Dr Lind", "--team", "Spine")
        assert ended.said == "eva.lind added as physician\n"
        with store.reading() as tx:
            (account,) = accounts.accounts(tx, OPERATOR)
            assert care_teams.care_teams(tx, account.viewer)[0].name == "Spine"
        assert account.role is Role.PHYSICIAN
        assert "eva.lind  physician  Dr Lind  never signed in" in run("user", "list").said

    def test_a_patients_own_account_is_joined_to_the_patient(
        self, run: Run, store: Store, add_patient: Add, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_patient("1")
        type_in(monkeypatch, f"{PASSWORD}\n")
        assert run("user", "add", "ana", "--role", "patient", "--name", "Ana", "--patient", "1").status == 0
        with store.reading() as tx:
            (account,) = accounts.accounts(tx, OPERATOR)
            assert patients.patient_of_account(tx, account.viewer).id == "1"
        type_in(monkeypatch, f"{PASSWORD}\n")
        second = run("user", "add", "eva", "--role", "patient", "--name", "Eva", "--patient", "1")
        assert "patient '1' has another account already" in second.complaint
        assert "eva" not in run("user", "list").said

    @pytest.mark.parametrize(
        ("typed", "options", "said"),
        [
            ("short\n", [], "password is shorter than 12 characters"),
            ("", [], "password is shorter than 12 characters"),
            (PASSWORD, ["--patient", "1"], "role 'physician' cannot be a patient's own account"),
            (PASSWORD, ["--role", "patient", "--patient", "9"], "patient '9' is not known"),
            (PASSWORD, ["--role", "patient", "--team", "Spine"], "role 'patient' cannot join a care team"),
            (PASSWORD, ["--role", "operator"], "invalid choice: 'operator'"),
            (PASSWORD, ["--team", "  "], "care team has no name"),
        ],
    )
    def test_what_cannot_be_is_refused_and_no_account_made(
        self, run: Run, store: Store, monkeypatch: pytest.MonkeyPatch, typed: str, options: list[str], said: str
    ) -> None:
        type_in(monkeypatch, typed)
        assert said in run("user", "add", "eva", "--name", "Eva", "--role", "physician", *options).complaint
        with store.reading() as tx:
            assert accounts.accounts(tx, OPERATOR) == ()
            assert care_teams.care_teams(tx, OPERATOR) == ()

    def test_one_is_deactivated_and_given_a_new_password(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        type_in(monkeypatch, f"{PASSWORD}\n{PASSWORD} again\n")
        run("user", "add", "eva", "--role", "physician", "--name", "Eva")
        assert run("user", "deactivate", "Eva").status == 0
        assert "deactivated" in run("user", "list").said
        assert run("user", "password", "eva").said == "eva has a new password and was signed out\n"

    def test_one_who_is_not_there_is_named(self, run: Run) -> None:
        assert "user name 'nobody' is not known" in run("user", "deactivate", "nobody").complaint

    def test_a_password_is_never_an_argument(self, run: Run) -> None:
        assert (
            "unrecognized arguments: --password"
            in run(*("user", "add", "eva", "--role", "physician", "--name", "Eva", "--password", PASSWORD)).complaint
        )


class TestDemo:
    def test_an_empty_database_is_filled_once(self, run: Run, store: Store) -> None:
        first = run("demo")
        assert first.said.startswith("60 demo patients made")
        assert run("demo").said == "the database has patients already; no demo patients were added\n"
        with store.reading() as tx:
            assert len(patients.roster(tx, OPERATOR)) == 60
        assert run("refresh").said == "60 patients judged as of today\n"

    def test_a_database_with_patients_is_left_as_it_is(self, run: Run, add_patient: Add, store: Store) -> None:
        add_patient("1")
        assert run("demo").status == 0
        with store.reading() as tx:
            assert list(patients.roster(tx, OPERATOR)) == ["1"]
            assert accounts.demo_account(tx, Role.PATIENT) is None
        assert demo.PEOPLE[0][2] is Role.PATIENT


class TestBackup:
    def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(
        self, run: Run, add_patient: Add, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_patient("1")
        assert run("backup", tmp_path / "b.sqlite3").status == 0
        add_patient("2")
        ended = run("restore", tmp_path / "b.sqlite3")
        assert ended.status == 0
        with store.reading() as tx:
            assert list(patients.roster(tx, OPERATOR)) == ["1"]
        kept = Path(ended.said.split()[-1])
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
        assert run("restore", kept).status == 0
        with store.reading() as tx:
            assert list(patients.roster(tx, OPERATOR)) == ["1", "2"]

    def test_who_was_signed_in_when_it_was_made_is_not_signed_in_again(
        self, run: Run, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_in(monkeypatch, f"{PASSWORD}\n")
        run("user", "add", "eva", "--role", "physician", "--name", "Eva")
        token = signing_in.sign_in(store, "eva", PASSWORD, "192.0.2.1").token
        run("backup", tmp_path / "b.sqlite3")
        run("user", "deactivate", "eva")
        assert "who was stopped since then can sign in again" in run("restore", tmp_path / "b.sqlite3").said
        assert signing_in.session_for(store, token) is None

    def test_only_its_owner_can_read_a_backup(self, run: Run, tmp_path: Path) -> None:
        run("backup", tmp_path / "b.sqlite3")
        assert stat.S_IMODE((tmp_path / "b.sqlite3").stat().st_mode) == 0o600

    def test_a_file_that_is_there_is_not_overwritten(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "b.sqlite3").write_text("precious")
        assert "is there already" in run("backup", tmp_path / "b.sqlite3").complaint
        assert (tmp_path / "b.sqlite3").read_text() == "precious"

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (None, "cannot be opened"),
            (b"", "is no backup of Mendline"),
            (b"date,axial\n", "is no backup of Mendline"),
            (b"SQLite format 3\x00" + b"\xff" * 5000, "cannot be restored"),
        ],
    )
    def test_what_is_no_backup_is_refused_and_the_database_stays(
        self, run: Run, add_patient: Add, store: Store, tmp_path: Path, content: bytes | None, said: str
    ) -> None:
        add_patient("1")
        if content is not None:
            (tmp_path / "b").write_bytes(content)
        assert said in run("restore", tmp_path / "b").complaint
        with store.reading() as tx:
            assert len(patients.roster(tx, OPERATOR)) == 1
        assert not list(tmp_path.rglob("*.trial*"))

    def test_a_database_of_something_else_is_refused(self, run: Run, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "other.sqlite3") as other:
            other.execute("CREATE TABLE songs (name TEXT)")
        other.close()
        assert "is damaged, or not of Mendline" in run("restore", tmp_path / "other.sqlite3").complaint

    def test_a_backup_of_a_newer_version_is_refused(self, run: Run, tmp_path: Path) -> None:
        run("backup", tmp_path / "b.sqlite3")
        with sqlite3.connect(tmp_path / "b.sqlite3") as newer:
            newer.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
        newer.close()
        assert "does not fit this version of Mendline" in run("restore", tmp_path / "b.sqlite3").complaint


def test_migrate_makes_the_database_and_can_be_run_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENDLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert run("migrate").said == run("migrate").said == "the database is up to date\n"


def revision(url: str, new: str | None = None) -> str:
    """The version that a database says it has, after it was told another one."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        if new is not None:
            database.execute("UPDATE alembic_version SET version_num = ?", (new,))
        found: str = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return found


@pytest.mark.parametrize(
    "words",
    [
        ("user", "list"),
        ("user", "deactivate", "eva"),
        ("refresh",),
        ("export", "--patient", "1", "--out", "/dev/null"),
        ("patient", "add", "--id", "1", "--surgery-date", "2026-01-01", "--region", "lumbar"),
    ],
    ids=" ".join,
)
def test_a_database_of_another_version_is_not_changed_in_passing(
    run: Run, database_url: str, words: tuple[str, ...]
) -> None:
    revision(database_url, "0000")
    assert "Run: python -m tracker migrate" in run(*words).complaint
    assert revision(database_url) == "0000"


def test_a_database_of_a_newer_version_is_left_alone_in_words(run: Run, database_url: str) -> None:
    revision(database_url, "ffffffffffff")
    assert "The database is of a newer version" in run("migrate").complaint
    assert "The database is of a newer version" in run("demo").complaint
    assert revision(database_url) == "ffffffffffff"


def test_a_database_of_another_version_can_be_backed_up_and_replaced(
    run: Run, database_url: str, tmp_path: Path
) -> None:
    run("backup", tmp_path / "good.sqlite3")
    good = revision(database_url)
    revision(database_url, "0000")
    assert run("backup", tmp_path / "old.sqlite3").status == 0
    assert revision(str(tmp_path / "old.sqlite3")) == "0000"
    assert run("restore", tmp_path / "good.sqlite3").status == 0
    assert revision(database_url) == good


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("patient", "add", "--id", "1", "--surgery-date", "2026-01-01", "--region", "lumbar"), "patient 1 added\n"),
        (("user", "list"), "no accounts yet\n"),
    ],
    ids=["patient add", "user list"],
)
def test_a_database_that_is_not_there_yet_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("MENDLINE_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert run(*words).said == said


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite:////no/such/folder/x.sqlite3"])
def test_a_database_that_cannot_be_opened_is_said_in_words(run: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MENDLINE_DATABASE_URL", url)
    assert "database" in run("migrate").complaint
