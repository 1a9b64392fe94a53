"""What our own pages and the content security policy need to know of the files that Streamlit ships."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import streamlit

_STATIC = Path(streamlit.__file__).parent / "static"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def _font_path() -> str:
    """Where Streamlit serves its upright Source Sans; its name carries a hash that changes with the version."""
    font = next((_STATIC / "static" / "media").glob("SourceSansVF-Upright*.woff2"))
    return f"/{font.relative_to(_STATIC).as_posix()}"


def _inline_script_hashes() -> tuple[str, ...]:
    """The scripts written into Streamlit's index page, as a content security policy names them."""
    index = (_STATIC / "index.html").read_text(encoding="utf-8")
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(index))
    return tuple(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


FONT_PATH = _font_path()
"""The one file of Streamlit's that is served without a sign-in: the type of the sign-in page."""

INLINE_SCRIPT_HASHES = _inline_script_hashes()
