"""What stands on the screens: everything is readable at 80 by 24, and nothing on them is interpreted."""

import re
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from inline_snapshot import snapshot
from interviews import CLINIC, DESK, NEVADA, Journal, answered, recorded

from screenkit.case.events import Answered
from screenkit.case.history import Kept
from screenkit.case.places import Authority
from screenkit.interview import flow, words
from screenkit.interview.changes import taking
from screenkit.interview.guidance import guidance
from screenkit.interview.keys import Entry, Pick, enter, press
from screenkit.interview.layout import NEUTRAL, page
from screenkit.interview.raised import Raised
from screenkit.interview.screens import frame, moving, places, safety
from screenkit.interview.screens.instrument import instrument
from screenkit.interview.screens.question import question
from screenkit.interview.state import after
from screenkit.models.answers import NoAnswer

ALERT_WORDS = re.compile(
    r"risk level|low risk|medium risk|high risk|score|\b911\b|\b988\b|\b112\b", re.IGNORECASE
)
WITH_NUMBERS = replace(DESK, clinic=CLINIC, help_at=lambda _: NEVADA)


def lines(screen, entry=None, *, columns=80, rows=24, top=0):
    return [line.text for line in page(screen, entry or Entry(), columns=columns, rows=rows, top=top).lines]


def text(screen, **size):
    return "\n".join(line.rstrip() for line in lines(screen, **size)) + "\n"


def at(content, name):
    return flow.back_to(flow.begin(content, content.ruleset.instruments), name)


def alerted(content, name, answer, desk=DESK, place=None):
    asked = at(content, name)
    if asked.is_held_back(name):  # until somebody is alone and free to talk
        asked = flow.back_to(recorded(flow.onward(asked), "yes"), name)
    said = replace(recorded(asked, answer), place=place)
    told = guidance(content, [said.open_alerts[0].rule])
    return safety.alert(said, said.open_alerts, told, desk)


def test_a_question_shows_what_to_press_and_how_to_say_nothing(online_group):
    assert text(question(at(online_group, "emergency_contact"))) == snapshot("""\
 Agreements, records and emergencies            section 9 of 18 · 1 of about 87

 Ask:
 Is there someone we may call if we are worried about you?

   The person agrees to it and the contact can reach them. Nobody from a home
   that is unsafe, or while that question is open; then agree on another way,
   such as a friend elsewhere or a service nearby.

    y  Yes, agreed and on file
    2  Another way to reach help is agreed
    n  Not yet







 No answer:   d declined   k doesn't know   s not asked, skip
 b back   w why   t note   g sections   v review   Ctrl-C stop

 Press y, 2 or n, then Enter.
 >
""")


def test_an_alert_says_what_to_do(online_group):
    assert text(alerted(online_group, "suicidal_ideation", "plan")) == snapshot("""\
 Stay with the person. This tool does not assess risk.

 Do not end the contact; get help now.
 A plan for suicide, an intent, or thoughts of it at this moment were reported.
 Answered: A method, a plan or an intent is present
 No number is on file for where the person is now. Ask for the place, and use
 the emergency number there.
   1  Alone, and able to speak?
   2  Exact location now (address, flat, state). A number to call back.
   3  Thoughts now? Intent? A plan? Access to means?
   4  A recent attempt or preparation? Alcohol or drugs now?
   5  Someone who can be there. Emergency contact; consent to call.
   6  Reasons and supports. A clinician and a safety plan there already?
   -  The nearest emergency department. In imminent danger, stay on the line
      until other help is present.
   -  A safety plan, and a way for the person to receive it.
   -  Hand over; call your supervisor; review today.

    a  I, Dr Rivera, have seen this

 q one by one   e entered in error   Ctrl-C stop

 When you have seen to this, press a, then Enter.
 >
""")


def test_an_alert_about_violence_at_home_has_its_own_words(online_group):
    assert text(alerted(online_group, "unsafe_home", "yes")) == snapshot("""\
 Stay with the person. This tool does not assess risk.

 A clinician speaks with this person today.
 Violence or control by somebody at home was reported. Nothing is written or
 sent home, and nobody of the household is a contact.
 Answered: Yes
 No number is on file for where the person is now. Ask for the place, and use
 the emergency number there.
   1  Yes/no questions only. Who is in the room?
   2  Agree on a word or sign that means: not now.
   3  In danger right now? Exact location; a safe number to call back.
   4  Anyone else in danger there, children for example?
   5  Someone outside the household who can help.
   -  Write and send nothing to the home: no e-mail, no link, no file on a
      shared device.
   -  Nobody of the household is an emergency contact.
   -  The local help line for violence at home; another place or time to talk.
   -  Hand over; call your supervisor; review today.

    a  I, Dr Rivera, have seen this
 q one by one   e entered in error   Tab clears the screen   Ctrl-C stop

 When you have seen to this, press a, then Enter.
 >
""")


def every_question(content):
    return [question(at(content, item.id)) for each in content.asked for item in each.items]


def test_every_question_fits_on_an_ordinary_screen(online_group):
    for screen in every_question(online_group):
        shown = page(screen, Entry(), columns=80, rows=24)
        assert shown.furthest == 0
        assert len(shown.lines) <= 24
        assert max(len(line.text) for line in shown.lines) <= 80


def test_every_question_shows_its_words_its_help_and_each_of_its_keys(online_group):
    for screen in every_question(online_group):
        shown = " ".join(" ".join(lines(screen)).split())
        for block in screen.blocks:
            assert block.text in shown
        for key in screen.ask.keys:
            assert f"{key.key} {key.words}" in shown


@pytest.mark.parametrize("rows", [24, 16, 12])
def test_on_a_small_screen_the_keys_stay_and_the_rest_can_be_moved_through(online_group, rows):
    for screen in every_question(online_group):
        furthest = page(screen, Entry(), columns=40, rows=rows).furthest
        seen = []
        for top in range(furthest + 1):
            shown = lines(screen, columns=40, rows=rows, top=top)
            assert len(shown) <= rows
            assert shown[-1].strip() == ">"
            seen += shown
        for key in screen.ask.keys:
            assert any(f"{key.key} " in line for line in seen)


def test_no_letter_means_two_things(online_group):
    meanings: dict[str, set[object]] = {}
    for screen in every_question(online_group):
        for key in screen.ask.keys:
            if len(key.key) == 1 and key.key.isalpha():
                meanings.setdefault(key.key, set()).add(key.reply)
    assert {key: len(meant) for key, meant in meanings.items()} == dict.fromkeys("yndksbwtgv", 1)


def test_not_applicable_is_never_offered_and_a_judgement_is_never_declined(online_group):
    for each in online_group.asked:
        for item in each.items:
            keys = question(at(online_group, item.id)).ask.keys
            replies = [getattr(key.reply, "answer", None) for key in keys]
            assert NoAnswer.NOT_APPLICABLE not in replies
            assert (NoAnswer.DECLINED in replies) is not item.judgement
            assert {NoAnswer.DONT_KNOW, NoAnswer.NOT_ASKED} <= set(replies)


@pytest.mark.parametrize(("desk", "place"), [(DESK, None), (WITH_NUMBERS, "US-NV")])
def test_every_alert_of_the_rule_set_fits_and_keeps_to_its_words(online_group, desk, place):
    said = replace(recorded(at(online_group, "suicidal_ideation"), "plan"), place=place)
    for rule in online_group.ruleset.rules:
        if rule.alert in {"same_day", "immediate"}:
            raised = Raised(rule.id, rule.alert, rule.because, ((),))
            screen = safety.alert(said, [raised], guidance(online_group, [rule.id]), desk)
            shown = text(screen)
            assert shown.splitlines()[0].strip() == words.STAY
            assert "--" not in shown, rule.id
            assert "I, Dr Rivera, have seen this" in shown
            assert ("911 (checked 2026-10-01)" in shown) is (place is not None)
            assert "988" in shown or place is None
            if place is None:
                assert not ALERT_WORDS.search(shown.replace(words.STAY, "")), rule.id


def test_a_number_nobody_has_checked_lately_says_so(online_group):
    old = replace(NEVADA, is_old=True)
    desk = replace(WITH_NUMBERS, help_at=lambda _: old)
    shown = text(alerted(online_group, "suicidal_ideation", "plan", desk, "US-NV"))
    assert words.OLD_NUMBERS in shown
    never = replace(NEVADA, is_old=True, checked_on=None)
    desk = replace(WITH_NUMBERS, help_at=lambda _: never)
    assert "911 (never checked)" in text(alerted(online_group, "suicidal_ideation", "plan", desk, "US-NV"))


def test_a_place_the_clinic_knows_no_number_for_shows_none(online_group):
    desk = replace(WITH_NUMBERS, help_at=lambda _: None)
    shown = text(alerted(online_group, "suicidal_ideation", "plan", desk, "FR"))
    assert words.NOBODY_ON_FILE.split(".")[0] in " ".join(shown.split())
    assert not re.search(r"\b(911|988|112)\b", shown)


def test_a_question_that_comes_up_late_says_why_it_comes_now(online_group):
    asked = answered(flow.begin(online_group, ["phq9"]), {"suicidal_ideation": "none"}, until="phq9_9")
    assert words.COMES_LATE not in text(question(asked))
    opened = recorded(asked, Fraction(1))
    assert opened.due.id == "suicidal_intent"
    assert words.COMES_LATE in text(question(opened))


HOSTILE = "\x1b]52;c;eA==\x07Ask\x1b[31m [/red] {x} <b>\u202eevil\u202c\n#read"


def hostile(content):
    """The shipped content, its first section in somebody else's words."""
    questionnaire = content.questionnaires["pregroup-interview"]
    first, *sections = questionnaire.sections
    item, *items = first.items
    words_of_it = {"text": HOSTILE, "help": HOSTILE, "values": {"yes": HOSTILE, "no": HOSTILE}}
    section = first.model_copy(
        update={
            "items": (item.model_copy(update=words_of_it), *items),
            "title": HOSTILE,
            "intro": HOSTILE,
        }
    )
    own = questionnaire.model_copy(
        update={"sections": (section, *sections), "title": HOSTILE, "intro": HOSTILE}
    )
    return replace(content, questionnaires={**content.questionnaires, own.id: own})


def test_words_of_a_clinics_own_questionnaire_are_shown_as_text_only(online_group):
    content = hostile(online_group)
    begun = flow.begin(content)
    said = flow.back(recorded(begun, "yes"))
    item = content.items["alone_and_free_to_talk"]
    for screen in (
        frame.opening(begun, replace(DESK, kept_in=HOSTILE)),
        frame.section(begun),
        question(begun),
        question(said),
        moving.sections(flow.parts(said)),
        moving.review(said, flow.parts(said)[0], "1 of 9", is_last=False),
        moving.why(content, item),
        moving.note(HOSTILE, [HOSTILE]),
        moving.reason(HOSTILE, HOSTILE),
        frame.not_saved([], HOSTILE),
        instrument(said, content.questionnaires["phq9"].model_copy(update={"intro": HOSTILE})),
        safety.in_error([Raised("rule", "same_day", HOSTILE, ((),))]),
        places.during_sessions(HOSTILE, HOSTILE, HOSTILE),
        places.on_file([Authority("IE", "yes", (HOSTILE,))], "yes", HOSTILE, HOSTILE),
    ):
        shown = "".join(lines(screen, press(screen.ask, Entry(), "y"), rows=60))
        assert "Ask [/red] {x} <b>evil #read" in " ".join(shown.split())
        assert shown.isprintable()


def test_the_end_names_what_is_still_open_safety_first(online_group):
    interview = answered(flow.begin(online_group), {})
    shown = text(frame.ending(interview), rows=100)
    assert shown.index("Safety questions left open") < shown.index("Left open")
    assert "held back" in shown


def test_the_end_lists_what_was_raised_and_what_nothing_asks_for_any_more(online_group):
    quiet = dict.fromkeys(["suicide_attempt_past_3m", "suicide_attempt_lifetime", "self_harm_past_3m"], "no")
    said = {"suicidal_ideation": "plan", "suicidal_intent": "yes", **quiet}
    asked = answered(flow.begin(online_group), said)
    changed = recorded(flow.back_to(asked, "suicidal_ideation"), "none")
    screen = frame.ending(changed)
    shown = " ".join(text(screen, rows=200).split())
    assert f"{words.UNCALLED} - Right now, do you mean to end your life?" in shown
    assert (
        "A plan for suicide, an intent, or thoughts of it at this moment were reported. (nobody has" in shown
    )
    assert {key.key for key in screen.ask.keys} == set("aubgv")


def test_the_end_says_how_much_was_left_out(online_group, clear_candidate):
    ended = answered(flow.begin(online_group, until_settled=True), clear_candidate)
    count = len(ended.left_out)
    shown = text(frame.ending(ended))
    assert f"What is left can change no recommendation: {count} questions are left out." in shown


def test_the_sections_say_how_far_each_is(online_group):
    asked = answered(flow.begin(online_group, ["gad7"]), {"callback_number": "yes"}, until="age_years")
    shown = text(moving.sections(flow.parts(asked)), rows=60)
    assert " 1  Before we begin: 1 answered, 3 open\n" in shown
    assert " 2  What you are looking for: 0 answered, 5 open\n" in shown
    assert "10  GAD-7, anxiety over the past two weeks: to be taken, 1 open\n" in shown
    assert "11  PHQ-9, depression over the past two weeks: not taken\n" in shown


def test_a_section_of_which_nothing_is_asked_is_left_out(online_group):
    for begun in (flow.begin(online_group, only_safety=True), flow.begin(online_group)):
        shown = [each for each in flow.parts(begun) if not each.is_empty]
        assert {each.id for each in shown if each.section} == {
            each.id for each in flow.parts(begun) if each.section and (each.open or each.names)
        }
    safety_only = flow.begin(online_group, only_safety=True)
    sections = [each for each in flow.parts(safety_only) if each.is_taken and not each.is_empty]
    assert flow.progress(safety_only).sections == len(sections) < len(flow.parts(safety_only))


def test_the_line_of_progress_says_saved_once_something_is_kept(online_group):
    begun = flow.begin(online_group)
    assert "saved" not in question(begun).place
    assert question(recorded(begun, "yes")).place.endswith("2 of about 79 · saved")
    narrow = lines(question(recorded(begun, "yes")), columns=40)[0]
    assert narrow.rstrip().endswith("2 of about 79")


def test_the_screen_of_a_note_says_that_rules_do_not_read_it():
    assert "the rules do not read notes" in text(moving.note("A question", []))


def test_what_acknowledges_an_alert_stays_in_sight_after_enter_and_at_every_place_of_a_long_screen(
    online_group,
):
    screen = alerted(online_group, "suicidal_ideation", "plan", WITH_NUMBERS, "US-NV")
    for entry in (Entry(), enter(screen.ask, Entry()), enter(screen.ask, Entry("x"))):
        for rows, top in ((24, 0), (24, 50), (18, 0), (18, 50)):
            shown = lines(screen, entry, rows=rows, top=top)
            assert sum("a  I, Dr Rivera, have seen this" in line for line in shown) == 1
            assert len(shown) <= rows


def test_the_review_shows_neither_question_nor_answer_of_what_is_held_back(online_group, clear_candidate):
    said = answered(flow.begin(online_group), {**clear_candidate, "unsafe_home": "yes"})
    overheard = recorded(flow.back_to(said, "alone_and_free_to_talk"), "no")
    asked = online_group.items["unsafe_home"].text
    for interview, is_shown in ((said, True), (overheard, False)):
        part = next(each for each in flow.parts(interview) if "unsafe_home" in each.names)
        screen = moving.review(interview, part, "1 of 9", is_last=False)
        shown = " ".join(text(screen, rows=80).split())
        picks = {key.reply.name for key in screen.ask.keys if isinstance(key.reply, Pick)}
        assert (" ".join(asked.split()) in shown) is is_shown
        assert ("unsafe_home" in picks) is is_shown
        assert ("1 question is held back" in shown) is not is_shown
        assert "Tab clears the screen" in shown


def test_the_end_does_not_name_a_question_that_is_held_back(online_group, clear_candidate):
    told = {**clear_candidate, "alone_and_free_to_talk": "no"}
    interview = answered(flow.begin(online_group), told)
    later = after(interview, [Answered(item="unsafe_home", answer="not_asked")])
    shown = " ".join(text(frame.ending(later), rows=200).split())
    assert online_group.items["unsafe_home"].text not in shown
    assert words.HELD_BACK in shown


def test_the_review_gives_every_answer_a_number(online_group):
    asked = answered(
        flow.begin(online_group), {"callback_number": "yes", "age_years": "45"}, until="consent_capacity"
    )
    part = flow.parts(asked)[0]
    assert text(moving.review(asked, part, "section 1 of 9", is_last=False)) == snapshot("""\
 Every answer so far                                             section 1 of 9

 Before we begin

    1  Can you talk freely right now, with nobody else listening?  not asked
    2  Is there a phone number where I can call you back if we lose contact?
       Yes, a number is on file
    3  Would you like an interpreter for our talks?  not asked
    4  How old are you?  45











 m more   b before   g sections   x leave   Tab clears the screen   Ctrl-C stop

 Press a number to change an answer, m for more, or x to go on.
 >
""")


def test_why_tells_statement_source_strength_and_what_it_does_not_support(online_group):
    screen = moving.why(online_group, online_group.items["device_watched"])
    assert text(screen, rows=40) == snapshot("""\
 Why this is asked

 Can anyone else see what you write or do on the phone or computer you would
 use?

 X-DV
   Where someone at home is violent or controlling, others may overhear a
   question, watch a device or read a message. Ask questions that can be
   answered with yes or no, ask who is present, agree on a signal, and send
   nothing in writing.
   From: JAMA Insights (2021), on asking about violence at home in telehealth.
   JAMA, 325, 2307. (On asking about violence at home at a distance)
   Strength: professional guidance; not tested in trials
   Written about: online video, online text, online forum
   It does not support: A reason against the person: it is about joining from
   that place.
   It does not support: The household member as emergency contact.

 W-CONFID
   The privacy that an office gives cannot be taken for granted online; further
   steps are needed. Meeting the privacy rules for health data in the United
   States (HIPAA) leaves other risks standing.
   From: Weinberg, H. (2020). Online group psychotherapy: Challenges and
   possibilities during COVID-19 - a practice review. Group Dynamics, 24(3).
   (On privacy, law and consent)
   Strength: the author's clinical experience; not tested in trials
   Written about: online video, online text, online forum
   It does not support: Any assurance that a platform keeps a group private.


 b back   Ctrl-C stop

 Press Enter to go back to the question.
 >
""")


def test_every_question_can_say_why_it_is_asked(online_group):
    for each in online_group.asked:
        for item in each.items:
            shown = text(moving.why(online_group, item), rows=400)
            named = [name for name in item.rests_on if name in online_group.criteria]
            assert all(f" {name}\n" in shown for name in named)
            assert named or "belongs to a form as a whole" in shown


def with_last_time(content, name, answer):
    """The screening before, in which one item was answered."""
    screening = Journal(flow.begin(content)).screening()
    kept = {name: Kept(answer, datetime.fromisoformat("2026-09-01T10:00:00+02:00"), "Dr Rivera", 1)}
    return replace(screening, kept=kept)


def test_an_answer_of_last_time_is_offered_with_its_date(online_group):
    earlier = with_last_time(online_group, "trauma_history", "no")
    screen = question(at(online_group, "trauma_history"), earlier)
    key = next(key for key in screen.ask.keys if key.key == "l")
    assert key.words == "as last time, 2026-09-01: None reported"
    assert (key.reply.answer, key.reply.as_last_time) == ("no", True)
    assert screen.ask.bare is None


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("suicidal_ideation", "none"),
        ("safety_plan", "yes"),
        ("online_consent_signed", "yes"),
        ("private_space", "yes"),
        ("located_in_authorised_jurisdiction", "yes"),
        ("joins_from", "home"),
        ("platform_compliant_with_baa", "yes"),
        ("group_kind", "skills"),
        ("gad7_1", "0"),
        ("trauma_history", "declined"),
        ("trauma_history", "not_asked"),
        ("trauma_history", "of another version"),
    ],
)
def test_nothing_of_last_time_is_offered_for_safety_consent_or_measures(online_group, name, answer):
    screen = question(at(online_group, name), with_last_time(online_group, name, answer))
    assert "l" not in {key.key for key in screen.ask.keys}


def test_no_screen_offers_to_go_past_an_alert_unseen(online_group):
    screen = alerted(online_group, "suicidal_ideation", "plan", WITH_NUMBERS, "US-NV")
    assert screen.ask.bare is None
    assert [key.key for key in screen.ask.keys] == ["a", "q", "p", "e"]


def test_a_cleared_screen_shows_nothing_of_the_interview():
    assert text(NEUTRAL).split() == ["Type", "any", "letter,", "then", "Enter.", ">"]


SMALL = [(80, 24), (40, 12)]


@pytest.mark.parametrize(("columns", "rows"), SMALL)
def test_every_other_screen_fits_too(online_group, columns, rows):
    asked = answered(flow.begin(online_group, ["phq9"]), {"suicidal_ideation": "plan"})
    phq9 = online_group.questionnaires["phq9"]
    told = guidance(online_group, [asked.open_alerts[0].rule])
    for screen in (
        frame.name(),
        frame.opening(flow.begin(online_group), DESK),
        frame.going_on(asked, DESK),
        frame.ending(asked),
        moving.sections(flow.parts(asked)),
        *(moving.review(asked, each, "", is_last=False) for each in flow.parts(asked)),
        moving.note("Note", []),
        instrument(after(asked, taking(asked, phq9, "total")), phq9),
        *(safety.prompt(each, "told", "1 of 9", NEVADA) for each in told.prompts),
        safety.in_error(asked.open_alerts),
        places.where_now(CLINIC.regions, "US"),
        places.code("wrong"),
        places.during_sessions("Where?", "", "wrong"),
        alerted(online_group, "suicidal_ideation", "plan", WITH_NUMBERS, "US-NV"),
        NEUTRAL,
    ):
        shown = lines(screen, columns=columns, rows=rows)
        assert len(shown) <= rows, text(screen, columns=columns, rows=rows)
        assert max(len(line) for line in shown) <= columns
        assert shown[-1].strip() == ">"
