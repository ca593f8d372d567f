"""From events to relations: which pairs an event joins, series per pair and period, and when a series turns.

Public verbs: ``dyads.dyads_of(event)`` is the only place that makes pairs of an event with many sides;
``series.relation(store, a, b)`` counts per period; ``shifts.shifts(store, a, b)`` finds turning points and the
events behind them; ``names.find_key(words, actors)`` turns what a person types into an actor key.
"""
