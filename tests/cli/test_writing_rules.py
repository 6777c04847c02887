"""The guide to writing rules: every command in it is run in its order, and prints what it says."""

import re
import shlex
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "writing-rules.md"
_STEP = re.compile(
    r"(?:<!-- (?P<note>[^>]*) -->\n)?```(?P<kind>sh|yaml)\n(?P<body>.*?)```\n"
    r"(?:\n```text\n(?P<printed>.*?)```\n)?",
    re.DOTALL,
)
TABLE = """case_id,travel_barrier,cost_time_barrier,travels_often,callback_number
one,yes,yes,no,yes
two,no,no,no,yes
three,no,no,yes,no
"""


def test_every_command_of_the_guide_does_what_it_says(run, tmp_path):
    (tmp_path / "last-year.csv").write_text(TABLE)
    steps = list(_STEP.finditer(GUIDE.read_text()))
    ran = []

    for step in steps:
        note = step["note"] or ""
        if step["kind"] == "yaml":
            path = tmp_path / note.removeprefix("append to ")
            path.write_text(path.read_text() + step["body"])
            continue
        printed = ""
        for line in step["body"].splitlines():
            program, *arguments = shlex.split(line)
            assert program == "screenkit"
            done = run(*arguments)
            assert done.status == (1 if note == "exits with 1" else 0), (line, done.out, done.err)
            printed += done.out
            ran.append(" ".join(arguments[:2]))
        if step["printed"] is not None:
            assert printed == step["printed"]

    assert set(ran) == {
        "rules new", "rules check", "rules prove", "rules trace", "rules impact", "rules book",
        "rules schema", "questionnaires new", "questionnaires show",
    }  # fmt: skip
    assert (tmp_path / "rule-book.pdf").read_bytes().startswith(b"%PDF")
