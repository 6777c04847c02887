"""An alert of the interview at this moment, as the steps so far have made it."""

from dataclasses import dataclass, replace

from screenkit.assessment import SafetyState
from screenkit.case.alerts import items_of, state_of
from screenkit.models.ruleset import AlertLevel


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert on record, step by step: its level never changes; `reason` is that of its last step.

    `named` holds, step by step, the answers behind a raising, and nothing for any other step.
    """

    rule: str
    level: AlertLevel
    message: str
    named: tuple[tuple[str, ...], ...]
    steps: tuple[SafetyState, ...] = ("open",)
    reason: str | None = None

    @property
    def state(self) -> SafetyState:
        """How the alert stands, without the raisings that were entered in error."""
        return state_of(self.steps)

    @property
    def items(self) -> tuple[str, ...]:
        """The answers behind it."""
        return items_of(self.steps, self.named)

    @property
    def is_denied(self) -> bool:
        """Whether the last thing said of it was that it was entered in error."""
        return self.steps[-1] == "entered_in_error"

    def after(self, step: SafetyState, reason: str | None = None, items: tuple[str, ...] = ()) -> "Raised":
        """Return the alert after one more step; `items` are the answers behind a raising."""
        return replace(self, named=(*self.named, items), steps=(*self.steps, step), reason=reason)
