"""The commands, and the one place where errors become messages and exit codes."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from screenkit import __version__
from screenkit.errors import ScreenkitError

UNUSABLE, BUG, INTERRUPTED = 1, 70, 130


class _Commands(TyperGroup):
    """The commands; whatever ends one early leaves the shell's prompt on a line of its own."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the type is typer's own, and not public
        """Run a command; a message about its options is broken between words."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _tell_stopped()
            raise typer.Exit(INTERRUPTED) from None
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            error.message = _broken_after("Error: ", error)
            raise


app = typer.Typer(
    name="screenkit",
    cls=_Commands,
    help="Is a psychotherapy group — in person, by video, by text, on a forum — right for this person now?",
    epilog="screenkit recommends, the clinician decides; no diagnosis, no suicide safety assessment.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback could show what somebody answered
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


def _say_version(asked: bool) -> None:  # noqa: FBT001 - typer hands the flag over by position
    if asked:
        typer.echo(f"screenkit {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which version this is.")
]


@app.callback()
def _screenkit(*, version: Version = False) -> None:
    """Carry the options that stand before a command."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line.

    It exits with 0 when done, 1 when the input cannot be used, 2 for wrong usage, 70 when screenkit itself
    failed, 130 when it was stopped.
    """
    try:
        app(args=arguments, prog_name="screenkit")
    except ScreenkitError as error:
        _tell(error)
        raise SystemExit(UNUSABLE) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: end without a word
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        _tell_stopped()
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:  # noqa: BLE001 - the last place where answers could leak into a message
        _tell_bug(error)
        raise SystemExit(BUG) from None


def _tell(error: ScreenkitError) -> None:
    from screenkit.cli.ask import in_lines
    from screenkit.text import clean

    for problem in error.problems:
        print(in_lines(clean(str(problem))), file=sys.stderr)


def _tell_stopped() -> None:
    print("\nstopped", file=sys.stderr)


def _broken_after(lead: str, error: typer.BadParameter) -> str:
    """Return the message of an error broken between words, as it stands after what is shown before it."""
    from screenkit.cli.ask import in_lines

    told = f"{lead}{error.format_message()}"
    return in_lines(told)[len(told) - len(error.message) :] if told.endswith(error.message) else error.message


def _tell_bug(error: Exception) -> None:
    """Say where screenkit itself failed, without the values it was working on."""
    frames = []
    traceback = error.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        frames.append(f"  {code.co_filename}:{traceback.tb_lineno} in {code.co_name}")
        traceback = traceback.tb_next
    what = f"screenkit failed ({type(error).__name__}); this is a fault of screenkit, not of your input."
    print(what, "Please report these lines; they hold no answers:", *frames, sep="\n", file=sys.stderr)


def _add_commands() -> None:
    from screenkit.cli import (
        assess,
        authoring,
        batch,
        cases,
        demo,
        doctor,
        init,
        interview,
        questionnaires,
        report,
        rules,
    )

    app.command()(demo.demo)
    app.command()(assess.assess)
    app.command()(batch.batch)
    app.command()(interview.interview)
    app.command()(init.init)
    app.command()(doctor.doctor)
    app.command()(report.report)
    app.add_typer(cases.cases, name="cases")
    authoring.add_commands(rules.rules, questionnaires.questionnaires)
    app.add_typer(rules.rules, name="rules")
    app.add_typer(questionnaires.questionnaires, name="questionnaires")


_add_commands()
