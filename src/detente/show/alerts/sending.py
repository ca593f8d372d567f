"""Puts new turning points into the outbox, and sends what is due: signed, again later where it fails."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence

from detente.errors import FetchError
from detente.read.fetch import Permit, is_public
from detente.read.post import post
from detente.records import Shift
from detente.relate.shifts import shifts
from detente.show.alerts.hooks import Hook
from detente.show.alerts.outbox import Outbox, Waiting
from detente.show.records_json import event_json, shift_json
from detente.store import Store, stored_events

FIRST_WAIT, LONGEST_WAIT = 30.0, 6 * 3600.0  # seconds between two tries: doubled each time
MOST_TRIES = 16  # some two and a half days
SIGNATURE, MOMENT, DELIVERY = "X-Detente-Signature", "X-Detente-Timestamp", "X-Detente-Delivery"


def queue_new(store: Store, hooks: Sequence[Hook], outbox: Outbox, *, key: Callable[[str], str]) -> int:
    """Put turning points that are new into the outbox and return how many.

    Args:
        store: The store.
        hooks: Where alerts go.
        outbox: What was sent.
        key: Returns the key of an actor by name or code.
    """
    return sum(_queue(store, hook, (key(a), key(b)), outbox) for hook in hooks for a, b in hook.dyads)


def _queue(store: Store, hook: Hook, dyad: tuple[str, str], outbox: Outbox) -> int:
    a, b = sorted(dyad)  # in whatever order the settings name them, it is one relation
    found = [turn for turn in reversed(shifts(store, a, b)) if reaches(turn, hook)]
    first, number = outbox.begin(hook.name, a, b), 0
    for turn in found:
        if outbox.knows(hook.name, turn):
            continue
        if (first and hook.since is None) or (hook.since is not None and turn.at < hook.since):
            outbox.put(hook.name, turn)
        else:
            outbox.put(hook.name, turn, payload(store, turn))
            number += 1
    return number


def reaches(turn: Shift, hook: Hook) -> bool:
    """Return whether a turn is one that a hook wants."""
    return (
        turn.score >= hook.score
        and abs(turn.after - turn.before) >= hook.step
        and (not hook.certainty or (turn.certainty or 0.0) >= hook.certainty)
        and hook.direction in ("", turn.direction)
    )


def payload(store: Store, turn: Shift) -> bytes:
    """Return what is sent: the turn as ``detente shifts`` prints it, with its events as ``detente code`` does."""
    events = stored_events(store, turn.evidence)
    told = [event_json(events[name]) for name in turn.evidence if name in events]
    return json.dumps({"kind": "shift", "shift": shift_json(turn), "events": told}, ensure_ascii=False).encode()


def signature(secret: bytes, moment: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of the moment, a full stop and the body, as hexadecimal digits after "sha256="."""
    return f"sha256={hmac.new(secret, moment.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def deliver(
    hooks: Sequence[Hook],
    outbox: Outbox,
    *,
    say: Callable[[str], None],
    permit: Permit = is_public,
    clock: Callable[[], float] = time.time,
) -> tuple[int, int]:
    """Send what is due and return how many were sent and how many failed.

    Args:
        hooks: Where alerts go; what waits for a hook that is no longer there goes on waiting.
        outbox: What waits.
        say: Told a sentence about each try that failed.
        permit: Says of an address whether it may be asked.
        clock: Returns the seconds since 1970.
    """
    known, sent, failed = {hook.name: hook for hook in hooks}, 0, 0
    for waiting in outbox.due(clock()):
        if waiting.hook not in known:
            continue
        trouble = _send(known[waiting.hook], waiting, permit, clock())
        if not trouble:
            outbox.settle(waiting, "sent")
            sent += 1
            continue
        failed += 1
        over = waiting.tries + 1 >= MOST_TRIES
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**waiting.tries)
        outbox.settle(waiting, "given up" if over else "waiting", due=clock() + wait, trouble=trouble)
        then = "given up" if over else f"again in {wait:.0f} s"
        say(f"alert {waiting.id} to {waiting.hook} was not taken: {trouble}; {then}")
    return sent, failed


def _send(hook: Hook, waiting: Waiting, permit: Permit, now: float) -> str:
    """Send one alert; return why it failed, empty where it did not."""
    moment = str(int(now))
    headers = {
        "Content-Type": "application/json",
        DELIVERY: str(waiting.id),
        MOMENT: moment,
        SIGNATURE: signature(hook.secret, moment, waiting.body),
    }
    try:
        post(hook.url, waiting.body, headers=headers, permit=permit)
    except FetchError as error:
        return str(error)
    return ""
