from collections.abc import Callable

import pytest

from tests.accounts import PASSWORD
from tests.unit.access.conftest import Watch
from tracker.access import tokens
from tracker.domain.audit import Action
from tracker.domain.people import OPERATOR, Account, Role
from tracker.services import accounts
from tracker.services.accounts import SignInRefused
from tracker.store import Store, audit
from tracker.store import accounts as stored

HERE = "192.0.2.1"
ELSEWHERE = "198.51.100.7"
Add = Callable[..., Account]


def trail(store: Store) -> list[tuple[Action, str | None, str]]:
    with store.reading() as tx:
        return [(event.action, event.account_id, event.detail) for event in audit.events(tx, OPERATOR)]


@pytest.mark.parametrize("typed", ["anna", " Anna ", "ANNA"])
def test_the_right_password_signs_in_however_the_name_is_spelled(store: Store, add: Add, typed: str) -> None:
    anna = add("anna")
    signed_in = accounts.sign_in(store, typed, PASSWORD, HERE)
    assert signed_in.session.account.id == anna.id
    assert accounts.session_for(store, signed_in.token) is not None


def test_the_token_itself_is_nowhere_in_the_database(store: Store, add: Add, tmp_path: object) -> None:
    add("anna")
    token = accounts.sign_in(store, "anna", PASSWORD, HERE).token
    store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())  # type: ignore[attr-defined]
    assert token.encode() not in written
    assert tokens.token_hash(token).encode() in written
    assert PASSWORD.encode() not in written


@pytest.mark.parametrize(
    ("username", "password"),
    [("anna", "wrong"), ("anna", ""), ("nobody", PASSWORD), ("", ""), ("anna\x00", PASSWORD), ("x" * 9000, "y" * 9000)],
)
def test_whatever_does_not_match_is_refused_in_the_same_words(
    store: Store, add: Add, username: str, password: str
) -> None:
    add("anna")
    with pytest.raises(SignInRefused, match=r"User name and password do not match\. Check both and try again\."):
        accounts.sign_in(store, username, password, HERE)


def test_an_account_that_is_switched_off_is_refused_in_the_same_words(store: Store, add: Add) -> None:
    accounts.set_active(store, OPERATOR, add("anna").id, False)
    with pytest.raises(SignInRefused, match="do not match"):
        accounts.sign_in(store, "anna", PASSWORD, HERE)


def test_a_password_is_compared_even_where_there_is_no_account(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.access import passwords

    add("anna")
    compared: list[str | None] = []
    real = passwords.password_matches

    def counted(password: str, stored_hash: str | None) -> tuple[bool, str | None]:
        compared.append(stored_hash)
        return real(password, stored_hash)

    monkeypatch.setattr(passwords, "password_matches", counted)
    for name in ("anna", "nobody", "not a name at all"):
        with pytest.raises(SignInRefused):
            accounts.sign_in(store, name, "wrong password", HERE)
    assert len(compared) == 3
    assert compared[1:] == [None, None]


def test_after_five_failed_tries_even_the_right_password_has_to_wait(store: Store, add: Add, watch: Watch) -> None:
    add("anna")
    for _ in range(5):
        with pytest.raises(SignInRefused, match="do not match"):
            accounts.sign_in(store, "anna", "wrong", HERE)
    with pytest.raises(SignInRefused, match=r"You can try again in 15 minutes\.") as refused:
        accounts.sign_in(store, "anna", PASSWORD, HERE)
    assert refused.value.retry_after == 15 * 60
    assert accounts.sign_in(store, "anna", PASSWORD, ELSEWHERE)
    watch.pass_by(minutes=15, seconds=1)
    assert accounts.sign_in(store, "anna", PASSWORD, HERE)


def test_names_that_do_not_exist_are_slowed_down_like_those_that_do(store: Store) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused, match="do not match"):
            accounts.sign_in(store, "nobody", "wrong", HERE)
    with pytest.raises(SignInRefused, match="Too many failed tries"):
        accounts.sign_in(store, "nobody", "wrong", HERE)


def test_signing_in_and_out_and_failing_leave_a_trace_without_what_was_typed(store: Store, add: Add) -> None:
    anna = add("anna")
    for username, password in (("anna", "my secret slip"), ("my secret slip", "x")):
        with pytest.raises(SignInRefused):
            accounts.sign_in(store, username, password, HERE)
    session = accounts.sign_in(store, "anna", PASSWORD, HERE).session
    accounts.sign_out(store, session.id, HERE)
    events = trail(store)
    assert [event[:2] for event in reversed(events)][1:] == [
        (Action.SIGN_IN_REFUSED, anna.id),
        (Action.SIGN_IN_REFUSED, None),
        (Action.SIGNED_IN, anna.id),
        (Action.SIGNED_OUT, anna.id),
    ]
    assert "secret" not in str(events)


def test_signing_out_ends_the_sign_in_at_once_and_only_once(store: Store, add: Add) -> None:
    add("anna")
    signed_in = accounts.sign_in(store, "anna", PASSWORD, HERE)
    other = accounts.sign_in(store, "anna", PASSWORD, ELSEWHERE)
    accounts.sign_out(store, signed_in.session.id)
    accounts.sign_out(store, signed_in.session.id)
    assert accounts.session_for(store, signed_in.token) is None
    assert accounts.live_session(store, signed_in.session.id) is None
    assert accounts.live_session(store, other.session.id) is not None
    assert [event[0] for event in trail(store)].count(Action.SIGNED_OUT) == 1


@pytest.mark.parametrize("token", ["", "x", "é\x00", "x" * 10_000])
def test_a_token_that_was_never_given_opens_nothing(store: Store, token: str) -> None:
    assert accounts.session_for(store, token) is None
    assert accounts.live_session(store, token) is None


def test_use_keeps_a_sign_in_alive_until_its_fixed_end(store: Store, add: Add, watch: Watch) -> None:
    add("drake", Role.PHYSICIAN)
    signed_in = accounts.sign_in(store, "drake", PASSWORD, HERE)
    for _ in range(14):
        watch.pass_by(minutes=50)
        assert accounts.session_for(store, signed_in.token) is not None
    watch.pass_by(minutes=50)
    assert accounts.session_for(store, signed_in.token) is None


def test_looking_whether_a_sign_in_is_live_does_not_keep_it_alive(store: Store, add: Add, watch: Watch) -> None:
    add("drake", Role.PHYSICIAN)
    signed_in = accounts.sign_in(store, "drake", PASSWORD, HERE)
    watch.pass_by(minutes=59)
    assert accounts.live_session(store, signed_in.session.id) is not None
    watch.pass_by(minutes=1)
    assert accounts.live_session(store, signed_in.session.id) is None
    assert accounts.session_for(store, signed_in.token) is None


def test_the_demo_signs_in_without_a_password_as_the_first_account_of_the_role(store: Store, watch: Watch) -> None:
    with store.transaction() as tx:
        for name in ("demo-b", "demo-a"):
            stored.add_account(
                tx, username=name, display_name=name, role=Role.PHYSICIAN, password_hash="!", demo=True, now=watch.now
            )
            watch.pass_by(seconds=1)
    assert accounts.demo_sign_in(store, Role.PHYSICIAN, HERE).session.account.username == "demo-b"
    with pytest.raises(SignInRefused, match=r"python -m tracker demo"):
        accounts.demo_sign_in(store, Role.PATIENT, HERE)


def test_an_account_without_a_usable_password_cannot_be_signed_in_by_one(store: Store, watch: Watch) -> None:
    with store.transaction() as tx:
        stored.add_account(
            tx, username="demo", display_name="Demo", role=Role.PATIENT, password_hash="!", demo=True, now=watch.now
        )
    with pytest.raises(SignInRefused, match="do not match"):
        accounts.sign_in(store, "demo", "!", HERE)
