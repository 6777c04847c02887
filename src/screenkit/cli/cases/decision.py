"""screenkit cases decide: what the clinician decides, beside what is recommended."""

from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.case.events import Decided
    from screenkit.cli.desk import Desk

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="A YAML file with choices, code, reason, second, consultation, review_on; '-' for a pipe.",
    ),
]


def decide(
    case_id: CaseId,
    *,
    source: From = None,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Record what is decided for each form of group, with the reason; it never overwrites the recommendation.

    Where a safety matter is set aside a second clinician is named, or in a solo practice a consultation.
    """
    from screenkit.case.decision import Setting, check_decision
    from screenkit.cli import ask
    from screenkit.cli.cases.deciding import ask_decision
    from screenkit.cli.desk import open_desk
    from screenkit.cli.stored import Stored, latest
    from screenkit.errors import Problem, RecordError
    from screenkit.report.onrecord import expired

    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        screening = latest(case)
        if screening.is_open:
            do = "end the interview first: screenkit interview --resume"
            raise RecordError([Problem(case.id, "nothing is recommended yet", do)])
        stands, expiry = stored.stands(case, screening), stored.expiry(screening)
        if expiry is not None and expiry.has_expired:
            ask.say(f"This recommendation has expired: screen again. {' '.join(expired(expiry))}")
        who = desk.who(by)
        decided = _read(source, desk) if source is not None else ask_decision(desk, stands)
        setting = Setting(
            who,
            desk.now.date(),
            stored.began_on(screening),
            solo_practice=desk.works_alone,
            leaders={leader.id: leader.name for leader in desk.clinic.leaders} if desk.clinic else {},
        )
        problems = check_decision(decided, stands, setting)
        if problems:
            raise RecordError(problems)
        desk.store.append(case.id, [decided], who=who, at=desk.now, expecting=len(case.events))
    _tell(case.id, stands, decided, who)


def _read(source: str, desk: "Desk") -> "Decided":
    from screenkit.cli.reading import body_of
    from screenkit.content.decision import read_decision

    name = "standard input" if source == "-" else source
    decided = read_decision(body_of(source, "--from"), name)
    second = decided.second and desk.name_of(decided.second)
    return decided.model_copy(update={"second": second})


def _tell(case_id: str, stands: "Assessment", decided: "Decided", who: str) -> None:
    from screenkit.report import words

    for form, choice in decided.choices.items():
        recommended = words.SHORT[stands.modalities[form].recommendation]
        typer.echo(f"{case_id}: {words.MODALITY[form]}: {words.CHOSEN[choice]} (recommended: {recommended})")
    typer.echo(f"{case_id}: decided by {who}{f', with {decided.second}' if decided.second else ''}")
