import pytest

from tracker.web.addresses import is_loopback, is_loopback_host, same_origin


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "localhost", "LOCALHOST"])
def test_this_machine_is_loopback(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "192.168.0.1", "::ffff:192.0.2.1", "128.0.0.1", "localhost.evil.example"]
)
def test_everything_else_is_not(address: str | None) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8501", True),
        ("localhost:8501", True),
        ("[::1]:8501", True),
        ("rebound.evil.example:8501", False),
        ("127.0.0.1.evil.example", False),
        ("[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_a_host_header_is_local_by_its_name(host: str | None, local: bool) -> None:
    assert is_loopback_host(host) is local


@pytest.mark.parametrize(
    ("origin", "referer", "host", "https", "same"),
    [
        ("http://a.example", None, "a.example", False, True),
        ("http://a.example:8501", None, "a.example:8501", False, True),
        ("HTTPS://A.example", None, "a.example", False, True),
        ("https://a.example", None, "a.example", True, True),
        (None, "http://a.example/login?next=/x", "a.example", False, True),
        ("http://a.example", None, "a.example", True, False),
        ("http://b.example", "http://a.example/login", "a.example", False, False),
        (None, "http://b.example/a.example", "a.example", False, False),
        ("http://a.example:81", None, "a.example", False, False),
        ("http://a.example.b.example", None, "a.example", False, False),
        ("http://x@a.example", None, "a.example", False, False),
        ("ftp://a.example", None, "a.example", False, False),
        ("null", None, "a.example", False, False),
        ("", "http://a.example/", "a.example", False, False),
        ("http://[", None, "a.example", False, False),
        (None, None, "a.example", False, False),
        ("http://a.example", None, None, False, False),
        ("http://", None, "", False, False),
    ],
)
def test_the_sender_must_be_a_page_of_this_site(
    origin: str | None, referer: str | None, host: str | None, https: bool, same: bool
) -> None:
    assert same_origin(origin, referer, host, https=https) is same
