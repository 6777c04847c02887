"""The commands, and the one place where errors become messages and exit codes."""

import atexit
import gc
import os
import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from screenkit import __version__
from screenkit.errors import ScreenkitError

UNUSABLE, BUG, INTERRUPTED = 1, 70, 130

_GARBAGE = 200_000
"""New objects after which Python looks for circles among them; at its own 700 a sixth of a run goes there."""


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


COMMANDS = (
    "demo",
    "assess",
    "batch",
    "interview",
    "init",
    "doctor",
    "report",
    "cases",
    "rules",
    "questionnaires",
)
"""The commands in the order they are listed; each stands in the module of its name, under its name."""


_ASKS = "Is a psychotherapy group — in person, by video, by text, on a forum — right for this person now?"
_SAYS = "screenkit recommends, the clinician decides; no diagnosis, no suicide safety assessment."


def application(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """Return the command line with some of the commands."""
    made = typer.Typer(
        name="screenkit",
        cls=_Commands,
        help=_ASKS,
        epilog=_SAYS,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a traceback could show what somebody answered
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )
    made.callback()(_screenkit)
    for name in commands:
        _add(made, name)
    return made


def _say_version(asked: bool) -> None:  # noqa: FBT001 - typer hands the flag over by position
    if asked:
        typer.echo(f"screenkit {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which version this is.")
]


def _screenkit(*, version: Version = False) -> None:
    """Carry the options that stand before a command."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line.

    It exits with 0 when done, 1 when the input cannot be used, 2 for wrong usage, 70 when screenkit itself
    failed, 130 when it was stopped.
    """
    told = sys.argv[1:] if arguments is None else arguments
    # The others need not be imported where the first word is a command.
    wanted = told[:1] if told and told[0] in COMMANDS else COMMANDS
    gc.set_threshold(_GARBAGE)
    atexit.register(gc.freeze)  # nothing is looked through again at the end: the system takes all of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no foreign code looks on at answers
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy's threads for matrices would only wait in turns
    try:
        application(wanted)(args=told, prog_name="screenkit")
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


def _add(application: typer.Typer, name: str) -> None:
    """Add one command, or one group of commands; only now is its module imported."""
    added = _made(name)
    if isinstance(added, typer.Typer):
        application.add_typer(added, name=name)
    else:
        application.command()(added)


@cache
def _made(name: str) -> Any:  # noqa: ANN401 - a command, or a group of them
    added = getattr(import_module(f"screenkit.cli.{name}"), name)
    if name in {"rules", "questionnaires"}:
        from screenkit.cli import authoring

        authoring.add_commands(added, name)
    return added
