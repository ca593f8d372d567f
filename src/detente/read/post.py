"""A body to a URL, by the rules that ``fetch`` has: permitted addresses alone. No redirect is followed."""

import http.client
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlsplit

from detente.errors import FetchError, Refused
from detente.read.fetch import USER_AGENT, Permit, check_url, connections, is_public

SECONDS = 10.0


def post(
    url: str, body: bytes, *, headers: Mapping[str, str], permit: Permit = is_public, seconds: float = SECONDS
) -> int:
    """Send a POST and return the status of the answer, 200 to 299; what the answer holds is not read.

    Args:
        url: an http or https address without user name.
        body: what is sent.
        headers: they stand over our own.
        permit: says of an address whether it may be asked.
        seconds: the most that each step takes.

    Raises:
        Refused: the answer is an error or a redirect; holds the status.
        FetchError: nobody answers, or the address may not be asked.
    """
    check_url(url)
    parts = urlsplit(url)
    plain, secure = connections(permit)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with closing((secure if parts.scheme == "https" else plain)(parts.netloc, timeout=seconds)) as connection:
            connection.request("POST", target, body=body, headers={"User-Agent": USER_AGENT} | dict(headers))
            answer = connection.getresponse()
    except TimeoutError as error:
        raise FetchError(f"no answer within {seconds:g} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(f"cannot be sent: {str(error).rstrip('.') or type(error).__name__}") from error
    if not 200 <= answer.status < 300:
        moved = "; redirects are not followed" if 300 <= answer.status < 400 else ""
        raise Refused(f"the server answered {answer.status} {answer.reason}{moved}", answer.status, None)
    return answer.status
