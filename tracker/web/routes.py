"""The addresses that Streamlit does not draw: sign-in and sign-out, warning signs, exports, what reminders lead to.
Thin: what may be done is decided by the services."""

import logging
from collections.abc import Callable, Collection, Iterator
from itertools import chain

from anyio import CapacityLimiter, move_on_after, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tracker.config import settings
from tracker.domain.errors import MendlineError, NotAllowed
from tracker.domain.language import Language, _, later
from tracker.domain.people import Account, Role, SignInSession, Viewer
from tracker.domain.reference import red_flag_advice, red_flag_signs
from tracker.languages.catalogue import speak
from tracker.report import Paper
from tracker.services import accounts, exports, panel_cohort, red_flags, reminders, review
from tracker.services.accounts import SignedIn, SignInRefused
from tracker.services.reminders import LinkRefused
from tracker.web import content_security, database, forms, languages, paths, reports
from tracker.web.addresses import same_origin
from tracker.web.components import queue
from tracker.web.middleware import COOKIE, SIGN_IN, live_sign_in
from tracker.web.page_table import FIRST_PAGES
from tracker.web.red_flag_words import NOT_NOTED, NOT_SIGNED_IN, NOTHING_TICKED, URGENCY_WORDS, noted_words
from tracker.web.refusal import Refusal
from tracker.web.templating import notice, page

_PASSWORDS_AT_ONCE = CapacityLimiter(2)
"""Each check of a password takes 64 MiB and a core; more at once would only make all of them wait. It also bounds how
many tries can be under way before the failed ones are counted."""

_REPORTS_AT_ONCE = CapacityLimiter(1)
"""A report keeps a core busy for a tenth of a second: those who save do not wait for several at a time."""

_LONGEST_WAIT_SECONDS = 1
"""How long the warning signs wait to know whether a patient is there who may tick them: then they are shown without."""

_ROLES = {
    Role.PATIENT: later("Patient"),
    Role.PHYSICIAN: later("Physician"),
    Role.ADMINISTRATOR: later("Administrator"),
}
"""Whom the demo signs in, by role."""

_LOG = logging.getLogger("mendline")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _check_origin(request: Request) -> None:
    """Refuses a form that another site's page sent, or that does not say who sent it."""
    headers = request.headers
    if not same_origin(headers.get("origin"), headers.get("referer"), headers.get("host"), https=settings().https):
        raise Refusal(403, _("This form was not sent by a page of Mendline. Open the page again and send it there."))


def _login_page(
    next_path: str, status: int = 200, *, refused: str = "", username: str = "", signed_out: bool = False
) -> Response:
    return page(
        "login.html",
        status,
        stay={} if next_path == paths.HOME else {"next": next_path},
        next=next_path,
        refused=refused,
        username=username,
        signed_out=signed_out,
        demo=settings().demo,
        roles=_ROLES,
    )


async def login_page(request: Request) -> Response:
    """The sign-in."""
    query = request.query_params
    next_path = paths.safe_next(query.get("next"))
    if await to_thread.run_sync(live_sign_in, request.cookies.get(COOKIE, "")) is not None:
        return RedirectResponse(next_path, 303)  # who comes back to this page by "back" is not sent away
    return _login_page(next_path, signed_out="signed-out" in query)


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
        raise Refusal(404, _("There is nothing here."))
    _check_origin(request)
    form = await forms.fields(request)
    role = next((each for each in _ROLES if each == form.get("role")), None)
    if role is None:
        raise Refusal(400, _("Choose patient, physician or administrator."))
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
    languages.keep(answer.headers, signed_in.session.account.language)
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
    return page("logout.html", large=session.account.large_text, display_name=session.account.display_name)


async def logout(request: Request) -> Response:
    """Signs out, every open page of this browser included."""
    _check_origin(request)
    session: SignInSession = request.scope[SIGN_IN]
    await to_thread.run_sync(accounts.sign_out, database.store(), session.id, _address(request))
    answer = RedirectResponse(f"{paths.LOGIN}?signed-out", 303)
    answer.delete_cookie(COOKIE, path="/", secure=settings().https, httponly=True, samesite="lax")
    return answer


async def preferences(request: Request) -> Response:
    """Keeps what somebody chose of language and size of text, and leads back to the page where they chose."""
    _check_origin(request)
    viewer = request.scope[SIGN_IN].account.viewer
    form = await forms.fields(request)
    answer = RedirectResponse(paths.safe_next(form.get("next")), 303)
    if chosen := next((each for each in Language if each == form.get("language")), None):
        await to_thread.run_sync(accounts.set_language, database.store(), viewer, chosen)
        languages.keep(answer.headers, chosen)
    if "large_text" in form:
        await to_thread.run_sync(accounts.set_large_text, database.store(), viewer, form["large_text"] == "yes")
    return answer


async def first_page(_request: Request) -> Response:
    """Leads from the name of a first page to where it is."""
    return RedirectResponse(paths.HOME, 303)


async def red_flag_page(request: Request) -> Response:
    """The warning signs: open to anybody, and independent of the database. A patient who is signed in can tick them;
    who that is may be asked for a moment, and the page does not depend on the answer."""
    patient = None
    with move_on_after(_LONGEST_WAIT_SECONDS):
        patient = await to_thread.run_sync(_patient_of, request.cookies.get(COOKIE, ""), abandon_on_cancel=True)
    _speak_to(patient, request)
    return _red_flag_page(patient)


async def red_flags_ticked(request: Request) -> Response:
    """Shows where to turn with the signs that were ticked, and notes them where a patient is signed in. Whatever comes
    of the noting, the advice is in the answer."""
    _check_origin(request)
    form = await forms.fields(request)
    ticked = tuple(key for key in red_flag_signs() if key in form)
    patient = await to_thread.run_sync(_patient_of, request.cookies.get(COOKIE, ""))
    if patient is None:
        return _red_flag_page(None, ticked=ticked, said=_(NOT_SIGNED_IN))
    _speak_to(patient, request)
    said = _(NOTHING_TICKED)
    if ticked:
        said = await to_thread.run_sync(_note_red_flags, patient.viewer, ticked, _address(request))
    return _red_flag_page(patient, ticked=ticked, said=said)


def _speak_to(patient: Account | None, request: Request) -> None:
    """Speaks the language of the patient who is signed in, unless the address asks for one: the page is open, so the
    gate has not seen to it."""
    if patient is not None and languages.asked_for(request.scope) is None:
        speak(patient.language)


def _red_flag_page(patient: Account | None, *, ticked: Collection[str] = (), said: str = "") -> Response:
    return page(
        "red_flags.html",
        advice=red_flag_advice(settings().country),
        urgency_words=URGENCY_WORDS,
        large=patient is not None and patient.large_text,
        can_tick=patient is not None,
        ticked=ticked,
        said=said,
    )


def _patient_of(token: str) -> Account | None:
    """The patient who is signed in with a cookie's token, else None: also where that cannot be found out."""
    try:
        session = live_sign_in(token)
    except Exception:  # noqa: BLE001 - whatever went wrong, the advice must be shown
        _LOG.exception("Who looks at the warning signs could not be found out")
        return None
    return session.account if session is not None and session.account.role is Role.PATIENT else None


def _note_red_flags(viewer: Viewer, ticked: Collection[str], address: str) -> str:
    """Keeps the signs that a patient ticked; what to say of it."""
    try:
        red_flags.answer(database.store(), viewer, ticked, address)
    except Exception:  # noqa: BLE001 - whatever went wrong, the advice must be shown
        _LOG.exception("A red flag could not be stored")
        return _(NOT_NOTED)
    return noted_words()


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


async def export_review(request: Request) -> Response:
    """What the page of one patient tells."""
    session: SignInSession = request.scope[SIGN_IN]
    patient_id = request.path_params["patient_id"]
    viewer, address = session.account.viewer, _address(request)
    name = f"{patient_id}-review"
    return await _csv(name, lambda: exports.review_csv(database.store(), viewer, patient_id, address))


async def export_panel(request: Request) -> Response:
    """The days of every patient whom the viewer follows."""
    viewer, address = request.scope[SIGN_IN].account.viewer, _address(request)
    return await _csv("panel", lambda: exports.panel_csv(database.store(), viewer, address))


async def export_panel_curves(request: Request) -> Response:
    """The statistics of the panel of whoever asks, of the patients that the address chooses."""
    viewer, address = request.scope[SIGN_IN].account.viewer, _address(request)
    chosen = panel_cohort.asked_for(request.query_params)
    return await _csv("panel-curves", lambda: exports.panel_curves_csv(database.store(), viewer, chosen, address))


async def export_my_diary(request: Request) -> Response:
    """A patient's own log."""
    viewer, address = request.scope[SIGN_IN].account.viewer, _address(request)
    return await _csv("my-diary", lambda: exports.my_diary_csv(database.store(), viewer, address))


async def export_dictionary(_request: Request) -> Response:
    """What the columns of the exports mean."""
    return await _csv("dictionary", exports.dictionary_csv)


async def queue_rows(request: Request) -> Response:
    """Rows of a physician's own queue in words, by the ids of patients; those who are not the physician's have none."""
    _check_origin(request)
    account: Account = request.scope[SIGN_IN].account
    if account.role is not Role.PHYSICIAN:
        raise NotAllowed("The queue")
    ids = await forms.texts(request)
    if len(ids) > queue.AT_A_TIME:
        raise Refusal(400, f"At most {queue.AT_A_TIME} patients at once.")
    found = await to_thread.run_sync(review.panel, database.store(), account.viewer, ids)
    return JSONResponse(await to_thread.run_sync(queue.queue_rows, found.rows, account.id))


async def export_report(request: Request) -> Response:
    """One patient on one sheet of paper."""
    viewer, address = request.scope[SIGN_IN].account.viewer, _address(request)
    patient_id, asked = request.path_params["patient_id"], request.query_params.get("paper", Paper.A4)
    paper = next((each for each in Paper if each == asked), None)
    if paper is None:
        raise Refusal(400, "There is no such paper. Choose a4 or letter.")
    chosen: Paper = paper
    made = await to_thread.run_sync(
        lambda: reports.patient_pdf(database.store(), viewer, patient_id, chosen, address), limiter=_REPORTS_AT_ONCE
    )
    return _pdf(patient_id, made)


async def export_prepared(request: Request) -> Response:
    """The file that the account had made before, and nobody else's, while it follows everyone in it."""
    account: Account = request.scope[SIGN_IN].account
    asked = request.path_params["token"], _address(request)
    file = await to_thread.run_sync(reports.prepared, database.store(), account, *asked)
    return _pdf(file.name, file.data)


def _pdf(name: str, data: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="mendline-{_ascii_name(name)}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


async def calendar(request: Request) -> Response:
    """The calendar of whoever has its address. A wrong address and one that was taken away are answered alike."""
    token, site = request.path_params["token"], settings().base_address or _site(request)
    try:
        feed = await to_thread.run_sync(reminders.calendar, database.store(), token, _address(request), site)
    except LinkRefused as refused:
        status, headers = _status(refused)
        return PlainTextResponse(_("There is nothing here.") + "\n", status, headers)
    return Response(feed, media_type="text/calendar; charset=utf-8")


def _site(request: Request) -> str:
    """Where this site was asked for, as its visitor sees it."""
    return f"{'https' if settings().https else request.url.scheme}://{request.url.netloc}"


async def confirm_page(request: Request) -> Response:
    """Asks before an e-mail address is confirmed: programs that read e-mail open links too, and press no button."""
    await to_thread.run_sync(reminders.check_confirmation, database.store(), *_link(request))
    return page(
        "link.html",
        title=_("Confirm your e-mail address"),
        words=_("Mendline will send reminders to the address at which you received this link, and nothing else."),
        button=_("Confirm"),
    )


async def confirm(request: Request) -> Response:
    """Confirms an e-mail address."""
    _check_origin(request)
    await to_thread.run_sync(reminders.confirm_email, database.store(), *_link(request))
    return notice(
        _("Confirmed"), _("Reminders come to this address from now on. You can change that in Mendline."), 200
    )


async def stop_page(request: Request) -> Response:
    """Asks before e-mails are ended, for the same reason as `confirm_page`."""
    await to_thread.run_sync(reminders.check_stop, database.store(), *_link(request))
    return page(
        "link.html",
        title=_("No more e-mails"),
        words=_("Mendline will send no more reminders to the address at which you received this link."),
        button=_("Stop the e-mails"),
    )


async def stop(request: Request) -> Response:
    """Ends e-mails, for whoever holds the link: the page above, or a mail program by one click (RFC 8058), which is no
    page of ours and says no origin."""
    await to_thread.run_sync(reminders.stop_email, database.store(), *_link(request))
    return notice(_("Stopped"), _("No more reminders are sent by e-mail. You can start them again in Mendline."), 200)


def _link(request: Request) -> tuple[str, str]:
    """The secret that a link carries, and where it was opened."""
    return request.path_params["token"], _address(request)


def _status(refused: LinkRefused) -> tuple[int, dict[str, str]]:
    if refused.retry_after is None:
        return 404, {}
    return 429, {"Retry-After": str(refused.retry_after)}


async def opens_nothing(_request: Request, error: Exception) -> Response:
    """What somebody sees whose link opens nothing."""
    if not isinstance(error, LinkRefused):
        raise error
    status, headers = _status(error)
    remedy = _("You can change your reminders in Mendline.")
    answer = notice(_("This link does not work"), f"{error} {remedy}", status)
    answer.headers.update(headers)
    return answer


async def no_access(_request: Request, error: Exception) -> Response:
    """What somebody sees who asked for what is not theirs."""
    return notice(_("No access"), str(error), 403)


async def told_off(_request: Request, error: Exception) -> Response:
    """What somebody sees whose request cannot be met, with what to do about it."""
    return notice(_("That did not work"), str(error), error.status if isinstance(error, Refusal) else 400)


async def failure(request: Request, _error: Exception) -> Response:
    """What somebody sees where the fault is ours; the server logs the error. The usual headers are put on here, as
    this answer is given outside the middleware."""
    answer = notice(
        _("Something went wrong on our side"),
        _("Nothing that was saved before is lost. Try again in a minute; if it goes on, tell your care team."),
        500,
    )
    content_security.add_headers(answer.headers, request.url.path, https=settings().https)
    return answer


EXCEPTION_HANDLERS = {NotAllowed: no_access, LinkRefused: opens_nothing, MendlineError: told_off, Exception: failure}

ROUTES = [
    Route(paths.LOGIN, login_page, methods=["GET"]),
    Route(paths.LOGIN, login, methods=["POST"]),
    Route(paths.DEMO_LOGIN, demo_login, methods=["POST"]),
    Route(paths.LOGOUT, logout_page, methods=["GET"]),
    Route(paths.LOGOUT, logout, methods=["POST"]),
    Route(paths.PREFERENCES, preferences, methods=["POST"]),
    Route(paths.RED_FLAGS, red_flag_page, methods=["GET"]),
    Route(paths.RED_FLAGS, red_flags_ticked, methods=["POST"]),
    *(Route(f"/{name}", first_page, methods=["GET"]) for name in FIRST_PAGES),
    Route(paths.HEALTH, health, methods=["GET"]),
    Route(paths.QUEUE_ROWS, queue_rows, methods=["POST"]),
    Route(paths.calendar("{token}"), calendar, methods=["GET"]),
    Route(f"{reminders.CONFIRM}{{token}}", confirm_page, methods=["GET"]),
    Route(f"{reminders.CONFIRM}{{token}}", confirm, methods=["POST"]),
    Route(f"{reminders.STOP}{{token}}", stop_page, methods=["GET"]),
    Route(f"{reminders.STOP}{{token}}", stop, methods=["POST"]),
    Route("/export/patient/{patient_id:path}.csv", export_patient, methods=["GET"]),
    Route("/export/review/{patient_id:path}.csv", export_review, methods=["GET"]),
    Route("/export/patient/{patient_id:path}.pdf", export_report, methods=["GET"]),
    Route(paths.prepared("{token}"), export_prepared, methods=["GET"]),
    Route("/export/panel.csv", export_panel, methods=["GET"]),
    Route("/export/panel-curves.csv", export_panel_curves, methods=["GET"]),
    Route("/export/my-diary.csv", export_my_diary, methods=["GET"]),
    Route("/export/dictionary.csv", export_dictionary, methods=["GET"]),
]
