"""An interview led from its first screen to its last, the person at the keyboard replaced by a script."""

import stat
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from screenkit.content.answers import read_answers
from screenkit.errors import OutputError, Problem
from screenkit.interview import flow, words
from screenkit.interview.keys import Give, Move
from screenkit.interview.saved import AnswerFile, answer_file
from screenkit.interview.session import lead
from screenkit.models.answers import NoAnswer, read_answer


class Clinician:
    """Answers by the words of the question, and remembers every screen."""

    def __init__(self, content, answers, otherwise=NoAnswer.NOT_ASKED):
        self._items = {item.text: item for each in content.asked for item in each.items}
        self._answers = answers
        self._otherwise = otherwise
        self.screens = []
        self.once: dict[str, list[object]] = {}

    def prompt(self, screen):
        self.screens.append(screen)
        item = next((self._items[each.text] for each in screen.blocks if each.text in self._items), None)
        if item is None or screen.title in {words.STAY, "The end of the interview"}:
            return Move.ON
        if self.once.get(item.id):
            return self.once[item.id].pop(0)
        written = self._answers.get(item.id, self._otherwise)
        return Give(written if isinstance(written, NoAnswer) else read_answer(item, written))

    @property
    def titles(self):
        return [screen.title for screen in self.screens]


def led(content, clinician, save, taken=()):
    return lead(flow.begin(content, taken), clinician.prompt, save, file="answers.yaml")


def test_a_whole_interview_is_saved_as_it_was_said(online_group, clear_candidate, tmp_path):
    kept = AnswerFile(tmp_path / "a.yaml", overwrite=False)
    ended = led(online_group, Clinician(online_group, clear_candidate), kept.save)
    text = kept.path.read_bytes()
    read = read_answers(text, "a.yaml", online_group)
    assert read.given == ended.given
    assert {name: str(answer) for name, answer in read.given.items()} == clear_candidate
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_every_answer_is_saved_before_the_next_screen(online_group, clear_candidate):
    saved = []
    clinician = Clinician(online_group, clear_candidate)
    answered = []

    def prompt(screen):
        reply = clinician.prompt(screen)
        assert len(saved) == len(answered)
        if isinstance(reply, Give):
            answered.append(reply.answer)
        return reply

    lead(flow.begin(online_group), prompt, lambda interview: saved.append(dict(interview.given)), file="a")
    assert len(saved) == len(clear_candidate)
    assert [len(each) for each in saved] == list(range(1, len(saved) + 1))


@pytest.mark.parametrize(
    ("name", "answer", "level"),
    [
        ("suicidal_ideation", "passive", "same_day"),
        ("suicidal_ideation", "active", "immediate"),
        ("suicidal_ideation", NoAnswer.DECLINED, "same_day"),
        ("self_harm_past_3m", "yes", "same_day"),
        ("harm_to_others", "yes", "immediate"),
        ("harm_to_others", NoAnswer.DONT_KNOW, "same_day"),
        ("unsafe_home", "yes", "same_day"),
        ("psychosis", "acute", "same_day"),
        ("phq9_9", "1", "same_day"),
        ("asq_5", "yes", "immediate"),
    ],
)
def test_an_alert_is_the_very_next_screen(online_group, clear_candidate, name, answer, level):
    answers = {**clear_candidate, "asq_1": "yes"} if name == "asq_5" else clear_candidate
    clinician = Clinician(online_group, {**answers, name: answer})
    led(online_group, clinician, lambda _: None, ["phq9", "asq"])
    asked = online_group.items[name].text
    at = next(n for n, each in enumerate(clinician.screens) if asked in {b.text for b in each.blocks})
    shown = clinician.screens[at + 1]
    assert shown.title == words.STAY
    assert words.NOW[level] in {each.text for each in shown.blocks}


def test_nobody_without_an_alert_sees_the_safety_screen(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    led(online_group, clinician, lambda _: None)
    assert words.STAY not in clinician.titles


def test_an_unanswered_gate_is_no_alarm(online_group):
    clinician = Clinician(online_group, {})
    ended = led(online_group, clinician, lambda _: None)
    assert words.STAY not in clinician.titles
    assert ended.assessment.safety.level == "complete_screen"


def test_every_section_begins_with_its_own_screen_once(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    ended = led(online_group, clinician, lambda _: None)
    sections = [each.title for each in ended.asked[0].sections]
    begun = [
        screen.blocks[0].text for screen in clinician.screens if screen.ask.hint == "Press Enter to go on."
    ]
    assert begun == sections


def test_back_from_an_alert_leads_to_the_answer_that_raised_it(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["suicidal_ideation"] = [Give("passive")]

    def prompt(screen):
        reply = clinician.prompt(screen)
        return Move.BACK if screen.title == words.STAY else reply

    ended = lead(flow.begin(online_group), prompt, lambda _: None, file="a")
    assert ended.given["suicidal_ideation"] == "none"
    assert [each.rule for each in flow.withdrawn(ended)] == ["suicidal-thoughts-reported"]


def test_what_was_left_open_can_be_asked_at_the_end(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["age_years"] = [Give(NoAnswer.NOT_ASKED)]
    ends = []

    def prompt(screen):
        if screen.title == "The end of the interview":
            ends.append(screen)
            return Move.ASK_LEFT if len(ends) == 1 else Move.ON
        return clinician.prompt(screen)

    ended = lead(flow.begin(online_group), prompt, lambda _: None, file="a")
    assert ended.given["age_years"] == Fraction(clear_candidate["age_years"])
    assert len(ends) == 2


def test_an_answer_that_could_not_be_saved_is_tried_again(online_group, clear_candidate):
    full = OutputError([Problem("a.yaml", "the file cannot be written (No space left)", "make room")])
    fails = [full, full]
    saved = []

    def save(interview):
        if len(interview.given) == 3 and fails:
            raise fails.pop()
        saved.append(len(interview.given))

    clinician = Clinician(online_group, clear_candidate)
    led(online_group, clinician, save)
    assert clinician.titles.count("The answers could not be saved") == 2
    assert saved == list(range(1, len(clear_candidate) + 1))


# The file


def interview_with(content, answers):
    clinician = Clinician(content, answers)
    states = []
    lead(flow.begin(content), clinician.prompt, states.append, file="a")
    return states


def test_older_yaml_readers_take_every_word_as_text(online_group, clear_candidate):
    text = answer_file(interview_with(online_group, clear_candidate)[-1])
    read = yaml.safe_load(text)
    assert {name: str(answer) for name, answer in read.items()} == clear_candidate
    assert {type(answer) for answer in read.values()} == {str, int}


def test_no_comment_of_the_file_repeats_an_answer(online_group, clear_candidate):
    plain = answer_file(interview_with(online_group, clear_candidate)[-1]).decode()
    grave = {**clear_candidate, "suicidal_ideation": "passive", "self_harm_past_3m": "yes"}
    other = answer_file(interview_with(online_group, grave)[-1]).decode()

    def comments(text):
        return [line for line in text.splitlines() if "#" in line]

    assert comments(plain) == comments(other)
    assert comments(plain)[0] == "# Answers of an interview; every question was put. Rule set: online-group"


def test_what_was_passed_over_stands_in_the_file_as_not_asked(online_group):
    first = interview_with(online_group, {})[0]
    assert answer_file(first).decode().splitlines()[-1] == 'alone_and_free_to_talk: "not_asked"'
    assert read_answers(answer_file(first), "a.yaml", online_group).given == {}


def test_a_file_that_exists_is_refused_at_once(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        AnswerFile(path, overwrite=False)
    assert path.read_text() == "mine"


def test_a_file_to_be_overwritten_stays_until_the_first_answer(online_group, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("mine")
    kept = AnswerFile(path, overwrite=True)
    kept.close()
    assert path.read_text() == "mine"
    kept.save(interview_with(online_group, {})[0])
    assert "not_asked" in path.read_text()
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path):
    for overwrite in (False, True):
        with pytest.raises(OutputError, match="cannot be written"):
            AnswerFile(tmp_path / "nowhere" / "a.yaml", overwrite=overwrite)


def test_a_name_that_was_taken_is_given_back_when_nothing_was_answered(tmp_path):
    kept = AnswerFile(tmp_path / "a.yaml", overwrite=False)
    assert kept.path.exists()
    kept.close()
    assert not kept.path.exists()


def test_a_save_that_failed_is_made_up_for_when_the_interview_stops(online_group, tmp_path, monkeypatch):
    kept = AnswerFile(tmp_path / "a.yaml", overwrite=False)
    states = interview_with(online_group, {"callback_number": "yes"})
    kept.save(states[0])

    def fail(*_, **__):
        raise OutputError([Problem("a.yaml", "full", "make room")])

    monkeypatch.setattr("screenkit.interview.saved.write_whole", fail)
    with pytest.raises(OutputError):
        kept.save(states[1])
    monkeypatch.undo()
    kept.close()
    assert 'callback_number: "yes"' in Path(kept.path).read_text()
