"""The command line: python -m tracker --help."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from tracker import commands
from tracker.commands import Outcome
from tracker.domain.errors import MendlineError
from tracker.domain.patients import Region
from tracker.domain.people import ACCOUNT_ROLES


class _BadUsage(MendlineError):
    """The arguments are not such as the command takes."""


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments, and leaves the exit to `main`."""

    def error(self, message: str) -> NoReturn:
        raise _BadUsage(f"{self.prog}: {message}. See {self.prog} --help.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0; 2 where there is something that the user can mend, said on standard error; 130, as
    shells do, where the user stopped it."""
    try:
        given = parser().parse_args(arguments)
        outcome: Outcome = given.run(given)
    except MendlineError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    for line in outcome.lines:
        print(line)
    for line in outcome.complaints:
        print(line, file=sys.stderr)
    return 0 if outcome.done else 2


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments; each has its help."""
    root = _Parser(
        prog="python -m tracker",
        description="Mendline on the command line. The database is the one of MENDLINE_DATABASE_URL, else the embedded "
        "one. Exit status 0, or 2 with a line on standard error for what can be mended.",
    )
    commands_ = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_assess(commands_)
    _add_patient(commands_)
    _add_import(commands_)
    _add_export(commands_)
    _add_users(commands_)
    _add_backups(commands_)
    _command(commands_, "demo", commands.make_demo, "fill a database without patients with 60 invented ones")
    _command(commands_, "migrate", commands.migrate, "make the database, or bring it to the newest version")
    _command(commands_, "refresh", commands.refresh, "judge every patient anew, as of today")
    remind = _command(commands_, "remind", commands.remind, "send the reminders that are due by e-mail, once each")
    remind.description = (
        "Sends the reminders that are due by e-mail, and to each new address the question whether it is the right one. "
        "Run it every five minutes by a timer; two at once send one only. What the mail server (MENDLINE_SMTP_HOST) "
        "does not take is tried again at the next run, for an hour, and never once quiet hours have begun."
    )
    return root


def _command(within: Any, name: str, run: Callable[[Namespace], Outcome], help_text: str) -> argparse.ArgumentParser:
    found: argparse.ArgumentParser = within.add_parser(
        name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.", allow_abbrev=False
    )
    found.set_defaults(run=run)
    return found


def _group(within: Any, name: str, help_text: str) -> Any:
    found = within.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    return found.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _add_assess(within: Any) -> None:
    found = _command(within, "assess", commands.assess, "judge a cohort in CSV files, without a database")
    add = found.add_argument
    add(
        "--patients",
        type=Path,
        required=True,
        metavar="P.csv",
        help="patient_id, surgery_date, region, baseline_axial, baseline_limb (blank where not known; baseline_pain "
        "is taken as baseline_axial)",
    )
    add(
        "--entries",
        type=Path,
        required=True,
        metavar="E.csv",
        help="patient_id, date, axial, limb (blank where not given; pain is taken as axial), further diary columns",
    )
    add("--treatments", type=Path, metavar="T.csv", help="patient_id, start, kind, and if known end, name, dose")
    when = found.add_mutually_exclusive_group()
    when.add_argument(
        "--as-of", type=_date, metavar="DATE", help="write the flags open on this date (else on the latest in E.csv)"
    )
    when.add_argument("--history", action="store_true", help="replay day by day and write every flag ever raised")
    add("--out", type=Path, required=True, metavar="FLAGS.csv", help="where the flags go")
    add("--summary", type=Path, metavar="S.csv", help="where one row per patient and site goes")


def _add_patient(within: Any) -> None:
    patient = _group(within, "patient", "look after patients")
    add = _command(
        patient, "add", commands.add_patient, "add a patient with the surgery that days count from"
    ).add_argument
    add("--id", required=True, help="the clinic's own id, as text; it cannot be changed")
    add("--surgery-date", type=_date, required=True, metavar="DATE", help="day 0, as 2026-03-25")
    add("--region", choices=[each.value for each in Region], required=True, help="which part of the spine")
    add("--baseline-axial", type=int, metavar="N", help="back or neck pain before surgery, 0-10")
    add("--baseline-limb", type=int, metavar="N", help="leg or arm pain before surgery, 0-10")
    add("--name", default="", help='how the patient is called (else "Patient ID")')
    add("--time-zone", default="UTC", metavar="ZONE", help='where the patient lives, as "America/New_York" (else UTC)')
    add("--birth-date", type=_date, metavar="DATE", help="dates before it are refused")
    add("--levels", default="", help='the levels operated, as "L4-L5"')
    add("--procedure", default="", help='what was done, as "fusion"')
    add("--surgeon", default="", metavar="NAME", help="who operated")
    add("--team", metavar="NAME", help="the care team that follows the patient; made where there is none of that name")


def _add_import(within: Any) -> None:
    found = _command(within, "import", commands.import_diary, "store the diary of one patient from a file")
    found.description = (
        "Stores the diary of one patient from a file. Every row is stored, unchanged (it says what is stored, or what "
        "an earlier row says), or rejected with its line, value and reason. A value that the file leaves blank leaves "
        "what is stored as it is; a value that contradicts what is stored is rejected, unless --replace is given."
    )
    add = found.add_argument
    add("file", type=Path, metavar="FILE.csv", help="one row for each day, with a header; comma, semicolon or tab")
    add("--patient", required=True, metavar="ID", help="whose diary it is")
    add(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=NAME",
        help="take a diary field from the column of that name, as axial=knee_pain; may be given several times. Columns "
        "that no field asks for are then left out; without it they are refused",
    )
    add("--date-column", default="date", metavar="NAME", help="the column with the date (else date)")
    add("--date-format", metavar="F", help="how dates are written, as %%d-%%m-%%Y (else 2026-03-25)")
    add("--encoding", metavar="E", help="how the file is encoded, as cp1252 or utf-16 (else UTF-8)")
    add("--replace", action="store_true", help="let a row replace different values that are stored for its day")
    add("--rejects", type=Path, metavar="R.csv", help="where rejected rows go, with line, value and reason")


def _add_export(within: Any) -> None:
    add = _command(within, "export", commands.export, "write one row a day from surgery to today").add_argument
    add("--patient", required=True, metavar="ID", help="whose days")
    add("--out", type=Path, required=True, metavar="FILE.csv", help="where they go")
    add("--spreadsheet", action="store_true", help="start the file with the mark by which spreadsheets know UTF-8")


def _add_users(within: Any) -> None:
    user = _group(within, "user", "look after accounts")
    add = _command(
        user, "add", commands.add_user, "add an account; the password is asked for, or read from standard input"
    ).add_argument
    add("username", help="what the user types to sign in")
    add("--role", choices=[each.value for each in ACCOUNT_ROLES], required=True, help="what the account is for")
    add("--name", required=True, help="the name that others read")
    add("--patient", metavar="ID", help="the patient whose own account it is")
    add("--team", metavar="NAME", help="the care team to join; made where there is none of that name")
    _command(user, "list", commands.list_users, "list all accounts")
    off = _command(user, "deactivate", commands.deactivate_user, "stop an account and sign it out at once")
    off.add_argument("username", help="whose account")
    new = _command(
        user, "password", commands.set_user_password, "set a new password, asked for or read from standard input"
    )
    new.add_argument("username", help="whose account")


def _add_backups(within: Any) -> None:
    out = _command(within, "backup", commands.back_up, "copy the embedded database into a new file, while it is in use")
    out.add_argument("file", type=Path, metavar="FILE", help="a name that is free; only its owner can read the file")
    back = _command(
        within, "restore", commands.restore, "put a backup in the place of the embedded database, keeping a copy of it"
    )
    back.add_argument("file", type=Path, metavar="FILE", help="what backup has written")


def _date(text: str) -> date:
    try:
        if len(text) == len("2026-03-25"):
            return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-03-25") from None
    raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-03-25")


if __name__ == "__main__":
    sys.exit(main())
