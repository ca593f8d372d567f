"""Clauses and parties -> events: frames, effects, factuality, attribution and the codebook's measures.

Public verbs: ``load_coder``, ``Coder.code``. This room knows nothing of databases.
"""

from detente.coding.coder import Coder, load_coder

__all__ = ["Coder", "load_coder"]
