"""A rule set with everything it speaks of: its parents' rules, questionnaires, instruments and criteria."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from screenkit.models.base import MODALITIES, Modality
from screenkit.models.condition import names
from screenkit.models.criterion import Criteria, Criterion, Level, Work, weakest
from screenkit.models.questionnaire import Item, Questionnaire, Scale
from screenkit.models.ruleset import Rule, RuleSet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Strength:
    """The weakest evidence among the criteria a rule rests on, and whether one of them is binding law."""

    level: Level
    binding: bool


@dataclass(frozen=True, slots=True)
class ContentVersion:
    """One piece of content: its id, its version, and the SHA-256 of its meaning in hexadecimal."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The content an assessment rests on; the rule set that was asked for stands before its parents."""

    rulesets: tuple[ContentVersion, ...]
    questionnaires: tuple[ContentVersion, ...]
    criteria: tuple[ContentVersion, ...]


@dataclass(frozen=True)
class Content:
    """A rule set that has been loaded and cross-checked; it cannot fail when it meets a person.

    `ruleset` holds its parents' rules, definitions, tensions and doubts before its own. `questionnaires`
    holds every questionnaire there is, asked by this rule set or not: answers to any of them are accepted.
    `sources` holds the bytes of every file it was read from; it means nothing more, and two contents that
    mean the same are equal whatever it holds.
    """

    ruleset: RuleSet
    chain: tuple[RuleSet, ...]
    questionnaires: Mapping[str, Questionnaire]
    criteria_files: tuple[Criteria, ...]
    sources: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    _made: dict[object, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, make: "Callable[[Content], T]") -> T:
        """Return what `make` makes of this content; it is made when it is first asked for, and kept."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    def __getstate__(self) -> dict[str, object]:
        """Leave out what was made of it: that is made anew where it is needed."""
        return {**self.__dict__, "_made": {}}

    @cached_property
    def asked(self) -> tuple[Questionnaire, ...]:
        """The questionnaires the rule set always asks, then its instruments."""
        return tuple(
            self.questionnaires[each] for each in (*self.ruleset.questionnaires, *self.ruleset.instruments)
        )

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item of every questionnaire, by id."""
        return {item.id: item for each in self.questionnaires.values() for item in each.items}

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """Every scale of every questionnaire, by id."""
        return {scale.id: scale for each in self.questionnaires.values() for scale in each.scales}

    @cached_property
    def home(self) -> Mapping[str, Questionnaire]:
        """The questionnaire each item and each scale belongs to, by id."""
        of_items = {item.id: each for each in self.questionnaires.values() for item in each.items}
        return of_items | {scale.id: each for each in self.questionnaires.values() for scale in each.scales}

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion, by id."""
        return {criterion.id: criterion for file in self.criteria_files for criterion in file.criteria}

    @cached_property
    def works(self) -> Mapping[str, Work]:
        """Every work cited, by id."""
        return {work.id: work for file in self.criteria_files for work in file.works}

    @cached_property
    def gates(self) -> tuple[Item, ...]:
        """The gate items of what the rule set asks, in the order they are asked."""
        return tuple(item for each in self.asked for item in each.items if item.gate)

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """Every rule, by id."""
        return {rule.id: rule for rule in self.ruleset.rules}

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules that the rule set adds to its parents, and those of theirs that it restates."""
        own = self.chain[-1]
        return (*own.rules, *getattr(own, "changes", ()))

    @cached_property
    def reads(self) -> Mapping[str, tuple[str, ...]]:
        """The items and scores each rule reads, by the rule's id."""
        return {rule.id: names(rule.when) if rule.when else () for rule in self.ruleset.rules}

    @cached_property
    def unread_safety(self) -> tuple[Item, ...]:
        """The safety items of every questionnaire that no rule and no gate of this rule set looks at."""
        read = {name for of_rule in self.reads.values() for name in of_rule} | {
            item.id for item in self.gates
        }
        return tuple(item for item in self.items.values() if item.is_safety and item.id not in read)

    @cached_property
    def judgements(self) -> tuple[Item, ...]:
        """The items of every questionnaire that are the clinician's own judgement."""
        return tuple(item for item in self.items.values() if item.judgement)

    @cached_property
    def in_order(self) -> tuple[Questionnaire, ...]:
        """What the rule set asks, then every other questionnaire."""
        names = [each.id for each in self.asked]
        return (*self.asked, *(each for name, each in self.questionnaires.items() if name not in names))

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each item and score in the order they are asked."""
        ids: list[str] = []
        for each in self.in_order:
            ids += [item.id for item in each.items]
            ids += [scale.id for scale in each.scales]
        return {name: n for n, name in enumerate(ids)}

    @cached_property
    def rules_of(self) -> Mapping[Modality, tuple[Rule, ...]]:
        """The rules that speak of each modality, in rule-set order."""
        return {
            modality: tuple(rule for rule in self.ruleset.rules if modality in self.modalities_of(rule))
            for modality in self.ruleset.modalities
        }

    @cached_property
    def items_read(self) -> Mapping[Modality, frozenset[str]]:
        """The items that the rules of each modality read, for a score those it is made of."""
        of_scales = {scale.id: scale.items for scale in self.scales.values()}
        return {
            modality: frozenset(
                item
                for rule in rules
                for name in self.reads[rule.id]
                for item in of_scales.get(name, (name,))
            )
            for modality, rules in self.rules_of.items()
        }

    @cached_property
    def barriers(self) -> Mapping[Modality, tuple[Rule, ...]]:
        """The rules that can weigh on the recommendation for each modality."""
        weighing = {"exclude", "hold", "caution"}
        return {
            m: tuple(rule for rule in rules if rule.effect in weighing) for m, rules in self.rules_of.items()
        }

    @cached_property
    def evidence(self) -> Mapping[str, Strength]:
        """How well each rule is supported, by the rule's id."""
        levels = {
            rule.id: [self.criteria[name].report_as for name in rule.rests_on] for rule in self.ruleset.rules
        }
        return {name: Strength(weakest(of_rule), "regulation" in of_rule) for name, of_rule in levels.items()}

    @cached_property
    def versions(self) -> Versions:
        """Which version of each piece of content this is."""
        return Versions(
            rulesets=tuple(version_of(each) for each in reversed(self.chain)),
            questionnaires=tuple(version_of(each) for each in self.asked),
            criteria=tuple(version_of(each) for each in self.criteria_files),
        )

    def behind(self, name: str) -> frozenset[str]:
        """Return an item or score itself, and the items a score is made of."""
        return frozenset({name, *(self.scales[name].items if name in self.scales else ())})

    def concerns(self, item: Item) -> tuple[Modality, ...]:
        """Return the modalities of this rule set that a gate item concerns."""
        wanted = (item.gate.modalities if item.gate else ()) or MODALITIES
        return tuple(modality for modality in self.ruleset.modalities if modality in wanted)

    def modalities_of(self, rule: Rule) -> tuple[Modality, ...]:
        """Return the modalities a rule of this rule set speaks of: all of them when it names none."""
        return self._spoken_of[rule.id]

    @cached_property
    def _spoken_of(self) -> Mapping[str, tuple[Modality, ...]]:
        every = self.ruleset.modalities
        return {
            rule.id: tuple(each for each in every if each in (rule.modalities or every))
            for rule in self.ruleset.rules
        }


def version_of(model: RuleSet | Questionnaire | Criteria) -> ContentVersion:
    """Return id, version and the SHA-256 of what a model means.

    Comments and key order do not count, nor who answers for it and when it is looked at again.
    """
    meaning = model.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"owner", "review_by", "history"}
    )
    canonical = json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return ContentVersion(model.id, model.version, hashlib.sha256(canonical.encode()).hexdigest())
