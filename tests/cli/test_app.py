import re
import subprocess
import sys

import pytest

from screenkit import __version__
from screenkit.engine import assess as engine


def test_help_imports_neither_prompts_nor_pdf_nor_tables_nor_models():
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-c",
        "from screenkit.cli.app import main; main(['--help'])",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    imported = {line.rpartition("|")[2].strip() for line in told.splitlines()}

    assert "typer" in imported
    assert [
        name
        for name in imported
        if re.match(
            r"(questionary|prompt_toolkit|typst|polars|lark|yaml|jinja2|pydantic|sqlcipher3|cryptography|pyrage"
            r"|screenkit\.(models|assessment|engine|case|content|store))\b",
            name,
        )
    ] == []


def test_the_version_is_told(run):
    assert run("--version").out == f"screenkit {__version__}\n"


def test_a_wrong_option_is_wrong_usage(run):
    assert run("assess", "x", "--colour").status == 2


def test_an_unknown_command_is_wrong_usage(run):
    assert run("asess").status == 2


def test_a_fault_of_screenkit_shows_no_answer(run, answers, monkeypatch):
    def fails(*_):
        raise KeyError("CANARY-7731")

    monkeypatch.setattr(engine, "gate_finding", fails)
    ran = run("assess", answers({"case_id": "CANARY-7731"}))

    assert ran.status == 70
    assert "screenkit failed (KeyError); this is a fault of screenkit, not of your input." in ran.err
    assert "engine/assess.py" in ran.err
    assert "CANARY" not in ran.out + ran.err


@pytest.mark.parametrize("name", ["acute_crisis", "phq9_total", "suicidal_ideation"])
def test_no_message_repeats_an_answer(run, tmp_path, name):
    (tmp_path / "bad.yaml").write_text(f"{name}: CANARY-7731\n")
    ran = run("assess", "bad.yaml")

    assert ran.status == 1
    assert "CANARY" not in ran.out + ran.err


def test_colour_is_off_in_a_pipe(answers, program):
    ran = subprocess.run([program, "assess", answers()], capture_output=True, text=True, check=True)

    assert "\x1b" not in ran.stdout


def test_wrong_usage_is_told_without_a_library_s_own_words(run):
    ran = run("interview", "--only", "foo")

    assert ran.status == 2
    assert ran.err.splitlines()[-1] == "Error: Invalid value for '--only': 'foo' is not one of 'safety'."
