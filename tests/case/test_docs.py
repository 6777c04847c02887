"""What the page on cases shows is what the commands take."""

import re
from pathlib import Path

from screenkit.case.reasons import REASONS
from screenkit.content.decision import read_decision

PAGE = (Path(__file__).parents[2] / "docs" / "cases.md").read_text()


def test_the_decision_file_in_the_docs_is_one():
    (shown,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    decided = read_decision(shown.encode(), "docs")
    consulted = read_decision(shown.replace("# consultation", "consultation").encode(), "docs")

    assert decided.code in REASONS
    assert decided.consultation is None
    assert consulted.consultation.with_whom == "Prof. Lind"


def test_every_code_stands_in_the_docs_in_its_words():
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE)) == {
        code: each.words for code, each in REASONS.items()
    }
