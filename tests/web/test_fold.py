"""What stands behind a folded row is drawn by a style sheet, whatever it holds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tracker.web.components.fold import css_string


def read_as_css(text: str) -> str:
    """A CSS string as a browser reads it (CSS Syntax, 4.3.7): escapes of one to six digits with a blank after them."""
    return re.sub(r"\\([0-9a-f]{1,6}) ", lambda escape: chr(int(escape[1], 16)), text)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))  # neither can be in a style sheet
def test_any_text_is_read_back_as_it_is(text: str) -> None:
    assert read_as_css(css_string(text)) == text


@given(st.text())
def test_nothing_in_a_text_ends_the_string_the_rule_or_the_sheet(text: str) -> None:
    assert not set(css_string(text)) & set("\"'<>{};\n\r\f")
