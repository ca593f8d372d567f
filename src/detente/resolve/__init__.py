"""Mentions -> parties, dates and places: who a phrase of the text means on the day it was written.

Public verbs: ``load_names``, ``NameIndex.find``, ``Resolver.parties``, ``event_date``. This room knows nothing
of event types. Where the text does not settle who is meant, the answer is a ``Party`` without ``actor`` that
says why, or nothing.
"""
