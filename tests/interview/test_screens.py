"""What stands on the screens: everything is readable at 80 by 24, and nothing on them is interpreted."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from inline_snapshot import snapshot

from screenkit.assessment import Alert
from screenkit.interview import flow, screens, words
from screenkit.interview.keys import Entry, press
from screenkit.interview.layout import page
from screenkit.models.answers import NoAnswer

ALERT_WORDS = re.compile(
    r"risk level|low risk|medium risk|high risk|score|\b911\b|\b988\b|\b112\b", re.IGNORECASE
)


def lines(screen, entry=None, *, columns=80, rows=24, top=0):
    return [line.text for line in page(screen, entry or Entry(), columns=columns, rows=rows, top=top).lines]


def text(screen, **size):
    return "\n".join(line.rstrip() for line in lines(screen, **size)) + "\n"


def at(content, name):
    return flow.back_to(flow.begin(content, content.ruleset.instruments), content.items[name])


def alerted(content, name, answer):
    asked = at(content, name)
    said = flow.record(asked, answer)
    return screens.alert(said, flow.newly_raised(asked, said), asked.item, answer)


def test_a_question_shows_what_to_press_and_how_to_say_nothing(online_group):
    assert text(screens.question(at(online_group, "emergency_contact"))) == snapshot("""\
 Agreements, records and emergencies           section 9 of 21 · 1 of about 157

 Ask:
 Is there someone we may call if we are worried about you?

   The person agrees to it and the contact can reach them. Nobody from a home
   that is unsafe, or while that question is open; then agree on another way,
   such as a friend elsewhere or a service nearby.

    y  Yes, agreed and on file
    2  Another way to reach help is agreed
    n  Not yet







 No answer:   d declined   k doesn't know   s not asked, skip
 b back   Ctrl-C stop

 Press y, 2 or n, then Enter.
 >
""")


def test_an_alert_says_what_to_do(online_group):
    assert text(alerted(online_group, "suicidal_ideation", "plan")) == snapshot("""\
 Stay with the person. This tool does not assess risk.

 Do not end the contact; get help now.

 A plan for suicide, an intent, or thoughts of it at this moment were reported.
 Answered: A method, a plan or an intent is present

   1  Alone, and able to speak?
   2  Exact location now (address, flat, state). A number to call back.
   3  Thoughts now? Intent? A plan?
   4  Access to means?
   5  A recent attempt or preparation? Alcohol or drugs now?
   6  Someone who can be with the person. Emergency contact; consent to call.
   7  Reasons and supports. A clinician and a safety plan there already?

   -  Use the emergency number of the place where the person is now.
   -  The crisis line of that place; the nearest emergency department.
   -  In imminent danger, stay on the line until other help is present.
   -  A safety plan, and a way for the person to receive it.
   -  Hand over; call your supervisor; review today.
 c go on with the interview   b back, to correct the answer   Ctrl-C stop

 When you are ready to go on, press c, then Enter.
 >
""")


def test_an_alert_about_violence_at_home_has_its_own_words(online_group):
    assert text(alerted(online_group, "unsafe_home", "yes")) == snapshot("""\
 Stay with the person. This tool does not assess risk.

 A clinician speaks with this person today.

 Violence or control by somebody at home was reported. Nothing is written or
 sent home, and nobody of the household is a contact.
 Answered: Yes

   1  Yes/no questions only. Who is in the room?
   2  Agree on a word or sign that means: not now.
   3  In danger right now? Exact location; a safe number to call back.
   4  Anyone else in danger there, children for example?
   5  Someone outside the household who can help.

   -  Write and send nothing to the home: no e-mail, no link, no file on a
      shared device.
   -  Nobody of the household is an emergency contact.
   -  Use the emergency number of the place where the person is now.
   -  The local help line for violence at home; another place or time to talk.
   -  Hand over; call your supervisor; review today.
 c go on with the interview   b back, to correct the answer   Ctrl-C stop

 When you are ready to go on, press c, then Enter.
 >
""")


def every_question(content):
    return [screens.question(at(content, item.id)) for each in content.asked for item in each.items]


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
            if key.key.isalpha():
                meanings.setdefault(key.key, set()).add(key.reply)
    assert {key: len(meant) for key, meant in meanings.items()} == dict.fromkeys("yndksb", 1)


def test_not_applicable_is_never_offered_and_a_judgement_is_never_declined(online_group):
    for each in online_group.asked:
        for item in each.items:
            keys = screens.question(at(online_group, item.id)).ask.keys
            replies = [getattr(key.reply, "answer", None) for key in keys]
            assert NoAnswer.NOT_APPLICABLE not in replies
            assert (NoAnswer.DECLINED in replies) is not item.judgement
            assert {NoAnswer.DONT_KNOW, NoAnswer.NOT_ASKED} <= set(replies)


def test_every_alert_of_the_rule_set_fits_and_keeps_to_its_words(online_group):
    interview = at(online_group, "suicidal_ideation")
    said = flow.record(interview, "plan")
    for rule in online_group.ruleset.rules:
        if rule.alert in {"same_day", "immediate"}:
            alert = Alert(rule.id, rule.alert, rule.because, ())
            shown = text(screens.alert(said, [alert], interview.item, "plan"))
            assert shown.splitlines()[0].strip() == words.STAY
            assert "--" not in shown, rule.id
            assert not ALERT_WORDS.search(shown.replace(words.STAY, "")), rule.id


def test_the_gravest_open_alert_decides_what_an_alert_screen_asks_for(online_group):
    grave = flow.record(at(online_group, "suicidal_ideation"), "plan")
    asked = flow.back_to(grave, online_group.items["self_harm_past_3m"])
    said = flow.record(asked, "yes")
    shown = text(screens.alert(said, flow.newly_raised(asked, said), asked.item, "yes"))
    assert words.NOW["immediate"] in shown


def test_a_question_that_comes_up_late_says_why_it_comes_now(online_group):
    interview = flow.begin(online_group, ["phq9"])
    while interview.item.id != "phq9_9":
        answer = "none" if interview.item.id == "suicidal_ideation" else NoAnswer.NOT_ASKED
        interview = flow.record(interview, answer)
        assert words.COMES_LATE not in text(screens.question(interview))
    opened = flow.record(interview, Fraction(1))
    assert opened.item.id == "suicidal_intent"
    assert words.COMES_LATE in text(screens.question(opened))


def test_words_of_a_clinics_own_questionnaire_are_shown_as_text_only(online_group):
    hostile = "\x1b]52;c;eA==\x07Ask\x1b[31m [/red] {x} <b>\u202eevil\u202c\n#read"
    item = online_group.items["callback_number"]
    changed = item.model_copy(
        update={"text": hostile, "help": hostile, "values": {"yes": hostile, "no": hostile}}
    )
    interview = flow.begin(online_group)
    questionnaire = interview.asked[0]
    section = questionnaire.sections[0].model_copy(
        update={"items": (changed,), "title": hostile, "intro": hostile}
    )
    own = questionnaire.model_copy(update={"sections": (section,), "title": hostile, "intro": hostile})
    content = replace(online_group, questionnaires={**online_group.questionnaires, own.id: own})
    interview = flow.Interview(content, (own,))
    said = flow.back(flow.record(interview, "yes"))
    for screen in (
        screens.opening(interview, hostile),
        screens.section(interview),
        screens.question(interview),
        screens.question(said),
    ):
        shown = "".join(lines(screen, press(screen.ask, Entry(), "y")))
        assert "Ask [/red] {x} <b>evil #read" in " ".join(shown.split())
        assert shown.isprintable()


def test_the_end_names_what_is_still_open_safety_first(online_group):
    interview = flow.begin(online_group)
    while interview.item:
        interview = flow.record(interview, NoAnswer.NOT_ASKED)
    shown = text(screens.ending(interview), rows=100)
    assert shown.index("Safety questions left open") < shown.index("Left open")
    assert "held back" in shown
