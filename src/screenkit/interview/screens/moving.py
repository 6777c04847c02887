"""The screens to move about with: the sections, every answer, why something is asked, a few words."""

from collections.abc import Iterator, Sequence

from screenkit.interview import words
from screenkit.interview.flow import Part
from screenkit.interview.in_words import in_words
from screenkit.interview.keys import Ask, Key, Move, numbered
from screenkit.interview.layout import Block, Screen
from screenkit.interview.screens.shared import BLANK, CLEAR, LEAVE, SECTIONS
from screenkit.interview.state import Interview
from screenkit.models.base import MODALITIES
from screenkit.models.content import Content
from screenkit.models.criterion import IN_WORDS, Criterion
from screenkit.models.questionnaire import Item

_RETURN = Key("b", "back", Move.BACK, "Enter: back to where you were.", "back", "move")


def sections(parts: Sequence[Part]) -> Screen:
    """Return the screen that lists the sections and instruments, and how far each of them is."""
    keys = tuple(numbered((each.id, f"{each.title}: {_how_far(each)}") for each in parts))
    hint = "Press the number of a section, then Enter."
    return Screen("Sections", Ask((*keys, _RETURN), hint))


def review(interview: Interview, part: Part, place: str, *, is_last: bool) -> Screen:
    """Return the answers of one part, each with a number by which it is chosen to be changed.

    Of what is held back now, neither question nor answer is shown.
    """
    keys: list[Key] = list(numbered(_answers(interview, part)))
    if not is_last:
        keys.append(Key("m", "more", Move.ON, "Enter: the next section.", "more", "move"))
    before = Key("b", "before", Move.BACK, "Enter: the section before.", "before", "move")
    leave = Key("x", "leave", Move.LEAVE, "Enter: on with the interview.", "leave", "move")
    blocks = [Block(part.title, "strong")]
    if not part.names:
        blocks += [BLANK, Block("Nothing was answered here yet.")]
    held_back = sum(interview.is_held_back(name) for name in part.names)
    if held_back:
        told = f"{held_back} question{' is' if held_back == 1 else 's are'} held back"
        blocks += [BLANK, Block(f"{told}, because the person is not known to be alone and free to talk.")]
    hint = "Press a number to change an answer, m for more, or x to go on."
    ask = Ask((*keys, before, SECTIONS, leave, CLEAR), hint)
    return Screen("Every answer so far", ask, place, tuple(blocks))


def why(content: Content, item: Item) -> Screen:
    """Return what a question rests on: statement, source, strength, and what it does not support."""
    criteria = [content.criteria[name] for name in item.rests_on if name in content.criteria]
    blocks = [Block(item.text, "strong"), BLANK]
    for each in criteria:
        blocks += [*_reason(content, each), BLANK]
    if not criteria:
        blocks += [Block("This question belongs to a form as a whole; no single statement stands behind it.")]
        blocks += [Block(content.home[item.id].about, lead="  ")]
    ask = Ask((_RETURN,), "Press Enter to go back to the question.", bare=Move.ON)
    return Screen("Why this is asked", ask, blocks=tuple(blocks))


def note(about: str, earlier: Sequence[str]) -> Screen:
    """Return the screen to write a note on a question."""
    told = [Block(f"Note: {each}") for each in earlier]
    blocks = (Block(about, "strong"), BLANK, Block(words.NOTE_IS_UNREAD), BLANK, *told)
    return Screen("A note", Ask((LEAVE,), "Type the note, then Enter.", is_text=True), blocks=blocks)


def reason(item_text: str, change: str) -> Screen:
    """Return the screen that asks why an answer is changed."""
    blocks = (Block(item_text, "strong"), Block(change), BLANK, Block("Why, in a few words?"))
    hint = "Type the reason, then Enter."
    return Screen("A change with a reason", Ask((LEAVE,), hint, is_text=True), blocks=blocks)


def uncalled(interview: Interview, items: Sequence[Item]) -> Screen:
    """Return the safety answers that nothing asks for any more, each with a number to settle it by."""
    keys = numbered((each.id, f"{each.text} {in_words(each, interview.given[each.id])}") for each in items)
    ask = Ask((*keys, _RETURN), "Press a number to settle one, then Enter.")
    return Screen(words.UNCALLED, ask)


def _how_far(part: Part) -> str:
    if not part.is_taken:
        return "not taken"
    if part.section is None and not part.answered:
        return f"to be taken, {part.open} open"
    return f"{part.answered} answered" + (f", {part.open} open" if part.open else "")


def _answers(interview: Interview, part: Part) -> Iterator[tuple[str, str]]:
    for name in part.names:
        if interview.is_held_back(name):
            continue  # who may hear the question may also read it here
        target = interview.question(name)
        said = in_words(target, interview.kept[name])
        asked = target.text if isinstance(target, Item) else target.scale.title
        yield name, f"{asked}  {said}"


def _reason(content: Content, criterion: Criterion) -> Iterator[Block]:
    work = content.works[criterion.source.work]
    yield Block(criterion.id, "strong")
    yield Block(criterion.paraphrase, lead="  ")
    yield Block(f"From: {work.cite} ({criterion.source.section})", lead="  ")
    yield Block(f"Strength: {IN_WORDS[criterion.report_as]}", lead="  ")
    if len(criterion.modalities) < len(MODALITIES):
        about = ", ".join(each.replace("_", " ") for each in criterion.modalities)
        yield Block(f"Written about: {about}", lead="  ")
    for each in criterion.not_supported:
        yield Block(f"It does not support: {each}", lead="  ")
    if criterion.status_today:
        yield Block(f"Today: {criterion.status_today}", lead="  ")
