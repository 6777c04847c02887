"""What can happen to a case: a closed union of events, each kept once, in order, and never changed."""

from typing import Annotated, Literal

from pydantic import Field

from screenkit.assessment import Recommendation, SafetyLevel
from screenkit.models.base import ContentId, ItemId, Modality, Model, Text
from screenkit.models.day import Day, Moment
from screenkit.models.ruleset import AlertLevel

Written = str
"""An answer as an answer file spells it: a value, `not_asked`, `declined` or `dont_know`."""


class Opened(Model):
    """A screening begins. `content` is the SHA-256 of the content snapshot kept with the case.

    `rules` and `questionnaires` are what was asked for: ids of shipped content, or absolute paths of the
    clinic's own.
    """

    kind: Literal["opened"] = "opened"
    rules: str
    questionnaires: tuple[str, ...] = ()
    content: str
    taken: tuple[ContentId, ...] = ()
    only_safety: bool = False
    until_settled: bool = False


class Resumed(Model):
    """An interview that was interrupted goes on."""

    kind: Literal["resumed"] = "resumed"


class Placed(Model):
    """Where the person is now, by its ISO 3166 code; None where that is not known."""

    kind: Literal["placed"] = "placed"
    place: str | None


class Answered(Model):
    """An item, or the total of a score, was dealt with for the first time.

    `as_last_time` says that the answer of the screening before was put to the person again and confirmed.
    """

    kind: Literal["answered"] = "answered"
    item: ItemId
    answer: Written
    as_last_time: bool = False


class Changed(Model):
    """An answer took the place of another, with the reason why."""

    kind: Literal["changed"] = "changed"
    item: ItemId
    before: Written
    answer: Written
    reason: Text


class SetAside(Model):
    """Answers on a branch that a later answer closed: out of the answer set, kept in the case."""

    kind: Literal["set_aside"] = "set_aside"
    answers: dict[ItemId, Written]


class GrownOld(Model):
    """Safety answers that are too old to count; each is not asked until it is asked anew."""

    kind: Literal["grown_old"] = "grown_old"
    items: tuple[ItemId, ...]


class Settled(Model):
    """A safety answer that nothing calls for any more was taken out by a clinician, who says why."""

    kind: Literal["settled"] = "settled"
    item: ItemId
    before: Written
    reason: Text


class Instrument(Model):
    """How an instrument is taken: item by item, by its total, or not at all."""

    kind: Literal["instrument"] = "instrument"
    id: ContentId
    how: Literal["items", "total", "skipped"]


class PutOff(Model):
    """The clinician went to another section; these questions, open at that moment, come up later."""

    kind: Literal["put_off"] = "put_off"
    questions: tuple[str, ...]


class Noted(Model):
    """A clinician's note, on an item or on the whole screening."""

    kind: Literal["noted"] = "noted"
    item: ItemId | None = None
    text: Text


class Alerted(Model):
    """A safety matter was raised; it stays on record whatever is answered later."""

    kind: Literal["alerted"] = "alerted"
    rule: ContentId
    level: AlertLevel
    message: Text
    items: tuple[ItemId, ...]


class Told(Model):
    """What was told in answer to one prompt of the safety stop, in a word or two."""

    kind: Literal["told"] = "told"
    prompt: ItemId
    text: Text


class Acknowledged(Model):
    """Whoever stands in the stamp has seen these alerts and takes them on.

    `screening` is the number of the screening that raised them; None is the latest.
    """

    kind: Literal["acknowledged"] = "acknowledged"
    rules: tuple[ContentId, ...]
    reason: Text | None = None
    screening: int | None = Field(default=None, ge=1)


class Assessed(Model):
    """A clinician has made the safety assessment these alerts asked for, and says what it concluded.

    `screening` is the number of the screening that raised them; None is the latest.
    """

    kind: Literal["assessed"] = "assessed"
    rules: tuple[ContentId, ...]
    reason: Text
    screening: int | None = Field(default=None, ge=1)


class EnteredInError(Model):
    """These alerts rest on an answer that nobody gave; the level stays on record.

    `screening` is the number of the screening that raised them; None is the latest.
    """

    kind: Literal["entered_in_error"] = "entered_in_error"
    rules: tuple[ContentId, ...]
    reason: Text
    screening: int | None = Field(default=None, ge=1)


class Screened(Model):
    """An interview ended, or an amendment was assessed: what was found, and the whole assessment as JSON."""

    kind: Literal["screened"] = "screened"
    recommendations: dict[Modality, Recommendation]
    level: SafetyLevel
    complete: bool
    assessment: str


Choice = Literal["offer", "offer_once_arranged", "wait", "do_not_offer"]
"""What a clinician decides for one form of group, from the most open to the most closed."""


class Consultation(Model):
    """A consultation or supervision that stands in for the second name where a clinician works alone."""

    on: Day
    with_whom: Text
    reason: Text


class Instead(Model):
    """What a person is offered instead of a group, by whom and from which day."""

    what: Text
    by: Text
    on: Day


class Decided(Model):
    """What the clinician decided, beside what was recommended; it never overwrites it.

    `instead` is the help that is offered where no group is.
    """

    kind: Literal["decided"] = "decided"
    choices: dict[Modality, Choice]
    code: ContentId
    reason: Text | None = None
    second: Text | None = None
    consultation: Consultation | None = None
    instead: Instead | None = None
    review_on: Day | None = None


class Exported(Model):
    """A report or an export of the case left the store."""

    kind: Literal["exported"] = "exported"
    what: Text


class Imported(Model):
    """The events before this one came from another store, whose chain ended in `head`."""

    kind: Literal["imported"] = "imported"
    head: str


class Purged(Model):
    """Every event of the case was removed; this tombstone is what is left."""

    kind: Literal["purged"] = "purged"
    reason: Text


Event = Annotated[
    Opened
    | Resumed
    | Placed
    | Answered
    | Changed
    | SetAside
    | GrownOld
    | Settled
    | Instrument
    | PutOff
    | Noted
    | Alerted
    | Told
    | Acknowledged
    | Assessed
    | EnteredInError
    | Screened
    | Decided
    | Exported
    | Imported
    | Purged,
    Field(discriminator="kind"),
]
"""Something that happened to a case."""


class Stamped(Model):
    """An event as it is kept: its place in the case (from 1), when it happened, and who saw to it."""

    sequence: int = Field(ge=1)
    at: Moment
    who: Text
    event: Event
