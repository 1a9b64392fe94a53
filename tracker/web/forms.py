"""Reading the small forms of the pages that Streamlit does not draw, and the small lists that its pages ask with."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request

from tracker.domain.language import _
from tracker.web.refusal import Refusal

MAX_BYTES = 16 * 1024
"""The longest form taken: far above a user name, a password and an address, or the ids of fifty patients, and nothing
to fill a memory with."""

MAX_FIELDS = 40
"""Above the number of warning signs, each of which is a field where it is ticked."""


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send it; of a field sent twice, the last. Raises Refusal where it is too
    long."""
    body = await _body(request)
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        raise Refusal(400, _("This form has too many fields.")) from None


async def texts(request: Request) -> list[str]:
    """A list of texts that a script of our own sends as JSON. Raises Refusal where it is too long, or anything else."""
    try:
        given = json.loads(await _body(request))
    except (ValueError, RecursionError):  # no JSON, or nested deeper than it can be read
        given = None
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise Refusal(400, "A list of texts was expected.")
    return given


async def _body(request: Request) -> bytes:
    """What was sent, which is read no further than it may be long. Raises Refusal."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise Refusal(413, _("This form is too long."))
    return body
