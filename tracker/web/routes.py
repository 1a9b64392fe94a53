"""The addresses that Streamlit does not draw: sign-in and sign-out, warning signs, exports. Thin: what may be done is
decided by the services."""

from collections.abc import Callable, Iterator
from itertools import chain

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tracker.config import settings
from tracker.domain.errors import MendlineError, NotAllowed
from tracker.domain.people import ACCOUNT_ROLES, Role, SignInSession
from tracker.domain.reference import red_flag_advice
from tracker.services import accounts, exports
from tracker.services.accounts import SignedIn, SignInRefused
from tracker.web import content_security, database, forms, paths
from tracker.web.addresses import same_origin
from tracker.web.middleware import COOKIE, SIGN_IN, live_sign_in
from tracker.web.page_table import FIRST_PAGES
from tracker.web.refusal import Refusal
from tracker.web.templating import notice, page

_PASSWORDS_AT_ONCE = CapacityLimiter(2)
"""Each check of a password takes 64 MiB and a core; more at once would only make all of them wait. It also bounds how
many tries can be under way before the failed ones are counted."""

_URGENCY_WORDS = {"now": "Now", "today": "Today", "soon": "Within 24 hours"}


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _check_origin(request: Request) -> None:
    """Refuses a form that another site's page sent, or that does not say who sent it."""
    headers = request.headers
    if not same_origin(headers.get("origin"), headers.get("referer"), headers.get("host"), https=settings().https):
        raise Refusal(403, "This form was not sent by a page of Mendline. Open the page again and send it there.")


def _login_page(
    next_path: str, status: int = 200, *, refused: str = "", username: str = "", signed_out: bool = False
) -> Response:
    return page(
        "login.html",
        status,
        next=next_path,
        refused=refused,
        username=username,
        signed_out=signed_out,
        demo=settings().demo,
        roles=ACCOUNT_ROLES,
    )


async def login_page(request: Request) -> Response:
    """The sign-in."""
    query = request.query_params
    return _login_page(paths.safe_next(query.get("next")), signed_out="signed-out" in query)


async def login(request: Request) -> Response:
    """Signs in by user name and password."""
    _check_origin(request)
    form = await forms.fields(request)
    username, next_path = form.get("username", ""), paths.safe_next(form.get("next"))
    return await _signed_in(
        request,
        next_path,
        lambda: accounts.sign_in(database.store(), username, form.get("password", ""), _address(request)),
        username,
    )


async def demo_login(request: Request) -> Response:
    """Signs in as the demo account of a role, in demo mode."""
    if not settings().demo:
        raise Refusal(404, "There is nothing here.")
    _check_origin(request)
    form = await forms.fields(request)
    role = next((each for each in ACCOUNT_ROLES if each == form.get("role")), None)
    if role is None:
        raise Refusal(400, "Choose patient, physician or administrator.")
    chosen: Role = role
    return await _signed_in(
        request,
        paths.safe_next(form.get("next")),
        lambda: accounts.demo_sign_in(database.store(), chosen, _address(request)),
    )


async def _signed_in(request: Request, next_path: str, sign_in: Callable[[], SignedIn], username: str = "") -> Response:
    try:
        signed_in = await to_thread.run_sync(sign_in, limiter=_PASSWORDS_AT_ONCE)
    except SignInRefused as refused:
        status = 401 if refused.retry_after is None else 429
        answer = _login_page(next_path, status, refused=str(refused), username=username)
        if refused.retry_after is not None:
            answer.headers["Retry-After"] = str(refused.retry_after)
        return answer
    await to_thread.run_sync(_end_former, request.cookies.get(COOKIE, ""), _address(request))
    answer = RedirectResponse(next_path, 303)
    _set_cookie(answer, signed_in)
    return answer


def _end_former(token: str, address: str) -> None:
    """Ends the sign-in that a browser had before, so that none lives on that no browser holds."""
    if (former := live_sign_in(token)) is not None:
        accounts.sign_out(database.store(), former.id, address)


def _set_cookie(answer: Response, signed_in: SignedIn) -> None:
    session = signed_in.session
    answer.set_cookie(
        COOKIE,
        signed_in.token,
        max_age=int((session.expires_at - session.created_at).total_seconds()),
        path="/",
        secure=settings().https,
        httponly=True,
        samesite="lax",
    )


async def logout_page(request: Request) -> Response:
    """Asks before signing out, for who comes by a link."""
    session: SignInSession = request.scope[SIGN_IN]
    return page("logout.html", display_name=session.account.display_name)


async def logout(request: Request) -> Response:
    """Signs out, every open page of this browser included."""
    _check_origin(request)
    session: SignInSession = request.scope[SIGN_IN]
    await to_thread.run_sync(accounts.sign_out, database.store(), session.id, _address(request))
    answer = RedirectResponse(f"{paths.LOGIN}?signed-out", 303)
    answer.delete_cookie(COOKIE, path="/", secure=settings().https, httponly=True, samesite="lax")
    return answer


async def first_page(_request: Request) -> Response:
    """Leads from the name of a first page to where it is."""
    return RedirectResponse(paths.HOME, 303)


async def red_flags(_request: Request) -> Response:
    """The warning signs: open to anybody, and independent of the database."""
    return page("red_flags.html", advice=red_flag_advice(), urgency_words=_URGENCY_WORDS)


async def health(_request: Request) -> Response:
    """Says that the process answers, and nothing else."""
    return Response(status_code=204)


async def _csv(name: str, rows: Callable[[], Iterator[str]]) -> Response:
    """Streams CSV. The export checks the right as soon as it is called; its first piece is fetched before the answer
    begins too, so that what fails in making it is told on a page instead of ending a file half-way."""
    pieces = await to_thread.run_sync(rows)
    first = await to_thread.run_sync(next, pieces, "")
    return StreamingResponse(
        chain((first,), pieces),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="mendline-{_ascii_name(name)}.csv"'},
    )


def _ascii_name(name: str) -> str:
    """A name that every system takes for a file: letters, digits, - and _ only."""
    return "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "-_" else "_" for sign in name)[:80]


async def export_patient(request: Request) -> Response:
    """One patient's days."""
    session: SignInSession = request.scope[SIGN_IN]
    patient_id = request.path_params["patient_id"]
    viewer, address = session.account.viewer, _address(request)
    return await _csv(patient_id, lambda: exports.patient_csv(database.store(), viewer, patient_id, address))


async def export_panel(request: Request) -> Response:
    """The days of every patient whom the viewer follows."""
    viewer, address = request.scope[SIGN_IN].account.viewer, _address(request)
    return await _csv("panel", lambda: exports.panel_csv(database.store(), viewer, address))


async def export_my_diary(request: Request) -> Response:
    """A patient's own log."""
    viewer, address = request.scope[SIGN_IN].account.viewer, _address(request)
    return await _csv("my-diary", lambda: exports.my_diary_csv(database.store(), viewer, address))


async def export_dictionary(_request: Request) -> Response:
    """What the columns of the exports mean."""
    return await _csv("dictionary", exports.dictionary_csv)


async def no_access(_request: Request, error: Exception) -> Response:
    """What somebody sees who asked for what is not theirs."""
    return notice("No access", str(error), 403)


async def told_off(_request: Request, error: Exception) -> Response:
    """What somebody sees whose request cannot be met, with what to do about it."""
    return notice("That did not work", str(error), error.status if isinstance(error, Refusal) else 400)


async def failure(request: Request, _error: Exception) -> Response:
    """What somebody sees where the fault is ours; the server logs the error. The usual headers are put on here, as
    this answer is given outside the middleware."""
    answer = notice(
        "Something went wrong on our side",
        "Nothing that was saved before is lost. Try again in a minute; if it goes on, tell your care team.",
        500,
    )
    content_security.add_headers(answer.headers, request.url.path, https=settings().https)
    return answer


EXCEPTION_HANDLERS = {NotAllowed: no_access, MendlineError: told_off, Exception: failure}

ROUTES = [
    Route(paths.LOGIN, login_page, methods=["GET"]),
    Route(paths.LOGIN, login, methods=["POST"]),
    Route(paths.DEMO_LOGIN, demo_login, methods=["POST"]),
    Route(paths.LOGOUT, logout_page, methods=["GET"]),
    Route(paths.LOGOUT, logout, methods=["POST"]),
    Route(paths.RED_FLAGS, red_flags, methods=["GET"]),
    *(Route(f"/{name}", first_page, methods=["GET"]) for name in FIRST_PAGES),
    Route(paths.HEALTH, health, methods=["GET"]),
    Route("/export/patient/{patient_id:path}.csv", export_patient, methods=["GET"]),
    Route("/export/panel.csv", export_panel, methods=["GET"]),
    Route("/export/my-diary.csv", export_my_diary, methods=["GET"]),
    Route("/export/dictionary.csv", export_dictionary, methods=["GET"]),
]
