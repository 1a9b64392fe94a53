"""A request that is turned down, with the words to show."""

from tracker.domain.errors import MendlineError


class Refusal(MendlineError):
    """Turned down with an HTTP status; the text is fit to be shown."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
