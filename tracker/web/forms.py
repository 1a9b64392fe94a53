"""Reading the small forms of the pages that Streamlit does not draw."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from tracker.domain.language import _
from tracker.web.refusal import Refusal

MAX_BYTES = 16 * 1024
"""The longest form taken: far above a user name, a password and an address, and nothing to fill a memory with."""

MAX_FIELDS = 40
"""Above the number of warning signs, each of which is a field where it is ticked."""


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send it; of a field sent twice, the last. Raises Refusal where it is too
    long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise Refusal(413, _("This form is too long."))
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        raise Refusal(400, _("This form has too many fields.")) from None
