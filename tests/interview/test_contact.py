"""An interview left lying on the screen: nothing pressed since is an answer, and a new contact begins."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from interviews import DESK, NOON, Clinician, Journal, answered

from screenkit.case.events import Acknowledged, Alerted, Answered, GrownOld, Resumed
from screenkit.interview import flow, words
from screenkit.interview.changes import answering
from screenkit.interview.desk import Contact
from screenkit.interview.session.lead import lead
from screenkit.interview.state import after


class Clock:
    """A clock that stands until somebody leaves the interview lying."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


class Absent(Clinician):
    """Leaves the screen of one question lying for some time, then presses a key all the same."""

    def __init__(self, content, answers, item, clock, gap):
        super().__init__(content, answers)
        self._text, self._clock, self._gap = content.items[item].text, clock, gap

    def prompt(self, screen):
        if self._text in [each.text for each in screen.blocks]:
            self._text = None
            self._clock.now += self._gap
        return super().prompt(screen)


def left_lying(content, answers, item, gap):
    """What was kept of an interview that was left lying once, who led it, and what was asked anew."""
    clock, anew = Clock(), []
    journal, clinician = Journal(flow.begin(content)), Absent(content, answers, item, clock, gap)

    def contact(_):
        now = flow.resume(content, journal.screening())
        names = [name for name in now.kept if content.items[name].is_safety]
        anew.append(names)
        journal.keep([Resumed(), GrownOld(items=tuple(names))])
        return flow.resume(content, journal.screening()), desk

    desk = replace(DESK, contact=Contact(clock, contact))
    ended = lead(flow.begin(content), clinician.prompt, journal.keep, desk)
    return journal, clinician, anew, ended


@pytest.mark.parametrize(("gap", "times"), [(timedelta(minutes=59), 0), (timedelta(minutes=61), 1)])
def test_a_key_pressed_on_a_screen_left_lying_is_no_answer_and_a_new_contact_begins(
    online_group, clear_candidate, gap, times
):
    journal, clinician, anew, ended = left_lying(online_group, clear_candidate, "callback_number", gap)
    told = [each for each in clinician.screens if any(words.LEFT_LYING in one.text for one in each.blocks)]
    answers = [each.item for each in journal.of(Answered)]

    assert (len(anew), len(told)) == (times, times)
    assert answers.count("callback_number") == 1
    assert [answers.count(name) for names in anew for name in names] == [2] * sum(map(len, anew))
    assert ended.given == {**ended.given, **{name: ended.given[name] for name in clear_candidate}}


def test_a_clock_that_went_back_says_nothing_of_how_long_it_was(online_group, clear_candidate):
    gap = timedelta(hours=-2)
    assert len(left_lying(online_group, clear_candidate, "callback_number", gap)[2]) == 1


def test_a_safety_screen_left_lying_is_finished_before_the_new_contact_begins(online_group, clear_candidate):
    answers = {**clear_candidate, "suicidal_ideation": "passive"}
    clock = Clock()
    journal, clinician = Journal(flow.begin(online_group)), Clinician(online_group, answers)
    seen = []

    def prompt(screen):
        if screen.title == words.STAY and not seen:
            clock.now += timedelta(hours=13)
            seen.append(screen)
        return clinician.prompt(screen)

    def contact(_):
        journal.keep([Resumed()])
        return flow.resume(online_group, journal.screening()), desk

    desk = replace(DESK, contact=Contact(clock, contact))
    lead(flow.begin(online_group), prompt, journal.keep, desk)
    kinds = [each.kind for each in journal.events]
    assert kinds[kinds.index("alerted") :][:3] == ["alerted", "acknowledged", "resumed"]


def test_a_graver_answer_behind_an_alert_that_was_seen_stops_the_interview_again(
    online_group, clear_candidate
):
    interview = answered(flow.begin(online_group, ["phq9"]), {**clear_candidate, "phq9_9": "1"})
    rule = next(each.rule for each in interview.alerts if "phq9_9" in each.items)
    interview = after(interview, [Acknowledged(rules=(rule,))])
    events = answering(interview, online_group.items["phq9_9"], Fraction(3), reason="It was misread.")
    assert [each.rule for each in events if isinstance(each, Alerted)] == [rule]
