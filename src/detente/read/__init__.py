"""From bytes to documents.

``read_paths`` reads what a user names, ``read_page`` and ``read_bytes`` read one page, ``fetch`` gets a page from
the web. The article comes apart from page furniture and readers' comments.
"""

from detente.read.fetch import fetch
from detente.read.limits import DEFAULT_LIMIT
from detente.read.page import read_bytes, read_page
from detente.read.sources import read_paths

__all__ = ["DEFAULT_LIMIT", "fetch", "read_bytes", "read_page", "read_paths"]
