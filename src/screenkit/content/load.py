"""Load a rule set with everything it speaks of, or say everything that is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TypeVar

from screenkit.check.lint import refusals
from screenkit.content import locate
from screenkit.content.crosscheck import (
    answer_places,
    check_circles,
    check_criteria,
    check_questionnaire,
    check_ruleset,
    definition_places,
    repeated,
    rule_places,
)
from screenkit.content.definitions import Definitions
from screenkit.content.grammar import Amount, Fault, Terms, Words, parse
from screenkit.content.locate import File
from screenkit.content.merge import merged
from screenkit.content.read import Document, Plain, read
from screenkit.content.readings import Read
from screenkit.content.shape import M, Parse, shape, with_conditions
from screenkit.content.shelf import MANIFEST, Shelf, manifest
from screenkit.engine.score import extent
from screenkit.errors import ContentError, Problem
from screenkit.models.condition import Condition
from screenkit.models.content import Content
from screenkit.models.criterion import Criteria
from screenkit.models.questionnaire import Questionnaire
from screenkit.models.ruleset import RuleSet

T = TypeVar("T")


def load(rules: str = "online-group", questionnaires: Sequence[str] = ()) -> Content:
    """Return a rule set, cross-checked, with its parents, questionnaires and criteria.

    `rules` is the id of a shipped rule set or the path of one of the clinic's own; `questionnaires` are
    paths of files or folders of the clinic's own, read beside the shipped ones (whose ids may be named too).

    Raises:
        ContentError: with every problem of every file.

    """
    return load_from(Shelf(), rules, questionnaires)


def load_from(shelf: Shelf, rules: str, questionnaires: Sequence[str] = ()) -> Content:
    """Return a rule set as `load` does, read from a shelf.

    Raises:
        ContentError: with every problem of every file.

    """
    work = _Work(shelf)
    asked = work.questionnaires(questionnaires)
    documents = work.chain(rules)
    criteria = work.criteria()
    work.check_questionnaires(asked, criteria)
    chain = work.rule_sets(documents, asked, criteria)
    work.stop_on_problems()
    content = Content(
        ruleset=merged([each.model for each in chain], [each.model for each in criteria]),
        chain=tuple(each.model for each in chain),
        questionnaires={each.model.id: each.model for each in asked},
        criteria_files=tuple(each.model for each in criteria),
        sources=work.sources(),
    )
    work.problems += _refused(content, chain)
    work.stop_on_problems()
    return content


def load_questionnaires(references: Sequence[str] = ()) -> Mapping[str, Questionnaire]:
    """Return every questionnaire, shipped and of the clinic's own, by id.

    Raises:
        ContentError: with every problem of every file.

    """
    work = _Work(Shelf())
    asked = work.questionnaires(references)
    work.check_questionnaires(asked, work.criteria())
    work.stop_on_problems()
    return {each.model.id: each.model for each in asked}


class _Work:
    """One loading: reads files, makes models, and gathers the problems of all of them."""

    def __init__(self, shelf: Shelf) -> None:
        self.problems: list[Problem] = []
        self._shelf = shelf
        self._sources: dict[str, bytes] = {}
        self._rules = ""  # what was asked for, as a snapshot names it
        self._own_questionnaires: list[str] = []

    def stop_on_problems(self) -> None:
        if self.problems:
            raise ContentError(self.problems)

    def sources(self) -> Mapping[str, bytes]:
        """Return every file that was read, and what was asked for, by the names they have in a snapshot."""
        return {MANIFEST: manifest(self._rules, self._own_questionnaires), **self._sources}

    def questionnaires(self, references: Sequence[str]) -> list[Read[Questionnaire]]:
        shipped = self._shelf.shipped(locate.QUESTIONNAIRES)
        files = list(shipped.values())
        for reference in references:
            if self._shelf.is_own(reference):
                own = self._attempt(partial(self._shelf.own, reference))
                self._own_questionnaires += [file.kept for file in own]
                files += own
            elif reference not in shipped:
                self.problems += locate.unknown("questionnaire", reference, shipped).problems
        return self._models(
            [document for file in files for document in self._read(file)], Questionnaire, _spelling
        )

    def chain(self, rules: str) -> list[Document]:
        """Return the documents of a rule set and its parents, the oldest parent first."""
        found: list[Document] = []
        reference: Plain = rules
        while isinstance(reference, str):
            document = self._rule_document(reference, found[0].where(("extends",)) if found else reference)
            if document is None:
                break
            if document.file in {each.file for each in found}:
                where = found[0].where(("extends",))
                self.problems.append(
                    Problem(where, "the rule set extends itself, in the end", "break the circle")
                )
                break
            found.insert(0, document)
            reference = document.data.get("extends") if isinstance(document.data, dict) else None
        return found

    def _rule_document(self, reference: str, where: str) -> Document | None:
        shipped = self._shelf.shipped(locate.RULES)
        path = self._shelf.own_rules(reference)
        if path is not None:
            files = self._attempt(lambda: self._shelf.own(path))
        elif reference in shipped:
            files = [shipped[reference]]
        else:
            self.problems += [
                Problem(where, problem.what, problem.do)
                for problem in locate.unknown("rule set", reference, shipped).problems
            ]
            return None
        if len(files) > 1:
            names = ", ".join(file.id for file in files)
            self.problems.append(Problem(where, f"the folder holds {names}", "name one of them"))
            return None
        for file in files:
            self._rules = self._rules or (file.kept if path is not None else reference)
        return next((document for file in files for document in self._read(file)), None)

    def criteria(self) -> list[Read[Criteria]]:
        """Return the shipped criteria, and those in a folder `criteria` beside a rule set of one's own."""
        files = list(self._shelf.shipped(f"{locate.RULES}/criteria").values())
        for folder in self._shelf.own_criteria():
            files += self._attempt(partial(self._shelf.own, folder))
        made = self._models(
            [document for file in files for document in self._read(file)], Criteria, _spelling
        )
        known, works = _criterion_ids(made), {work.id for each in made for work in each.model.works}
        self.problems += repeated(
            (part.id, each, (key, n, "id"))
            for each in made
            for key in ("criteria", "tensions")
            for n, part in enumerate(getattr(each.model, key))
        )
        for each in made:
            self.problems += check_criteria(each, known, works)
        return made

    def check_questionnaires(
        self, asked: Sequence[Read[Questionnaire]], criteria: Sequence[Read[Criteria]]
    ) -> None:
        known = _criterion_ids(criteria)
        own: list[Problem] = [
            *repeated(answer_places(asked)),
            *repeated((each.model.id, each, ("id",)) for each in asked),
        ]
        for each in asked:
            own += check_questionnaire(each, known)
        self.problems += own
        if own:
            return  # what a condition may name is not certain yet
        terms = _terms(each.model for each in asked)
        for each in asked:
            with_conditions(
                each.document, each.document.data, (), partial(parse, terms=terms, look_up=_no_definition)
            )
            self._take(each.document)
        self.problems += check_circles(asked)

    def rule_sets(
        self,
        documents: Sequence[Document],
        asked: Sequence[Read[Questionnaire]],
        criteria: Sequence[Read[Criteria]],
    ) -> list[Read[RuleSet]]:
        by_id = {each.model.id: each.model for each in asked}
        tensions = {tension.id for each in criteria for tension in each.model.tensions}
        definitions = Definitions()
        chain: list[Read[RuleSet]] = []
        for document in documents:
            definitions.add(document, _terms(by_id[name] for name in _asked_by(document) if name in by_id))
            chain += self._models([document], RuleSet, definitions.parse)
        for each in chain:
            self.problems += check_ruleset(each, set(by_id), _criterion_ids(criteria), tensions)
        self.problems += repeated((each.model.id, each, ("id",)) for each in chain)
        self.problems += repeated(rule_places(chain))
        self.problems += repeated(definition_places(chain))
        return chain

    def _models(self, documents: Iterable[Document], model: type[M], conditions: Parse) -> list[Read[M]]:
        made: list[Read[M]] = []
        for document in documents:
            value = shape(document, model, conditions)
            self._take(document)
            if value is not None:
                made.append(Read(document, value))
        return made

    def _read(self, file: File) -> list[Document]:
        self._sources[file.kept] = file.text
        return self._attempt(lambda: [read(file.text, file.name)])

    def _attempt(self, action: Callable[[], list[T]]) -> list[T]:
        try:
            return action()
        except ContentError as error:
            self.problems += error.problems
            return []

    def _take(self, document: Document) -> None:
        self.problems += document.problems
        document.problems.clear()


def _asked_by(document: Document) -> list[str]:
    """Return the questionnaires a rule set names, before it is known to be well made."""
    data = document.data if isinstance(document.data, dict) else {}
    lists = (data.get("questionnaires"), data.get("instruments"))
    return [name for each in lists if isinstance(each, tuple) for name in each if isinstance(name, str)]


def _terms(questionnaires: Iterable[Questionnaire]) -> Terms:
    """Return everything a condition may name."""
    terms: dict[str, Words | Amount] = {}
    for each in questionnaires:
        items = {item.id: item for item in each.items}
        for item in each.items:
            if item.number:
                terms[item.id] = Amount(
                    Fraction(item.number.lowest), Fraction(item.number.highest), is_score=False
                )
            else:
                terms[item.id] = Words(tuple(item.values or ()))
        for scale in each.scales:
            reach = extent(scale, items)
            terms[scale.id] = Amount(reach.low, reach.high, is_score=True)
    return terms


def _spelling(text: str) -> tuple[Condition | None, list[Fault]]:
    """Parse a condition whose names cannot be looked up yet."""
    return parse(text, None, _no_definition)


def _no_definition(_: str) -> None:
    return None


def _criterion_ids(criteria: Iterable[Read[Criteria]]) -> set[str]:
    return {criterion.id for each in criteria for criterion in each.model.criteria}


def _refused(content: Content, chain: Iterable[Read[RuleSet]]) -> list[Problem]:
    places = {
        rule.id: (read_one, ("rules", n)) for read_one in chain for n, rule in enumerate(read_one.model.rules)
    }
    found = []
    for refusal in refusals(content):
        read_one, path = places[refusal.rule]
        found.append(read_one.problem((*path, "if_unknown"), refusal.what, refusal.do))
    return found
