"""Load a rule set with everything it speaks of, or say everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from screenkit.check.lint import refusals
from screenkit.content import locate
from screenkit.content.changes import check_known, check_loosened
from screenkit.content.crosscheck import (
    ITEMS,
    SCALES,
    check_circles,
    check_criteria,
    check_questionnaire,
    check_ruleset,
    check_stated,
    definition_places,
    places,
    repeated,
)
from screenkit.content.definitions import Definitions
from screenkit.content.draft import Draft, Known, joined
from screenkit.content.grammar import Fault, parse
from screenkit.content.impossible import check_impossible
from screenkit.content.locate import File
from screenkit.content.merge import merged
from screenkit.content.parents import stand_ins
from screenkit.content.read import Document, Plain, read_through
from screenkit.content.shape import M, Parse, drafted, with_conditions
from screenkit.content.shelf import MANIFEST, Shelf, manifest
from screenkit.content.terms import Vocabulary, vocabulary
from screenkit.errors import ContentError, Problem
from screenkit.models.condition import Condition
from screenkit.models.content import Content
from screenkit.models.criterion import Criteria
from screenkit.models.questionnaire import Item, Questionnaire
from screenkit.models.ruleset import Rule, RuleSet

_CRITERIA = f"{locate.RULES}/criteria"

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
        ruleset=merged([each.whole for each in chain], [each.whole for each in criteria]),
        chain=tuple(each.whole for each in chain),
        questionnaires={each.whole.id: each.whole for each in asked},
        criteria_files=tuple(each.whole for each in criteria),
        sources=work.sources(),
    )
    work.problems += [*check_impossible(chain, content), *check_loosened(chain, content)]
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
    return {each.whole.id: each.whole for each in asked}


class _Work:
    """One loading: reads files, makes models, and gathers the problems of all of them.

    Whatever is well made is looked at, also where something else is not, so that every problem is told.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.problems: list[Problem] = []
        self._missing: set[str] = set()  # kinds of which a file could not be found or read
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

    def questionnaires(self, references: Sequence[str]) -> list[Draft[Questionnaire]]:
        shipped = self._shelf.shipped(locate.QUESTIONNAIRES)
        files = list(shipped.values())
        for reference in references:
            if self._shelf.is_own(reference):
                own = self._attempt(locate.QUESTIONNAIRES, partial(self._shelf.own, reference))
                self._own_questionnaires += [file.kept for file in own]
                files += own
            elif reference not in shipped:
                self.problems += locate.unknown("questionnaire", reference, shipped).problems
                self._missing.add(locate.QUESTIONNAIRES)
        return self._drafts(locate.QUESTIONNAIRES, files, Questionnaire)

    def chain(self, rules: str) -> list[Document]:
        """Return the documents of a rule set and its parents, the oldest parent first."""
        found: list[Document] = []
        reference: Plain = rules
        while isinstance(reference, str):
            document = self._rule_document(reference, found)
            if document is None:
                self._missing.add(locate.RULES)
                break
            if document.file in {each.file for each in found}:
                what, do = "the rule set extends itself, in the end", "break the circle"
                self.problems.append(Problem(found[0].where(("extends",)), what, do))
                break
            found.insert(0, document)
            reference = document.data.get("extends") if isinstance(document.data, dict) else None
            if not isinstance(reference, str | None):
                self._missing.add(locate.RULES)
        return found

    def _rule_document(self, reference: str, chain: Sequence[Document]) -> Document | None:
        where = chain[0].where(("extends",)) if chain else reference
        shipped = self._shelf.shipped(locate.RULES)
        path = self._shelf.own_rules(reference)
        if path is not None:
            files = self._attempt(locate.RULES, lambda: self._shelf.own(path))
            self.problems += stand_ins(self._shelf, reference, files, chain)
        elif reference in shipped:
            files = [shipped[reference]]
        else:
            unknown = locate.unknown("rule set", reference, shipped).problems
            self.problems += [Problem(where, each.what, each.do) for each in unknown]
            return None
        if len(files) > 1:
            names = ", ".join(file.id for file in files)
            self.problems.append(Problem(where, f"the folder holds {names}", "name one of them"))
            return None
        for file in files:
            self._rules = self._rules or (file.kept if path is not None else reference)
        return next((document for file in files for document in self._read(locate.RULES, file)), None)

    def criteria(self) -> list[Draft[Criteria]]:
        """Return the shipped criteria, and those in a folder `criteria` beside a rule set of one's own."""
        files = list(self._shelf.shipped(_CRITERIA).values())
        for folder in self._shelf.own_criteria():
            files += self._attempt(_CRITERIA, partial(self._shelf.own, folder))
        made = self._drafts(_CRITERIA, files, Criteria)
        self.problems += repeated(places(made, ("criteria", ...), ("tensions", ...)))
        for each in made:
            self.problems += check_criteria(each, self._known(made, "criteria"), self._known(made, "works"))
        return made

    def check_questionnaires(
        self, asked: Sequence[Draft[Questionnaire]], criteria: Sequence[Draft[Criteria]]
    ) -> None:
        self.problems += repeated(places(asked, ITEMS, SCALES))
        self.problems += repeated(places(asked, ()))
        for each in asked:
            self.problems += check_questionnaire(each, self._known(criteria, "criteria"))
        words = vocabulary(asked, all_known=locate.QUESTIONNAIRES not in self._missing)
        for each in asked:
            with_conditions(each.document, each.document.data, (), partial(_named, words=words))
            self._take(each.document)
        self.problems += check_circles(asked)

    def rule_sets(
        self,
        documents: Sequence[Document],
        asked: Sequence[Draft[Questionnaire]],
        criteria: Sequence[Draft[Criteria]],
    ) -> list[Draft[RuleSet]]:
        by_id = {name: each for name, each, _ in places(asked, ())}
        chain, named = self._chain_of_drafts(documents, by_id)
        complete = len(by_id) == len(asked) and locate.QUESTIONNAIRES not in self._missing
        questionnaires = Known(frozenset(by_id), complete)
        for each in chain:
            self.problems += check_ruleset(
                each, questionnaires, self._known(criteria, "criteria"), self._known(criteria, "tensions")
            )
        self.problems += repeated(places(chain, ()))
        self.problems += repeated(places(chain, ("rules", ...), ("doubts", ...), ("tensions", ...)))
        self.problems += repeated(places(chain, ("properties", ...), ("impossible", ...)))
        self.problems += [*check_known(chain), *repeated(definition_places(chain))]
        asks = [by_id[name] for name in named if name in by_id]
        self.problems += check_stated(chain, asks, all_known=complete and len(asks) == len(named))
        self.problems += _refused(chain, asks)
        return chain

    def _chain_of_drafts(
        self, documents: Sequence[Document], by_id: Mapping[str, Draft[Questionnaire]]
    ) -> tuple[list[Draft[RuleSet]], list[str]]:
        """Return the drafts of a rule set and its parents, and the questionnaires they name.

        Where a rule set does not say which questionnaires it asks, its conditions are held against those of
        its parents.
        """
        definitions = Definitions()
        chain: list[Draft[RuleSet]] = []
        named: dict[str, None] = {}
        for document in documents:
            own = dict.fromkeys(_names_in(document, "questionnaires"))
            heard_of = {**(own or named), **dict.fromkeys(_names_in(document, "instruments"))}
            complete = (
                bool(own or named) and locate.RULES not in self._missing and set(heard_of) <= set(by_id)
            )
            words = vocabulary([by_id[name] for name in heard_of if name in by_id], all_known=complete)
            definitions.add(document, words)
            chain.append(self._draft(document, RuleSet, definitions.parse))
            named |= heard_of
        return chain, list(named)

    def _drafts(self, kind: str, files: Iterable[File], model: type[M]) -> list[Draft[M]]:
        documents = [document for file in files for document in self._read(kind, file)]
        return [self._draft(document, model, _spelling) for document in documents]

    def _draft(self, document: Document, model: type[M], conditions: Parse) -> Draft[M]:
        draft = drafted(document, model, conditions)
        self._take(document)
        return draft

    def _known(self, drafts: Iterable[Draft[Criteria]], key: str) -> Known:
        known = joined(each.known(key, ...) for each in drafts)
        return Known(known.names, known.all_of_them and _CRITERIA not in self._missing)

    def _read(self, kind: str, file: File) -> list[Document]:
        self._sources[file.kept] = file.text
        return self._attempt(kind, lambda: [read_through(file.text, file.name)])

    def _attempt(self, kind: str, action: Callable[[], list[T]]) -> list[T]:
        try:
            return action()
        except ContentError as error:
            self.problems += error.problems
            self._missing.add(kind)
            return []

    def _take(self, document: Document) -> None:
        self.problems += document.problems
        document.problems.clear()


def _names_in(document: Document, key: str) -> list[str]:
    """Return the names in a list of a rule set, before it is known to be well made."""
    listed = document.data.get(key) if isinstance(document.data, dict) else None
    return [name for name in listed if isinstance(name, str)] if isinstance(listed, tuple) else []


def _spelling(text: str) -> tuple[Condition | None, list[Fault]]:
    """Parse a condition whose names cannot be looked up yet."""
    return parse(text, None, _no_definition)


def _named(text: str, words: Vocabulary) -> tuple[Condition | None, list[Fault]]:
    """Parse a condition whose spelling has been looked at."""
    condition, faults = parse(text, words.terms, _no_definition, all_known=words.all_known)
    return condition, faults if condition else []


def _no_definition(_: str) -> None:
    return None


def _refused(chain: Iterable[Draft[RuleSet]], asked: Iterable[Draft[Questionnaire]]) -> Iterator[Problem]:
    gates = {item.id for each in asked for _, item in each.parts(Item, *ITEMS) if item.gate}
    for draft in chain:
        for path, rule in (*draft.parts(Rule, "rules", ...), *draft.parts(Rule, "changes", ...)):
            for refusal in refusals([rule], gates):
                yield draft.problem((*path, "if_unknown"), refusal.what, refusal.do)
