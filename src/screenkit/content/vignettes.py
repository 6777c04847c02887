"""Vignette files: YAML → invented people laid over one another, ready to be held against a rule set."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from screenkit.assessment import Truth
from screenkit.check.cases import NOTHING_STATED, Case
from screenkit.check.flaw import Spot
from screenkit.content.locate import File
from screenkit.content.read import Document, Plain, read
from screenkit.content.read import Path as Place
from screenkit.content.shape import M, no_condition, shape
from screenkit.engine.written import read_written, target_of
from screenkit.errors import ContentError, Problem, suggestion
from screenkit.models.answers import Answer, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.models.vignette import Accepted, ComesTo, Edge, Outcome, Vignette, Vignettes, Written


@dataclass(frozen=True, slots=True)
class VignetteFile:
    """A file of vignettes, and the lines it was written on."""

    document: Document
    whole: Vignettes


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a rule set is checked against: cases, edges, and where each of them stands.

    `edges` are those whose rule is in this content. `places` maps the id of a case to `file:line`.
    """

    cases: tuple[Case, ...]
    edges: tuple[tuple[Spot, Edge], ...]
    places: Mapping[str, str]


def refuse_strangers(files: Iterable[VignetteFile], known: Collection[str]) -> None:
    """Refuse vignettes that say they are for a rule set there is not; `known` are ids.

    Raises:
        ContentError: with the line of each.

    """
    problems = [
        Problem(
            file.document.where(("rules",)),
            f"no rule set '{file.whole.rules}'",
            suggestion(file.whole.rules, known, "name the rule set these people are for"),
        )
        for file in files
        if file.whole.rules not in known
    ]
    if problems:
        raise ContentError(problems)


def read_vignettes(files: Iterable[File]) -> list[VignetteFile]:
    """Return the vignettes of some files.

    Raises:
        ContentError: with every problem of every file.

    """
    problems: list[Problem] = []
    found = []
    for file in files:
        made = _made(file, Vignettes, problems)
        if made:
            found.append(VignetteFile(*made))
    if problems:
        raise ContentError(problems)
    return found


def read_accepted(files: Iterable[File]) -> list[tuple[Document, Accepted]]:
    """Return the faults that may stand, as some files list them.

    Raises:
        ContentError: with every problem of every file.

    """
    problems: list[Problem] = []
    found = [made for file in files if (made := _made(file, Accepted, problems))]
    if problems:
        raise ContentError(problems)
    return found


def bench(content: Content, files: Iterable[VignetteFile]) -> Bench:
    """Return the cases of the vignettes that are for a rule set; those of its parents only lend their people.

    Raises:
        ContentError: where a vignette speaks of something that is not there, or answers what cannot be.

    """
    chain = {each.id for each in content.chain}
    files = [each for each in files if each.whole.rules in chain]
    work = _Work(content, [each for each in files if each.whole.rules == content.ruleset.id], files)
    cases = tuple(work.cases())
    if work.problems:
        raise ContentError(work.problems)
    return Bench(cases, tuple(work.edges), work.places)


class _Work:
    def __init__(self, content: Content, files: list[VignetteFile], lending: list[VignetteFile]) -> None:
        self.problems: list[Problem] = []
        self.places: dict[str, str] = {}
        self.edges: list[tuple[Spot, Edge]] = []
        self._content = content
        self._files = files
        self._lending = lending  # whose people may be named by `like`
        self._people: dict[str, Vignette] = {}
        self._known = {rule.id for rule in content.ruleset.rules}

    def cases(self) -> Iterator[Case]:
        for file in self._lending:
            for n, vignette in enumerate(file.whole.vignettes):
                self._meet(file.document, ("vignettes", n, "id"), vignette)
        for file in self._files:
            for n, vignette in enumerate(file.whole.vignettes):
                yield self._case(file.document, ("vignettes", n), vignette)
            for n, edge in enumerate(file.whole.edges):
                yield from self._edge(file.document, ("edges", n), edge, edge.like or file.whole.like)

    def _meet(self, document: Document, place: Place, vignette: Vignette) -> None:
        if vignette.id in self._people:
            what = f"'{vignette.id}' already stands at {self.places[vignette.id]}"
            self.problems.append(Problem(document.where(place), what, "give each an id of its own"))
        self._people[vignette.id] = vignette
        self.places[vignette.id] = document.where(place).partition(": ")[0]

    def _case(self, document: Document, place: Place, vignette: Vignette) -> Case:
        for key in ("must_find", "must_not_find", "must_ask"):
            for n, name in enumerate(getattr(vignette, key)):
                self._check_name(document, (*place, key, n), name, self._known, "rule")
        return Case(
            Spot("vignette", vignette.id),
            self._content,
            self._answers(document, (*place, "answers"), vignette.answers, vignette.like),
            vignette.expected,
            {
                **dict.fromkeys(vignette.must_find, Truth.YES),
                **dict.fromkeys(vignette.must_ask, Truth.UNKNOWN),
            },
            vignette.must_not_find,
            vignette.must_cite,
        )

    def _edge(self, document: Document, place: Place, edge: Edge, like: str | None) -> Iterator[Case]:
        kind, name, known = self._subject(edge)
        if not self._check_name(document, (*place, kind), name, known, kind):
            return
        self.edges.append((self._spot(document, place, f"{name}-edge"), edge))
        outcomes = _outcomes(edge.comes_to)
        for truth in Truth:
            for n, written in enumerate(getattr(edge, truth.value)):
                at = (*place, truth.value, n)
                yield Case(
                    self._spot(document, at, f"{name}-{truth.value}-{n + 1}"),
                    self._content,
                    self._answers(document, at, written, like),
                    outcomes[truth] if n == 0 else NOTHING_STATED,
                    {} if edge.gate else {name: truth},
                )

    def _subject(self, edge: Edge) -> tuple[str, str, set[str]]:
        if edge.rule:
            return "rule", edge.rule, self._known
        if edge.definition:
            return "definition", edge.definition, set(self._content.ruleset.definitions)
        return "gate", edge.gate or "", set(self._content.items)

    def _spot(self, document: Document, place: Place, name: str) -> Spot:
        self.places[name] = document.where(place).partition(": ")[0]
        return Spot("vignette", name)

    def _check_name(
        self, document: Document, place: Place, name: str, known: Iterable[str], kind: str
    ) -> bool:
        if name in known:
            return True
        do = suggestion(name, known, "name one of this rule set or its parents")
        self.problems.append(Problem(document.where(place), f"no {kind} '{name}'", do))
        return False

    def _answers(
        self, document: Document, place: Place, written: Written, like: str | None
    ) -> Mapping[str, Answer]:
        behind = [like] if like else []
        while behind and behind[-1] in self._people:
            following = self._people[behind[-1]].like
            if following is None or following in behind:
                break
            behind.append(following)
        if like and behind[-1] not in self._people:
            do = suggestion(behind[-1], self._people, "name a vignette for the same rule set")
            self.problems.append(Problem(document.where(place), f"no vignette '{behind[-1]}'", do))
            return {}
        laid = [self._people[name].answers for name in reversed(behind)]
        found: dict[str, Answer] = {}
        for each in laid:
            found |= self._read(document, place, each)
        found |= self._read(document, place, written)
        return {name: answer for name, answer in found.items() if answer is not NoAnswer.NOT_ASKED}

    def _read(self, document: Document, place: Place, written: Written) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for name, text in written.items():
            if name not in self._content.home:
                do = suggestion(name, self._content.home, "name an item or a score")
                self.problems.append(
                    Problem(document.where((*place, name)), "no item or score of this name", do)
                )
                continue
            answer = read_written(target_of(self._content, name), text)
            if isinstance(answer, Unreadable):
                self.problems.append(Problem(document.where((*place, name)), answer.what, answer.do))
            elif answer is not NoAnswer.NOT_APPLICABLE:
                found[name] = answer
        return found


def _outcomes(comes_to: ComesTo) -> dict[Truth, Outcome]:
    return {
        Truth.YES: comes_to.yes or NOTHING_STATED,
        Truth.UNKNOWN: comes_to.unknown or NOTHING_STATED,
        Truth.NO: NOTHING_STATED,
    }


def _made(file: File, model: type[M], problems: list[Problem]) -> tuple[Document, M] | None:
    try:
        document = read(file.text, file.name)
    except ContentError as error:
        problems += error.problems
        return None
    document.data = _as_written(document, document.data, ())
    made = shape(document, model, no_condition)
    problems += document.problems
    return (document, made) if made is not None else None


_ANSWERS = {"answers", "yes", "no", "unknown"}


def _as_written(document: Document, value: Plain, place: Place) -> Plain:
    """Return a document whose answers are spelled as they stand there, numbers too."""
    match value:
        case dict():
            return {key: _as_written(document, inner, (*place, key)) for key, inner in value.items()}
        case tuple():
            return tuple(_as_written(document, inner, (*place, n)) for n, inner in enumerate(value))
        case int() if not isinstance(value, bool) and _ANSWERS & set(place):
            return document.written[place]
        case _ if _ANSWERS & set(place) and place in document.written and not isinstance(value, bool):
            return document.written[place]
        case _:
            return value
