"""Document -> clauses: syntax (the one door to the parser), clauses, quotations and factuality.

Public verbs: ``load_parser``, ``Parser.parse``, ``clauses``, ``find_quotes``, ``mark_factuality``.
This room knows nothing of actors or of event types.
"""

from detente.parse.clauses import clauses
from detente.parse.quotes import find_quotes
from detente.parse.syntax import Parser, load_parser

__all__ = ["Parser", "clauses", "find_quotes", "load_parser"]
