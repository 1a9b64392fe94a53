"""Where a request comes from, and whether a page of this very site sent it."""

from ipaddress import ip_address
from urllib.parse import urlsplit

_LOOPBACK_NAME = "localhost"


def is_loopback(address: str | None) -> bool:
    """Whether an address (a number, or `localhost`) is this machine itself. None and unknown names are not."""
    if address is None:
        return False
    try:
        number = ip_address(address)
    except ValueError:
        return address.lower() == _LOOPBACK_NAME
    mapped = getattr(number, "ipv4_mapped", None)  # ::ffff:127.0.0.1, how a dual-stack socket shows 127.0.0.1
    return (mapped or number).is_loopback


def is_loopback_host(host: str | None) -> bool:
    """Whether a Host header names this machine itself, with or without a port."""
    if not host:
        return False
    try:
        return is_loopback(urlsplit(f"//{host}").hostname)
    except ValueError:
        return False


def same_origin(origin: str | None, referer: str | None, host: str | None, *, https: bool) -> bool:
    """Whether a request was sent by a page of this very site.

    `Origin` decides, or `Referer` where there is no `Origin`; its host and port must be those of `Host`, and its
    scheme HTTPS where the site is served so. Without either header, or with one that cannot be read: no.
    """
    sender = origin if origin is not None else referer
    if not sender or not host:
        return False
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    schemes = {"https"} if https else {"http", "https"}
    return parts.scheme in schemes and parts.netloc.lower() == host.lower()
