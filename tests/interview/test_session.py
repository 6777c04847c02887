"""An interview led from its first screen to its last, the person at the keyboard replaced by a script."""

import contextlib
import itertools
import stat
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from interviews import CLINIC, DESK, NEVADA, NOON, Clinician, Journal, led, lowest, pressing
from strategies import Dice, contents

from screenkit.case.age import grown_old
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Changed,
    GrownOld,
    Instrument,
    Noted,
    Placed,
    PutOff,
    Resumed,
    SetAside,
    Settled,
)
from screenkit.case.places import Authority
from screenkit.content.answers import read_answers
from screenkit.errors import OutputError, Problem
from screenkit.interview import flow, words
from screenkit.interview.keys import Entry, Give, Move, Pick, Said
from screenkit.interview.layout import page
from screenkit.interview.saved import AnswerFile, answer_file
from screenkit.interview.session.lead import introduced, lead
from screenkit.interview.state import after
from screenkit.models.answers import NoAnswer, spelled

END = "The end of the interview"
FULL = OutputError([Problem("a.yaml", "the file cannot be written (No space left)", "make room")])


class Tired(KeyboardInterrupt):
    """Somebody stops in the middle."""


def journalled(content, clinician, taken=(), desk=DESK, **more):
    """What was kept of an interview led to its end, and that end."""
    journal = Journal(flow.begin(content, taken, **more))
    ended = led(content, clinician, journal.keep, taken, desk, **more)
    return journal, ended


def test_a_whole_interview_is_saved_as_it_was_said(online_group, clear_candidate, tmp_path):
    kept = AnswerFile(tmp_path / "a.yaml", flow.begin(online_group), overwrite=False)
    ended = led(online_group, Clinician(online_group, clear_candidate), kept.keep)
    text = kept.path.read_bytes()
    read = read_answers(text, "a.yaml", online_group)
    assert read.given == ended.given
    assert {name: str(answer) for name, answer in read.given.items()} == clear_candidate
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_every_answer_is_kept_before_the_next_screen(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    journal = Journal(flow.begin(online_group))
    answered = []

    def prompt(screen):
        assert len(journal.of(Answered)) == len(answered)
        reply = clinician.prompt(screen)
        if isinstance(reply, Give):
            answered.append(reply.answer)
        return reply

    lead(flow.begin(online_group), prompt, journal.keep, DESK)
    assert len(answered) == len(clear_candidate)
    assert {each.item: each.answer for each in journal.of(Answered)} == clear_candidate


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
    led(online_group, clinician, taken=["phq9", "asq"])
    asked = online_group.items[name].text
    at = next(n for n, each in enumerate(clinician.screens) if asked in {b.text for b in each.blocks})
    shown = clinician.screens[at + 1]
    assert shown.title == words.STAY
    assert words.NOW[level] in {each.text for each in shown.blocks}


def test_nobody_without_an_alert_sees_the_safety_screen(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    led(online_group, clinician)
    assert words.STAY not in clinician.titles


def test_an_unanswered_gate_is_no_alarm(online_group):
    clinician = Clinician(online_group, {})
    ended = led(online_group, clinician)
    assert words.STAY not in clinician.titles
    assert ended.assessment.safety.level == "complete_screen"


def test_every_section_begins_with_its_own_screen_once(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    ended = led(online_group, clinician)
    sections = [each.title for each in ended.asked[0].sections]
    begun = [
        screen.blocks[0].text for screen in clinician.screens if screen.ask.hint == "Press Enter to go on."
    ]
    assert begun == sections


def test_what_was_left_open_can_be_asked_at_the_end(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["age_years"] = [Give(NoAnswer.NOT_ASKED)]
    clinician.meanwhile[END] = [Move.ASK_LEFT]
    journal, ended = journalled(online_group, clinician)
    assert ended.given["age_years"] == Fraction(clear_candidate["age_years"])
    assert clinician.titles.count(END) == 2
    assert journal.of(Changed) == [
        Changed(item="age_years", before="not_asked", answer="38", reason="passed over at first, asked later")
    ]


def test_what_could_not_be_kept_is_tried_again_and_stands_on_the_screen(online_group, clear_candidate):
    journal = Journal(flow.begin(online_group))
    clinician = Clinician(online_group, clear_candidate)

    def keep(events):
        if len(journal.calls) == 2 and len(clinician.screens) < 9:
            raise FULL
        journal.keep(events)

    lead(flow.begin(online_group), clinician.prompt, keep, DESK)
    troubled = [each for each in clinician.screens if each.title == "The answers could not be saved"]
    assert len(troubled) > 1
    assert troubled[0].blocks[1].text == "Would you like an interpreter for our talks? No interpreter needed"
    assert {each.item: each.answer for each in journal.of(Answered)} == clear_candidate


def test_an_interview_is_led_by_somebody_with_a_name(online_group):
    replies = iter([Move.ON, Said("Dr Rivera")])
    desk = introduced(replace(DESK, who=""), lambda _: next(replies))
    assert desk == DESK
    with pytest.raises(ValueError, match="somebody with a name"):
        lead(flow.begin(online_group), lambda _: Move.ON, lambda _: None, replace(DESK, who=""))


# Changes


def test_a_correction_says_that_it_is_one(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["age_years"] = [Give(Fraction(83))]
    clinician.once["consent_capacity"] = [Move.BACK]
    journal, _ = journalled(online_group, clinician)
    assert journal.of(Changed) == [
        Changed(item="age_years", before="83", answer="38", reason="corrected in the interview")
    ]


def test_an_answer_that_raised_an_alert_is_changed_only_with_a_reason(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["suicidal_ideation"] = [Give("passive")]
    clinician.once["suicide_attempt_past_3m"] = [Move.BACK, Move.BACK]
    clinician.meanwhile["A change with a reason"] = [Move.BACK, Said("misheard")]
    journal, ended = journalled(online_group, clinician)
    changed = [each for each in journal.of(Changed) if each.item == "suicidal_ideation"]
    assert changed == [Changed(item="suicidal_ideation", before="passive", answer="none", reason="misheard")]
    assert ended.given["suicidal_ideation"] == "none"
    assert [each.rule for each in flow.withdrawn(ended)] == ["suicidal-thoughts-reported"]


def test_after_the_end_every_change_asks_for_a_reason(online_group, clear_candidate):
    journal, ended = journalled(online_group, Clinician(online_group, clear_candidate))
    clinician = Clinician(online_group, {**clear_candidate, "age_years": "46"})
    clinician.meanwhile[END] = [Move.REVIEW]
    clinician.meanwhile["Every answer so far"] = [Pick("age_years"), Move.LEAVE]
    clinician.meanwhile["A change with a reason"] = [Said("birthday")]
    amended = lead(replace(ended, is_finished=True), clinician.prompt, journal.keep, DESK)
    assert journal.of(Changed) == [Changed(item="age_years", before="38", answer="46", reason="birthday")]
    assert amended.given["age_years"] == 46


def test_a_note_is_kept_with_its_question(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["age_years"] = [Move.NOTE, Give(Fraction(38))]
    clinician.meanwhile["A note"] = [Said("born in winter")]
    journal, ended = journalled(online_group, clinician)
    assert journal.of(Noted) == [Noted(item="age_years", text="born in winter")]
    shown = [each for each in clinician.screens if any(b.text == "Note: born in winter" for b in each.after)]
    assert len(shown) == 1
    assert ended.given["age_years"] == 38


def test_asking_why_leads_back_to_the_question(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["age_years"] = [Move.WHY, Give(Fraction(38))]
    _, ended = journalled(online_group, clinician)
    at = clinician.titles.index("Why this is asked")
    assert clinician.screens[at - 1].blocks == clinician.screens[at + 1].blocks
    assert ended.given["age_years"] == 38


# Moving about


def test_a_section_gone_to_comes_next_and_the_rest_later(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["callback_number"] = [Move.SECTIONS]
    clinician.meanwhile["Sections"] = [Pick("pregroup-interview/safety")]
    journal, ended = journalled(online_group, clinician)
    order = [each.item for each in journal.of(Answered)]
    assert order[:2] == ["alone_and_free_to_talk", "acute_crisis"]
    assert order[-1] == "attends_under_pressure"
    assert set(order) == set(clear_candidate)
    assert len(journal.of(PutOff)) == 1
    assert ended.due is None


def test_going_to_a_section_without_anything_open_shows_its_answers(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["candidate_status"] = [Move.SECTIONS]
    clinician.meanwhile["Sections"] = [Pick("pregroup-interview/setting")]
    clinician.once["callback_number"] = [Give("yes"), Move.ON]
    clinician.once["alone_and_free_to_talk"] = [Give("yes"), Move.ON]
    _, ended = journalled(online_group, clinician)
    texts = [[b.text for b in each.blocks] for each in clinician.screens]
    assert sum(online_group.items["callback_number"].text in each for each in texts) == 2
    assert {name: spelled(each) for name, each in ended.given.items()} == clear_candidate


def test_an_instrument_that_was_not_planned_is_taken_from_the_sections(online_group, clear_candidate):
    clinician = Clinician(online_group, {**clear_candidate, **{f"gad7_{n}": "1" for n in range(1, 9)}})
    clinician.meanwhile[END] = [Move.SECTIONS]
    clinician.meanwhile["Sections"] = [Pick("gad7")]
    journal, ended = journalled(online_group, clinician)
    assert journal.of(Instrument) == [Instrument(id="gad7", how="items")]
    assert ended.assessment.scores["gad7_total"].interval.low == 7


def test_an_instrument_chosen_in_between_is_taken_at_once(online_group, clear_candidate):
    clinician = Clinician(online_group, {**clear_candidate, "asq_1": "no", "asq_2": "no"})
    clinician.once["callback_number"] = [Move.SECTIONS]
    clinician.meanwhile["Sections"] = [Pick("asq")]
    journal, _ = journalled(online_group, clinician)
    order = [each.item for each in journal.of(Answered)]
    assert order[:4] == ["alone_and_free_to_talk", "asq_1", "asq_2", "asq_3"]
    assert set(clear_candidate) < set(order)


def test_an_instrument_looked_at_and_left_changes_nothing(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["callback_number"] = [Move.SECTIONS]
    clinician.meanwhile["Sections"] = [Pick("gad7")]
    clinician.meanwhile[online_group.questionnaires["gad7"].title] = [Move.BACK]
    journal, _ = journalled(online_group, clinician)
    assert {each.kind for each in journal.events} == {"opened", "answered"}
    assert [each.item for each in journal.of(Answered)] == list(clear_candidate)


def test_answers_about_safety_that_grew_old_are_asked_anew_and_raise_their_alert_again(
    online_group, clear_candidate
):
    journal = Journal(flow.begin(online_group))
    clinician = Clinician(online_group, {**clear_candidate, "suicidal_ideation": "passive"})
    clinician.once["safety_plan"] = [Move.SECTIONS]
    clinician.meanwhile["Sections"] = [Tired()]
    with pytest.raises(Tired):
        lead(flow.begin(online_group), clinician.prompt, journal.keep, DESK)
    old = grown_old(journal.screening(), online_group, NOON + timedelta(days=1), 12)
    journal.keep([Resumed(), GrownOld(items=old)])
    resumed = flow.resume(online_group, journal.screening())
    assert resumed.due.id == "alone_and_free_to_talk"
    assert set(resumed.old) == set(old)
    assert resumed.given["age_years"] == 38
    clinician = Clinician(online_group, {**clear_candidate, "suicidal_ideation": "passive"})
    ended = lead(resumed, clinician.prompt, journal.keep, DESK)
    assert f"{len(old)} answers are asked anew" in clinician.screens[0].blocks[3].text
    assert "age_years" not in [each.item for each in journal.events[-60:] if isinstance(each, Answered)]
    assert [each.rule for each in journal.of(Alerted)] == ["suicidal-thoughts-reported"] * 2
    assert len(journal.of(Acknowledged)) == 2
    assert ended.old == {}


def test_a_total_is_entered_and_item_nine_asked_all_the_same(online_group, clear_candidate):
    clinician = Clinician(online_group, {**clear_candidate, "phq9_9": "0"})
    title = online_group.questionnaires["phq9"].title
    clinician.meanwhile[title] = [Pick("total"), Give(Fraction(7))]
    journal, ended = journalled(online_group, clinician, ["phq9"])
    phq9 = [each for each in journal.of(Answered) if each.item.startswith("phq9")]
    assert phq9 == [Answered(item="phq9_total", answer="7"), Answered(item="phq9_9", answer="0")]
    assert ended.assessment.scores["phq9_total"].interval.low == 7


def test_the_review_changes_an_answer_and_comes_back_to_its_page(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["age_years"] = [Give(Fraction(83))]
    clinician.once["suicidal_ideation"] = [Move.REVIEW]
    clinician.meanwhile["Every answer so far"] = [
        Move.BACK,
        Move.BACK,
        Pick("age_years"),
        Move.ON,
        Move.LEAVE,
    ]
    journal, ended = journalled(online_group, clinician)
    pages = [each.place for each in clinician.screens if each.title == "Every answer so far"]
    assert pages == [f"section {n} of 9" for n in (3, 2, 1, 1, 2)]
    assert ended.given["age_years"] == 38
    assert len(journal.of(Changed)) == 1


def test_safety_answers_that_nothing_asks_for_are_settled_with_a_reason(online_group, clear_candidate):
    clinician = Clinician(online_group, {**clear_candidate, "suicidal_intent": "no", "means_access": "no"})
    clinician.once["suicidal_ideation"] = [Give("passive"), Give("none")]
    clinician.once["suicide_safety_assessment_done"] = [Move.REVIEW, Give("no")]
    clinician.meanwhile["Every answer so far"] = [Pick("suicidal_ideation"), Move.LEAVE]
    clinician.meanwhile["A change with a reason"] = [Said("misheard"), Said("not meant"), Said("nor this")]
    clinician.meanwhile[END] = [Move.UNCALLED]
    clinician.meanwhile[words.UNCALLED] = [Pick("suicidal_intent"), Pick("means_access")]
    journal, ended = journalled(online_group, clinician)
    assert [(each.item, each.reason) for each in journal.of(Settled)] == [
        ("suicidal_intent", "not meant"),
        ("means_access", "nor this"),
    ]
    assert not {"suicidal_intent", "means_access"} & set(ended.kept)


def test_an_answer_as_last_time_says_so(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["trauma_history"] = [Give("no", as_last_time=True)]
    journal, _ = journalled(online_group, clinician)
    told = [each.item for each in journal.of(Answered) if each.as_last_time]
    assert told == ["trauma_history"]


# Places


def test_where_the_person_is_now_is_asked_first(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.meanwhile["Where the person is"] = [Pick("US")]
    desk = replace(DESK, clinic=CLINIC)
    journal, ended = journalled(online_group, clinician, desk=desk)
    assert journal.events[1] == Placed(place="US")
    assert ended.place == "US"


@pytest.mark.parametrize(
    ("replies", "place"),
    [
        ([Move.CODE, Said("us-nv")], "US-NV"),
        ([Move.CODE, Said("Nevada"), Said("EU"), Said("UK"), Said("GB")], "GB"),
        ([Move.CODE, Move.BACK, Pick("IE")], "IE"),
        ([Move.LEAVE], None),
    ],
)
def test_a_place_is_chosen_typed_or_not_known(online_group, replies, place):
    clinician = Clinician(online_group, {})
    clinician.meanwhile["Where the person is"] = [*replies]
    journal, ended = journalled(online_group, clinician, desk=replace(DESK, clinic=CLINIC))
    assert ended.place == place
    assert journal.of(Placed) == ([Placed(place=place)] if place else [])
    assert clinician.meanwhile["Where the person is"] == []


def authority(place):
    """What is on file for a place, by its first letter."""
    answer = {"U": "yes", "I": "no"}.get(place[0])
    line = (
        "authorised on file, checked on 2026-10-01" if answer == "yes" else "nothing that counts is on file"
    )
    return Authority(place, answer, (line,))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("US-NV", "yes"),
        ("us-nv, US-UT", "yes"),
        ("IE", "no"),
        ("US-NV IE", "sometimes"),
        ("FR", "dont_know"),
        ("US-NV FR", "dont_know"),
        ("IE FR", "dont_know"),
    ],
)
def test_who_may_work_with_the_person_is_worked_out_from_the_place(
    online_group, clear_candidate, typed, answer
):
    clinician = Clinician(online_group, clear_candidate)
    clinician.meanwhile["Where sessions will be"] = [Said("Nevada"), Said(typed)]
    desk = replace(DESK, authority=authority)
    seen = []

    def prompt(screen):
        if screen.title == "What the clinic has on file":
            seen.append(screen)
            return screen.ask.keys[0].reply
        return clinician.prompt(screen)

    journal = Journal(flow.begin(online_group))
    lead(flow.begin(online_group), prompt, journal.keep, desk)
    told = next(each for each in journal.of(Answered) if each.item == "located_in_authorised_jurisdiction")
    assert told.answer == answer
    assert [each.item for each in journal.of(Noted)] == ["located_in_authorised_jurisdiction"]
    shown = "\n".join(line.text for line in page(seen[0], Entry(), columns=80, rows=60).lines)
    assert ("authorised on file, checked on 2026-10-01" in shown) is ("US" in typed.upper())
    assert "legal" not in shown


def test_the_clinician_can_answer_by_hand_all_the_same(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.meanwhile["Where sessions will be"] = [Move.BY_HAND]
    journal, ended = journalled(online_group, clinician, desk=replace(DESK, authority=authority))
    assert ended.given["located_in_authorised_jurisdiction"] == "yes"
    assert journal.of(Noted) == []


# Whatever is pressed


def wandering(dice, interview, journal, presses, desk):
    """Press keys at random until it ends or somebody stops; return every answer that was pressed."""
    given = []
    count = itertools.count()

    def prompt(screen):
        if next(count) >= presses:
            raise Tired
        reply = pressing(dice, screen)
        if isinstance(reply, Give):
            given.append(reply.answer)
        return reply

    with contextlib.suppress(Tired):
        lead(interview, prompt, journal.keep, desk)
    return given


DESKS = [DESK, replace(DESK, clinic=CLINIC, authority=authority, help_at=lambda _: NEVADA)]


def check(content, begun, journal, given):
    """What must hold of events, whatever was pressed."""
    live = begun
    for n, event in enumerate(journal.events[1:], 2):
        live = after(live, [event])
        resumed = flow.resume(content, journal.screening(upto=n))
        assert resumed == flow.onward(live)
        assert resumed.trail == live.trail
    said = {spelled(each) for each in given}
    assert {each.answer for each in journal.events if isinstance(each, Answered | Changed)} <= said
    aside = [
        name
        for each in journal.of(SetAside)
        for name, answer in each.answers.items()
        if answer != "not_asked"
    ]
    assert not [name for name in aside if name in content.items and content.items[name].is_safety]


@settings(max_examples=40)
@given(contents(), st.data())
def test_whatever_is_pressed_the_events_say_where_the_interview_is(content, data):
    dice = Dice(data.draw)
    instruments = content.ruleset.instruments
    how = dice.one_of([{}, {}, {"only_safety": True}, {"until_settled": True}])
    begun = flow.begin(content, dice.some_of(instruments, 0, len(instruments)), **how)
    journal = Journal(begun)
    given = wandering(dice, begun, journal, 40, dice.one_of(DESKS))
    check(content, begun, journal, given)


@settings(max_examples=6)
@given(st.data())
def test_whatever_is_pressed_in_the_shipped_interview_holds_too(online_group, data):
    dice = Dice(data.draw)
    begun = flow.begin(online_group, ["phq9", "asq"])
    journal = Journal(begun)
    given = wandering(dice, begun, journal, 120, dice.one_of(DESKS))
    check(online_group, begun, journal, given)


def is_question(screen):
    """Whether a screen asks something: an item, a total, how to take an instrument."""
    return any(isinstance(key.reply, Give | Pick) for key in screen.ask.keys)


@settings(max_examples=30)
@given(contents(), st.data())
def test_an_interview_stopped_anywhere_goes_on_with_the_same_question(content, data):
    dice = Dice(data.draw)
    begun = flow.begin(content, content.ruleset.instruments)
    journal = Journal(begun)
    interview = begun
    for _ in range(12):
        shown = []

        def prompt(screen, shown=shown):
            shown.append(screen)
            answers = [key.reply for key in screen.ask.keys if isinstance(key.reply, Give | Pick)]
            if sum(is_question(each) for each in shown) > 1:
                raise Tired
            if screen.ask.number is not None:
                return lowest(screen.ask.number)
            return dice.one_of(answers) if answers else screen.ask.bare or screen.ask.keys[0].reply

        try:
            lead(interview, prompt, journal.keep, DESK)
        except Tired:
            interview = flow.resume(content, journal.screening())
            assert interview.due is not None
        else:
            break
        again = []

        def look(screen, again=again):
            again.append(screen)
            if is_question(screen):
                raise Tired
            return screen.ask.bare or screen.ask.keys[0].reply

        with pytest.raises(Tired):
            lead(interview, look, journal.keep, DESK)
        assert again[-1] == shown[-1]


# The file


def interview_with(content, answers):
    journal, _ = journalled(content, Clinician(content, answers))
    return [*itertools.accumulate(journal.calls, after, initial=flow.begin(content))][1:]


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


def test_a_file_that_exists_is_refused_at_once(online_group, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        AnswerFile(path, flow.begin(online_group), overwrite=False)
    assert path.read_text() == "mine"


def test_a_file_to_be_overwritten_stays_until_the_first_answer(online_group, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("mine")
    kept = AnswerFile(path, flow.begin(online_group), overwrite=True)
    kept.close()
    assert path.read_text() == "mine"
    kept.keep([Answered(item="age_years", answer="not_asked")])
    assert "not_asked" in path.read_text()
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_a_folder_that_is_not_there_is_told_at_once(online_group, tmp_path):
    for overwrite in (False, True):
        with pytest.raises(OutputError, match="cannot be written"):
            AnswerFile(tmp_path / "nowhere" / "a.yaml", flow.begin(online_group), overwrite=overwrite)


def test_a_name_that_was_taken_is_given_back_when_nothing_was_answered(online_group, tmp_path):
    kept = AnswerFile(tmp_path / "a.yaml", flow.begin(online_group), overwrite=False)
    assert kept.path.exists()
    kept.close()
    assert not kept.path.exists()


def test_a_save_that_failed_is_made_up_for_when_the_interview_stops(online_group, tmp_path, monkeypatch):
    kept = AnswerFile(tmp_path / "a.yaml", flow.begin(online_group), overwrite=False)
    kept.keep([Answered(item="alone_and_free_to_talk", answer="yes")])

    def fail(*_, **__):
        raise OutputError([Problem("a.yaml", "full", "make room")])

    monkeypatch.setattr("screenkit.interview.saved.write_whole", fail)
    with pytest.raises(OutputError):
        kept.keep([Answered(item="callback_number", answer="yes")])
    monkeypatch.undo()
    kept.close()
    assert 'callback_number: "yes"' in Path(kept.path).read_text()


def test_neither_sections_nor_review_show_a_section_of_which_nothing_is_asked(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["alone_and_free_to_talk"] = [Move.SECTIONS, Move.REVIEW, Give("yes")]
    clinician.meanwhile["Sections"] = [Move.BACK]
    clinician.meanwhile["Every answer so far"] = [*[Move.ON] * 4, Move.LEAVE]
    led(online_group, clinician, only_safety=True)
    sections = next(each for each in clinician.screens if each.title == "Sections")
    reviewed = [each for each in clinician.screens if each.title == "Every answer so far"]

    assert not [key.words for key in sections.ask.keys if key.words.endswith(": 0 answered")]
    assert len({each.blocks[0].text for each in reviewed}) == len(reviewed) == 5
    assert "What you are looking for" not in {each.blocks[0].text for each in reviewed}


def test_a_place_typed_by_its_name_is_not_taken_and_its_code_is_named(online_group, clear_candidate):
    hint = {"Nevada": "; if you mean Nevada, type US-NV"}
    desk = replace(DESK, clinic=CLINIC, place_hint=lambda text: hint.get(text, ""))
    clinician = Clinician(online_group, clear_candidate)
    clinician.meanwhile["Where the person is"] = [Move.CODE, Said("Nevada"), Said("Elm"), Said("us-nv")]
    ended = led(online_group, clinician, desk=desk, only_safety=True)
    told = [each.blocks[-1].text for each in clinician.screens if each.title == "Where the person is"]

    assert ended.place == "US-NV"
    written = "a place is written as its ISO 3166 code, such as IE or US-NV"
    assert told[2:4] == [f"{written}; if you mean Nevada, type US-NV.", f"{written}."]
