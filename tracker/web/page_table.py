"""Which pages each role is offered. Nobody is let into another role's."""

from tracker.domain.language import later
from tracker.domain.people import Role

PAGES = {
    Role.PATIENT: (
        ("today", later("Today"), ":material/edit_note:"),
        ("my_recovery", later("My recovery"), ":material/show_chart:"),
        ("reminders", later("Reminders"), ":material/notifications:"),
    ),
    Role.PHYSICIAN: (
        ("review", "Review", ":material/checklist:"),
        ("patient", "Patient", ":material/person:"),
        ("panel", "Panel", ":material/groups:"),
        ("export", "Export", ":material/download:"),
    ),
    Role.ADMINISTRATOR: (
        ("accounts", "Accounts", ":material/group:"),
        ("audit", "Audit", ":material/history:"),
    ),
}
"""The pages of each role: file name, which is also the address, title, sign. The first one opens at "/"."""

ASIDE = {
    Role.PATIENT: (
        ("after_block", later("After the block"), ":material/schedule:"),
        ("for_my_visit", later("For my visit"), ":material/print:"),
    ),
}
"""Further pages of a role, as in `PAGES`, that other pages lead to when there is a reason. They are not in the line
at the top, in which there is little room on a phone."""

FIRST_PAGES = tuple(pages[0][0] for pages in PAGES.values())
"""What opens at "/" under its own name, which somebody may type or have kept: Streamlit knows it at "/" only."""
