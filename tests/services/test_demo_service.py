"""The demo clinic: complete, marked as such, and with something to do for each of its three visitors."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.services.conftest import NOW, TODAY
from tests.store.conftest import BACKENDS, Databases
from tracker.access import passwords
from tracker.domain import clock
from tracker.domain.assessment import FlagKind
from tracker.domain.audit import Action
from tracker.domain.diary import Origin
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import demo, review
from tracker.services import diary as diary_pages
from tracker.store import Store, accounts, assessments, audit, diary, flags, patients


@pytest.fixture(scope="module", params=BACKENDS)
def filled(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The demo clinic, made once for all tests here: none of them changes it."""
    with databases.fresh(request.param, tmp_path_factory.mktemp("demo")) as url, pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        store = Store(url)
        assert demo.fill(store, TODAY) == 60
        yield store
        store.close()


def visitor(store: Store, role: Role) -> Account:
    with store.reading() as tx:
        account = accounts.demo_account(tx, role)
    assert account is not None
    return account


def test_it_is_made_once(filled: Store) -> None:
    assert demo.fill(filled, TODAY + timedelta(days=1)) == 0
    with filled.reading() as tx:
        assert len(patients.roster(tx, OPERATOR)) == 60


def test_everybody_is_marked_as_demo(filled: Store) -> None:
    with filled.reading() as tx:
        assert all(patient.demo for patient in patients.patients(tx, OPERATOR))
        assert all(account.demo for account in accounts.accounts(tx, OPERATOR))
        stored = diary.latest(tx, OPERATOR, "demo-01", since=TODAY - timedelta(days=30))
        assert {revision.origin for revision in stored.values()} == {Origin.DEMO}


def test_nobody_can_sign_in_by_a_password(filled: Store) -> None:
    with filled.reading() as tx:
        secret = accounts.secret_of(tx, "demo.physician")
    assert secret is not None
    for guess in ("", "demo", "demo.physician", "password"):
        assert not passwords.password_matches(guess, secret.password_hash)[0]


def test_the_patient_has_logged_yesterday_and_not_yet_today(filled: Store) -> None:
    page = diary_pages.diary_page(filled, visitor(filled, Role.PATIENT).viewer)
    assert page.today == TODAY
    assert TODAY not in page.revisions
    assert TODAY - timedelta(days=1) in page.revisions
    assert page.treatments


def test_the_physician_has_most_patients_and_not_those_of_the_other_clinic(filled: Store) -> None:
    panel = review.panel(filled, visitor(filled, Role.PHYSICIAN).viewer)
    assert len(panel.rows) == 54
    with filled.reading() as tx:
        (other,) = (account for account in accounts.accounts(tx, OPERATOR) if account.username == "demo.physician.2")
    assert len(review.panel(filled, other.viewer).rows) == 6


def test_the_queue_shows_every_reason_there_is_to_look(filled: Store) -> None:
    panel = review.panel(filled, visitor(filled, Role.PHYSICIAN).viewer)
    wanted = (
        review.Reason.RELAPSE,
        review.Reason.PERSISTENT,
        review.Reason.NOT_IMPROVING,
        review.Reason.NOT_ASSESSABLE,
        review.Reason.DOING_WELL,
    )
    assert {row.reason for row in panel.rows} >= set(wanted)
    assert any(row.reviewed for row in panel.rows)
    assert panel.rows[0].reason is review.Reason.RELAPSE


def test_every_kind_of_flag_was_raised_for_somebody(filled: Store) -> None:
    with filled.reading() as tx:
        raised = flags.flags(tx, OPERATOR)
    assert {each.flag.kind for each in raised} == set(FlagKind)


def test_the_physician_sees_who_walks_less(filled: Store) -> None:
    panel = review.panel(filled, visitor(filled, Role.PHYSICIAN).viewer)
    (row,) = (row for row in panel.rows if row.reason is review.Reason.WALKING_LESS)
    assert {each.flag.kind for each in row.flags} == {FlagKind.WALKING_LOSS}
    assert row.reviewed is None


def test_a_few_invented_surgeons_operated(filled: Store) -> None:
    with filled.reading() as tx:
        surgeons = {patient.episode.surgeon for patient in patients.patients(tx, OPERATOR)}
    assert len(surgeons) == 3
    assert all("Demo" in surgeon for surgeon in surgeons)


def test_the_physician_sees_who_still_takes_an_opioid(filled: Store) -> None:
    panel = review.panel(filled, visitor(filled, Role.PHYSICIAN).viewer)
    (row,) = (row for row in panel.rows if row.reason is review.Reason.OPIOIDS)
    assert FlagKind.OPIOIDS_PAST_90 in {each.flag.kind for each in row.flags}
    assert row.reviewed is None


def test_the_administrator_follows_nobody(filled: Store) -> None:
    with filled.reading() as tx:
        assert patients.patients(tx, visitor(filled, Role.ADMINISTRATOR).viewer) == ()


def test_the_showpiece_has_relapsed_and_nobody_has_answered_yet(filled: Store) -> None:
    with filled.reading() as tx:
        assessment = assessments.assessment(tx, OPERATOR, "demo-01")
        raised = flags.flags(tx, OPERATOR, ["demo-01"], open_only=True)
    assert assessment is not None
    assert assessment.as_of == TODAY
    assert FlagKind.RELAPSE in {each.flag.kind for each in raised}
    assert not any(each.reviews for each in raised)


def test_it_leaves_a_trace(filled: Store) -> None:
    with filled.reading() as tx:
        events = audit.events(tx, OPERATOR)
    assert any(event.action is Action.PATIENT_ADDED and "60 invented" in event.detail for event in events)
