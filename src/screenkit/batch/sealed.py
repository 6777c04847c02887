"""Lines of JSON that show whether all of each was written."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def sealed(content: Mapping[str, object]) -> bytes:
    """Return one line, with what shows that all of it was written."""
    text = json.dumps(content, sort_keys=True)
    return f"{text}\t{sha256(text.encode()).hexdigest()}\n".encode()


def unsealed(line: bytes) -> Any:  # noqa: ANN401 - what JSON holds
    """Return what a line holds, or None where it was not written to its end, or is another."""
    text, _, digest = line.decode(errors="replace").rstrip("\n").rpartition("\t")
    if not line.endswith(b"\n") or sha256(text.encode()).hexdigest() != digest:
        return None
    return json.loads(text)
