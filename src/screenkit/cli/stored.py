"""A stored case as reports and lists tell of it: its content, what stands, and whether it still counts."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screenkit.cli.desk import Desk
from screenkit.errors import ContentError, Problem, RecordError

if TYPE_CHECKING:
    from datetime import date

    from screenkit.assessment import Assessment
    from screenkit.case.expiry import Expiry
    from screenkit.case.history import Case, Screening
    from screenkit.case.record import Record
    from screenkit.models.content import Content, Versions


@dataclass(frozen=True)
class Stored:
    """What is kept at a desk, read once however many cases rest on it."""

    desk: Desk
    _contents: dict[str, "Content"] = field(default_factory=dict)
    _today: dict[tuple[str, tuple[str, ...]], "Versions | None"] = field(default_factory=dict)

    def content(self, screening: "Screening") -> "Content":
        """Return the content a screening was made under, as it was kept with the case.

        Raises:
            ContentError: when this version of screenkit cannot use it.
            StoreError: when it is not there as it was kept.

        """
        from screenkit.content.snapshot import load_snapshot

        kept = screening.opened.content
        if kept not in self._contents:
            self._contents[kept] = load_snapshot(self.desk.store.content(kept))
        return self._contents[kept]

    def bare(self, case: "Case", screening: "Screening") -> "Assessment":
        """Return what the answers of a screening that count now come to by themselves, under its content."""
        from screenkit.case.answers import answers_of
        from screenkit.engine.assess import assess

        content = self.content(screening)
        return assess(content, answers_of(content, self._counting(screening), case.id))

    def stands(self, case: "Case", screening: "Screening") -> "Assessment":
        """Return the same with what is on record laid over it."""
        from screenkit.case.standing import raised_before, standing

        earlier = raised_before(self.content(screening), case, screening.number)
        return standing(self.bare(case, screening), self._counting(screening), earlier)

    def expiry(self, screening: "Screening") -> "Expiry | None":
        """Return for how long what was recommended counts; None while nothing was.

        It counts from the day the screening began: an amendment makes no answer younger.
        """
        from screenkit.case.expiry import expiry

        if screening.screened_at is None:
            return None
        day = self.desk.now.date()
        made_under = self.content(screening).versions
        began = self.began_on(screening)
        return expiry(began, day, self._interval(screening, began), made_under, self._now(screening))

    def _interval(self, screening: "Screening", began: "date") -> int | None:
        """Return for how many days a screening counts: no longer than the facts on the place it rests on.

        Facts that were old on that day were not what it rested on: the answer was given by hand.
        """
        from screenkit.interview.session.places import BY_PLACE

        clinic = self.desk.clinic
        if clinic is None:
            return None
        facts = clinic.jurisdictions
        kept = screening.kept.get(BY_PLACE)
        if kept is None or kept.answer != "yes" or facts.checked_on is None:
            return clinic.rescreen_after_days
        left = (facts.checked_on - began).days + facts.review_after_days
        return min(clinic.rescreen_after_days, left) if left >= 0 else clinic.rescreen_after_days

    def began_on(self, screening: "Screening") -> "date":
        """Return the day a screening began, where this machine is."""
        return screening.begun.at.astimezone(self.desk.now.tzinfo).date()

    def record(self, case: "Case", screening: "Screening") -> "Record":
        """Return what a report tells of a screening beside what was found."""
        from screenkit.case.record import Record

        return Record(case.id, screening, str(self.desk.store.head(case.id)), self.expiry(screening))

    def _counting(self, screening: "Screening") -> "Screening":
        """Return a screening without the answers that somebody who resumed it now would be asked again."""
        from screenkit.case.age import aged

        return aged(screening, self.content(screening), self.desk.now, self.desk.hold_hours)

    def _now(self, screening: "Screening") -> "Versions | None":
        from screenkit.content.load import load

        asked = screening.opened.rules, screening.opened.questionnaires
        if asked not in self._today:
            try:
                self._today[asked] = load(*asked).versions
            except ContentError:
                self._today[asked] = None
        return self._today[asked]


def latest(case: "Case") -> "Screening":
    """Return the screening begun last.

    Raises:
        RecordError: when the case holds none.

    """
    return chosen(case, None)


def chosen(case: "Case", number: int | None) -> "Screening":
    """Return a screening of a case by its number, the latest where none is named.

    Raises:
        RecordError: when there is no such screening.

    """
    if case.latest is None:
        raise RecordError([Problem(case.id, "nobody was screened in it yet", "screen first")])
    if number is None:
        return case.latest
    if not 1 <= number <= len(case.screenings):
        do = f"it holds {len(case.screenings)}; the first is 1"
        raise RecordError([Problem(case.id, "there is no screening of this number", do)])
    return case.screenings[number - 1]
