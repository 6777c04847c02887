"""Check rule sets: bring together content, vignettes and what may stand, and say where each flaw is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from screenkit.check.cases import Case
from screenkit.check.declared import NEED_SOLVER
from screenkit.check.examine import Examination, examine, examine_shared, standing
from screenkit.check.flaw import SEVERITIES, Flaw, Severity, Spot
from screenkit.check.proofs import has_solver
from screenkit.content.load import load
from screenkit.content.locate import RULES, is_path, shipped
from screenkit.content.standing import Standing
from screenkit.content.vignettefiles import accepted_files, beside, own_vignettes, shipped_vignettes
from screenkit.content.vignettes import (
    Bench,
    VignetteFile,
    bench,
    read_accepted,
    read_vignettes,
    refuse_strangers,
)
from screenkit.models.content import Content


@dataclass(frozen=True, slots=True)
class Found:
    """A flaw and where it stands."""

    where: str
    flaw: Flaw

    @property
    def line(self) -> str:
        """The flaw as it is printed."""
        place = (
            f"{self.where}: "
            if self.where.endswith(str(self.flaw.spot))
            else f"{self.where}: {self.flaw.spot}: "
        )
        return f"{place}{self.flaw.what} — {self.flaw.do} [{self.flaw.check}]"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in some rule sets, in the order of files and lines, and what was looked at."""

    found: tuple[Found, ...]
    looked_at: Mapping[str, Examination]

    def at_least(self, severity: Severity) -> tuple[Found, ...]:
        """Return what is as bad as that, or worse."""
        rank = SEVERITIES.index(severity)
        return tuple(each for each in self.found if SEVERITIES.index(each.flaw.severity) >= rank)


def check(reference: str | None, questionnaires: Sequence[str], today: date, *, mutate: bool) -> Checked:
    """Check one rule set, or without a reference every shipped one.

    Raises:
        ContentError: when a file cannot be used at all, with every problem of it.

    """
    names = [reference] if reference else list(shipped(RULES))
    contents = {name: load(name, questionnaires) for name in names}
    found: list[Found] = []
    looked_at: dict[str, Examination] = {}
    for name, content in contents.items():
        laid_out = vignettes_for(name, content)
        examination = examine(content, laid_out.cases, laid_out.edges, today, mutate=mutate)
        found += _placed(name, content, laid_out, examination.flaws)
        looked_at[content.ruleset.id] = examination
    found += _shared(reference, contents, today)
    found = _not_accepted(names, contents, found, mutate=mutate)
    return Checked(tuple(sorted(found, key=lambda each: _in_order(each.where))), looked_at)


def vignettes_for(name: str, content: Content) -> Bench:
    """Return the vignettes of a rule set: the shipped ones, and those beside one of the clinic's own."""
    own = read_vignettes(own_vignettes(name)) if is_path(name) else []
    refuse_strangers(own, [*(each.id for each in content.chain), *shipped(RULES), *beside(name)])
    return bench(content, [*_shipped_people(), *own])


@cache
def _shipped_people() -> tuple[VignetteFile, ...]:
    """Return the shipped vignettes, read once."""
    return tuple(read_vignettes(shipped_vignettes()))


@cache
def _shipped_content(name: str) -> Content:
    """Return a shipped rule set, read once."""
    return load(name)


def every_case(name: str, content: Content) -> tuple[Case, ...]:
    """Return the vignettes of a rule set and those of its shipped parents, each under its own rules."""
    known = shipped(RULES)
    parents = [each.id for each in content.chain[:-1] if each.id in known]
    laid_out = [vignettes_for(each, _shipped_content(each)) for each in parents]
    return tuple(case for each in (*laid_out, vignettes_for(name, content)) for case in each.cases)


def _placed(name: str, content: Content, laid_out: Bench, flaws: Sequence[Flaw]) -> list[Found]:
    places = Standing(content, name)
    return [
        Found(
            laid_out.places.get(flaw.spot.id, "")
            if flaw.spot.kind == "vignette"
            else places.line_of(flaw.spot),
            flaw,
        )
        for flaw in flaws
    ]


def _shared(reference: str | None, contents: Mapping[str, Content], today: date) -> list[Found]:
    """Return what is wrong with criteria and items; of one's own rule set, with those of one's own only."""
    others = [_shipped_content(name) for name in shipped(RULES) if name not in contents]
    every = [*contents.values(), *others]
    name, content = next(iter(contents.items()))
    places = Standing(content, name)
    flaws = examine_shared(every, content.criteria_files, today)
    found = [Found(places.line_of(flaw.spot), flaw) for flaw in flaws]
    if reference is None:
        return found
    folders = (f"{RULES}/", "questionnaires/")
    return [each for each in found if not each.where.startswith(folders)] if is_path(reference) else []


def _not_accepted(
    names: Sequence[str], contents: Mapping[str, Content], found: list[Found], *, mutate: bool
) -> list[Found]:
    files = {file.name: file for name in names for file in accepted_files(name)}
    known = {content.ruleset.id for content in contents.values()}
    left = found
    for document, whole in read_accepted(files.values()):
        if whole.rules not in known:
            continue
        kept, unneeded = standing([each.flaw for each in left], whole.accepted)
        left = [each for each in left if each.flaw in kept]
        for each in unneeded:
            if (each.check == "mutant" and not mutate) or (each.check in NEED_SOLVER and not has_solver()):
                continue  # it was not looked for
            n = whole.accepted.index(each)
            where = document.where(("accepted", n)).partition(": ")[0]
            left.append(Found(where, _unneeded(each.check, each.at)))
    return left


def _unneeded(check: str, at: str) -> Flaw:
    what = f"'{check}' is not found there any more"
    return Flaw("accepted", "warning", Spot("rule", at), what, "take it out of the list")


def _in_order(where: str) -> tuple[str, int, str]:
    file, _, line = where.rpartition(":")
    return (file, int(line), where) if line.isdigit() else (where, 0, where)
