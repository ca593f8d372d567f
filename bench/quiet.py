"""False alarms on news without politics: events found in corpus/quiet.txt, which has none, per 1,000 sentences."""

import sys
from pathlib import Path

from detente.coding import Coder, load_coder
from detente.coding.coder import sentence_document
from detente.records import Event, Span
from detente.text.sentences import split_sentences

QUIET = Path(__file__).parent.parent / "corpus" / "quiet.txt"


def false_events(coder: Coder, file: Path = QUIET) -> tuple[list[Event], int]:
    """Return the events found in the texts of a file that has none, and its number of sentences."""
    texts = [text.strip() for text in file.read_text("utf-8").split("\n\n") if text.strip()]
    found = [event for text in texts for event in coder.code(sentence_document(text))]
    return found, sum(len(split_sentences(text, Span(0, len(text)))) for text in texts)


def main() -> None:
    """Print each false event and the rate."""
    found, sentences = false_events(load_coder())
    for event in found:
        sys.stdout.write(f"{event.event_type}: {event.evidence.text}\n")
    sys.stdout.write(f"{len(found)} events in {sentences} sentences: {1000 * len(found) / sentences:.1f} per 1,000\n")


if __name__ == "__main__":
    main()
