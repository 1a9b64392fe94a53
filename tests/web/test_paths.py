import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web import paths


@pytest.mark.parametrize(
    "asked", ["/", "/review", "/patient?patient=7", "/export/panel.csv", "/a//b", "/?next=http://evil.example"]
)
def test_a_sign_in_leads_on_to_a_page_of_this_site(asked: str) -> None:
    assert paths.safe_next(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [None, "", "review", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
     "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n", "\t//evil.example", " /review",
     "/review\r\nSet-Cookie: a=b", "/ünicode", "/" + "x" * 500, "/login", "/login?next=/x", "/login/demo", "/logout",
     "/_stcore/metrics", "/auth/login"],
)  # fmt: skip
def test_a_sign_in_leads_nowhere_else(asked: str | None) -> None:
    assert paths.safe_next(asked) == "/"


@given(st.text())
def test_whatever_is_asked_for_a_browser_stays_on_this_site(asked: str) -> None:
    from urllib.parse import urljoin, urlsplit

    led_to = paths.safe_next(asked)
    assert urlsplit(urljoin("https://mendline.example/login", led_to)).netloc == "mendline.example"
    assert led_to.isprintable()


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("/_stcore/metrics", True),
        ("/_stcore/metrics/", True),
        ("/_stcore/agent/mcp", True),
        ("/_stcore/agents", False),
        ("/_stcore/stream", False),
        ("/auth", True),
        ("/authors", False),
        ("/", False),
    ],
)
def test_the_side_doors_are_closed_by_whole_parts_of_the_path(path: str, closed: bool) -> None:
    assert paths.is_closed(path) is closed
