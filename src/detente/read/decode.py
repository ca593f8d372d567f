"""Bytes to characters: byte order marks, declared and undeclared encodings, and what is not text at all."""

import codecs
import re

from detente.errors import UnknownFormat

SNIFF_BYTES = 4096
MOST_CONTROLS = 0.05
MANY_HIGH_BYTES = 0.2
MOST_STRAY = 0.1

# What files that hold no text begin with.
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"{\\rtf", "a rich text file"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound or film file"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read the left as the right: WHATWG Encoding Standard, section 4.2.
LABELS = {
    "latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "ascii": "cp1252",
    "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "iso-8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_STRAY = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")


def decode(content: bytes, *, declared: str | None = None) -> str:
    """Return the characters of ``content`` with line ends as line feeds, without a byte order mark.

    The order of belief: byte order mark, valid UTF-8, the encoding ``declared`` outside (a header), the
    one declared inside (meta, XML), then a guess. A page that says UTF-8 and is not has its stray bytes
    read as Windows-1252, byte by byte.

    Raises:
        UnknownFormat: the bytes are binary, or no encoding gives text.
    """
    head = content[:SNIFF_BYTES]
    for magic, what in MAGIC:
        if head.startswith(magic):
            raise UnknownFormat(f"{what}, not text")
    text = _characters(content, head, declared)
    sample = text[:SNIFF_BYTES]
    if len(_CONTROL.findall(sample)) > MOST_CONTROLS * len(sample):
        raise UnknownFormat("binary, or text in an encoding that could not be found")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _characters(content: bytes, head: bytes, declared: str | None) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    wide = _wide(head)
    if wide:
        return content.decode(wide, "replace")
    text = content.decode("utf-8", "surrogateescape")
    if _is_utf8(text):
        return text.translate(_stray_bytes())
    for label in (declared, _inside(head)):
        labelled = _as_labelled(content, label)
        if labelled is not None:
            return labelled
    return _guessed(content, head, text)


def _is_utf8(text: str) -> bool:
    """Return whether bytes that were not UTF-8 are none, or few beside the letters that were."""
    stray = len(_STRAY.findall(text))
    return not stray or stray < MOST_STRAY * len(_BEYOND_ASCII.findall(text))


def _wide(head: bytes) -> str | None:
    """Return UTF-16 without a mark, known by the zero in every second byte of Latin text."""
    half = len(head) // 2
    if half < 4 or 0 not in head:
        return None
    if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _inside(head: bytes) -> str | None:
    match = _META.search(head) or _XML.search(head)
    return match.group(1).decode("ascii") if match else None


def _as_labelled(content: bytes, label: str | None) -> str | None:
    """Return the text as the label says, None where the label is unknown, wrong, or UTF-8 (tried before)."""
    if not label:
        return None
    name = LABELS.get(label.strip().lower(), label.strip().lower())
    try:
        codec = codecs.lookup(name).name
        if codec.startswith(
            ("utf", "hex", "base64", "zlib", "bz2", "rot", "quopri", "uu", "punycode", "idna", "undefined")
        ):
            return None
        return content.decode(codec, "replace")
    except (LookupError, UnicodeDecodeError):
        return None


def _guessed(content: bytes, head: bytes, text: str) -> str:
    """Return the text in the likeliest encoding: Windows-1252 for few high bytes, a measured guess for many."""
    high = sum(byte > 127 for byte in head)
    if high > MANY_HIGH_BYTES * len(head):
        from charset_normalizer import from_bytes

        best = from_bytes(content[: 16 * SNIFF_BYTES]).best()
        if best is not None:
            return content.decode(best.encoding, "replace")
    return text.translate(_stray_bytes())


def _stray_bytes() -> dict[int, str]:
    return {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(128, 256)}
