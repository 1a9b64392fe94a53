"""What text the databases can keep: PostgreSQL has no NUL, and neither has a lone surrogate."""

from tracker.domain.diary import NOTE_LENGTH
from tracker.domain.errors import BadInput, Fault


def storable(text: str) -> bool:
    """Whether both databases can keep the text. What is not storable matches nothing that is stored."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def check_text(**fields: str) -> None:
    """Raises BadInput with every field that cannot be kept."""
    bad = [name.replace("_", " ") for name, text in fields.items() if not storable(text)]
    if bad:
        remedy = "Type it again instead of pasting it."
        raise BadInput(*(Fault(name, None, "holds a character that cannot be stored", remedy) for name in bad))


def check_note(note: str) -> None:
    """Raises BadInput for a note to an answer that cannot be kept, or that is too long."""
    check_text(note=note)
    if len(note) > NOTE_LENGTH:
        raise BadInput(Fault("note", None, f"has {len(note):,} characters", f"Shorten it to {NOTE_LENGTH:,} or fewer."))


def legible(text: str) -> str:
    """The text with what cannot be kept made visible, for the audit trail, which takes everything down."""
    return "".join(character if storable(character) else f"\\u{ord(character):04x}" for character in text)
