"""Every version of a day: when it was saved, and what was changed from the one before. Nothing that was ever saved is
lost, and who saved it can see so."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from itertools import pairwise

import streamlit as st

from tracker.domain.catalogue import label_of
from tracker.domain.diary import DiaryEntry, Origin, Revision
from tracker.domain.language import _, later
from tracker.services import diary
from tracker.services.diary import DiaryPage
from tracker.web.components import dates, wording
from tracker.web.session import store, viewer

TITLE = later("Earlier versions of this day")
_HOW = {Origin.PAGE: "", Origin.IMPORT: later("from a file"), Origin.DEMO: later("invented")}


def earlier_versions(page: DiaryPage, on: date) -> None:
    """A folded row where the day was changed after it was first saved; what it holds is read once it is opened."""
    stored = page.revisions.get(on)
    if stored is None or stored.number < 2:
        return
    with st.expander(_(TITLE), key="fold_versions", on_change="rerun") as folded:
        if folded.open:
            st.html(_versions(page, diary.versions(store(), viewer(), page.patient.id, on)))


def _versions(page: DiaryPage, versions: Sequence[Revision]) -> str:
    """The versions, the one that stands first."""
    names = wording.field_names(page.patient.episode)
    labels = {treatment.id: label_of(treatment) for treatment in page.treatments}
    told = [_first(page, versions[0], names, labels)]
    told += [_change(page, before, after, names, labels) for before, after in pairwise(versions)]
    return f'<ol class="versions" reversed>{"".join(reversed(told))}</ol>'


def _first(page: DiaryPage, first: Revision, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    rows = [
        (name, wording.answer(first.entry, field, labels))
        for field, name in names.items()
        if getattr(first.entry, field) not in (None, "")
    ]
    cells = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(answer)}</td></tr>' for name, answer in rows)
    when = _when(page, first, _("first saved"))
    return f"<li>{when}<table><tbody>{cells}</tbody></table></li>"


def _change(
    page: DiaryPage, before: Revision, after: Revision, names: Mapping[str, str], labels: Mapping[str, str]
) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{_cell(before.entry, field, labels)}</td>'
        f"<td>{_cell(after.entry, field, labels)}</td></tr>"
        for field, name in names.items()
        if getattr(before.entry, field) != getattr(after.entry, field)
    )
    columns = "".join(f'<th scope="col">{escape(words)}</th>' for words in (_("Before"), _("After")))
    head, when = f"<tr><td></td>{columns}</tr>", _when(page, after, _("changed"))
    return f"<li>{when}<table><thead>{head}</thead><tbody>{rows}</tbody></table></li>"


def _when(page: DiaryPage, version: Revision, what: str) -> str:
    at = dates.local_moment(version.saved_at, page.patient.time_zone, page.today)
    words = ", ".join(part for part in (at, what, _(_HOW[version.origin])) if part)
    return f"<p><strong>{escape(words)}</strong></p>"


def _cell(entry: DiaryEntry, field: str, labels: Mapping[str, str]) -> str:
    return escape(wording.answer(entry, field, labels))
