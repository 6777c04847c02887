"""One assessment together with the content it was made under: what every part of a report asks about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from screenkit.assessment import Assessment, Finding, State, Truth
from screenkit.models.answers import NoAnswer
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.questionnaire import Questionnaire
from screenkit.models.ruleset import Effect, Rule
from screenkit.report import words
from screenkit.report.audience import CLINICIANS, Copy

_LONGEST_CITE = 80


@dataclass(frozen=True)
class Told:
    """What a report tells of: the content and the assessment, and for which copy."""

    content: Content
    assessment: Assessment
    copy: Copy = CLINICIANS

    def findings(self, effects: Iterable[Effect], truth: Truth) -> Iterator[Finding]:
        """Yield the findings of some effects with one truth, effect by effect, in rule-set order."""
        for effect in effects:
            yield from (f for f in self.assessment.findings if f.truth is truth and f.rule.effect == effect)

    def forms(self, rule: Rule) -> str:
        """Return the forms of group a rule speaks of."""
        return self.modalities(self.content.modalities_of(rule))

    def modalities(self, names: Iterable[Modality]) -> str:
        """Return forms of group as a short list; all of them, and all online ones, by one word."""
        named, every = tuple(names), self.content.ruleset.modalities
        if named == every:
            return "every form"
        if named == tuple(name for name in every if name != "in_person"):
            return "every online form"
        return ", ".join(words.MODALITY[name].lower() for name in named)

    def asked(self, name: str) -> str:
        """Return what an item asks, or what a score is called."""
        item = self.content.items.get(name)
        return item.text if item else self.content.scales[name].title

    def answered(self, name: str) -> str:
        """Return what is known of an item or score in words."""
        return words.answer(self.content, name, self.assessment.states[name])

    def question_and_answer(self, name: str) -> str:
        """Return a question with its answer."""
        return f"{self.asked(name)} \u2014 {self.answered(name)}"

    def used(self, states: Mapping[str, State]) -> str:
        """Return the answers that a finding used, those that do not apply left out."""
        return "; ".join(
            self.question_and_answer(name)
            for name, state in states.items()
            if state is not NoAnswer.NOT_APPLICABLE
        )

    def cited(self, names: Iterable[str]) -> str:
        """Return criteria by id, each with the work that states it."""
        return "; ".join(", ".join(filter(None, (self.code(each), self.work(each)))) for each in names)

    def code(self, name: str) -> str:
        """Return the code of a rule or criterion; nothing where this copy names it not."""
        return name if self.copy.names(name) else ""

    def title(self, rule: str) -> str:
        """Return the title of a rule by its id."""
        return next((each.title for each in self.content.ruleset.rules if each.id == rule), rule)

    def open_for(self, modality: Modality) -> list[str]:
        """Return the open items that bear on one form of group, in the order they are asked."""
        bearing = self.content.items_read[modality].union(self.assessment.gate.open_for(modality))
        return [name for name in self.open_items if name in bearing]

    @cached_property
    def open_items(self) -> tuple[str, ...]:
        """The items of what is asked that apply and have no value, in the order they are asked.

        Where a total was entered its items are not asked one by one, a gate item excepted.
        """
        return tuple(
            item.id
            for questionnaire in self.content.asked
            for item in questionnaire.items
            if self._is_open(item.id) and (item.gate or not self._entered_as_total(questionnaire))
        )

    def _is_open(self, name: str) -> bool:
        state = self.assessment.states[name]
        return isinstance(state, NoAnswer) and state is not NoAnswer.NOT_APPLICABLE

    def _entered_as_total(self, questionnaire: Questionnaire) -> bool:
        scores = self.assessment.scores
        return any(
            scale.id in scores and scores[scale.id].source != "items" for scale in questionnaire.scales
        )

    def work(self, criterion: str) -> str:
        """Return author and year, or the short form a work gives."""
        work = self.content.works[self.content.criteria[criterion].source.work]
        if work.short:
            return work.short
        cite = work.cite
        end = cite.find(")") + 1
        return cite[:end] if 0 < end <= _LONGEST_CITE else cite[:_LONGEST_CITE]
