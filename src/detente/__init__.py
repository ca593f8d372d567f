"""detente reads news and keeps an auditable record of relations between political actors."""

__version__ = "0.1.0"
