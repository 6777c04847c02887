"""What is said at the edge of a screen: words stay whole, commands can be copied, the prompt has its line."""

import ast
import inspect
import os
import re
import shlex
import sys
from pathlib import Path

import pexpect
import pytest
from stores import begin, make

from screenkit.cli import ask, desk, interview, sitting
from screenkit.cli.clock import now
from screenkit.cli.desk import Desk
from screenkit.cli.keeper import Keeper
from screenkit.cli.options import command
from screenkit.errors import RecordError, StoreError

PROGRAM = "from screenkit.cli.app import main; main()"


def at_a_terminal(*arguments, columns=60, folder, keys=None):
    """What a command shows at a terminal, with its status; `keys` are a prompt and what is pressed there."""
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    program = pexpect.spawn(
        sys.executable,
        ["-c", PROGRAM, *arguments],
        cwd=str(folder),
        env={**environment, "TERM": "xterm"},
        encoding="utf-8",
        timeout=20,
        dimensions=(24, columns),
    )
    shown = ""
    if keys:
        prompt, pressed = keys
        program.expect_exact(prompt)
        shown = program.before + prompt
        program.delaybeforesend = 0.2
        program.send(pressed)
    program.expect(pexpect.EOF)
    shown += program.before
    program.close()
    return shown.replace("\r", ""), program.exitstatus


COLUMNS = [60, 120]


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize(
    ("arguments", "words", "status"),
    [
        (["interview", "--with", "xyz"], ["no instrument 'xyz'", "there are phq9, asq"], 2),
        (["interview", "--folder", "nowhere-at-all"], ["make one with 'screenkit init", "--out FILE"], 1),
    ],
)
def test_no_message_breaks_within_a_word(tmp_path, arguments, words, status, columns):
    shown, ended = at_a_terminal(*arguments, columns=columns, folder=tmp_path)

    assert ended == status
    assert max(map(len, shown.splitlines())) < columns
    assert all(each in " ".join(shown.split()) for each in words)


def test_in_a_pipe_a_message_stays_one_line(run):
    ran = run("interview", "--out", "a.yaml")
    assert len(ran.err.splitlines()) == 1


def test_ctrl_c_at_a_passphrase_leaves_the_shell_a_line_of_its_own(tmp_path):
    shown, status = at_a_terminal("init", "--only-store", folder=tmp_path, keys=("Passphrase: ", "\x03"))

    assert shown.endswith("Passphrase: \nstopped\n")
    assert status == 130
    assert not (tmp_path / "clinic").exists()


# Hints


AT_A_FOLDER = Desk(None, None, now(), Path("my clinic/of '26"))


def test_a_command_that_is_named_works_in_the_folder_that_was_named():
    told = AT_A_FOLDER.command("report", "C-7K3Q9")
    assert shlex.split(told) == ["screenkit", "report", "C-7K3Q9", "--folder", "my clinic/of '26"]
    assert command(None, "report", "C-7K3Q9") == "screenkit report C-7K3Q9"


def test_what_is_refused_or_stopped_names_a_way_on_in_that_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecordError, match="screenkit init --folder 'my clinic'"):
        sitting.refuse_without_store(Path("my clinic"))
    with make(tmp_path / "my clinic", "plain").open() as store:
        here = Desk(store, None, now(), Path("my clinic"))
        with pytest.raises(StoreError, match=re.escape(here.command("cases", "list"))):
            here.case("no id")
        with pytest.raises(RecordError, match="begin one: screenkit interview --folder 'my clinic'"):
            sitting.to_go_on_with(here, None)
        case_id = begin(store)
        again = here.command("interview", "--resume", "--case", case_id)
        with pytest.raises(RecordError, match=f"go on with it: {again}"):
            sitting.refuse_open(here, here.case(case_id))
        sitting.tell_stopped(here, Keeper(store, case_id, "Dr Ada", seen=1))
        assert f"Go on with it: {again}\n" in capsys.readouterr().err


def test_no_hint_leaves_the_folder_out():
    """Commands that open a clinic's folder are named by `command`, which adds it."""
    for module in (interview, sitting, desk):
        tree = ast.parse(inspect.getsource(module))
        docstrings = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        written = [
            each.value
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in docstrings
        ]
        assert [
            each for each in written if re.search(r"screenkit (interview|report|cases|init)\b", each)
        ] == []


def test_a_command_too_long_for_its_line_stands_whole_on_one_of_its_own(capsys, monkeypatch):
    monkeypatch.setattr(ask, "_is_terminal", lambda: True)
    long = f"screenkit report C-7K3Q9 --folder {'/a-folder' * 12}"
    ask.show_command("This report again:", long)
    ask.show_command("This report again:", "screenkit report C-7K3Q9")
    assert capsys.readouterr().err.splitlines() == [
        "This report again:",
        f"  {long}",
        "This report again: screenkit report C-7K3Q9",
    ]
