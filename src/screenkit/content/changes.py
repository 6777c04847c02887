"""What a rule set changes of the rules it takes over: loosened only with reason and names."""

from collections.abc import Iterable, Iterator, Sequence

from screenkit.check.loosening import softer
from screenkit.check.proofs import has_solver
from screenkit.content.draft import Draft
from screenkit.content.read import Path
from screenkit.errors import Problem, suggestion
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule, RuleSet

_DO = "add it to 'loosens' with a reason and two names, or make it at least as strict as it was"
_PROVE = (
    "install screenkit[verify], whose solver can tell; or add it to 'loosens' with a reason and two names"
)


def check_known(chain: Sequence[Draft[RuleSet]]) -> Iterator[Problem]:
    """Yield a problem for each change of a rule that is not a parent's, and each loosening of no change."""
    parents: set[str] = set()
    for draft in chain:
        changed = dict(_ids(draft, "changes", "id"))
        for name, path in changed.items():
            if name not in parents:
                do = suggestion(
                    name, parents, "name a rule of the rule set it extends; a new rule stands in 'rules'"
                )
                yield draft.problem(path, f"no rule '{name}' is taken over", do)
        for name, path in _ids(draft, "loosens", "rule"):
            if name not in changed:
                do = suggestion(name, changed, "list the rule under 'changes', or take this away")
                yield draft.problem(path, f"'{name}' is not changed here", do)
        parents |= {name for _, name in draft.words("rules", ..., "id")}


def check_loosened(chain: Sequence[Draft[RuleSet]], content: Content) -> Iterator[Problem]:
    """Yield a problem for each safety rule that is, or may be, softer than it was, and not said to be.

    A rule that was about safety in any rule set of the chain stays one, whatever was made of it since.
    A condition that is not plainly as wide as it was is held against the old one by the solver; where none is
    installed it is taken to be narrower.
    """
    rules: dict[str, Rule] = {}
    safety: set[str] = set()
    for draft in chain:
        said = {each.rule for each in draft.whole.loosens}
        for n, new in enumerate(draft.whole.changes):
            old = rules[new.id]
            if new.id in safety and new.id not in said:
                yield from _refused(draft, ("changes", n), old, new, content)
        made = (*draft.whole.rules, *draft.whole.changes)
        rules |= {rule.id: rule for rule in made}
        safety |= {rule.id for rule in made if rule.is_about_safety}


def _refused(draft: Draft[RuleSet], path: Path, old: Rule, new: Rule, content: Content) -> Iterator[Problem]:
    for each in softer(old, new, content.ruleset.modalities):
        if not each.needs_proof:
            yield draft.problem(path, f"the safety rule '{new.id}' is made softer: {each.what}", _DO)
        elif not has_solver():
            what = f"the safety rule '{new.id}' may be made softer, judged by its text alone: {each.what}"
            yield draft.problem(path, what, _PROVE)
        elif _is_narrower(old, new, content):
            yield draft.problem(
                path, f"the safety rule '{new.id}' is made softer: its condition is narrower", _DO
            )


def _is_narrower(old: Rule, new: Rule, content: Content) -> bool:
    from screenkit.check.smt.looser import can_be_less_true  # noqa: PLC0415 - the solver is optional and slow to import

    return old.when is None or new.when is None or can_be_less_true(content, old.when, new.when)


def _ids(draft: Draft[RuleSet], key: str, name: str) -> Iterable[tuple[str, Path]]:
    return [(found, path) for path, found in draft.words(key, ..., name)]
