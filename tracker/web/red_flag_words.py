"""What a patient is told beside the warning signs, to be spoken where it is shown. None of it answers for anybody, and
none of it comforts."""

from tracker.domain.language import _, later
from tracker.domain.red_flags import Urgency

URGENCY_WORDS = {
    Urgency.NOW: later("Now"),
    Urgency.TODAY: later("Today"),
    Urgency.SOON: later("Within 24 hours"),
}
"""How soon a person is needed."""

PENDING = later("Not yet noted for your care team. Do not wait for that: act on the advice.")
STAYS = later(
    "What was noted stays with your care team, since it may matter. If you ticked it by mistake, tell them so."
)
NOT_NOTED = later("This could not be noted for your care team. The advice holds all the same: act on it.")
NOT_SIGNED_IN = later("No patient is signed in here, so nothing was noted. The advice holds all the same: act on it.")
NOTHING_TICKED = later("Nothing was ticked, so nothing was noted.")


def noted_words(at: str = "") -> str:
    """That a tick is kept, with the time on the patient's clock where it is given, in the language spoken."""
    if not at:
        return _("Noted for your care team. Nobody watches this in real time: act on the advice, do not wait.")
    words = _("Noted {time} for your care team. Nobody watches this in real time: act on the advice, do not wait.")
    return words.format(time=at)
