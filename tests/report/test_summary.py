"""The order of the summary, what its first page says, and when it is incomplete."""

from datetime import date

import pytest
from readers import READERS, squeezed
from stories import DECIDED, OPENED, alerted, answered, case, changed, everything, record_of, stands

from screenkit.case.events import Decided, Instead, Noted, Screened, Told
from screenkit.case.expiry import Expiry
from screenkit.report import words
from screenkit.report.document import Blanks, Bullets, Entries, Paragraph, Table
from screenkit.report.lines import plain
from screenkit.report.view import view

NOTHING_FOUND = "No barrier found among the questions answered"
ENDED = Screened(recommendations={}, level="none", complete=True, assessment="{}")

# An invented person who drifts off in crowds and can come back
DRIFTS = {"dissociation": "mild", "dissociation_loses_contact": "no", "can_self_ground": "yes"}


def sections(document):
    return {section.id: section for section in document.sections}


def flat(document):
    return " ".join(plain(document, width=120).split())


def short(document):
    (entries,) = sections(document)["short"].blocks
    return {entry.heading: entry for entry in entries.entries}


def steps(document):
    return [step for _, step in short(document)["What to do next"].details]


def table(section):
    return next(block for block in section.blocks if isinstance(block, Table))


def test_the_order_is_alerts_then_what_is_recommended_then_what_to_do_and_why(online_group, clear_candidate):
    told = everything(
        online_group,
        {**clear_candidate, "borderline": "disorder", "motivation": "not_asked", "mini_spin_total": "7"},
    )
    order = list(sections(view(online_group, stands(online_group, told), record_of(told))))

    assert order == [
        "safety",
        "told",
        "short",
        "recommendation",
        "settle",
        "offer",
        "against",
        "for",
        "tensions",
        "open",
        "undecided",
        "scores",
        "comparison",
        "answers",
        "leader",
        "notes",
        "written",
        "decision",
        "sources",
        "provenance",
    ]


def test_reasons_for_stand_right_behind_reasons_against(online_group, screen):
    order = list(sections(view(online_group, screen({"acute_crisis": "yes", "travel_barrier": "yes"}))))

    assert order[2:7] == ["recommendation", "settle", "offer", "against", "for"]


def test_in_short_says_what_is_recommended_why_how_sure_and_what_to_do_next(online_group, screen):
    told = short(view(online_group, screen({**DRIFTS, "goals_agreed": None, "mania_now": None})))

    assert {heading: entry.text for heading, entry in told.items()} == {
        "What is recommended": (
            "In person, by video: \u201cPossible, once these are arranged\u201d. "
            "By text, on a forum: \u201cNot yet: settle these first\u201d."
        ),
        "Why": (
            "In person, by video: some dissociation. "
            "By text, on a forum: some dissociation, and a group without faces."
        ),
        "How sure that is": (
            "2 questions without an answer; some can still change it (in person, by video). "
            "The reasons rest on an inference and a convention of this project; not tested in trials. "
            "Which people do better in an online group has not been established by trials."
        ),
        "What to do next": "In this order:",
    }


def test_a_reason_that_concerns_some_of_the_forms_only_says_which(online_group, screen):
    told = short(view(online_group, screen({"acute_crisis": "yes"})))

    assert told["Why"].text == (
        "Every form: acute crisis, mixed process group (in person); acute crisis, online (every online form)."
    )


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"suicidal_ideation": "plan"}, "Do not end the contact; get help now."),
        ({"suicidal_ideation": "passive"}, "A clinician speaks with this person today."),
        ({"acute_crisis": None}, "Ask the 1 safety question without an answer, in contact with the person."),
        (
            {"private_space": None},
            "Ask the questions that stand first under \u201cWhat was not asked, or not answered\u201d.",
        ),
        (
            {"private_space": "no", "private_space_plan": "no"},
            "Settle what stands under \u201cWhat to settle before a start\u201d, by those named there.",
        ),
        (
            {},
            "Decide together with the person, and record it under \u201cThe clinician's decision\u201d.",
        ),
    ],
    ids=str,
)
def test_the_gravest_step_comes_first(online_group, screen, changes, first):
    assert steps(view(online_group, screen(changes)))[0] == first


def test_an_alert_on_record_is_to_be_assessed_first(online_group, clear_candidate):
    told = everything(online_group, clear_candidate)
    document = view(online_group, stands(online_group, told), record_of(told))

    assert steps(document)[0] == "Assess the alert on record, and record what that came to."
    assert "an alert on record is not settled" in short(document)["Why"].text


def test_each_form_says_how_many_questions_are_open_on_it(online_group, screen):
    found = view(online_group, screen({"reads_and_types_easily": None, "goals_agreed": None}))

    assert table(sections(found)["recommendation"]).rows == (
        ("In person", NOTHING_FOUND, "1 question", "could become not yet"),
        ("By video", NOTHING_FOUND, "1 question", "could become not yet"),
        ("By text", NOTHING_FOUND, "2 questions", "could become possible with arrangements or not yet"),
        ("On a forum", NOTHING_FOUND, "2 questions", "could become possible with arrangements or not yet"),
    )


def test_what_would_change_a_matter_is_never_another_answer_about_safety(online_group, person):
    settle = sections(view(online_group, person)).get("settle")
    titles = {rule.title: rule for rule in online_group.ruleset.rules}
    rows = table(settle).rows if settle else ()
    changes = {row[0].rpartition(" (")[0]: row[3] for row in rows if row[0].rpartition(" (")[0] in titles}

    assert {title for title, change in changes.items() if change != words.NEW_ASSESSMENT} == {
        title for title in changes if titles[title].domain != "safety"
    }


def test_what_to_settle_names_everything_that_weighs_and_by_whom(online_group, screen):
    changes = {
        "acute_crisis": "yes",
        "online_consent_signed": "no",
        "private_space": "no",
        "private_space_plan": "no",
    }
    rows = table(sections(view(online_group, screen(changes)))["settle"]).rows

    assert [(row[0], row[2], row[3]) for row in rows if "crisis" not in row[0].lower()] == [
        ("No separate consent to online work (every online form)", "clinic and person together", ONCE),
        ("No private room and no plan for one (every online form)", "clinic and person together", ONCE),
    ]
    assert {row[3] for row in rows if "crisis" in row[0].lower()} == {words.NEW_ASSESSMENT}


ONCE = "Once it is arranged, and asked again"


# Incomplete


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"motivation": None}, ()),
        ({"unsafe_home": None}, (words.SAFETY_OPEN,)),
        ({"acute_crisis": "declined"}, (words.SAFETY_OPEN, words.OFFER_OPEN)),
        ({"acute_crisis": "yes"}, (words.OFFER_OPEN,)),
    ],
    ids=str,
)
def test_a_summary_says_why_it_is_incomplete(online_group, screen, changes, missing):
    document = view(online_group, screen(changes))

    assert (document.incomplete, document.missing) == (bool(missing), missing)


@pytest.mark.parametrize("layout", READERS)
def test_why_it_is_incomplete_stands_in_every_layout(online_group, screen, layout):
    document = view(online_group, screen({"acute_crisis": "declined"}))
    text = squeezed(READERS[layout](document)).lower()

    assert squeezed(f"incomplete: {words.SAFETY_OPEN}; {words.OFFER_OPEN}") in text


def test_an_interview_that_goes_on_is_incomplete(online_group, clear_candidate):
    begun = case(OPENED, *answered(clear_candidate))

    assert view(online_group, stands(online_group, begun), record_of(begun)).missing == (
        words.INTERVIEW_OPEN,
    )


def test_where_nothing_is_recommended_there_are_lines_for_what_is_offered_by_whom_and_when(
    online_group, screen
):
    document = view(online_group, screen({"acute_crisis": "yes"}))
    offer = sections(document)["offer"]

    assert offer.title == "What to offer now"
    assert Blanks(("Offered", "By (name)", "On (date)", "To be screened again on (date)")) in offer.blocks
    assert Paragraph("This summary is incomplete until these lines are filled in.", "strong") in offer.blocks
    assert any(isinstance(block, Bullets) for block in offer.blocks)


def test_a_form_that_was_decided_to_be_offered_is_what_is_offered(online_group, clear_candidate):
    held = {**clear_candidate, "online_consent_signed": "no", "goals_agreed": "no"}
    decided = Decided(choices={"in_person": "offer"}, code="already_done", reason="Done in the meantime.")
    told = case(OPENED, *answered(held), ENDED, decided)
    document = view(online_group, stands(online_group, told), record_of(told))

    assert document.missing == ()
    assert "The clinician decided to offer a group: In person: Offered." in flat(document)
    assert not any(isinstance(block, Blanks) for block in sections(document)["offer"].blocks)


# The decision


def test_lines_for_a_second_name_stand_only_where_offering_would_set_safety_aside(online_group, screen):
    calm, grave = (
        sections(view(online_group, screen(changes)))["decision"].blocks
        for changes in ({}, {"acute_crisis": "yes"})
    )

    assert [block for block in calm if isinstance(block, Blanks)] == [
        Blanks(
            (
                "Reason (needed where the decision differs from what is recommended)",
                "Decided by (name, signature)",
                "On (date)",
                "To be reviewed on (date)",
            )
        )
    ]
    assert "Second clinician (name, signature, date)" in grave[-1].labels
    assert grave[1].text.endswith("sets a safety matter aside: every form.")


def test_a_decision_stands_beside_what_is_recommended_with_its_reason_names_and_day(
    online_group, clear_candidate
):
    told = everything(online_group, clear_candidate)
    side_by_side, lines = sections(view(online_group, stands(online_group, told), record_of(told)))[
        "decision"
    ].blocks

    assert side_by_side.rows == (
        ("In person", "Not yet: settle these first", "Wait: these are settled first"),
        ("By video", "Not yet: settle these first", "Offered, once these are arranged"),
        ("By text", "Not yet: settle these first", "nothing decided"),
        ("On a forum", "Not yet: settle these first", "nothing decided"),
    )
    assert lines.entries[1:] == (
        "Reason: What the rules ask for is arranged in another way \u2014 A colleague sits beside her.",
        "This sets a safety matter aside for: by video",
        "Second clinician, who agrees: Dr. Brandt",
        "Consulted on 2026-03-03: Prof. Lind \u2014 A trial was agreed.",
        "To be reviewed on 2026-04-01",
    )


def test_a_second_name_that_is_needed_and_missing_is_said_to_be(online_group, clear_candidate):
    alone = DECIDED.model_copy(update={"second": None, "consultation": None, "review_on": None})
    told = everything(online_group, clear_candidate)
    told = case(*(each.event for each in told.events[:-1]), alone)
    decision = sections(view(online_group, stands(online_group, told), record_of(told)))["decision"]

    assert decision.blocks[1].entries[-1] == (
        "Nobody else is on record as agreeing; a second clinician is needed"
    )
    assert decision.blocks[2] == Blanks(("To be reviewed on (date)",))


# What stands where


def test_the_strength_of_the_article_is_told_in_words(online_group, screen):
    (_, entries) = sections(view(online_group, screen({"stigma_barrier": "yes"})))["for"].blocks
    (entry,) = entries.entries if isinstance(entries, Entries) else ()

    assert dict(entry.details)["Support"].startswith(
        "the author's clinical experience; not tested in trials. W-STIGMA, Weinberg"
    )


def test_a_score_tells_its_interval_bands_and_published_points(online_group, screen):
    missing = {"phq9_total": None, "phq9_1": "2", "phq9_2": "2", "phq9_3": "1", "phq9_9": "0"}
    text = flat(view(online_group, screen(missing)))

    assert "between 5 and 20 of 0\u201327; band undetermined; 4 of 9 items; published point 10:" in text
    assert "from 0 Minimal; from 5 Mild; from 10 Moderate; from 15 Moderately severe; from 20 Severe" in text


def test_the_forms_are_compared_also_where_nothing_parts_them(online_group, screen):
    alike = sections(view(online_group, screen()))["comparison"].blocks

    assert alike[0].text == "Every reason found concerns all of them alike."
    assert alike[1].rows == (("What is recommended", *["no barrier found"] * 4),)


def test_provenance_ends_with_what_trials_have_not_established(online_group, clear_candidate):
    told = case(OPENED, *answered(clear_candidate), ENDED)
    document = view(online_group, stands(online_group, told), record_of(told, Expiry(None)))
    provenance = sections(document)["provenance"].blocks

    assert document.sections[-1].id == "provenance"
    assert provenance[0].entries[0].startswith("case C-7K3Q9, screening 1, begun 2026-03-02 ")
    assert provenance[0].entries[1].endswith("ends in 81-K7QF")
    assert provenance[-1] == Paragraph(words.NOT_ESTABLISHED)


# A decision that counts no longer


def test_an_overtaken_decision_offers_nothing_and_is_made_anew(online_group, clear_candidate):
    decided = Decided(choices={"online_video": "offer"}, code="as_recommended")
    told = case(
        OPENED, *answered(clear_candidate), ENDED, decided,
        changed("suicidal_ideation", "none", "active"),
        alerted(online_group, "active-suicidal-thoughts-reported"),
    )  # fmt: skip
    document = view(online_group, stands(online_group, told), record_of(told))

    assert words.OFFER_OPEN in document.missing
    assert "Decide anew: decided on 2026-03-02, before the alert of 2026-03-02." in flat(document)
    assert "The clinician decided to offer" not in flat(document)


def test_help_that_is_offered_instead_of_a_group_makes_a_report_whole(online_group, clear_candidate):
    instead = Instead(what="A crisis team, daily", by="Crisis service", on=date(2026, 3, 3))
    decided = Decided(choices={"online_video": "do_not_offer"}, code="as_recommended", instead=instead)
    told = case(OPENED, *answered({**clear_candidate, "acute_crisis": "yes"}), ENDED, decided)
    document = view(online_group, stands(online_group, told), record_of(told))

    assert document.missing == ()
    assert "Offered: A crisis team, daily. By Crisis service, on 2026-03-03." in flat(document)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_word_is_cut_however_narrow_the_screen(online_group, clear_candidate, width):
    address = "https://maps.example.org/place/Bibliothek+am+Luisenbad/@52.5519,13.3803,17z/data=!3m1!4b1"
    told = case(
        OPENED, *answered(clear_candidate), Told(prompt="location", text=address),
        Noted(item=None, text=f"Seen at {address} today"), ENDED,
    )  # fmt: skip
    text = plain(view(online_group, stands(online_group, told), record_of(told)), width=width)

    assert "".join(text.split()).count(address) == 2
    assert "\u2026" not in text
    assert max(map(len, text.splitlines())) <= width
