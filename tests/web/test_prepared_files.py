"""A file that was made waits a while, for who had it made and for nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.errors import BadInput, NotAllowed
from tracker.web.prepared_files import KEPT, PreparedFiles

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_who_had_it_made_gets_it_as_often_as_asked() -> None:
    files = PreparedFiles()
    token = files.keep("able", "reports", b"pdf", (), NOW)
    for _ in range(2):
        file = files.fetch("able", token, NOW + KEPT - timedelta(seconds=1))
        assert (file.name, file.data) == ("reports", b"pdf")


@pytest.mark.parametrize("after", [KEPT, KEPT * 2])
def test_nobody_gets_it_after_its_time(after: timedelta) -> None:
    files = PreparedFiles()
    token = files.keep("able", "reports", b"pdf", (), NOW)
    with pytest.raises(NotAllowed):
        files.fetch("able", token, NOW + after)


def test_another_account_gets_nothing_and_does_not_take_it_away() -> None:
    files = PreparedFiles()
    token = files.keep("able", "reports", b"pdf", (), NOW)
    for account_id, asked in (("baker", token), ("", token), ("able", ""), ("able", token[:-1])):
        with pytest.raises(NotAllowed):
            files.fetch(account_id, asked, NOW)
    assert files.fetch("able", token, NOW).data == b"pdf"


def test_a_token_cannot_be_guessed() -> None:
    files = PreparedFiles()
    tokens = {files.keep(f"account {each}", "reports", b"pdf", (), NOW) for each in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)  # 32 bytes


def test_a_newer_file_takes_the_place_of_the_one_before() -> None:
    files = PreparedFiles()
    first, other = files.keep("able", "a", b"1", (), NOW), files.keep("baker", "b", b"2", (), NOW)
    second = files.keep("able", "c", b"3", (), NOW)
    with pytest.raises(NotAllowed):
        files.fetch("able", first, NOW)
    assert [files.fetch(*each, NOW).data for each in (("able", second), ("baker", other))] == [b"3", b"2"]


def test_all_together_take_no_more_than_they_may() -> None:
    files = PreparedFiles(most_bytes=10)
    tokens = [files.keep(f"account {each}", "f", b"1234", (), NOW + timedelta(seconds=each)) for each in range(3)]
    with pytest.raises(NotAllowed):
        files.fetch("account 0", tokens[0], NOW)
    assert [files.fetch(f"account {each}", tokens[each], NOW).data for each in (1, 2)] == [b"1234"] * 2


@pytest.mark.parametrize(("size", "fits"), [(10, True), (11, False)])
def test_a_file_that_is_too_large_is_refused(size: int, fits: bool) -> None:
    files = PreparedFiles(most_bytes=10)
    if fits:
        assert files.keep("able", "f", b"x" * size, (), NOW)
    else:
        with pytest.raises(BadInput, match="too large"):
            files.keep("able", "f", b"x" * size, (), NOW)


def test_a_file_that_was_dropped_is_gone_and_others_stay() -> None:
    files = PreparedFiles()
    token, other = files.keep("able", "a", b"1", ("p1",), NOW), files.keep("baker", "b", b"2", ("p2",), NOW)
    files.drop(token)
    files.drop("no such token")
    with pytest.raises(NotAllowed):
        files.fetch("able", token, NOW)
    assert files.fetch("baker", other, NOW).patient_ids == ("p2",)
