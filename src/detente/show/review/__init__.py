"""A person's judgement of events, kept as rows: who said what of which event, and when."""
