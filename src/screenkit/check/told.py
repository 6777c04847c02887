"""Answers as somebody would write them down in a vignette."""

from collections.abc import Mapping

from screenkit.models.answers import Answer, spelled


def written(changes: Mapping[str, Answer]) -> str:
    """Return answers in one line, as a vignette file has them."""
    return "{" + ", ".join(f"{name}: {spelled(answer)}" for name, answer in changes.items()) + "}"
