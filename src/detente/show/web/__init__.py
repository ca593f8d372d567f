"""The desk: the record as pages in a browser, served by detente itself and asking no other host for anything.

Public verbs: ``server.create_app(path)`` makes the application, ``server.serve`` runs it. ``door`` lends stores to
requests, ``questions`` holds the SQL of the pages, ``safety`` what every request must pass.
"""
