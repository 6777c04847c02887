"""Make the store of cases in the clinic's folder: its passphrase, and the recovery code, shown once."""

from pathlib import Path
from typing import TYPE_CHECKING

from screenkit.cli import ask
from screenkit.errors import StoreError

if TYPE_CHECKING:
    from screenkit.store.cases import Store

_SCRIPT = "give it in a file: --passphrase-file FILE"


def is_there(place: Path) -> bool:
    """Say whether the folder holds a store, or what is left of one."""
    from screenkit.store.folder import database_of, key_file_of

    return database_of(place).exists() or key_file_of(place).exists()


def make_store(place: Path, passphrase_file: Path | None, *, encrypted: bool, keyring: bool) -> None:
    """Make the store, and say what has to be kept where.

    The recovery code goes to standard output, everything else to standard error.

    Raises:
        StoreError: when the passphrase is too short, or there is a store already.
        NotSavedError: when the folder does not take it; nothing of the store is left then.

    """
    from screenkit.store.access import create_unencrypted

    if not encrypted:
        create_unencrypted(place).close()
        ask.say(f"The cases are kept in {place}, NOT encrypted: whoever gets at the files reads them.")
        return
    store, code = _created(place, passphrase_file)
    with store:
        if keyring:
            store.remember_in_keyring()
    ask.say("")
    ask.say(f"The cases are kept encrypted in {place}.")
    ask.say("Recovery code: it opens the store when the passphrase is lost, and is shown only now.")
    ask.say("Write it on paper, and keep it where nobody finds it beside this computer:")
    print(f"  {code}")
    ask.say("Without passphrase and recovery code nobody can read the cases again, not even we.")
    if passphrase_file is None:
        _wait_until_written_down()


def _wait_until_written_down() -> None:
    """Stay with the recovery code on the screen until somebody says that it is on paper."""
    while not ask.yes_or_no("Have you written it down?", _SCRIPT):
        ask.say("It is shown only now, above. Take your time.")


def _created(place: Path, passphrase_file: Path | None) -> "tuple[Store, str]":
    """Make the encrypted store; a passphrase that was typed and is too short is asked for again."""
    from screenkit.cli.desk import secret_of
    from screenkit.store.access import create
    from screenkit.store.locks import refuse_weak

    if passphrase_file is not None:
        made = create(place, passphrase=secret_of(passphrase_file, "--passphrase-file"))
        return made.store, made.recovery_code
    ask.say("")
    ask.say("Now the store of cases. Choose a passphrase; four or five unrelated words are good.")
    while True:
        typed = ask.hidden_twice("Passphrase", _SCRIPT)
        try:
            refuse_weak(typed)
        except StoreError as error:
            ask.say(str(error))
        else:
            made = create(place, passphrase=typed)
            return made.store, made.recovery_code
