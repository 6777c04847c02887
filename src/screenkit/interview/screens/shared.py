"""What many screens share: the keys to move about, and the line that says how far the interview is."""

from screenkit.interview.flow import progress
from screenkit.interview.keys import Key, Move
from screenkit.interview.layout import Block
from screenkit.interview.state import Interview

BLANK = Block()

BACK = Key("b", "back", Move.BACK, "Enter: back to the question before.", "back", "move")
WHY = Key("w", "why", Move.WHY, "Enter: why this is asked.", "why", "move")
NOTE = Key("t", "note", Move.NOTE, "Enter: write a note.", "note", "move")
SECTIONS = Key("g", "sections", Move.SECTIONS, "Enter: go to another section.", "sections", "move")
REVIEW = Key("v", "review", Move.REVIEW, "Enter: every answer so far.", "review", "move")
CLEAR = Key("Tab", "clears the screen", Move.CLEAR, "", "clear", "move")
LEAVE = Key("<", "back", Move.BACK, "Enter: back, and nothing is kept.", "back", "move")

ROUND = (SECTIONS, REVIEW)
"""The keys that lead round the interview."""


def so_far(interview: Interview) -> str:
    """Return how far the interview is: section and question, and that what was answered is saved."""
    now = progress(interview)
    how_far = f"section {now.section} of {now.sections} · {now.question} of about {now.questions}"
    return f"{how_far} · saved" if interview.kept else how_far


def told_once(text: str, title: str = "") -> tuple[Block, ...]:
    """Return a paragraph under its title, with a blank line after it."""
    return (*([Block(title, "strong")] if title else []), Block(text, lead="  " if title else ""), BLANK)
