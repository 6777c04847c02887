"""screenkit doctor: look the clinic's profile and this computer over, and say what needs a person."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import AsJson, Folder

if TYPE_CHECKING:
    from screenkit.case.checkup import Check

_WIDTH = 78
_WORD = 16


def doctor(
    *,
    folder: Folder = None,
    as_json: AsJson = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with 1 when there is anything to look at.")
    ] = False,
) -> None:
    """Look the clinic's profile and this computer over."""
    from screenkit.cli.options import clinic_folder
    from screenkit.cli.surroundings import surroundings
    from screenkit.text import clean

    place = clinic_folder(folder)
    checks = (*_profile(place), *_store(place), *surroundings(place))
    told = _json(checks) if as_json else "\n".join(_lines(checks))
    typer.echo(clean(told, keep_lines=True))
    words = {check.word for check in checks}
    if "cannot be used" in words or (strict and "look at this" in words):
        raise typer.Exit(1)


def _profile(place: Path) -> "Sequence[Check]":
    from screenkit.case.checkup import Check, checkup
    from screenkit.cli.clock import today
    from screenkit.content.clinic import CLINIC_FILE, load_clinic
    from screenkit.errors import ContentError

    if _is_missing(place / CLINIC_FILE):
        what = f"there is no {CLINIC_FILE} in {place}"
        return [Check("Profile", "cannot be used", what, "run: screenkit init")]
    try:
        return checkup(load_clinic(place), today())
    except ContentError as error:
        return [Check(each.where, "cannot be used", each.what, each.do) for each in error.problems]


def _store(place: Path) -> "Iterator[Check]":
    """Yield how the store of cases is kept, which can be seen without its passphrase."""
    from screenkit.case.checkup import Check
    from screenkit.errors import StoreError
    from screenkit.store.folder import key_file_of, refuse_cut, refuse_links, refuse_missing
    from screenkit.store.keyfile import read_key_file

    try:
        refuse_links(place)
        refuse_missing(place)
        refuse_cut(place)
        file = read_key_file(key_file_of(place))
    except StoreError as error:
        for each in error.problems:
            yield Check("Store", "look at this", f"{each.where}: {each.what}", each.do)
        return
    if not file.encrypted:
        what = "the cases are NOT encrypted: whoever gets at the files reads them"
        yield Check("Store", "look at this", what, "make an encrypted store elsewhere, export, and import")
        return
    opened = " or the system's keyring" if file.slot("keyring") else ""
    yield Check("Store", "fine", f"the cases are encrypted; a passphrase{opened} opens them")
    if file.slot("recovery") is None:
        what = "no recovery code opens the store"
        yield Check("Store", "look at this", what, "make one: screenkit cases passphrase")


def _is_missing(path: Path) -> bool:
    """Say whether there surely is no such file; one that cannot be looked at may be there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _json(checks: "Sequence[Check]") -> str:
    from dataclasses import asdict

    from screenkit.cli.clock import today

    told = {
        "schema": "screenkit.doctor/1",
        "day": today().isoformat(),
        "usable": all(check.word != "cannot be used" for check in checks),
        "checks": [asdict(check) for check in checks],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _lines(checks: "Sequence[Check]") -> Iterator[str]:
    for about, together in groupby(checks, lambda check: check.about):
        yield about
        for check in together:
            yield from _told(check)
    yield ""
    yield _summary([check.word for check in checks])


def _told(check: "Check") -> Iterator[str]:
    room = " " * (_WORD + 2)
    yield from _wrapped(check.what, f"  {check.word:<{_WORD}}", room)
    if check.do:
        yield from _wrapped(f"({check.do})", room, room)


def _wrapped(text: str, first: str, further: str) -> Sequence[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False
    )


def _summary(words: Sequence[str]) -> str:
    if "cannot be used" in words:
        return "The profile cannot be used yet: settle what cannot be used first."
    count = words.count("look at this")
    if not count:
        return "The profile can be used, and there is nothing to look at today."
    things = "1 thing" if count == 1 else f"{count} things"
    return f"The profile can be used; {things} to look at."
