"""Write docs/first-run.md: a first run in tmux, from `screenkit init` to a decision and its PDF.

    .venv/bin/python tools/first_run.py

It types what a person would type, waits for each screen, and keeps those worth showing. Ids and days are
those of the run, so nothing compares this page; make it anew when a screen changes.
"""

import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from screenkit.content.load import load
from screenkit.models.questionnaire import Item

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/first-run.md"
PASSPHRASE = "four unrelated plain words"
SESSION = "first-run"
ANSWERS = ROOT / "tests/engine/clear-candidate.yaml"
SAID = {
    "suicidal_ideation": "passive",
    "suicidal_intent": "no",
    "means_access": "no",
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "group_may_proceed_with_plan",
    "social_anxiety": "moderate",
    "self_view_distress": "yes",
}
TOLD = [
    "alone, at home",
    "14 Elm Street, Reno; 775 555 0100",
    "now and then",
    "no",
    "none",
    "none",
    "none",
    "no",
]


_HOME = "/home/reed"
"""What the page calls the folder it was made in."""

_HEAD = """# A first run, screen by screen

From the clinic's profile to a decision and its PDF, as somebody saw it who sat down with screenkit for the
first time. Clinic and person are invented. `tools/first_run.py` makes this page.
"""


class Desk:
    """A terminal of 80 columns and 24 rows in tmux."""

    def __init__(self, folder: Path) -> None:
        """Open it in a folder."""
        path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        _tmux("kill-session", "-t", SESSION, check=False)
        shell = f"env -i PATH={path} HOME={folder} TERM=xterm-256color LANG=C.UTF-8 PS1='$ ' sh"
        _tmux("new-session", "-d", "-s", SESSION, "-x", "80", "-y", "24", "-c", str(folder), shell)

    def type(self, text: str) -> None:
        """Type a line, and Enter."""
        if text:
            _tmux("send-keys", "-t", SESSION, "-l", text)
            time.sleep(0.15)
        _tmux("send-keys", "-t", SESSION, "Enter")

    def screen(self) -> str:
        """Return what stands on the screen."""
        return "\n".join(line.rstrip() for line in _tmux("capture-pane", "-p", "-t", SESSION).splitlines())

    def see(self, *wanted: str) -> str:
        """Wait until one of some words stands on the screen."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            shown = self.screen()
            if any(each in " ".join(shown.split()) for each in wanted):
                time.sleep(0.25)
                return self.screen()
            time.sleep(0.05)
        raise SystemExit(f"never seen: {wanted}\n{self.screen()}")

    def new_page(self) -> None:
        """Clear the screen for the next command."""
        self.type("clear")
        time.sleep(0.3)


class Page:
    """The page that is written: what is said, and the screens."""

    def __init__(self) -> None:
        """Begin it."""
        self._parts = [_HEAD]

    def show(self, says: str, screen: str) -> None:
        """Add a screen, and what there is to say of it."""
        lines = re.sub(rf"{tempfile.gettempdir()}/\w+", _HOME, screen).strip("\n").split("\n")
        self._parts.append(f"{says}\n\n```text\n{chr(10).join(lines)}\n```\n")

    def write(self) -> None:
        """Write the page."""
        PAGE.write_text("\n".join(self._parts))


PROFILE = [
    ("name of your clinic", "Riverside Practice"),
    ("work alone", "n"),
    ("in person?", "y"),
    ("by video", "y"),
    ("text chat", "n"),
    ("forum", "n"),
    ("leader's name", "Dr Reed"),
    ("profession", "1"),
    ("during online sessions", "US-NV"),
    ("Is there a licence", "y"),
    ("For which place", "US-NV"),
    ("number on file", "y"),
    ("expire", "2027-12-31"),
    ("another licence", "n"),
    ("hold an APIT", "y"),
    ("Is its number on file", "y"),
    ("On which day does it expire", "2027-03-01"),
    ("another leader", "n"),
    ("Which place", "US"),
    ("Put these numbers", "y"),
    ("emergency number 911", "y"),
    ("988 Lifeline, call or text, 988", "y"),
    ("another crisis line", "n"),
    ("another place", "n"),
    ("US-NV: a member in effect", "y"),
    ("licences and places", "90"),
    ("every licence you named", "y"),
    ("Who", "Dr Reed"),
    ("Where did you look", "-"),
    ("a platform", "y"),
    ("called", "Video"),
    ("version", "6.1"),
    ("agreement", "y"),
    ("signed", "2026-01-10"),
    ("checked this today", "y"),
    ("another platform", "n"),
    ("crisis numbers", "180"),
    ("check of a platform", "180"),
    ("screened again", "180"),
    ("hours", "12"),
    ("Write it to", "y"),
]


def set_up(desk: Desk, page: Page) -> None:
    """Make the profile and the store."""
    desk.type("screenkit init")
    for number, (words, answer) in enumerate(PROFILE):
        shown = desk.see(words)
        if number == 1:
            page.show(
                "`screenkit init` asks for the clinic's profile; an empty line is no answer.",
                shown,
            )
        if "988" in words:
            page.show(
                "Numbers are offered for the country that was named; they count once somebody checked them.",
                shown,
            )
        desk.type(answer)
        time.sleep(0.25)
    desk.see("Passphrase:")
    desk.type(PASSPHRASE)
    desk.see("once more")
    desk.type(PASSPHRASE)
    page.show(
        "Then it makes the encrypted store of cases, and shows its recovery code this once.",
        desk.see("Have you written it down?"),
    )
    desk.type("y")
    desk.new_page()
    desk.type("screenkit doctor")
    page.show("`screenkit doctor` says what still has to be looked at.", desk.see("The profile can"))
    desk.new_page()


def interview(desk: Desk, page: Page) -> str:
    """Lead the interview, and return the id of its case."""
    content = load()
    lines = (line.partition(": ") for line in ANSWERS.read_text().splitlines())
    answers = {name: value.strip('"') for name, _, value in lines if value} | SAID
    desk.type("screenkit interview")
    desk.see("Passphrase:")
    desk.type(PASSPHRASE)
    desk.see("Who leads this interview?")
    desk.type("1")
    page.show("The interview begins with what to say, and how to answer.", desk.see("Press Enter to begin."))
    desk.type("")
    page.show(
        "Where the person is comes first: help must reach them there.", desk.see("Where are you right now?")
    )
    desk.type("1")
    shown_items: set[str] = set()
    while True:
        shown = desk.see("Press", "Type", "press", "A word or two", "Kept in case")
        if "Kept in case" in " ".join(shown.split()):
            break
        desk.type(_reply(shown, content.items, answers, page, shown_items))
        time.sleep(0.3)
    page.show("At the end stands the report, and where it is kept.", shown)
    return " ".join(shown.split()).split("Kept in case ")[1].split(".")[0]


def _reply(
    shown: str, items: Mapping[str, Item], answers: Mapping[str, str], page: Page, told: set[str]
) -> str:
    text = " ".join(shown.split())
    if "have seen this" in text:
        return _at_the_stop(shown, page, told)
    if "of 10" in text and "A word or two" in text:
        number = int(text.split(" of 10")[0].split()[-1])
        if number == 2:  # noqa: PLR2004 - the second prompt is worth showing
            page.show("The prompts can be gone through one by one, with a word or two each.", shown)
        return TOLD[number - 1] if number <= len(TOLD) else "-"
    if "Type the codes with spaces" in text:
        return "US-NV"
    if "What the clinic has on file" in text:
        page.show("The place of the sessions is held against the profile, for every leader.", shown)
        return "u"
    found = [item for item in items.values() if " ".join(item.text.split()) in text]
    if not found or "Press Enter" in text:
        return ""
    item = max(found, key=lambda each: len(each.text))
    if item.id in {"alone_and_free_to_talk", "suicidal_ideation"} and item.id not in told:
        told.add(item.id)
        page.show("One question at a time; a key marks, and Enter records.", shown)
    return _key(item, answers.get(item.id))


def _at_the_stop(shown: str, page: Page, told: set[str]) -> str:
    if "stop" not in told:
        told.add("stop")
        page.show("The moment thoughts of death are reported, the interview stops for them.", shown)
        return "q"
    return "a"


def _key(item: Item, answer: str | None) -> str:
    if answer is None:
        return "s"
    values = list(item.values or {})
    if not values:
        return answer
    return {"yes": "y", "no": "n"}.get(answer) or str(values.index(answer) + 1)


def decide(desk: Desk, page: Page, case: str) -> None:
    """Record the decision, and write the PDF."""
    desk.new_page()
    desk.type(f"screenkit cases decide {case}")
    desk.see("Passphrase:")
    desk.type(PASSPHRASE)
    for words, answer in [
        ("Who are you?", "1"),
        ("this form (in person)?", "2"),
        ("this form (by video)?", "2"),
        ("For what reason?", "1"),
        ("Reason, in a sentence", "The safety plan is shared with the leader; we start in January."),
        ("reviewed on", "2027-01-20"),
    ]:
        shown = desk.see(words)
        if words == "For what reason?":
            page.show("What the clinician decides stands beside what was recommended.", shown)
        desk.type(answer)
        time.sleep(0.4)
    page.show("A reason in one's own words, and the day to look at it again.", desk.see("decided by"))
    desk.new_page()
    desk.type(f"screenkit report {case} -o {case}.pdf --by leader-1")
    desk.see("Passphrase:")
    desk.type(PASSPHRASE)
    time.sleep(4)
    desk.new_page()
    desk.type("ls *.pdf; screenkit cases list")
    desk.see("Passphrase:")
    desk.type(PASSPHRASE)
    page.show(
        "The report with the decision is a PDF for the file, and the list says where every case stands.",
        desk.see("Cases"),
    )


def main() -> None:
    """Run it."""
    page = Page()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            set_up(desk, page)
            decide(desk, page, interview(desk, page))
            page.write()
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                _tmux("kill-session", "-t", SESSION)


def _tmux(*words: str, check: bool = True) -> str:
    return subprocess.run(["tmux", *words], capture_output=True, text=True, check=check).stdout


if __name__ == "__main__":
    main()
