"""Counterexamples as files: answers that `assess` takes, and a vignette to correct and keep."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screenkit.check.breaks import with_change
from screenkit.engine.assess import assess
from screenkit.errors import OutputError, Problem
from screenkit.files import write_whole
from screenkit.models.answers import Answer, Answers, spelled
from screenkit.models.content import Content

if TYPE_CHECKING:
    from screenkit.check.smt.prove import Verdict  # the solver is optional

_LONGEST_ID = 60
_NO_WORDS = {"true", "false", "null"}
"""Values that YAML takes for something else unless they stand in quotes."""


def write_counterexamples(
    content: Content, verdicts: "Sequence[Verdict]", folder: Path, *, overwrite: bool
) -> list[Path]:
    """Write each counterexample as an answer file and a vignette; return the answer files.

    Where a property is broken by a change of answers there are two people, and an answer file of each.

    Raises:
        OutputError: when a file is there already and `overwrite` is false, or the disk does not take it.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder cannot be made ({error.strerror})"
        raise OutputError([Problem(str(folder), what, "name another")]) from None
    written: list[Path] = []
    for verdict in verdicts:
        people = list(_people(verdict))
        for name, answers in people:
            path = folder / f"{name}.answers.yaml"
            write_whole(path, _in_yaml(answers.given).encode(), overwrite=overwrite)
            written.append(path)
        if people:
            vignette = _vignettes(content, verdict, people)
            write_whole(folder / f"{verdict.stated.id}.yaml", vignette.encode(), overwrite=overwrite)
    return written


def assess_with(path: Path, rules: str, questionnaires: Sequence[str]) -> str:
    """Return the command that assesses an answer file under a rule set."""
    words = ["screenkit", "assess", str(path), "--rules", rules]
    for each in questionnaires:
        words += ["--questionnaires", each]
    return shlex.join(words)


def _people(verdict: "Verdict") -> Iterator[tuple[str, Answers]]:
    found, name = verdict.counterexample, verdict.stated.id
    if found is None or verdict.stated.always == "a higher alert never has a milder action text":
        return
    yield name, found.answers
    after = with_change(found.answers, found.change)
    if after != found.answers:
        ending = "-changed"
        yield name[: _LONGEST_ID - len(ending)].rstrip("-_") + ending, after


def _in_yaml(given: Mapping[str, Answer], indent: str = "") -> str:
    lines = [f"{indent}{name}: {_quoted(spelled(answer))}\n" for name, answer in given.items()]
    return "".join(lines) or f"{indent}{{}}\n"


def _quoted(word: str) -> str:
    return f'"{word}"' if word in _NO_WORDS else word


def _vignettes(content: Content, verdict: "Verdict", people: Sequence[tuple[str, Answers]]) -> str:
    text = (
        f"# Somebody who breaks '{verdict.stated.id}'. What is expected is what comes out today:\n"
        f"# correct it first, then keep the file in the folder 'vignettes' beside the rule set.\n\n"
        f"rules: {content.ruleset.id}\nvignettes:\n"
    )
    for name, answers in people:
        assessment = assess(content, answers)
        expected = [f"{form}: {result.recommendation}" for form, result in assessment.modalities.items()]
        expected.append(f"safety: {assessment.safety.level}")
        text += f"  - id: {name}\n    title: Found by a proof\n"
        text += "    story: Nobody real; the answers alone break what is stated.\n    answers:\n"
        text += _in_yaml(answers.given, "      ")
        text += f"    expected: {{{', '.join(expected)}}}\n"
    return text
