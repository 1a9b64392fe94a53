"""The parts of the page for a visit that are read: the last weeks in numbers, treatments, what makes it worse."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.catalogue import label_of
from tracker.domain.language import _, counted
from tracker.domain.pain_told import pain_of
from tracker.domain.patients import Site
from tracker.domain.treatments import Treatment, TreatmentKind
from tracker.domain.visit import MostOften, TypicalOf
from tracker.languages.formats import number, written
from tracker.services.recovery import Recovery
from tracker.services.visit import VisitPage
from tracker.web.components.page_head import quiet


def weeks_table(page: VisitPage) -> None:
    """The last four weeks beside the four before: the middle of the days, and how many days it rests on."""
    episode = page.record.patient.episode
    names = {
        **{str(site): f"{pain_of(episode, site).capitalize()}, 0–10" for site in Site},
        "walking_minutes": _("Walking, minutes a day"),
        "sleep_hours": _("Sleep, hours a night"),
    }
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in (_("Last 4 weeks"), _("The 4 weeks before")))
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{_typical(page.weeks[key][0])}{_typical(page.weeks[key][1])}</tr>'
        for key, name in names.items()
        if any(each.answered for each in page.weeks[key])
    )
    note = _("The middle of the days: half of them were lower, half higher. Days without an answer are left out.")
    if rows:
        st.html(f'<table class="weeks"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>')
        quiet(note)
    else:
        quiet(_("Nothing was logged in the last eight weeks."))


def _typical(found: TypicalOf) -> str:
    days = _("{answered} of {asked} days").format(answered=found.answered, asked=found.asked)
    before, few = _("before surgery"), _("too few days")
    if not found.asked:
        return f"<td>{escape(before)}</td>"
    middle = escape(few) if found.middle is None else f"<strong>{escape(number(found.middle, 1))}</strong>"
    return f"<td>{middle} <small>{escape(days)}</small></td>"


def treatment_lines(record: Recovery) -> None:
    """The list of treatments since surgery: those under way first, then those that ended and procedures."""
    surgery = record.patient.episode.surgery_date
    since = [each for each in record.treatments if _last_day(each, record.today) >= surgery]
    running = [each for each in since if each.running_on(record.today) and each.kind is not TreatmentKind.PROCEDURE]
    past = [each for each in since if each not in running]
    if not since:
        quiet(_("Your list of treatments is empty."))
        return
    _lines(_("Now"), ((each, _("since {day}").format(day=_date(each.start))) for each in running))
    _lines(_("Before, and procedures"), ((each, _span(each)) for each in past))


def _last_day(treatment: Treatment, today: date) -> date:
    """The last day on which a treatment was, or can be, taken or done; a procedure has one day."""
    if treatment.kind is TreatmentKind.PROCEDURE:
        return treatment.start
    return treatment.end or today


def _lines(title: str, lines: Iterable[tuple[Treatment, str]]) -> None:
    items = "".join(f"<li>{escape(label_of(each))} <span>{escape(when)}</span></li>" for each, when in lines)
    if items:
        st.html(f'<h3>{escape(title)}</h3><ul class="lines">{items}</ul>')


def _span(treatment: Treatment) -> str:
    if treatment.end is None or treatment.end == treatment.start:
        return _date(treatment.start)
    return _("{first} to {last}").format(first=_date(treatment.start), last=_date(treatment.end))


def _date(on: date) -> str:
    return written(on, "day month year")


def circumstances(page: VisitPage) -> None:
    """What made the pain worse and better most often in the last four weeks."""
    told: Sequence[tuple[str, MostOften]] = (
        (_("What made it worse"), page.worse),
        (_("What made it better"), page.better),
    )
    if not any(found.answered for _title, found in told):
        quiet(_("Not answered in the last 4 weeks."))
        return
    for title, found in told:
        if found.answered:
            st.html(f"<p><strong>{escape(title)}:</strong> {escape(_words(found))}</p>")


def _words(found: MostOften) -> str:
    counts = [(_(word), counted("{number} day", "{number} days", days)) for word, days in found.words]
    listed = ", ".join(f"{word} ({days})" for word, days in counts)
    of = counted("answered on {number} day", "answered on {number} days", found.answered)
    return "; ".join((listed or _("nothing"), of))
