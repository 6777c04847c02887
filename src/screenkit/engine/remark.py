"""What an assessment remarks on, in the words it is told in: for one person, and counted over a table."""

from dataclasses import dataclass

from screenkit.errors import Problem


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd about answers that count all the same: what it is, and what to do about it."""

    what: str
    do: str

    def __str__(self) -> str:
        """Give the remark as one line, of whomever it is."""
        return f"{self.what} — {self.do}"

    def of(self, name: str) -> Problem:
        """Return the remark about one item or score."""
        return Problem(name, self.what, self.do)


CLAIMED = Remark(
    "'not_applicable' is worked out, never entered", "it counts as not asked; give an answer or leave it out"
)
UNCALLED = Remark(
    "answered although the other answers do not call for it", "the answer counts; check it and them"
)
CONTRADICTED = Remark(
    "the total entered cannot come from the items answered", "the score runs over both; check them"
)
DECLINED_JUDGEMENT = Remark(
    "a judgement of the clinician's own cannot be declined",
    "it counts as without a value; judge it, or write dont_know",
)


def cannot_be_together(because: str) -> Remark:
    """Return the remark about answers that are declared impossible together, with the reason declared."""
    return Remark(
        f"this answer and another contradict each other: {because.rstrip('.')}",
        "both count; ask again, and correct what was misunderstood",
    )


UNREAD = Remark(
    "this answer about safety was given, and no rule of this rule set looks at it",
    "screen with a rule set that does, such as online-group",
)
