"""Reports by their addresses: a sheet for who follows the patient, nothing of it for anybody else."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from tests.pages.clinic import follow, relapse
from tests.web.asgi import CLIENT, ask
from tracker.domain import clock
from tracker.domain.audit import Action
from tracker.domain.errors import NotAllowed
from tracker.domain.people import OPERATOR, Role
from tracker.store import Store, accounts, audit, care_teams
from tracker.web.prepared_files import FILES

Cookie = Callable[..., str]
NAME = "Quillon Zeta"


@pytest.fixture
def physician(store: Store, cookie: Cookie) -> str:
    """The cookie of a physician who follows patient B."""
    signed_in = cookie("drake", Role.PHYSICIAN)
    with store.transaction() as tx:
        team = care_teams.add_care_team(tx, OPERATOR, "Spine")
        care_teams.add_member(tx, OPERATOR, team.id, account_id(store, "drake"))
    follow(store, team.id, "B", 190, relapse(), name=NAME)
    return signed_in


def account_id(store: Store, username: str) -> str:
    with store.reading() as tx:
        return next(each.id for each in accounts.accounts(tx, OPERATOR) if each.username == username)


def noted(store: Store, action: Action) -> list[tuple[str, str | None, str, str]]:
    with store.reading() as tx:
        events = audit.events(tx, OPERATOR, 100, actions=[action])
    return [(each.account_name, each.patient_id, each.detail, each.address) for each in events]


@pytest.mark.parametrize(("paper", "width"), [("", 595), ("?paper=a4", 595), ("?paper=letter", 612)])
def test_who_follows_a_patient_gets_a_sheet_of_the_paper_asked_for(
    app: Starlette, physician: str, paper: str, width: int
) -> None:
    answer = ask(app, "GET", f"/export/patient/B.pdf{paper}", headers={"Cookie": physician})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="mendline-B.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    (page,) = PdfReader(BytesIO(answer.content)).pages
    assert NAME in page.extract_text()
    assert int(page.mediabox.width) == width


def test_the_report_leaves_a_trace_with_where_it_went(app: Starlette, store: Store, physician: str) -> None:
    ask(app, "GET", "/export/patient/B.pdf", headers={"Cookie": physician})
    ((_, patient_id, detail, address),) = noted(store, Action.EXPORTED)
    assert (patient_id, detail, address) == ("B", "report of one patient", CLIENT)


@pytest.mark.parametrize("role", [Role.PATIENT, Role.PHYSICIAN, Role.ADMINISTRATOR])
@pytest.mark.parametrize("which", ["B", "nobody"])
@pytest.mark.usefixtures("physician")
def test_who_has_no_right_gets_a_refusal_that_is_noted_and_nothing_else(
    app: Starlette, store: Store, cookie: Cookie, role: Role, which: str
) -> None:
    answer = ask(app, "GET", f"/export/patient/{which}.pdf", headers={"Cookie": cookie("stranger", role)})
    assert answer.status_code == 403
    assert NAME not in answer.text
    assert "content-disposition" not in answer.headers
    ((_, patient_id, detail, address),) = noted(store, Action.RECORD_REFUSED)
    assert (patient_id, detail, address) == (which, "report", CLIENT)
    assert noted(store, Action.EXPORTED) == []


@pytest.mark.usefixtures("physician")
@pytest.mark.parametrize("path", ["/export/patient/B.pdf", "/export/prepared/x.pdf"])
def test_who_is_not_signed_in_gets_nothing(app: Starlette, path: str) -> None:
    answer = ask(app, "GET", path)
    assert answer.status_code == 401
    assert NAME not in answer.text


def test_another_paper_is_refused_in_words(app: Starlette, store: Store, physician: str) -> None:
    answer = ask(app, "GET", "/export/patient/B.pdf?paper=a5", headers={"Cookie": physician})
    assert answer.status_code == 400
    assert "Choose a4 or letter" in answer.text
    assert noted(store, Action.EXPORTED) == []


def test_a_prepared_file_is_for_who_had_it_made_only(
    app: Starlette, store: Store, physician: str, cookie: Cookie
) -> None:
    token = FILES.keep(account_id(store, "drake"), "reports-2026-11-21", b"%PDF-", ("B",), clock.now())
    address = f"/export/prepared/{token}.pdf"
    for role in (Role.PHYSICIAN, Role.ADMINISTRATOR, Role.PATIENT):
        refused = ask(app, "GET", address, headers={"Cookie": cookie(f"other {role}".replace(" ", "."), role)})
        assert refused.status_code == 403
        assert b"%PDF" not in refused.content
    answer = ask(app, "GET", address, headers={"Cookie": physician})
    assert answer.content == b"%PDF-"
    assert answer.headers["content-disposition"] == 'attachment; filename="mendline-reports-2026-11-21.pdf"'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("told_of", [("B",), ("C", "B")])
def test_who_is_taken_off_the_care_team_cannot_fetch_what_was_prepared_before(
    app: Starlette, store: Store, physician: str, told_of: tuple[str, ...]
) -> None:
    drake = account_id(store, "drake")
    with store.transaction() as tx:
        (team,) = care_teams.care_teams(tx, OPERATOR)
        other = care_teams.add_care_team(tx, OPERATOR, "Other")
        care_teams.add_member(tx, OPERATOR, other.id, drake)
    follow(store, other.id, "C", 30, {1: 5})
    token = FILES.keep(drake, "reports", b"%PDF-", told_of, clock.now())
    address = f"/export/prepared/{token}.pdf"
    assert ask(app, "GET", address, headers={"Cookie": physician}).status_code == 200
    with store.transaction() as tx:
        care_teams.remove_member(tx, OPERATOR, team.id, drake)
    refused = ask(app, "GET", address, headers={"Cookie": physician})
    assert refused.status_code == 403
    assert b"%PDF" not in refused.content
    assert [each[1:] for each in noted(store, Action.RECORD_REFUSED)] == [("B", "prepared reports", CLIENT)]
    with pytest.raises(NotAllowed):
        FILES.fetch(drake, token, clock.now())
