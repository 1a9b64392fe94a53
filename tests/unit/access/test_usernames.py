import pytest

from tracker.access import usernames
from tracker.domain.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("anna.berg", "anna.berg"),
        ("  Anna.BERG ", "anna.berg"),
        ("a1b", "a1b"),
        ("Dr_X@clinic.example", "dr_x@clinic.example"),
    ],
)
def test_a_user_name_has_one_spelling(typed: str, name: str) -> None:
    assert usernames.check_username(typed) == name


@pytest.mark.parametrize("typed", ["", "ab", "x" * 65, "-anna", ".anna", "anna berg", "änna", "anna\x00", "anna\n.b"])
def test_what_cannot_be_a_user_name_is_named_with_what_to_do(typed: str) -> None:
    with pytest.raises(BadInput, match=r"user name.*Choose for example"):
        usernames.check_username(typed)
