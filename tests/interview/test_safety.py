"""A safety stop: what is kept, in which order, and that nobody gets past it without their name."""

import contextlib
from dataclasses import replace

import pytest
from interviews import CLINIC, DESK, NEVADA, Clinician, Journal, led, recorded

from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    Changed,
    EnteredInError,
    Placed,
    Told,
)
from screenkit.errors import OutputError, Problem
from screenkit.interview import flow, words
from screenkit.interview.guidance import _BY_CRITERION, _GENERAL, guidance
from screenkit.interview.keys import Entry, Give, Move, Pick, Said, enter
from screenkit.interview.plain import _in_words
from screenkit.interview.screens.question import question
from screenkit.interview.session.lead import lead
from screenkit.interview.state import after
from screenkit.models.answers import NoAnswer

ACTIVE = "active-suicidal-thoughts-reported"
PASSIVE = "suicidal-thoughts-reported"


class Stopped(KeyboardInterrupt):
    """Somebody pressed Ctrl-C."""


def stopped(content, answers, replies, desk=DESK, journal=None):
    """What was kept when the safety screens were answered with `replies`, and every screen shown.

    When the replies have run out, somebody stops.
    """
    clinician = Clinician(content, answers)
    journal = journal or Journal(flow.begin(content))
    left = list(replies)

    def prompt(screen):
        if screen.title != words.STAY:
            return clinician.prompt(screen)
        clinician.screens.append(screen)
        reply = left.pop(0) if left else Stopped()
        if isinstance(reply, Stopped):
            raise reply
        return reply

    with contextlib.suppress(Stopped):
        lead(flow.resume(content, journal.screening()), prompt, journal.keep, desk)
    return journal, clinician


def since(journal, kind):
    """The kinds of event from the first one of a kind on."""
    kinds = [each.kind for each in journal.events]
    return kinds[kinds.index(kind) :]


@pytest.fixture
def thoughts(clear_candidate):
    """Everything clear but active thoughts of suicide, and the questions these open."""
    return {**clear_candidate, "suicidal_ideation": "active", "suicidal_intent": "no", "means_access": "no"}


def test_answer_and_alert_are_kept_as_one_before_the_screen_stands_there(online_group, thoughts):
    journal, clinician = stopped(online_group, thoughts, [])
    (call,) = [each for each in journal.calls if any(isinstance(event, Alerted) for event in each)]
    assert call == (
        Answered(item="suicidal_ideation", answer="active"),
        Alerted(
            rule=ACTIVE,
            level="immediate",
            message="Active thoughts of suicide were reported.",
            items=("suicidal_ideation",),
        ),
    )
    assert clinician.titles[-1] == words.STAY


def test_an_alert_is_acknowledged_before_anything_else_is_asked(online_group, thoughts):
    journal, _ = stopped(online_group, thoughts, [Move.SEEN, Move.SEEN])
    kinds = since(journal, "alerted")
    assert kinds[:3] == ["alerted", "acknowledged", "answered"]
    assert journal.of(Acknowledged) == [Acknowledged(rules=(ACTIVE,))]


@pytest.mark.parametrize(
    "reply", [Move.ON, Move.BACK, Move.REVIEW, Move.SECTIONS, Give("none"), Said("no"), Pick("x")]
)
def test_nothing_but_the_name_leads_past_it(online_group, thoughts, reply):
    journal, clinician = stopped(online_group, thoughts, [reply, reply, reply])
    assert clinician.titles[-4:] == [words.STAY] * 4
    assert journal.of(Acknowledged) == []
    assert since(journal, "alerted") == ["alerted"]


def test_an_alert_left_open_stands_first_when_the_interview_goes_on(online_group, thoughts):
    journal, _ = stopped(online_group, thoughts, [])
    _, clinician = stopped(online_group, thoughts, [], journal=journal)
    assert clinician.titles == [words.STAY, words.STAY]  # the second asks for a name before it stops
    journal, clinician = stopped(online_group, thoughts, [Move.SEEN], journal=journal)
    assert clinician.titles[0] == words.STAY
    assert clinician.titles.count(words.STAY) == 1
    assert journal.of(Acknowledged) == [Acknowledged(rules=(ACTIVE,))]


def test_whoever_stops_at_an_alert_is_asked_for_the_name_first(online_group, thoughts):
    journal, clinician = stopped(online_group, thoughts, [Stopped(), Move.SEEN])

    assert "Before you stop" in said_on(clinician.screens[-1])
    assert clinician.titles[-2:] == [words.STAY, words.STAY]
    assert journal.events[-1] == Acknowledged(rules=(ACTIVE,))
    assert journal.of(Acknowledged) == [Acknowledged(rules=(ACTIVE,))]


@pytest.mark.parametrize("first", [[], [Move.PROMPTS], [Move.ERROR]], ids=["alert", "prompts", "in error"])
def test_who_thinks_again_about_stopping_is_where_they_were_and_who_does_not_leaves_it_open(
    online_group, thoughts, first
):
    journal, clinician = stopped(online_group, thoughts, [*first, Stopped(), Move.BACK, Stopped(), Stopped()])
    left, leaving, again, _ = clinician.screens[-4:]

    assert left == again
    assert "stays open" in said_on(leaving)
    assert journal.of(Acknowledged) == []
    assert since(journal, "alerted") == ["alerted"]


def test_the_place_of_now_is_asked_before_an_open_alert_shows_any_number(online_group, thoughts):
    journal, _ = stopped(online_group, thoughts, [])
    desk = replace(DESK, clinic=CLINIC, help_at=lambda place: NEVADA if place == "US" else None)
    clinician = Clinician(online_group, thoughts)
    clinician.meanwhile["Where the person is"] = [Pick("US")]
    clinician.meanwhile[words.STAY] = [Stopped()]
    with pytest.raises(Stopped):
        lead(flow.resume(online_group, journal.screening()), clinician.prompt, journal.keep, desk)
    assert clinician.titles == ["Where the person is", words.STAY, words.STAY]
    place, alert, _ = clinician.screens
    assert place.blocks[0].text == words.STAY
    assert place.ask.bare is None
    assert "Emergency, United States: 911" in said_on(alert)


def test_what_is_told_is_kept_prompt_by_prompt_and_never_becomes_an_answer(online_group, thoughts):
    replies = [
        Move.PROMPTS,
        Said("alone"),
        Said("12 Main Street"),
        Move.BACK,
        Said("14 Main Street"),
        Move.ON,
        Said("no intent"),
        Move.LEAVE,
        Move.SEEN,
    ]
    journal, _ = stopped(online_group, thoughts, replies)
    assert [(each.prompt, each.text) for each in journal.of(Told)] == [
        ("alone", "alone"),
        ("location", "12 Main Street"),
        ("location", "14 Main Street"),
        ("intent", "no intent"),
    ]
    told = journal.screening().told
    assert told == {"alone": "alone", "location": "14 Main Street", "intent": "no intent"}
    assert not set(told.values()) & {each.answer for each in journal.of(Answered)}


def test_the_prompts_come_in_the_order_of_the_protocol_and_can_all_be_passed_over(online_group, thoughts):
    count = len(guidance(online_group, [ACTIVE]).prompts)
    journal, clinician = stopped(online_group, thoughts, [Move.PROMPTS, *[Move.ON] * count, Move.SEEN])
    asked = [
        each.blocks[1].text for each in clinician.screens if each.title == words.STAY and each.ask.is_text
    ]
    order = [
        "Alone",
        "location",
        "Thoughts",
        "intent",
        "plan",
        "means",
        "attempt",
        "Alcohol",
        "Someone",
        "Reasons",
    ]
    assert len(asked) == len(order)
    assert all(word.lower() in text.lower() for word, text in zip(order, asked, strict=True))
    assert journal.of(Told) == []
    assert journal.of(Acknowledged) == [Acknowledged(rules=(ACTIVE,))]


def test_the_numbers_of_the_place_stand_on_every_screen_of_the_stop(online_group, thoughts):
    desk = replace(DESK, clinic=CLINIC, help_at=lambda place: NEVADA if place.startswith("US") else None)
    replies = [Move.PLACE, Move.PROMPTS, *[Move.ON] * 10, Move.SEEN]
    journal = Journal(flow.begin(online_group))
    clinician = Clinician(online_group, thoughts)
    clinician.meanwhile["Where the person is"] = [Move.LEAVE, Pick("US")]
    left = list(replies)
    shown = []

    def prompt(screen):
        if screen.title == words.STAY and left:
            shown.append("\n".join(each.text for each in screen.blocks))
            return left.pop(0)
        return clinician.prompt(screen)

    lead(flow.begin(online_group), prompt, journal.keep, desk)
    assert "911" not in shown[0]
    assert words.NOBODY_ON_FILE in shown[0]
    assert all("Emergency, United States: 911 (checked 2026-10-01)" in each for each in shown[1:])
    assert journal.of(Placed) == [Placed(place="US")]


def test_an_answer_nobody_gave_is_entered_in_error_and_asked_again(online_group, thoughts):
    thoughts = {**thoughts, "suicidal_ideation": "none"}
    clinician = Clinician(online_group, thoughts)
    clinician.once["suicidal_ideation"] = [Give("active")]
    clinician.meanwhile[words.STAY] = [Move.ERROR, Said("a slip of the finger")]
    journal = Journal(flow.begin(online_group))
    ended = led(online_group, clinician, journal.keep)
    assert since(journal, "alerted")[:3] == ["alerted", "entered_in_error", "changed"]
    assert journal.of(EnteredInError) == [EnteredInError(rules=(ACTIVE,), reason="a slip of the finger")]
    assert journal.of(Changed) == [
        Changed(item="suicidal_ideation", before="active", answer="none", reason="a slip of the finger")
    ]
    assert [(each.rule, each.level, each.state) for each in ended.alerts] == [
        (ACTIVE, "immediate", "entered_in_error")
    ]


def test_an_answer_that_is_given_again_raises_its_alert_again(online_group, thoughts):
    clinician = Clinician(online_group, thoughts)
    clinician.once["suicidal_ideation"] = [Give("active"), Give("active")]
    clinician.meanwhile[words.STAY] = [Move.ERROR, Said("a slip"), Move.SEEN]
    journal = Journal(flow.begin(online_group))
    led(online_group, clinician, journal.keep)
    kinds = since(journal, "alerted")
    assert kinds[:4] == ["alerted", "entered_in_error", "alerted", "acknowledged"]


def test_no_bare_enter_keeps_an_answer_that_was_entered_in_error(online_group):
    begun = flow.back_to(flow.begin(online_group), "suicidal_ideation")
    raised = recorded(begun, "active")
    marked = after(raised, [EnteredInError(rules=(ACTIVE,), reason="a slip")])
    screen = question(flow.back_to(marked, "suicidal_ideation"))
    entry = enter(screen.ask, Entry())

    assert isinstance(entry, Entry)
    assert entry.says.startswith("Enter alone does not keep it.")
    assert "It was entered in error: answer anew." in screen.after[0].text
    assert enter(screen.ask, Entry("3")) == Give("active")
    plain = _in_words(screen.ask)
    assert isinstance(enter(plain, Entry("keep")), Entry)

    mended = recorded(flow.back_to(marked, "suicidal_ideation"), "none")
    assert question(flow.back_to(mended, "suicidal_ideation")).ask.bare is Move.ON


def test_everything_at_one_look_shows_what_was_told_already(online_group, thoughts):
    replies = [Move.PROMPTS, Move.ON, Said("Flat 2"), Said("yes"), Said("no"), Move.LEAVE, Move.SEEN]
    _, clinician = stopped(online_group, thoughts, [*replies[:5], Said("x" * 60), *replies[5:]])
    first, again = [each for each in clinician.screens if "seen" in {key.word for key in each.ask.keys}][:2]
    asked = guidance(online_group, [ACTIVE]).asks

    assert [block.text for block in first.blocks if block.lead.strip().isdigit()] == [
        each.asks for each in asked
    ]
    assert [block.text for block in again.blocks if block.lead.strip().isdigit()] == [
        asked[0].asks,
        f"{asked[1].asks} [location: Flat 2]",
        f"{asked[2].asks} [thoughts: yes; intent: no; plan: {'x' * 39}…]",
        *(each.asks for each in asked[3:]),
    ]
    assert first.ask == again.ask


def test_every_prompt_stands_beside_one_line_of_what_is_to_be_found_out():
    for told in (_GENERAL, *(each for _, each in _BY_CRITERION)):
        names = [name for line in told.asks for name in line.prompts]
        assert sorted(names) == sorted(each.id for each in told.prompts)


def test_entered_in_error_and_then_killed_raises_it_again(online_group, thoughts):
    journal, _ = stopped(online_group, thoughts, [Move.ERROR, Said("a slip")], DESK)
    kinds = [each.kind for each in journal.events]
    cut = Journal(flow.begin(online_group))
    cut.events = journal.events[: kinds.index("entered_in_error") + 1]
    _, clinician = stopped(online_group, thoughts, [], journal=cut)
    assert clinician.titles[-1] == words.STAY
    assert cut.events[-1].kind == "alerted"


def test_entered_in_error_in_the_review_leads_to_the_answer_too(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["suicidal_ideation"] = [Give("none"), Give("active")]
    clinician.once["self_harm_past_3m"] = [Move.REVIEW]
    clinician.meanwhile["Every answer so far"] = [Pick("suicidal_ideation")]
    clinician.meanwhile[words.STAY] = [Move.ERROR, Said("the wrong line")]
    journal = Journal(flow.begin(online_group))
    ended = led(online_group, clinician, journal.keep)
    changed = [(each.before, each.answer, each.reason) for each in journal.of(Changed)]
    assert changed == [
        ("none", "active", "corrected in the interview"),
        ("active", "none", "the wrong line"),
    ]
    assert [each.state for each in ended.alerts] == ["entered_in_error"]


@pytest.mark.parametrize("away", [Move.BACK, Move.SECTIONS])
def test_leaving_the_answer_that_was_entered_in_error_raises_its_alert_again(online_group, thoughts, away):
    clinician = Clinician(online_group, thoughts)
    clinician.once["suicidal_ideation"] = [Give("active"), away]
    clinician.meanwhile["Sections"] = [Pick("pregroup-interview/group")]
    clinician.meanwhile[words.STAY] = [Move.ERROR, Said("a slip"), Move.SEEN]
    journal = Journal(flow.begin(online_group))
    led(online_group, clinician, journal.keep)
    kinds = [kind for kind in since(journal, "alerted") if kind != "put_off"]
    assert kinds[:4] == ["alerted", "entered_in_error", "alerted", "acknowledged"]


def test_going_back_from_entered_in_error_leaves_the_alert_open(online_group, thoughts):
    journal, clinician = stopped(online_group, thoughts, [Move.ERROR, Move.BACK])
    assert clinician.titles[-1] == words.STAY
    assert journal.of(EnteredInError) == []


def test_a_recorded_assessment_moves_the_suicide_alerts_on(online_group, thoughts):
    answers = {
        **thoughts,
        "suicide_safety_assessment_done": "yes",
        "suicide_assessment_conclusion": "group_may_proceed_with_plan",
    }
    clinician = Clinician(online_group, answers)
    journal = Journal(flow.begin(online_group))
    ended = led(online_group, clinician, journal.keep)
    assert journal.of(Assessed) == [
        Assessed(
            rules=(ACTIVE,),
            reason="Yes, by a clinician, today; The group may go ahead, with a safety plan",
        )
    ]
    assert [each.state for each in ended.alerts] == ["assessed"]
    assert ended.assessment.safety.state == "assessed"


def test_an_assessment_without_a_conclusion_moves_nothing_on(online_group, thoughts):
    answers = {**thoughts, "suicide_safety_assessment_done": "yes"}
    journal = Journal(flow.begin(online_group))
    clinician = Clinician(online_group, answers, otherwise=NoAnswer.DONT_KNOW)
    ended = led(online_group, clinician, journal.keep)
    assert journal.of(Assessed) == []
    assert {each.state for each in ended.alerts} == {"acknowledged"}


def test_an_assessment_moves_no_other_alert_on(online_group, thoughts):
    answers = {
        **thoughts,
        "suicide_safety_assessment_done": "yes",
        "suicide_assessment_conclusion": "group_may_proceed_with_plan",
        "harm_to_others": "yes",
    }
    ended = led(online_group, Clinician(online_group, answers))
    assert {each.rule: each.state for each in ended.alerts} == {
        ACTIVE: "assessed",
        "intent-to-harm-others-reported": "acknowledged",
    }


def test_alerts_of_two_kinds_are_stopped_for_one_after_the_other(online_group, clear_candidate):
    answers = {**clear_candidate, "harm_to_others": "yes", "unsafe_home": "yes"}
    journal, _ = stopped(online_group, answers, [])
    events = [
        each
        for rule in online_group.ruleset.rules
        if rule.id in {"violence-at-home-reported", "suicidal-thoughts-reported"}
        for each in [Alerted(rule=rule.id, level=rule.alert, message=rule.because, items=("unsafe_home",))]
    ]
    journal.keep(events)
    stopped(online_group, answers, [Move.SEEN] * 3, journal=journal)
    seen = [each.rules for each in journal.of(Acknowledged)]
    assert sorted(rule for rules in seen for rule in rules) == sorted(
        ["intent-to-harm-others-reported", "violence-at-home-reported", "suicidal-thoughts-reported"]
    )
    assert all(len(rules) == 1 for rules in seen)


def test_a_disk_that_is_full_at_the_worst_moment_lets_nothing_pass(online_group, thoughts):
    journal = Journal(flow.begin(online_group))
    full = OutputError([Problem("case", "the disk is full", "make room")])
    clinician = Clinician(online_group, thoughts)
    shown = []

    def keep(events):
        if any(isinstance(each, Alerted | Acknowledged) for each in events) and len(shown) < 6:
            shown.append(clinician.titles[-1])
            raise full
        journal.keep(events)

    led(online_group, clinician, keep)
    unsaved = [each for each in clinician.screens if "not saved yet" in said_on(each)]
    assert [each.title for each in unsaved] == [words.STAY] * 6
    assert since(journal, "alerted")[:2] == ["alerted", "acknowledged"]


def said_on(screen):
    """The words in the middle of a screen."""
    return " ".join(each.text for each in screen.blocks)


def test_an_alert_that_cannot_be_saved_says_what_it_asks_for_and_whom_to_call_before_anything_else(
    online_group, thoughts
):
    """The disk is full from the disclosure on: the safety screen itself can never stand there."""
    clinician = Clinician(online_group, thoughts)
    clinician.meanwhile["Where the person is"] = [Pick("US")]
    clinician.meanwhile[words.STAY] = [Move.ON, Stopped()]

    def keep(events):
        if any(isinstance(each, Alerted) for each in events):
            raise OutputError([Problem("case", "the disk is full", "make room")])

    desk = replace(DESK, clinic=CLINIC, help_at=lambda place: NEVADA if place == "US" else None)
    with pytest.raises(Stopped):
        lead(flow.begin(online_group), clinician.prompt, keep, desk)
    shown = clinician.screens[-1]
    assert shown.title == words.STAY
    assert [each.text for each in shown.blocks][:4] == [
        words.NOW["immediate"],
        "Active thoughts of suicide were reported.",
        "Emergency, United States: 911 (checked 2026-10-01)",
        "Lifeline: 988 (day and night)",
    ]
    assert "not saved yet" in said_on(shown)
    assert "the disk is full" in said_on(shown)
    assert "r" in {key.key for key in shown.ask.keys}


def test_violence_at_home_is_never_asked_while_somebody_may_hear(online_group, clear_candidate):
    text = online_group.items["unsafe_home"].text
    for heard in ("no", "unsure"):
        clinician = Clinician(online_group, {**clear_candidate, "alone_and_free_to_talk": heard})
        clinician.meanwhile["The end of the interview"] = [Move.ASK_LEFT, Move.ON]
        led(online_group, clinician)
        assert not [each for each in clinician.screens if text in {b.text for b in each.blocks}]


def test_every_screen_about_violence_at_home_clears_on_one_key(online_group, clear_candidate):
    answers = {**clear_candidate, "unsafe_home": "yes"}
    _, clinician = stopped(online_group, answers, [Move.PROMPTS, Move.LEAVE, Move.ERROR, Move.BACK])
    text = online_group.items["unsafe_home"].text
    asked = [
        each for each in clinician.screens if text in {b.text for b in each.blocks} and not each.ask.bare
    ]
    stops = [each for each in clinician.screens if each.title == words.STAY]
    assert len(asked) == 1
    assert len(stops) == 6
    for screen in (*asked, *stops):
        assert Move.CLEAR in {key.reply for key in screen.ask.keys}
