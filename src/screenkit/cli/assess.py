"""screenkit assess: one person's answers → the recommendation for each form of group, with every reason."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from screenkit.cli.options import (
    For,
    FormatOption,
    Output,
    Overwrite,
    PaperOption,
    Questionnaires,
    Rules,
    StandardOption,
    WithFreeText,
    cache_folder,
    reader_of,
)
from screenkit.report.audience import Audience

Answers = Annotated[
    str, typer.Argument(metavar="ANSWERS", help="A YAML or JSON file of answers; '-' reads them from a pipe.")
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="Leave with 10 for a same-day and 11 for an immediate alert.")
]

_EXIT_CODES = {"same_day": 10, "immediate": 11}


def assess(
    answers: Answers,
    *,
    rules: Rules = "online-group",
    questionnaires: Questionnaires = None,
    form: FormatOption = None,
    output: Output = None,
    overwrite: Overwrite = False,
    audience: For = Audience.CLINICIAN,
    with_free_text: WithFreeText = False,
    paper: PaperOption = None,
    standard: StandardOption = None,
    exit_code: ExitCode = False,
) -> None:
    """Assess one person's answers."""
    from screenkit.cli.render import chosen_format, pages, put_assessment
    from screenkit.content.answers import read_answers
    from screenkit.content.cache import load_kept
    from screenkit.engine.assess import assess as assess_person

    reader = reader_of(audience, with_free_text=with_free_text)
    chosen = chosen_format(form, output)
    printed = pages(chosen, paper, standard)
    content = load_kept(rules, questionnaires or (), cache_folder())
    assessment = assess_person(content, read_answers(*source(answers), content))
    put_assessment(content, assessment, chosen, output, overwrite=overwrite, reader=reader, pages=printed)
    if exit_code:
        raise typer.Exit(_EXIT_CODES.get(assessment.safety.level, 0))


def source(answers: str) -> tuple[bytes, str]:
    """Return what an answer file holds, and what it is called in messages."""
    from screenkit.errors import AnswersError, Problem

    if answers == "-":
        return sys.stdin.buffer.read(), "standard input"
    try:
        return Path(answers).read_bytes(), answers
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise AnswersError([Problem(answers, what, "check the name and its permissions")]) from None
