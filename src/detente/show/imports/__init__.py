"""Reads other projects' event files into a store: ICEWS, GDELT, POLECAT and PLOVER JSON lines.

Public verb: ``importing.import_file(store, path, form=...)``. A module per layout says how its rows become staged
events; ``lines`` mends rows that are broken, ``actors`` resolves the names, once per distinct name.
"""
