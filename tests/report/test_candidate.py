"""The preparation sheet is kind and plain, and says nothing that belongs to the clinic alone."""

import re
from dataclasses import replace
from datetime import date

import pytest
from programs import said
from readers import READERS
from stories import DECIDED, OPENED, alerted, answered, case, changed, everything, record_of, stands

from screenkit.case.athome import may_be_taken_home
from screenkit.case.events import Decided, Screened
from screenkit.case.expiry import Expiry
from screenkit.case.places import Help
from screenkit.models.clinic import CrisisLine
from screenkit.report import sheet as says
from screenkit.report import words
from screenkit.report.candidate import ClinicSays, sheet
from screenkit.report.document import Bullets, Paragraph, Table, as_json
from screenkit.report.lines import plain
from screenkit.report.pdf import pdf

LAYOUTS = {**READERS, "json": as_json}
ENDED = Screened(recommendations={}, level="none", complete=True, assessment="{}")
TAKEN_HOME = {"unsafe_home": "no", "device_watched": "no"}
HELP = Help(
    "IE",
    "Ireland",
    "112 / 999",
    (CrisisLine(name="Samaritans", number="116 123", hours="day and night"),),
    date(2026, 10, 1),
    is_old=False,
)

# Words of the clinic: of diagnosis, of scoring, of alarm
CLINICAL = (
    r"depress|suicid|psychos|psychot|borderline|dissociat|disorder|anxi|avoidant|attach|trauma|diagnos|symptom|"
    r"depend|\bmani|dysregul|substance|\babuse|violen|crisis|self-harm|criteri|contraind|evidence|score|\btotal\b|"
    r"\brule\b|screen(ed|ing)|recommend|alert|\brisk"
)


def sections(document):
    return {section.id: section for section in document.sections}


def lines(section):
    return [entry for block in section.blocks if isinstance(block, Bullets) for entry in block.entries]


def ways(document):
    table = next(each for each in sections(document)["group"].blocks if isinstance(each, Table))
    return dict(table.rows)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_diagnosis_no_score_no_code_and_no_alert_stands_on_it(person, online_group, layout):
    text = " ".join(LAYOUTS[layout](sheet(online_group, person)).split())
    flat = re.sub(r"\\", "", text)
    codes = [
        *(rule.id for rule in online_group.ruleset.rules if "-" in rule.id),
        *online_group.criteria,
        *(name for name in online_group.items if "_" in name),
        *(scale.title for scale in online_group.scales.values()),
        *words.ALERT.values(),
        *words.RECOMMENDATION.values(),
    ]

    assert [code for code in codes if code in flat] == []
    assert re.findall(CLINICAL, flat, re.IGNORECASE) == []


def test_its_own_words_hold_no_word_of_the_clinic():
    assert [text for text in every_sentence() if re.search(CLINICAL, text, re.IGNORECASE)] == []


def every_sentence():
    points = [
        text
        for point in says.POINTS
        for text in (
            *point.agreed.values(),
            *(todo.text for todo in point.settle.values()),
            *((point.unanswered.text,) if point.unanswered else ()),
        )
    ]
    return [
        *says.KINDS.values(),
        says.KIND_OPEN,
        *points,
        *says.ASKED_ONLINE,
        *says.ASKED_IN_ROOM,
        *says.YOURS,
    ]


def syllables(word):
    """About how many syllables a word has: its groups of vowels, a silent e at the end left out."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1))


def grade(text):
    """The school grade for which a text reads easily, by Flesch and Kincaid (1975)."""
    sentences = [each for each in re.split(r"[.!?]+", text) if each.strip()]
    found = [re.findall(r"[A-Za-z']+", each) for each in sentences]
    count = sum(map(len, found))
    sounds = sum(syllables(word) for each in found for word in each)
    return 0.39 * count / len(sentences) + 11.8 * sounds / count - 15.59


def test_it_reads_easily_in_the_sixth_grade(person, online_group):
    document = sheet(online_group, person, None, ClinicSays(help=HELP))
    told = [
        text
        for section in document.sections
        for block in section.blocks
        for text in (block.entries if isinstance(block, Bullets) else (getattr(block, "text", ""),))
    ]

    assert grade(". ".join(filter(None, told))) < 6
    assert [text for text in every_sentence() if len(text.split()) > 40] == []


def test_each_item_it_speaks_of_is_asked_and_each_value_is_offered(online_group):
    wrong = [
        (point.item, value)
        for point in says.POINTS
        for value in (*point.agreed, *point.settle)
        if value not in (online_group.items[point.item].values or {})
    ]
    guarded = [todo.unless for point in says.POINTS for todo in point.settle.values() if todo.unless]

    assert wrong == []
    assert [(item, value) for item, value in guarded if value not in online_group.items[item].values] == []
    assert set(online_group.items[says.KIND].values) == set(says.KINDS)
    assert len({point.item for point in says.POINTS}) == len(says.POINTS)


def test_home_device_and_what_is_hardest_to_tell_are_not_on_it():
    unsaid = {
        "unsafe_home",
        "device_watched",
        "suicidal_ideation",
        "substance_use",
        "borderline",
        "psychosis",
    }

    assert {point.item for point in says.POINTS} & unsaid == set()


# What it says


def test_it_says_what_is_agreed_and_what_is_to_settle_by_whom(online_group, screen):
    changes = {
        "private_space": "no",
        "private_space_plan": "no",
        "callback_number": "no",
        "platform_compliant_with_baa": "no",
    }
    found = sections(sheet(online_group, screen(changes)))

    assert found["settle"].blocks == (
        Paragraph("You", "strong"),
        Bullets(("Give us a number we can call when the line drops.",)),
        Paragraph("You and we together", "strong"),
        Bullets(
            (
                (
                    "Find a quiet room for the whole session, where nobody hears you or walks in. If you "
                    "have none at home, we look for one with you. That does not count against you."
                ),
            )
        ),
        Paragraph("We", "strong"),
        Bullets(("We choose a program for our meetings that keeps your privacy.",)),
    )
    assert "You tell us where you are at the start of each session." in lines(found["agreed"])


def test_another_quiet_place_that_was_found_is_agreed(online_group, screen):
    found = sections(sheet(online_group, screen({"private_space": "no", "private_space_plan": "yes"})))

    assert "We found another way for you to have a quiet place." in lines(found["agreed"])
    assert found["settle"].blocks == (Paragraph("We talk with you about what else there is to settle."),)


def test_an_answer_that_has_to_be_asked_again_is_not_agreed(online_group, screen):
    overheard = {"alone_and_free_to_talk": "no", "callback_number": "yes"}
    found = sheet(online_group, screen(overheard))
    doubtful = screen(overheard).ask_again

    assert doubtful
    assert not [
        point.agreed["yes"]
        for point in says.POINTS
        if point.item in doubtful and point.agreed.get("yes") in lines(sections(found)["agreed"])
    ]


def test_each_form_is_told_in_the_same_few_words(online_group, screen):
    assert ways(sheet(online_group, screen({"acute_crisis": "yes"}))) == dict.fromkeys(
        ("In a room", "By video", "By text chat", "On a forum"),
        "First we talk with you again.",
    )
    assert ways(sheet(online_group, screen({"dissociation": "mild", "can_self_ground": "yes"}))) == {
        "In a room": "Possible, once some points are settled with you.",
        "By video": "Possible, once some points are settled with you.",
        "By text chat": "Not yet. First we settle some points with you.",
        "On a forum": "Not yet. First we settle some points with you.",
    }


def test_what_the_clinician_decided_counts_and_only_the_forms_of_the_clinic_are_told(
    online_group, clear_candidate
):
    decided = Decided(choices={"in_person": "do_not_offer", "online_video": "offer"}, code="person_prefers")
    told = case(OPENED, *answered(clear_candidate), ENDED, decided)
    clinic = ClinicSays("Riverside Practice", ("in_person", "online_video"))
    document = sheet(online_group, stands(online_group, told), record_of(told), clinic)

    assert document.subtitle == "From Riverside Practice"
    assert ways(document) == {
        "In a room": "Not what we suggest right now. We look with you for what helps more.",
        "By video": "We offer you a place in this way.",
    }
    assert not [line for line in lines(sections(document)["sessions"]) if "in peace" in line]


def test_where_no_form_is_in_play_it_asks_for_what_helps_now(online_group, screen):
    document = sheet(online_group, screen({"acute_crisis": "yes"}))

    assert sections(document)["yours"].title == "What helps you now"
    assert "sessions" not in sections(document)
    assert document.missing == ("we still write down with you what helps now",)


def test_a_kind_of_group_that_is_only_assumed_is_not_settled(online_group, screen):
    told = [
        sections(sheet(online_group, screen({"group_kind": kind})))["group"].blocks[1].text
        for kind in (None, "skills")
    ]

    assert told == [says.KIND_OPEN, says.KINDS["skills"]]


def test_an_old_sheet_says_that_time_has_passed(online_group, clear_candidate):
    told = case(OPENED, *answered(clear_candidate), ENDED)
    record = record_of(told, Expiry(date(2026, 4, 1), ("interval",), ()))

    assert "Some time has passed since we talked" in plain(
        sheet(online_group, stands(online_group, told), record)
    )


def test_no_name_no_case_and_nothing_written_freely_is_on_it(online_group, clear_candidate):
    told = everything(online_group, clear_candidate)
    document = sheet(online_group, stands(online_group, told), record_of(told))
    text = as_json(document)

    assert document.case_id is None
    assert [each for each in ("Adeyemi", "Brandt", "library", DECIDED.reason, told.id) if each in text] == []


# Help


def test_help_is_that_of_the_place_with_the_day_it_was_checked(online_group, screen):
    told = sections(sheet(online_group, screen(), None, ClinicSays(help=HELP)))["help"].blocks

    assert told[1] == Bullets(("In an emergency: 112 / 999", "Samaritans: 116 123 (day and night)"))
    assert told[2] == Paragraph(
        "We checked these numbers on 2026-10-01. They are for Ireland. "
        "In another place, call the emergency number of that place."
    )


def test_numbers_that_nobody_checked_lately_say_so(online_group, screen):
    old = ClinicSays(help=replace(HELP, is_old=True))
    text = " ".join(plain(sheet(online_group, screen(), None, old)).split())

    assert "Ask us if they are still right." in text


def test_without_a_place_no_number_is_made_up(online_group, screen):
    text = plain(sheet(online_group, screen()))

    assert re.findall(r"\b(112|911|999|988|116)\b", text) == []
    assert "Emergency number where I am: ____" in text


@pytest.mark.parametrize("changes", [{}, None], ids=["clear", "nothing-known"])
def test_it_is_two_pages(online_group, screen, tmp_path, changes):
    path = tmp_path / "sheet.pdf"
    found = screen(changes, of={}) if changes is None else screen(changes)
    path.write_bytes(pdf(sheet(online_group, found, None, ClinicSays("Riverside Practice", help=HELP))))

    assert int(re.search(r"Pages:\s+(\d+)", said("pdfinfo", path))[1]) <= 2


# Whether it may leave the room


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, True),
        ({"unsafe_home": "yes"}, False),
        ({"unsafe_home": "declined"}, False),
        ({"unsafe_home": "dont_know"}, False),
        ({"unsafe_home": None}, False),
        ({"device_watched": "yes"}, False),
        ({"device_watched": "declined"}, False),
        ({"device_watched": None}, True),
        ({"device_watched": "dont_know"}, False),
        ({"alone_and_free_to_talk": "unsure"}, False),
        ({"intoxicated_at_interview": "yes"}, False),
        ({"language_support": "informal"}, False),
    ],
    ids=str,
)
def test_it_may_leave_only_once_home_and_device_are_known_to_be_private(screen, changes, may):
    found = screen({**TAKEN_HOME, **changes})

    assert may_be_taken_home(found) is may


def test_an_offer_that_an_alert_has_overtaken_is_not_made(online_group, clear_candidate):
    offered = Decided(choices={"online_video": "offer"}, code="as_recommended")
    said = [OPENED, *answered(clear_candidate), ENDED, offered]
    graver = [
        changed("suicidal_ideation", "none", "plan"),
        alerted(online_group, "active-suicidal-thoughts-reported"),
    ]
    before, after = case(*said), case(*said, *graver)
    offers = [
        ways(sheet(online_group, stands(online_group, each), record_of(each)))["By video"]
        for each in (before, after)
    ]

    assert offers == ["We offer you a place in this way.", "First we talk with you again."]


@pytest.mark.parametrize("alone", ["declined", "dont_know", None])
def test_a_no_about_home_counts_only_from_somebody_who_could_talk(screen, alone):
    assert not may_be_taken_home(screen({"alone_and_free_to_talk": alone}))
