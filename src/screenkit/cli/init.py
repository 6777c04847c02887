"""screenkit init: ask for the clinic's profile question by question, and make the store of cases."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import Folder, Overwrite, PassphraseFile

if TYPE_CHECKING:
    from screenkit.cli.dialogue import Dialogue
    from screenkit.models.clinic import Clinic

_STOPPED = 130
_WITHOUT = "run it at a terminal, or write an example to edit by hand: screenkit init --example"


def init(
    *,
    folder: Folder = None,
    example: Annotated[
        bool,
        typer.Option("--example", help="Ask nothing; write an example, all of it invented, to edit by hand."),
    ] = False,
    only_store: Annotated[
        bool, typer.Option("--only-store", help="Make the store of cases, and leave the profile as it is.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    no_encryption: Annotated[
        bool,
        typer.Option("--no-encryption", help="Keep the cases readable for whoever gets at the files."),
    ] = False,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Let the system's keyring open the store for this user.")
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Ask for the clinic's profile, write it into the clinic's folder, and make the store of cases there.

    Nothing is written before the last question; Ctrl-C stops at any of them. An existing store is left as it
    is.
    """
    from screenkit.cli.newstore import is_there, make_store
    from screenkit.cli.options import clinic_folder

    place = clinic_folder(folder)
    if example:
        _write_example(place, overwrite=overwrite)
        if passphrase_file or keyring or no_encryption:
            typer.echo("No store was made: --example writes the example and nothing else.", err=True)
            typer.echo("Make the store with the same options and --only-store.", err=True)
        return
    if not only_store:
        _profile(place, folder, overwrite=overwrite)
    if only_store or not is_there(place):
        make_store(place, passphrase_file, encrypted=not no_encryption, keyring=keyring)


def _profile(place: Path, folder: Path | None, *, overwrite: bool) -> None:
    """Ask for the profile, and write it."""
    from screenkit.cli.clock import today
    from screenkit.cli.dialogue import at_terminal
    from screenkit.cli.questions import ask_clinic
    from screenkit.content.clinic import CLINIC_FILE

    _refuse_before_asking(place, overwrite=overwrite)
    ask = at_terminal("init", _WITHOUT)
    try:
        clinic = ask_clinic(ask, today())
        _confirm(ask, clinic, place / CLINIC_FILE)
        _write_profile(ask, clinic, place, overwrite=overwrite)
    except KeyboardInterrupt:
        typer.echo("\nStopped; nothing was written.", err=True)
        raise typer.Exit(_STOPPED) from None
    _tell_what_is_left(ask, clinic, place, folder)


def _refuse_before_asking(place: Path, *, overwrite: bool) -> None:
    """Say what would stop the profile from being written while nothing has been answered yet."""
    import os

    from screenkit.content.clinic import CLINIC_FILE
    from screenkit.errors import OutputError, Problem

    path = place / CLINIC_FILE
    if os.path.lexists(path) and not overwrite:
        do = "edit it, or add --overwrite to answer everything anew"
        raise OutputError([Problem(str(path), "there is a profile already", do)])
    nearest = next(each for each in (place, *place.absolute().parents) if os.path.lexists(each))
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        do = "choose another with --folder"
        raise OutputError([Problem(str(place), "nothing can be written into this folder", do)])


def _write_example(place: Path, *, overwrite: bool) -> None:
    from screenkit.content.example import EXAMPLE_FILE, EXAMPLE_HEAD, example
    from screenkit.content.profile import write_clinic
    from screenkit.files import make_private_folder, write_whole

    make_private_folder(place)
    write_whole(place / EXAMPLE_FILE, write_clinic(example(), EXAMPLE_HEAD), overwrite=overwrite)
    typer.echo(f"written: {place / EXAMPLE_FILE}")


def _confirm(ask: "Dialogue", clinic: "Clinic", path: Path) -> None:
    """Show in short what was said, and ask whether it is to be written."""
    ask.say(f"This is what you said of {clinic.name}:")
    for leader in clinic.leaders:
        places = ", ".join(each.jurisdiction for each in leader.licences) or "no licence on file"
        ask.show(f"{leader.name}, {leader.profession.replace('_', ' ')} in {leader.home_state}: {places}")
    for region in clinic.regions:
        numbers = ", ".join((region.emergency, *(each.number for each in region.crisis_lines)))
        ask.show(f"{region.name} ({region.region}): {numbers}")
    for platform in clinic.platforms:
        ask.show(f"{platform.name}: agreement {platform.agreement}")
    if not ask.yes_or_no(f"Write it to {path}?"):
        raise KeyboardInterrupt


def _write_profile(ask: "Dialogue", clinic: "Clinic", place: Path, *, overwrite: bool) -> None:
    """Write the profile; where the disk does not take it, nothing that was answered is lost."""
    from screenkit.content.clinic import CLINIC_FILE
    from screenkit.content.profile import write_clinic
    from screenkit.errors import OutputError
    from screenkit.files import make_private_folder, write_whole

    while True:
        try:
            make_private_folder(place)
            write_whole(place / CLINIC_FILE, write_clinic(clinic), overwrite=overwrite)
        except OutputError as error:
            ask.say(str(error))
            if not ask.yes_or_no("Your answers are still here. Try to write them again?"):
                raise
        else:
            return


def _tell_what_is_left(ask: "Dialogue", clinic: "Clinic", place: Path, folder: Path | None) -> None:
    from screenkit.case.checkup import checkup
    from screenkit.cli.ask import show_command
    from screenkit.cli.clock import today
    from screenkit.cli.options import command
    from screenkit.content.clinic import CLINIC_FILE

    ask.say(f"Written: {place / CLINIC_FILE}")
    open_ones = [check for check in checkup(clinic, today()) if check.word == "look at this"]
    if open_ones:
        ask.say("What is still to be looked at:")
    for check in open_ones:
        ask.show(f"{check.about}: {check.what}")
    show_command("Look it over at any time with:", command(folder, "doctor"))
