"""The pages that need no Streamlit: sign-in, sign-out, warning signs, refusals. Plain HTML without any script."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from tracker.charts import theme
from tracker.domain.language import NAMES, _, language
from tracker.web import content_security, paths
from tracker.web.appearance import palette_css
from tracker.web.streamlit_assets import FONT_PATH

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(
    _=_,
    language=language,
    languages=NAMES,
    font=theme.FONT,
    palette_css=palette_css,
    font_path=FONT_PATH,
    login_path=paths.LOGIN,
    demo_path=paths.DEMO_LOGIN,
    logout_path=paths.LOGOUT,
    red_flags_path=paths.RED_FLAGS,
)


def page(
    template: str, status: int = 200, *, large: bool = False, stay: Mapping[str, str] | None = None, **context: object
) -> HTMLResponse:
    """A template filled in, under a policy that runs no script and loads nothing but the font; `large` is for who asks
    for large text; `stay` is what an address keeps where another language is chosen."""
    nonce = secrets.token_urlsafe(16)
    html = _ENVIRONMENT.get_template(template).render(nonce=nonce, large=large, stay=stay or {}, **context)
    return HTMLResponse(html, status, headers={"Content-Security-Policy": content_security.own_page(nonce)})


def notice(title: str, words: str, status: int) -> HTMLResponse:
    """A page that says one thing."""
    return page("notice.html", status, title=title, words=words)
