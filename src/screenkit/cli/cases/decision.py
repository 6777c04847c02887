"""screenkit cases decide: what the clinician decides, beside what is recommended."""

from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.case.decision import Setting
    from screenkit.case.events import Decided
    from screenkit.case.history import Screening
    from screenkit.cli.stored import Stored

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="A YAML file with choices, code, reason, second, consultation, instead, review_on; or '-'.",
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
    from screenkit.case.decision import check_decision
    from screenkit.cli.cases.deciding import ask_decision
    from screenkit.cli.desk import open_desk
    from screenkit.cli.signing import who
    from screenkit.cli.stored import Stored, latest
    from screenkit.errors import RecordError
    from screenkit.report.told import Told

    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        screening = latest(case)
        _may_be_decided(stored, case.id, screening)
        stands, signed = stored.stands(case, screening), who(desk, by)
        setting = _setting(stored, screening, signed)
        if source is not None:
            decided = _read(source, stored, stands, setting)
        else:
            decided = ask_decision(desk, Told(stored.content(screening), stands), setting)
        problems = check_decision(decided, stands, setting)
        if problems:
            raise RecordError(problems)
        desk.store.append(case.id, [decided], who=signed, at=desk.now, expecting=len(case.events))
    _tell(case.id, stands, decided, signed)


def _may_be_decided(stored: "Stored", case_id: str, screening: "Screening") -> None:
    """Refuse what has no recommendation yet, and warn of one that has expired."""
    from screenkit.cli import ask
    from screenkit.errors import Problem, RecordError
    from screenkit.report.onrecord import expired

    if screening.is_open:
        do = "end the interview first: screenkit interview --resume"
        raise RecordError([Problem(case_id, "nothing is recommended yet", do)])
    expiry = stored.expiry(screening)
    if expiry is not None and expiry.has_expired:
        ask.say(f"This recommendation has expired: screen again. {' '.join(expired(expiry))}")


def _setting(stored: "Stored", screening: "Screening", signed: str) -> "Setting":
    from screenkit.case.decision import Setting
    from screenkit.cli.signing import leaders

    desk = stored.desk
    began_on = stored.began_on(screening)
    alone = desk.works_alone
    return Setting(signed, desk.now.date(), began_on, solo_practice=alone, leaders=leaders(desk))


def _read(source: str, stored: "Stored", stands: "Assessment", setting: "Setting") -> "Decided":
    """Return the decision of a file.

    Raises:
        RecordError: with every problem: those of the file, and of the decision as far as it can be read.

    """
    from screenkit.case.decision import check_decision
    from screenkit.cli.reading import body_of
    from screenkit.cli.signing import named
    from screenkit.content.decision import read_decision, rest_of_decision
    from screenkit.errors import RecordError

    name, body = "standard input" if source == "-" else source, body_of(source, "--from")
    try:
        decided = read_decision(body, name)
    except RecordError as error:
        rest, unread = rest_of_decision(body, name) or (None, frozenset[str]())
        more = check_decision(rest, stands, setting) if rest else ()
        sound = [each for each in more if each.where.partition(".")[0] not in unread]
        raise RecordError([*error.problems, *sound]) from None
    second = decided.second and named(stored.desk, decided.second)
    return decided.model_copy(update={"second": second})


def _tell(case_id: str, stands: "Assessment", decided: "Decided", who: str) -> None:
    from screenkit.report import words

    for form, choice in decided.choices.items():
        recommended = words.SHORT[stands.modalities[form].recommendation]
        typer.echo(f"{case_id}: {words.MODALITY[form]}: {words.CHOSEN[choice]} (recommended: {recommended})")
    typer.echo(f"{case_id}: decided by {who}{f', with {decided.second}' if decided.second else ''}")
