"""What can go wrong in a way that the person at the screen or the terminal can mend.

Anything else is a bug and is left to raise as it is.
"""

from dataclasses import dataclass

from tracker.domain.language import _, later


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one value: which field, what was given, what is wrong, what to do."""

    field: str
    value: object
    problem: str
    remedy: str

    def __str__(self) -> str:
        shown = "" if self.value is None else f" {_short(self.value)}"
        return f"{self.field}{shown} {self.problem}. {self.remedy}"


def _short(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")


class MendlineError(Exception):
    """Something that the user can mend; its text is fit to be shown."""


class BadInput(MendlineError):
    """One or more values that cannot be taken. Nothing of the input was stored."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class NotAllowed(MendlineError):
    """Asked for what is not theirs, or is not there: the two are told apart for nobody."""

    def __init__(self, what: str = later("This record")) -> None:
        super().__init__(_("{what} is not available to you, or does not exist.").format(what=_(what)))


class NotLetIn(MendlineError):
    """A password or a link that opens nothing; the text says why, and no more than may be known. `retry_after` is in
    seconds where there were too many tries, else None."""

    def __init__(self, words: str, retry_after: int | None = None) -> None:
        super().__init__(words)
        self.retry_after = retry_after


class EditedElsewhere(MendlineError):
    """The diary entry was changed on another device since this one read it. Nothing was overwritten."""


class ConfigurationError(MendlineError):
    """A setting that the program cannot start with."""
