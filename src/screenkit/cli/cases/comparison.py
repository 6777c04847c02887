"""screenkit cases compare: what changed between two screenings, and why the recommendation moved."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import CaseId, Folder, PassphraseFile

if TYPE_CHECKING:
    from screenkit.case.history import Case

Screenings = Annotated[
    str | None,
    typer.Option(
        "--screenings",
        metavar="N,N",
        help="Which two, told in their order; without it, the last two.",
    ),
]


def compare_screenings(
    case_id: CaseId,
    *,
    screenings: Screenings = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show what changed between two screenings of a case, and why the recommendation moved."""
    from screenkit.case.compare import Side, compare
    from screenkit.cli.desk import open_desk
    from screenkit.cli.render import show
    from screenkit.cli.stored import Stored, chosen
    from screenkit.report.comparison import comparison

    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        first, second = _numbers(screenings, case)
        two = (chosen(case, first), chosen(case, second))
        before, after = (Side(stored.content(each), stored.stands(case, each)) for each in two)
    show(comparison(case.id, (first, second), (before, after), compare(before, after)))


def _numbers(asked: str | None, case: "Case") -> tuple[int, int]:
    from screenkit.errors import Problem, RecordError

    if asked is None:
        last = len(case.screenings)
        if last < 2:  # noqa: PLR2004 - two are compared
            do = "compare once the person has been screened again"
            raise RecordError([Problem(case.id, "there are no two screenings", do)])
        return last - 1, last
    found = re.fullmatch(r"\s*([0-9]{1,4})\s*,\s*([0-9]{1,4})\s*", asked, re.ASCII)
    if found is None:
        raise typer.BadParameter("write two numbers, such as 1,2", param_hint="--screenings")
    first, second = sorted((int(found[1]), int(found[2])))
    if first == second:
        raise typer.BadParameter("name two that are not the same, such as 1,2", param_hint="--screenings")
    return first, second
