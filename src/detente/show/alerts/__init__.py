"""Alerts: turning points of chosen dyads sent to a webhook, each once, signed.

Public verbs: ``load_hooks(file)`` reads the settings, ``Outbox`` remembers what was sent, ``queue_new`` puts what is
new into it and ``deliver`` sends what is due.
"""
