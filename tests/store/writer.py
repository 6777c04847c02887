"""A process that appends to one case until it is stopped, and says after each what was acknowledged."""

import sys
import time
from pathlib import Path

from stores import MORNING, PASSPHRASE

from screenkit.case.events import Answered
from screenkit.store.access import open_store


def write(folder, case_id, name, seconds):
    """Append numbered answers; print the number once it is kept, and last the longest wait in seconds."""
    longest, number, ends = 0.0, 0, time.monotonic() + seconds
    with open_store(folder, lambda: PASSPHRASE) as store:
        _say("ready")
        while time.monotonic() < ends:
            began = time.monotonic()
            event = Answered(item=name, answer=str(number))
            store.append(case_id, [event], who=name, at=MORNING, expecting=None)
            longest = max(longest, time.monotonic() - began)
            _say(number)
            number += 1
    _say(longest)


def _say(told):
    sys.stdout.write(f"{told}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]))
