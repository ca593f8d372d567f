"""The only room that prints, serves or exits: the command line, tables, and formats of other projects.

Public verbs: ``cli.main`` is the program ``detente``; ``records_json`` writes the promised JSON objects, ``formats``
writes events in the layouts of other projects, ``tables`` and ``plot`` draw for people.
"""
