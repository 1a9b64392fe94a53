"""What a patient is told beside the warning signs. None of it answers for anybody, and none of it comforts."""

from tracker.domain.red_flags import Urgency

URGENCY_WORDS = {Urgency.NOW: "Now", Urgency.TODAY: "Today", Urgency.SOON: "Within 24 hours"}
"""How soon a person is needed."""

PENDING = "Not yet noted for your care team. Do not wait for that: act on the advice."
NOT_NOTED = "This could not be noted for your care team. The advice holds all the same: act on it."
NOT_SIGNED_IN = "No patient is signed in here, so nothing was noted. The advice holds all the same: act on it."
NOTHING_TICKED = "Nothing was ticked, so nothing was noted."


def noted_words(at: str = "") -> str:
    """That a tick is kept, with the time on the patient's clock where it is given."""
    when = f" {at}" if at else ""
    return f"Noted{when} for your care team. Nobody watches this in real time: act on the advice, do not wait."
