"""The record as an HTTP API under ``/api/v1``, in the words of the command line, and as an Atom feed.

Public verbs: ``routes.routes(desk)`` and ``feed.routes(desk)``.
"""
