"""The dictionaries that people edit, and the loaders that check them.

Public verbs: ``actor_cards.load_actors`` and ``load_agents`` read who can act, ``actor_checks.check_actors``
lints the cards; every other dictionary has a module of its own beside its file. Loaders raise ``DataError``
naming file and row; nothing is read at import.
"""
