"""screenkit cases backup, restore, passphrase and keyring: keep the store safe, and bring it back."""

from pathlib import Path
from typing import Annotated

import typer

from screenkit.cli.options import Folder, Overwrite, PassphraseFile

_BACKUP = "add --backup-passphrase-file FILE"
_NEW = "add --new-passphrase-file FILE"

Out = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The backup file to write.")]
Sealed = Annotated[Path, typer.Argument(metavar="FILE", help="A backup file.")]
BackupPassphrase = Annotated[
    Path | None,
    typer.Option(
        "--backup-passphrase-file",
        metavar="FILE",
        help="A file with the backup's own passphrase; else it is asked for.",
    ),
]
Recipients = Annotated[
    list[str] | None,
    typer.Option("--recipient", metavar="AGE1…", help="Encrypt for this age recipient; may be repeated."),
]
Identity = Annotated[
    Path | None,
    typer.Option("--identity-file", metavar="FILE", help="A file with the age identity that opens it."),
]
NewPassphrase = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file", metavar="FILE", help="A file with the new passphrase; else it is asked for."
    ),
]
WithCode = Annotated[
    bool,
    typer.Option(
        "--with-recovery-code", help="Open the store by its printed recovery code, which is asked for."
    ),
]
Forget = Annotated[bool, typer.Option("--forget", help="The keyring no longer opens the store.")]
NewCode = Annotated[
    bool,
    typer.Option(
        "--new-recovery-code", help="Print a new recovery code, too; the old one opens nothing then."
    ),
]


def backup(
    *,
    output: Out,
    recipients: Recipients = None,
    backup_passphrase_file: BackupPassphrase = None,
    overwrite: Overwrite = False,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Verify the whole store, and write it into one file, encrypted in the age format."""
    from screenkit.cli import ask
    from screenkit.cli.desk import open_desk, secret_of
    from screenkit.files import write_whole

    with open_desk(folder, passphrase_file) as desk:
        if recipients:
            sealed = desk.store.backup(recipients=recipients)
        elif backup_passphrase_file is not None:
            own = secret_of(backup_passphrase_file, "--backup-passphrase-file")
            sealed = desk.store.backup(passphrase=own)
        else:
            sealed = desk.store.backup(passphrase=ask.hidden_twice("Passphrase for this backup", _BACKUP))
    write_whole(output, sealed, overwrite=overwrite)
    typer.echo(f"written: {output}")
    ask.say(
        "Keep it where the store is not. It opens by its own passphrase or identity, then by the store's."
    )


def restore(
    file: Sealed,
    *,
    backup_passphrase_file: BackupPassphrase = None,
    identity_file: Identity = None,
    folder: Folder = None,
) -> None:
    """Put the store of a backup into a folder that holds none."""
    from screenkit.cli import ask
    from screenkit.cli.desk import secret_of
    from screenkit.cli.options import clinic_folder
    from screenkit.errors import Problem, RecordError
    from screenkit.store import access

    try:
        sealed = file.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise RecordError([Problem(str(file), what, "check the name and its permissions")]) from None
    place = clinic_folder(folder)
    if identity_file is not None:
        access.restore(place, sealed, identity=secret_of(identity_file, "--identity-file"))
    else:
        named = backup_passphrase_file
        option = "--backup-passphrase-file"
        access.restore(
            place,
            sealed,
            passphrase=lambda: (
                secret_of(named, option) if named else ask.hidden("Passphrase of the backup", _BACKUP)
            ),
        )
    typer.echo(f"restored into {place}")
    ask.say("Check it: screenkit cases verify, with the heads that reports printed.")


def change_passphrase(
    *,
    with_recovery_code: WithCode = False,
    new_passphrase_file: NewPassphrase = None,
    new_recovery_code: NewCode = False,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give the store another passphrase; nothing in it is rewritten, and the recovery code stays."""
    from screenkit.cli import ask
    from screenkit.cli.desk import passphrase, secret_of
    from screenkit.cli.options import clinic_folder
    from screenkit.store.access import open_by_recovery_code, open_store

    place = clinic_folder(folder)
    if with_recovery_code:
        opened = open_by_recovery_code(place, lambda: ask.hidden("Recovery code", "type it at a terminal"))
    else:
        opened = open_store(place, lambda: passphrase(passphrase_file))
    with opened as store:
        if new_passphrase_file is not None:
            store.change_passphrase(secret_of(new_passphrase_file, "--new-passphrase-file"))
        else:
            store.change_passphrase(ask.hidden_twice("New passphrase", _NEW))
        typer.echo("The passphrase was changed.")
        if new_recovery_code:
            code = store.renew_recovery_code()
            typer.echo(f"New recovery code: {code}")
            ask.say("It is shown this once. Print it or write it down, and keep it away from this computer.")


def keyring(*, forget: Forget = False, folder: Folder = None, passphrase_file: PassphraseFile = None) -> None:
    """Let this system's keyring open the store for whoever is logged in, or forget it there."""
    from screenkit.cli import ask
    from screenkit.cli.desk import open_desk

    with open_desk(folder, passphrase_file) as desk:
        if forget:
            desk.store.forget_in_keyring()
            typer.echo("The keyring no longer opens the store; the passphrase does.")
        else:
            desk.store.remember_in_keyring()
            typer.echo("The keyring now opens the store for whoever is logged in here.")
            ask.say("To take that back: screenkit cases keyring --forget")
