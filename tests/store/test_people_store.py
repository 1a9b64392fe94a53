"""Accounts, sessions, care teams, patients and the audit trail."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.store.people import DAY, NOW, SURGERY, World, a_patient
from tracker.domain.audit import Action
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.patients import Episode, Patient, Region
from tracker.domain.people import OPERATOR, Account, Role
from tracker.store import Store, Transaction, accounts, audit, care_teams, patients, sessions

SOON = NOW + timedelta(hours=8)


def add(tx: Transaction, username: str, role: Role = Role.PHYSICIAN, *, demo: bool = False) -> Account:
    return accounts.add_account(
        tx, username=username, display_name=username.title(), role=role, password_hash="hash", demo=demo, now=NOW
    )


def test_an_account_comes_back_as_it_was_made(store: Store) -> None:
    with store.transaction() as tx:
        made = add(tx, "  Dr.House ")
        assert made == Account(
            made.id, "dr.house", "  Dr.House ", Role.PHYSICIAN, active=True, demo=False, created_at=NOW
        )
        assert accounts.account(tx, made.id) == made
        secret = accounts.secret_of(tx, "DR.HOUSE")
    assert secret is not None
    assert (secret.account, secret.password_hash) == (made, "hash")


@pytest.mark.parametrize("again", ["house", "HOUSE", " house "])
def test_a_username_that_is_taken_is_refused_whatever_its_case(store: Store, again: str) -> None:
    with store.transaction() as tx:
        add(tx, "house")
        with pytest.raises(BadInput, match="'house' is taken"):
            add(tx, again)
        assert [each.username for each in accounts.accounts(tx, OPERATOR)] == ["house"]


@pytest.mark.parametrize("unknown", ["nobody", "", "\0", "\ud800"])
def test_an_unknown_username_or_id_gives_nothing(store: Store, unknown: str) -> None:
    with store.reading() as tx:
        assert accounts.secret_of(tx, unknown) is None
        assert accounts.account(tx, unknown) is None


def test_a_username_that_cannot_be_kept_is_refused(store: Store) -> None:
    with store.transaction() as tx, pytest.raises(BadInput, match="username holds a character"):
        add(tx, "a\0b")


def test_an_account_is_switched_off_and_on_and_remembers_its_last_sign_in(world: World) -> None:
    with world.store.transaction() as tx:
        accounts.set_active(tx, world.clerk.viewer, world.able.id, active=False)
        accounts.note_sign_in(tx, world.able.id, SOON)
        assert accounts.account(tx, world.able.id) == replace(world.able, active=False, last_sign_in_at=SOON)
        assert patients.patients(tx, world.able.viewer) == ()
        accounts.set_active(tx, world.clerk.viewer, world.able.id, active=True)
        assert [each.id for each in patients.patients(tx, world.able.viewer)] == ["anna"]


def test_a_password_is_changed_by_its_owner(world: World) -> None:
    with world.store.transaction() as tx:
        accounts.set_password_hash(tx, world.anna.viewer, world.anna.id, "new")
        secret = accounts.secret_of(tx, "anna")
    assert secret is not None
    assert secret.password_hash == "new"


@pytest.mark.parametrize("unknown", ["nobody", "\0"])
def test_what_is_done_to_an_account_that_is_not_there_is_refused(world: World, unknown: str) -> None:
    with world.store.transaction() as tx:
        with pytest.raises(NotAllowed):
            accounts.set_active(tx, OPERATOR, unknown, active=False)
        with pytest.raises(NotAllowed):
            accounts.set_password_hash(tx, OPERATOR, unknown, "new")
        with pytest.raises(NotAllowed):
            patients.link_account(tx, OPERATOR, "anna", unknown)
        with pytest.raises(NotAllowed):
            care_teams.add_member(tx, OPERATOR, world.team, unknown)


def test_the_demo_account_of_a_role_is_the_oldest_that_is_on(store: Store) -> None:
    with store.transaction() as tx:
        add(tx, "real")
        assert accounts.demo_account(tx, Role.PHYSICIAN) is None
        first, second = add(tx, "demo.a", demo=True), add(tx, "demo.b", demo=True)
        add(tx, "demo.c", Role.PATIENT, demo=True)
        assert accounts.demo_account(tx, Role.PHYSICIAN) == first
        accounts.set_active(tx, OPERATOR, first.id, active=False)
        assert accounts.demo_account(tx, Role.PHYSICIAN) == second


def test_a_session_is_found_by_the_hash_of_its_token_and_by_its_id(world: World) -> None:
    with world.store.transaction() as tx:
        opened = sessions.open_session(tx, world.able.id, "hash", NOW, SOON, "127.0.0.1")
    with world.store.reading() as tx:
        assert sessions.by_token_hash(tx, "hash") == opened
        assert sessions.by_id(tx, opened.id) == opened
        for unknown in ("other", "", "\0"):
            assert sessions.by_token_hash(tx, unknown) is None
            assert sessions.by_id(tx, unknown) is None
    assert (opened.account, opened.expires_at, opened.ended_at) == (world.able, SOON, None)


def test_a_session_tells_when_its_account_was_switched_off(world: World) -> None:
    with world.store.transaction() as tx:
        sessions.open_session(tx, world.able.id, "hash", NOW, SOON, "")
        accounts.set_active(tx, OPERATOR, world.able.id, active=False)
        found = sessions.by_token_hash(tx, "hash")
    assert found is not None
    assert not found.account.active


def test_a_session_that_ended_is_neither_touched_nor_ended_again(world: World) -> None:
    times = [NOW + timedelta(minutes=minutes) for minutes in range(1, 5)]
    with world.store.transaction() as tx:
        key = sessions.open_session(tx, world.able.id, "hash", NOW, SOON, "").id
        sessions.touch(tx, key, times[0])
        sessions.end(tx, key, times[1])
        sessions.touch(tx, key, times[2])
        sessions.end(tx, key, times[3])
        found = sessions.by_id(tx, key)
    assert found is not None
    assert (found.last_seen_at, found.ended_at) == (times[0], times[1])


def test_ending_all_sessions_of_an_account_leaves_those_of_others(world: World) -> None:
    with world.store.transaction() as tx:
        mine = [sessions.open_session(tx, world.able.id, f"hash {n}", NOW, SOON, "") for n in range(2)]
        other = sessions.open_session(tx, world.baker.id, "hash", NOW, SOON, "")
        sessions.end_all_of(tx, world.able.id, NOW)
        ended = {each.id: each.ended_at for key in (*mine, other) if (each := sessions.by_id(tx, key.id))}
    assert ended == {mine[0].id: NOW, mine[1].id: NOW, other.id: None}


def test_an_administrator_sees_all_care_teams_a_physician_the_own_a_patient_none(world: World) -> None:
    with world.store.reading() as tx:
        found = {who.username: care_teams.care_teams(tx, who.viewer) for who in (world.clerk, world.able, world.anna)}
    assert [team.name for team in found["clerk"]] == ["Team A", "Team B"]
    assert [(team.name, team.patients) for team in found["able"]] == [("Team A", ("anna",))]
    assert set(found["able"][0].members) == {world.able.id, world.chief.id, world.dismissed.id}
    assert found["anna"] == ()


def test_a_care_team_decides_what_a_physician_sees_at_once(world: World) -> None:
    def seen(tx: Transaction) -> list[str]:
        return [each.id for each in patients.patients(tx, world.able.viewer)]

    with world.store.transaction() as tx:
        for _ in range(2):  # a second time changes nothing
            care_teams.add_patient(tx, OPERATOR, world.team, "ben")
            care_teams.add_member(tx, OPERATOR, world.team, world.able.id)
        assert seen(tx) == ["anna", "ben"]
        care_teams.remove_patient(tx, OPERATOR, world.team, "ben")
        assert seen(tx) == ["anna"]
        care_teams.remove_member(tx, OPERATOR, world.team, world.able.id)
        assert seen(tx) == []


def test_a_patient_cannot_be_a_member_of_a_care_team(world: World) -> None:
    with world.store.transaction() as tx, pytest.raises(BadInput, match="is a patient's"):
        care_teams.add_member(tx, OPERATOR, world.team, world.ben.id)


def test_a_care_team_needs_a_name_of_its_own(world: World) -> None:
    with world.store.transaction() as tx, pytest.raises(BadInput, match="'Team A' is taken"):
        care_teams.add_care_team(tx, OPERATOR, " Team A ")


@pytest.mark.parametrize("unknown", ["nothing", "\0"])
def test_what_is_done_to_a_care_team_that_is_not_there_is_refused(world: World, unknown: str) -> None:
    with world.store.transaction() as tx:
        for change_members in (care_teams.add_member, care_teams.remove_member):
            with pytest.raises(NotAllowed):
                change_members(tx, OPERATOR, unknown, world.able.id)
        for change_patients in (care_teams.add_patient, care_teams.remove_patient):
            with pytest.raises(NotAllowed):
                change_patients(tx, OPERATOR, unknown, "anna")
        with pytest.raises(NotAllowed):
            care_teams.add_patient(tx, OPERATOR, world.team, unknown)


def test_a_patient_comes_back_as_added_with_all_that_is_known(store: Store) -> None:
    episode = Episode("e", "p", SURGERY, Region.CERVICAL, "C5-C6", "fusion", 7, 10, DAY)
    full = Patient("p", "Zoë 'O' Müller", "Asia/Tokyo", demo=True, episode=episode, birth_date=date(1960, 2, 29))
    with store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, full)
        assert patients.patient(tx, OPERATOR, "p") == full
        assert patients.patients(tx, OPERATOR) == (full,)


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (a_patient("anna"), "id 'anna' is taken"),
        (replace(a_patient("new"), episode=replace(a_patient("anna").episode, patient_id="new")), "episode id"),
    ],
    ids=["the patient's", "the episode's"],
)
def test_an_id_that_is_taken_is_refused_and_nothing_is_stored(world: World, other: Patient, taken: str) -> None:
    with world.store.transaction() as tx:
        with pytest.raises(BadInput, match=taken):
            patients.add_patient(tx, OPERATOR, other)
        assert [each.id for each in patients.patients(tx, OPERATOR)] == ["anna", "ben"]


def test_only_the_account_of_a_patient_who_has_none_can_be_linked(world: World) -> None:
    with world.store.transaction() as tx:
        with pytest.raises(BadInput, match="is a physician's"):
            patients.link_account(tx, OPERATOR, "anna", world.able.id)
        with pytest.raises(BadInput, match="belongs to another patient"):
            patients.link_account(tx, OPERATOR, "anna", world.ben.id)
        for unknown in ("nobody", "\0"):
            with pytest.raises(NotAllowed):
                patients.link_account(tx, OPERATOR, unknown, add(tx, f"new {unknown!r}", Role.PATIENT).id)
        assert patients.patient_of_account(tx, world.anna.viewer).id == "anna"


def test_a_record_is_never_moved_to_another_account(world: World) -> None:
    with world.store.transaction() as tx:
        other = add(tx, "other", Role.PATIENT)
        with pytest.raises(BadInput, match="'anna' has another account already"):
            patients.link_account(tx, world.clerk.viewer, "anna", other.id)
        patients.link_account(tx, world.clerk.viewer, "anna", world.anna.id)  # its own again: nothing changes
        assert patients.patient_of_account(tx, world.anna.viewer).id == "anna"
        with pytest.raises(NotAllowed):
            patients.patient_of_account(tx, other.viewer)


def test_who_has_an_account_is_listed_by_id(world: World) -> None:
    with world.store.transaction() as tx:
        patients.add_patient(tx, OPERATOR, a_patient("new"))
        assert patients.with_account(tx, world.clerk.viewer) == {"anna", "ben"}
        patients.link_account(tx, OPERATOR, "new", add(tx, "new", Role.PATIENT).id)
        assert patients.with_account(tx, world.clerk.viewer) == {"anna", "ben", "new"}


@pytest.mark.parametrize("on", [DAY, None])
def test_a_follow_up_is_set_and_cleared(world: World, on: date | None) -> None:
    with world.store.transaction() as tx:
        patients.set_follow_up(tx, world.able.viewer, "anna", date(2027, 1, 1), DAY)
        patients.set_follow_up(tx, world.able.viewer, "anna", on, DAY)
        assert patients.patient(tx, world.able.viewer, "anna").episode.next_follow_up == on


def test_a_follow_up_that_has_come_is_kept_as_the_last_one(world: World) -> None:
    def last(before: date) -> date | None:
        with world.store.reading() as tx:
            return patients.last_follow_up(tx, world.able.viewer, "anna", before)

    def plan(on: date | None, today: date) -> None:
        with world.store.transaction() as tx:
            patients.set_follow_up(tx, world.able.viewer, "anna", on, today)

    first, second, third = (DAY + timedelta(days=days) for days in (10, 40, 70))
    plan(first, DAY)
    assert last(first) is None, "it has not come before its own day"
    assert last(first + timedelta(days=1)) == first, "it has come, be no other planned yet"
    plan(second, DAY + timedelta(days=5))
    assert last(date.max) == second, "moved before it came: the first never was"
    plan(third, second)
    assert last(third) == second
    plan(second, second)
    plan(third, second)
    assert last(third) == second, "an undo and once more keeps one"
    plan(None, third)
    assert (last(third), last(date.max)) == (second, third)


def test_the_roster_holds_ids_and_nothing_else(world: World) -> None:
    with world.store.reading() as tx:
        assert patients.roster(tx, world.clerk.viewer) == ("anna", "ben")


def test_the_trail_is_read_newest_first_with_names(world: World) -> None:
    with world.store.transaction() as tx:
        for number, action in enumerate((Action.SIGNED_IN, Action.RECORD_VIEWED, Action.SIGN_IN_REFUSED)):
            who = world.able.id if number < 2 else None
            audit.record(
                tx,
                action=action,
                account_id=who,
                patient_id="no such patient" if number == 1 else None,
                detail="d",
                address="::1",
                now=NOW + timedelta(seconds=number),
            )
        found = audit.events(tx, world.clerk.viewer)
        assert audit.events(tx, world.clerk.viewer, limit=1) == found[:1]
    assert [(each.action, each.account_name, each.patient_id) for each in found] == [
        (Action.SIGN_IN_REFUSED, "", None),
        (Action.RECORD_VIEWED, "Able", "no such patient"),
        (Action.SIGNED_IN, "Able", None),
    ]
    assert {(each.detail, each.address) for each in found} == {("d", "::1")}


def test_the_trail_takes_down_what_no_database_can_keep(store: Store) -> None:
    with store.transaction() as tx:
        audit.record(tx, action=Action.SIGN_IN_REFUSED, account_id=None, patient_id="\0", detail="a\0b\ud800", now=NOW)
        (event,) = audit.events(tx, OPERATOR)
    assert (event.patient_id, event.detail) == ("\\u0000", "a\\u0000b\\ud800")


@pytest.mark.parametrize("action", Action)
def test_every_action_can_be_recorded(store: Store, action: Action) -> None:
    with store.transaction() as tx:
        audit.record(tx, action=action, account_id=None, now=NOW)
        assert [each.action for each in audit.events(tx, OPERATOR)] == [action]
