"""A mail as saved (EML, RFC 5322) to a draft: subject, sender, day, and the HTML or plain part."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from detente.errors import EmptyInput, UnknownFormat
from detente.read.dates import parse_date
from detente.read.decode import decode
from detente.read.draft import Draft
from detente.read.plain import read_plain

MAIL_TYPES = ("message/rfc822",)
_FIELD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_SURE = re.compile(rb"^(?:message-id|mime-version|received|return-path|dkim-signature):", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"^(?:from|date|subject):", re.IGNORECASE | re.MULTILINE)
SNIFF_BYTES = 20_000
# RFC 3676, section 4.3; the space is often lost. What follows is the sender's address, or the list's small print.
_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)


def is_mail(content: bytes) -> bool:
    """Return whether bytes begin as a mail does: fields that only mail has beside sender, day or subject."""
    fields = _FIELD.match(content[:SNIFF_BYTES].replace(b"\r\n", b"\n"))
    return fields is not None and bool(_SURE.search(fields[0])) and bool(_FROM.search(fields[0]))


def read_mail(content: bytes) -> Draft:
    """Return the draft of a mail; attachments are not read.

    Raises:
        EmptyInput: no part of it holds text.
        UnknownFormat: it is no mail that can be taken apart.
    """
    try:
        mail = message_from_bytes(content, policy=policy.compat32)
        draft = _body(mail)
    except (MessageError, LookupError, RecursionError) as error:
        raise UnknownFormat("a mail that cannot be taken apart") from error
    subject = _header(mail, "subject")
    name, address = parseaddr(_header(mail, "from") or "")
    day = parse_date(_header(mail, "date") or "")
    return replace(
        draft,
        title=subject or draft.title,
        paragraphs=tuple(piece for piece in draft.paragraphs if piece != subject),
        authors=draft.authors or ((name,) if name else ()),
        publisher=draft.publisher or (address.rpartition("@")[2] or None),
        published=day or draft.published,
        published_basis="metadata" if day else draft.published_basis,
    )


def _header(mail: Message, name: str) -> str | None:
    value = mail.get(name)
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(str(value))))
    except (MessageError, LookupError, ValueError):
        text = str(value)
    return " ".join(text.split()) or None


def _body(mail: Message) -> Draft:
    parts = [part for part in mail.walk() if not part.is_multipart() and part.get_content_disposition() != "attachment"]
    empty: EmptyInput | None = None
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind:
                try:
                    return _part(part, kind)
                except EmptyInput as error:
                    empty = error
    raise empty or EmptyInput("a mail without text")


def _part(part: Message, kind: str) -> Draft:
    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else b"", declared=part.get_content_charset())
    if kind == "text/plain":
        return read_plain(_SIGNATURE.split(text, maxsplit=1)[0])
    # Its libraries take half a second to load, which other formats need not wait for.
    from detente.read.html import read_html

    return read_html(text)
