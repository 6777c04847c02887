"""screenkit cases: what is on record is shown, added to by name, and taken out of nothing."""

import json
import shutil
from datetime import timedelta

import pyrage
import pytest
from keyrings import in_memory
from stories import answered

from screenkit.assessment import Recommendation
from screenkit.case.events import Assessed, Changed, Decided, Exported, Noted, Opened, SetAside
from screenkit.cli import clock
from screenkit.content.snapshot import snapshot
from screenkit.store.access import open_store

CRISIS = "acute-crisis-reported"
ACTIVE = "active-suicidal-thoughts-reported"
BY = ("--by", "leader-1")
FORMS = ("in_person", "online_video", "online_text", "online_forum")


def listed(clinic, *options):
    return json.loads(clinic.run("cases", "list", "--json", *options).out)


def recommended(clinic, case_id):
    told = json.loads(clinic.run("cases", "show", case_id, "--json").out)
    return set(told["recommendations"].values())


# What is shown


def test_an_empty_store_has_nothing_to_list(clinic):
    ran = clinic.run("cases", "list")

    assert (ran.status, ran.err) == (0, "")
    assert "There is nothing to list." in ran.out


def test_the_list_says_what_is_recommended_how_safety_stands_what_expired_and_what_was_decided(
    clinic, clear_candidate
):
    decided = Decided(choices={"online_video": "offer"}, code="as_recommended")
    calm = clinic.screen(clear_candidate, decided)
    old = clinic.screen({**clear_candidate, "private_space": "no"}, days_ago=181)
    alarmed = clinic.screen({**clear_candidate, "suicidal_ideation": "active"})
    told = {each["case"]: each for each in listed(clinic)}

    assert told[calm]["recommendations"]["online_video"] == "suitable"
    assert told[calm]["safety"] == {"level": "none", "state": "none"}
    assert told[calm]["decision"]["choices"] == {"online_video": "offer"}
    assert told[calm]["expiry"]["expired"] is False
    assert (told[old]["expiry"]["expired"], told[old]["expiry"]["reasons"]) == (True, ["interval"])
    assert told[alarmed]["safety"] == {"level": "immediate", "state": "open"}
    text = " ".join(clinic.run("cases", "list").out.split())
    assert "expired: interval over" in text
    assert "get help now: open" in text
    assert "by video: no barrier found (decided: offered)" in text


def test_an_amendment_makes_no_answer_younger(clinic, clear_candidate, reason):
    old = clinic.screen(clear_candidate, days_ago=181)
    arguments = (
        "--item",
        "motivation",
        "--answer-file",
        clinic.spelled("ambivalent"),
        "--reason-file",
        reason(),
    )
    clinic.run("cases", "amend", old, *arguments, *BY)

    assert listed(clinic)[0]["expiry"]["reasons"] == ["interval"]


def test_the_hand_over_list_puts_the_gravest_first_with_who_has_seen_it(clinic, clear_candidate):
    clinic.screen(clear_candidate)
    crisis = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    active = clinic.screen({**clear_candidate, "suicidal_ideation": "active"})
    clinic.run("cases", "follow-up", active, "--as", "acknowledged", "--rule", ACTIVE, *BY)
    waiting = listed(clinic, "--open-alerts")

    assert [(each["case"], each["rule"], each["state"]) for each in waiting] == [
        (active, ACTIVE, "acknowledged"),
        (crisis, CRISIS, "open"),
    ]
    assert [mark["who"] for mark in waiting[0]["marks"]] == ["Dr Reed", "Dr Reed"]
    text = " ".join(clinic.run("cases", "list", "--open-alerts").out.split())
    assert "Do not end the contact; get help now: Active thoughts of suicide were reported." in text


def test_a_case_is_found_in_any_case_and_without_its_dash(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate)

    assert clinic.run("cases", "show", case_id.lower().replace("-", "")).status == 0


@pytest.mark.parametrize(
    ("typed", "told"), [("C-99999", "no such case"), ("Jane", "no id of a case"), ("C-7K", "no id of a case")]
)
def test_what_is_no_case_is_said_to_be_none_without_repeating_it(clinic, typed, told):
    ran = clinic.run("cases", "show", typed)

    assert (ran.status, ran.out) == (1, "")
    assert told in ran.err
    assert "Jane" not in ran.err


def test_the_history_tells_every_event_in_words(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate, Noted(item="motivation", text="Hesitated."))
    text = " ".join(clinic.run("cases", "history", case_id).out.split())
    told = json.loads(clinic.run("cases", "history", case_id, "--json").out)

    assert [each["sequence"] for each in told] == list(range(1, len(clear_candidate) + 4))
    assert "A screening was begun with the rules online-group." in text
    assert "“Are you in the middle of a crisis right now?” (acute_crisis): no." in text
    assert "Note on “How much do you want to take up this group now?” (motivation): Hesitated." in text


def test_two_screenings_are_compared_and_what_moved_is_told(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "private_space": "no", "private_space_plan": "no"})
    only_one = clinic.run("cases", "compare", case_id)
    clinic.screen({**clear_candidate, "candidate_status": "current_in_person_member"}, case_id=case_id)
    text = " ".join(clinic.run("cases", "compare", case_id).out.split())

    assert (only_one.status, "there are no two screenings" in only_one.err) == (1, True)
    moved = "from “Not yet: settle these first” to “No barrier found among the questions answered”"
    assert f"By video, by text, on a forum: {moved}." in text
    assert "No private room and no plan for one" in text
    assert "The group moves online." in text
    assert clinic.run("cases", "compare", case_id, "--screenings", "1,2").status == 0
    assert clinic.run("cases", "compare", case_id, "--screenings", "1,3").status == 1
    assert clinic.run("cases", "compare", case_id, "--screenings", "one").status == 2


def test_a_reason_is_compared_once_with_its_forms_whole_and_in_the_order_of_the_screenings(
    clinic, clear_candidate, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "80")
    case_id = clinic.screen(clear_candidate)
    low = {"suicidal_ideation": "passive", "severe_depression": "dont_know", "phq9_total": "17"}
    clinic.screen({**clear_candidate, **low}, case_id=case_id)
    ran = clinic.run("cases", "compare", case_id, "--screenings", "2,1")
    moved = " ".join(ran.out.partition("Why it moved")[2].partition("Answers that differ")[0].split())

    assert "Screening 1, then screening 2" in ran.out
    assert "\u2026" not in ran.out
    others = ran.out.partition("Other findings that differ")[2]
    assert "A PHQ-9 of 15 or more beside suicidal signs" in others
    assert "An alert on record that has not been assessed" not in others
    assert moved.count("Then: ") == len(set(moved.split("Then: "))) - 1
    assert "By video, by text, on a forum: " in moved
    assert clinic.run("cases", "compare", case_id, "--screenings", "1,1").status == 2


def alert_line(clinic, case_id):
    lines = clinic.run("cases", "list", "--open-alerts").out.splitlines()
    return next(line for line in lines if line.startswith(case_id))


def test_a_hand_over_shows_only_what_was_seen_since_an_alert_was_last_raised(clinic, clear_candidate, reason):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    clinic.run("cases", "follow-up", case_id, "--as", "acknowledged", *BY)
    seen = alert_line(clinic, case_id)
    amended(clinic, case_id, reason, "acute_crisis", "no")
    amended(clinic, case_id, reason, "acute_crisis", "yes")
    again = alert_line(clinic, case_id)

    assert seen.count("Dr Reed") == 2
    assert (again.count("Dr Reed"), "\u2013" in again, " open " in again) == (1, True, True)


def test_the_list_tells_the_state_of_the_alerts_its_level_speaks_of(clinic, clear_candidate):
    unfinished = {name: each for name, each in clear_candidate.items() if name != "harm_to_others"}
    case_id = clinic.screen({**unfinished, "acute_crisis": "yes"})
    clinic.run("cases", "follow-up", case_id, "--as", "acknowledged", *BY)

    assert listed(clinic)[0]["safety"] == {"level": "same_day", "state": "acknowledged"}
    assert "speak with the person today: acknowledged" in clinic.run("cases", "list").out


# What is put on record


def test_an_amended_answer_is_kept_beside_the_earlier_one_and_assessed_anew(clinic, clear_candidate, reason):
    case_id = clinic.screen(clear_candidate)
    arguments = (
        "--item",
        "suicidal_ideation",
        "--answer-file",
        clinic.spelled("active"),
        "--reason-file",
        reason(),
    )
    ran = clinic.run("cases", "amend", case_id, *arguments, *BY)
    events = clinic.events(case_id)

    assert ran.status == 0
    assert f"{case_id}: By video: Not yet: settle these first (it was: no barrier found)" in ran.out
    assert "Do not end the contact; get help now" in ran.err
    assert [each.kind for each in events[-3:]] == ["changed", "alerted", "screened"]
    assert events[-3] == Changed(
        item="suicidal_ideation", before="none", answer="active", reason="It was misheard."
    )
    assert (events[-1].level, events[-1].recommendations["online_video"]) == ("immediate", "hold")


def test_correcting_an_answer_lifts_no_alert_until_its_assessment_is_in_the_answers(
    clinic, clear_candidate, reason
):
    case_id = clinic.screen({**clear_candidate, "suicidal_ideation": "active"})
    why = ("--reason-file", reason(), *BY)

    def amend(item, answer):
        return clinic.run(
            "cases", "amend", case_id, "--item", item, "--answer-file", clinic.spelled(answer), *why
        )

    corrected = amend("suicidal_ideation", "none")
    after_correction = recommended(clinic, case_id)
    assessed = clinic.run("cases", "follow-up", case_id, "--as", "assessed", "--rule", ACTIVE, *why)
    after_mark = recommended(clinic, case_id)
    amend("suicide_safety_assessment_done", "yes")
    after_done = recommended(clinic, case_id)
    amend("suicide_assessment_conclusion", "group_may_proceed_with_plan")

    assert "has not been assessed. Until it is" in corrected.err
    assert f"{ACTIVE} still holds every form of group" in assessed.err
    assert (after_correction, after_mark, after_done) == ({"hold"}, {"hold"}, {"hold"})
    assert recommended(clinic, case_id) == {"suitable"}
    assert listed(clinic)[0]["safety"] == {"level": "immediate", "state": "assessed"}


def test_an_alert_entered_in_error_holds_nothing_and_stays_on_record(clinic, clear_candidate, reason):
    case_id = clinic.screen({**clear_candidate, "suicidal_ideation": "active"})
    why = ("--reason-file", reason("The line above was meant."), *BY)
    clinic.run(
        "cases",
        "amend",
        case_id,
        "--item",
        "suicidal_ideation",
        "--answer-file",
        clinic.spelled("none"),
        *why,
    )
    clinic.run("cases", "follow-up", case_id, "--as", "entered_in_error", "--rule", ACTIVE, *why)

    assert recommended(clinic, case_id) == {"suitable"}
    assert listed(clinic)[0]["safety"] == {"level": "immediate", "state": "entered_in_error"}
    assert listed(clinic, "--open-alerts") == []


def test_an_alert_of_an_earlier_screening_is_followed_up_there(clinic, clear_candidate, reason):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    clinic.screen(clear_candidate, case_id=case_id)
    before = (recommended(clinic, case_id), [each["screening"] for each in listed(clinic, "--open-alerts")])
    why = ("--reason-file", reason("It passed weeks ago."), *BY)
    ran = clinic.run("cases", "follow-up", case_id, "--as", "assessed", "--rule", CRISIS, *why)

    assert before == ({"hold"}, [1])
    assert ran.out == f"{case_id}: {CRISIS}: assessed, by Dr Reed\n"
    assert recommended(clinic, case_id) == {"suitable"}


def test_answers_on_a_branch_that_an_amendment_closes_are_set_aside(clinic, clear_candidate, reason):
    told = {**clear_candidate, "travels_often": "no", "tech_skill": "needs_help", "tech_helper": "yes"}
    case_id = clinic.screen(told)
    arguments = (
        "--item",
        "tech_skill",
        "--answer-file",
        clinic.spelled("adequate"),
        "--reason-file",
        reason(),
    )
    ran = clinic.run("cases", "amend", case_id, *arguments, *BY)

    assert ran.status == 0, ran.err
    assert SetAside(answers={"tech_helper": "yes"}) in clinic.events(case_id)


REFUSED = {
    "no_such_item": ("yes", "no item or score of this name"),
    "acute_crisis": ("CANARY-7731", "this is none of the item's values"),
    "harm_to_others": ("not_applicable", "is worked out, never entered"),
    "severe_depression": ("declined", "nobody can decline it"),
    "phq9_total": ("99", "no total the score can have"),
}


@pytest.mark.parametrize("item", REFUSED)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_recorded(clinic, clear_candidate, reason, item):
    answer, told = REFUSED[item]
    case_id = clinic.screen(clear_candidate)
    before = clinic.events(case_id)
    arguments = ("--item", item, "--answer-file", clinic.spelled(answer), "--reason-file", reason(), *BY)
    ran = clinic.run("cases", "amend", case_id, *arguments)

    assert (ran.status, clinic.events(case_id)) == (1, before)
    assert told in ran.err
    assert "CANARY" not in ran.err


def decision(tmp_path, **more):
    path = tmp_path / "decision.yaml"
    told = {
        "choices": {"online_video": "offer"},
        "code": "known_otherwise",
        "reason": "Known for years.",
        **more,
    }
    path.write_text(json.dumps(told))
    return path


def test_a_decision_stands_beside_the_recommendation(clinic, clear_candidate, tmp_path):
    case_id = clinic.screen({**clear_candidate, "easily_dysregulated": "yes"})
    alone = clinic.run("cases", "decide", case_id, "--from", decision(tmp_path), *BY)
    kept = clinic.case(case_id).latest.decided
    with_second = decision(tmp_path, second="leader-2", review_on="2999-01-01")
    agreed = clinic.run("cases", "decide", case_id, "--from", with_second, *BY)

    assert (alone.status, alone.out, kept) == (1, "", None)
    assert alone.err == (
        "second: a safety matter is set aside (online_video) — name a second clinician who agrees\n"
    )
    assert agreed.out == (
        f"{case_id}: By video: offered (recommended: not recommended)\n"
        f"{case_id}: decided by Dr Reed, with Mr Cole\n"
    )
    assert clinic.case(case_id).latest.decided.second == "Mr Cole"
    assert listed(clinic)[0]["recommendations"]["online_video"] == "not_recommended"


def test_every_fault_of_a_decision_file_is_said_at_once(clinic, clear_candidate, tmp_path):
    case_id = clinic.screen(clear_candidate)
    wrong = decision(
        tmp_path, review_on="tomorrow", choices={"online_video": "maybe"}, colour="red", code="x", second="x"
    )
    ran = clinic.run("cases", "decide", case_id, "--from", wrong, *BY)

    assert ran.status == 1
    assert [line.split(" — ")[0].rpartition(": ")[2] for line in ran.err.splitlines()] == [
        "this word is not one of those allowed here",
        "a date is written year-month-day, such as 2026-02-15",
        "there is no key 'colour' here",
        "no reason of this code",
        "this is no name",
    ]
    assert "tomorrow" not in ran.err


def test_a_decision_on_an_expired_recommendation_is_warned_of(clinic, clear_candidate, tmp_path):
    case_id = clinic.screen(clear_candidate, days_ago=181)
    source = decision(tmp_path, code="as_recommended")
    ran = clinic.run("cases", "decide", case_id, "--from", source, *BY)

    assert ran.status == 0
    assert "This recommendation has expired: screen again." in ran.err


def test_what_is_recorded_needs_a_name(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    mark = ("cases", "follow-up", case_id, "--as", "acknowledged", "--rule", CRISIS)
    nobody = clinic.run(*mark)
    unknown = clinic.run(*mark, "--by", "leader-9")

    assert (nobody.status, unknown.status) == (1, 1)
    assert "there is no terminal to ask at" in nobody.err
    assert "no leader of this id" in unknown.err
    assert clinic.case(case_id).latest.alerts[0].state == "open"


def test_what_can_be_recorded_is_said_where_something_else_was_asked_for(clinic, clear_candidate):
    calm = clinic.screen(clear_candidate)
    alarmed = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    mark = ("cases", "follow-up", alarmed, "--as", "acknowledged", *BY)
    clinic.run(*mark)

    assert clinic.run("cases", "follow-up", calm, "--as", "assessed", *BY).err == (
        f"{calm}: no alert is on record that asks for somebody — there is nothing to follow up in this case\n"
    )
    assert clinic.run(*mark).err == (
        f"{alarmed}: no alert here can come to 'acknowledged': acknowledged"
        " — possible is --as assessed or entered_in_error\n"
    )
    assert "raised no alert — name one that did: 1" in clinic.run(*mark, "--screening", "7").err


@pytest.mark.parametrize(
    ("second", "what"),
    [("1", "this is no name"), ("x", "this is no name"), ("leader-9", "no leader has this id")],
)
def test_a_decision_file_names_somebody(clinic, clear_candidate, tmp_path, second, what):
    case_id = clinic.screen({**clear_candidate, "easily_dysregulated": "yes"})
    source = decision(tmp_path, second=second, review_on="2020-01-01")
    ran = clinic.run("cases", "decide", case_id, "--from", source, *BY)

    assert (ran.status, clinic.case(case_id).latest.decided) == (1, None)
    assert [line.split(" — ")[0] for line in ran.err.splitlines()] == [
        f"second: {what}",
        "review_on: this day is past",
    ]


# Proof, and carrying away


def test_every_stored_assessment_is_derived_again_also_those_before_an_amendment(
    clinic, clear_candidate, reason
):
    first = clinic.screen({**clear_candidate, "suicidal_ideation": "passive", "phq9_total": "7"})
    why = ("--reason-file", reason(), *BY)
    clinic.run("cases", "amend", first, "--item", "motivation", "--answer-file", clinic.spelled("low"), *why)
    clinic.screen(clear_candidate)
    ran = clinic.run("cases", "replay")

    assert (ran.status, ran.out.splitlines()[-1]) == (0, "3 assessments: 3 equal, 0 not.")


def test_an_assessment_that_does_not_come_out_again_is_told_key_by_key(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate)
    kept = clinic.case(case_id).latest.screened
    told = json.loads(kept.assessment)
    told["safety"]["level"] = "immediate"
    with clinic.open() as store:
        other = kept.model_copy(update={"assessment": json.dumps(told)})
        store.append(case_id, [other], who="x", at=clinic.case(case_id).events[-1].at, expecting=None)
    ran = clinic.run("cases", "replay", case_id)

    assert ran.status == 1
    assert '  safety.level: kept "immediate", derived again "none"' in ran.out
    assert ran.out.splitlines()[-1] == "2 assessments: 1 equal, 1 not."
    assert [each["equal"] for each in json.loads(clinic.run("cases", "replay", "--json").out)] == [
        True,
        False,
    ]


def test_an_assessment_on_record_that_says_more_than_its_answers_is_told(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "suicidal_ideation": "active"})
    kept = clinic.case(case_id).latest.screened
    rosy = kept.model_copy(
        update={"level": "none", "recommendations": dict.fromkeys(FORMS, Recommendation.SUITABLE)}
    )
    with clinic.open() as store:
        store.append(case_id, [rosy], who="Dr Reed", at=clock.now(), expecting=None)
    ran = clinic.run("cases", "replay", case_id)

    assert ran.status == 1
    assert 'on_record.level: kept "none", derived again "immediate"' in ran.out


def test_verify_compares_the_head_that_a_report_printed(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate)
    with clinic.open() as store:
        head = str(store.head(case_id))
    whole = clinic.run("cases", "verify", "--head", f"{case_id}={head}")
    other = clinic.run("cases", "verify", "--head", f"{case_id}={head[:-1]}{'Z' if head[-1] != 'Z' else 'Y'}")

    assert head in clinic.run("report", case_id).out
    assert (whole.status, other.status) == (0, 1)
    assert "Everything is as it was written." in whole.out
    assert "What no check can show:" in whole.out
    assert clinic.run("cases", "verify", "--head", "x").status == 2


def test_cases_are_carried_to_another_store_and_replayed_there(clinic, clear_candidate, tmp_path):
    case_id = clinic.screen({**clear_candidate, "unsafe_home": "declined"})
    out = clinic.run("cases", "export", case_id, "-o", tmp_path / "out.jsonl", *BY)
    reason = tmp_path / "why.txt"
    reason.write_text("Moved to another clinic.")
    clinic.run("cases", "purge", case_id, "--confirm", case_id, "--reason-file", reason, *BY)
    refused = clinic.run("cases", "import", tmp_path / "out.jsonl", *BY)

    assert out.status == 0
    assert "Take care where this file goes" in out.err
    assert refused.status == 1  # the tombstone keeps its name
    assert listed(clinic) == []


def test_an_export_is_put_on_record_and_can_be_imported_elsewhere(
    clinic, clear_candidate, tmp_path, in_the_open, run
):
    case_id = clinic.screen(clear_candidate)
    clinic.run("cases", "export", "--all", "-o", tmp_path / "out.jsonl", *BY)
    other = tmp_path / "other"
    shutil.copytree(in_the_open, other)
    door = ("--folder", other, "--passphrase-file", clinic.passphrase)
    taken = run("cases", "import", tmp_path / "out.jsonl", *BY, *door)
    again = run("cases", "replay", *door)

    assert clinic.events(case_id)[-1] == Exported(what="an export of the case")
    with open_store(other, lambda: "") as store:
        head = str(store.head(case_id))
    assert taken.out == f"{case_id}: its record here ends in {head}\n"
    assert "1 case taken over; here each begins a chain of its own." in taken.err
    assert again.out.splitlines()[-1] == "1 assessment: 1 equal, 0 not."


def test_a_head_printed_before_an_import_is_not_called_a_rewritten_history(
    clinic, clear_candidate, tmp_path, in_the_open, run
):
    case_id = clinic.screen(clear_candidate)
    with clinic.open() as store:
        before = str(store.head(case_id))
    clinic.run("cases", "export", case_id, "-o", tmp_path / "out.jsonl", *BY)
    with clinic.open() as store:
        left = str(store.head(case_id))
    other = tmp_path / "other"
    shutil.copytree(in_the_open, other)
    door = ("--folder", other, "--passphrase-file", clinic.passphrase)
    here = run("cases", "import", tmp_path / "out.jsonl", *BY, *door).out.split()[-1]
    run("cases", "export", case_id, "-o", tmp_path / "again.jsonl", *BY, *door)
    told = [
        run("cases", "verify", "--head", f"{case_id}={each}", *door)
        for each in (here, before, f"3-{before[-14:]}", left)
    ]

    assert [each.status for each in told] == [0, 1, 1, 1]
    assert "this is the head it had in the store it came from" in told[1].err
    assert "no head printed before its import can be compared here" in told[2].err
    assert "this head was not printed from this chain" in told[3].err
    for each in told[1:]:
        assert "an import begins a chain of its own" in each.err
        assert "or its history was rewritten" not in each.err


def test_alerts_that_nobody_settled_are_told_before_a_purge(clinic, clear_candidate, reason):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    ran = clinic.run("cases", "purge", case_id, "--confirm", "C-23456", "--reason-file", reason(), *BY)

    assert ran.status == 1
    assert ran.err.splitlines()[0].startswith(
        f"An alert of {case_id} is not settled (open): A clinician speaks with this person today. "
    )


def test_a_purge_needs_the_id_once_more(clinic, clear_candidate, reason):
    case_id = clinic.screen(clear_candidate)
    why = ("--reason-file", reason("The person asked for it."), *BY)
    refused = clinic.run("cases", "purge", case_id, "--confirm", "C-23456", *why)
    kept = len(clinic.events(case_id))
    purged = clinic.run("cases", "purge", case_id, "--confirm", case_id, *why)

    assert (refused.status, kept > 1, purged.status) == (1, True, 0)
    assert "it was purged on" in clinic.run("cases", "show", case_id).err
    (grave,) = listed(clinic, "--purged")
    assert (grave["case"], grave["reason"]) == (case_id, "The person asked for it.")
    assert "The person asked for it." in clinic.run("cases", "list", "--purged").out
    assert clinic.run("cases", "list", "--purged", "--open-alerts").status == 2


def test_a_backup_is_restored_into_an_empty_folder(locked_clinic, clear_candidate, tmp_path, run):
    case_id = locked_clinic.screen(clear_candidate)
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"{identity}\n")
    (tmp_path / "identity").chmod(0o600)
    sealed, place = tmp_path / "backup.age", tmp_path / "restored"
    made = locked_clinic.run("cases", "backup", "-o", sealed, "--recipient", identity.to_public())
    run("cases", "restore", sealed, "--identity-file", tmp_path / "identity", "--folder", place)
    door = ("--folder", place, "--passphrase-file", locked_clinic.passphrase)

    assert made.out == f"written: {sealed}\n"
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert [each["case"] for each in json.loads(run("cases", "list", "--json", *door).out)] == [case_id]


def test_the_passphrase_changes_and_the_old_one_opens_nothing(locked_clinic, clear_candidate, tmp_path):
    locked_clinic.screen(clear_candidate)
    new = tmp_path / "new"
    new.write_text("quite other plain words\n")
    new.chmod(0o600)
    ran = locked_clinic.run("cases", "passphrase", "--new-passphrase-file", new)
    refused = locked_clinic.run("cases", "list")
    locked_clinic.passphrase.write_text(new.read_text())

    assert (ran.status, refused.status) == (0, 1)
    assert len(listed(locked_clinic)) == 1


def test_the_keyring_opens_the_store_until_it_is_told_to_forget(locked_clinic, run):
    door = ("--folder", locked_clinic.folder)
    with in_memory() as held:
        locked_clinic.run("cases", "keyring")
        remembered, listing = len(held), run("cases", "list", *door)
        run("cases", "keyring", "--forget", *door)
        left = dict(held)

    assert (remembered, listing.status, left) == (1, 0, {})


def test_a_passphrase_file_that_others_may_read_is_told_of(locked_clinic):
    locked_clinic.passphrase.chmod(0o644)

    assert "others may read this file" in locked_clinic.run("cases", "list").err


# Reports


@pytest.mark.parametrize("name", ["report.pdf", "report.html", "report.md", "report.txt", "report.json"])
def test_the_report_of_a_case_is_written_and_put_on_record(clinic, clear_candidate, tmp_path, name):
    case_id = clinic.screen(clear_candidate)
    before = len(clinic.events(case_id))
    ran = clinic.run("report", case_id, "-o", tmp_path / name, *BY)

    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / name).stat().st_size > 1000
    assert [each.kind for each in clinic.events(case_id)[before:]] == ["exported"]


def test_a_report_on_the_screen_puts_nothing_on_record_and_tells_notes_and_decision(clinic, clear_candidate):
    decided = Decided(choices={"online_video": "wait"}, code="more_caution", reason="Wants to think.")
    case_id = clinic.screen(clear_candidate, Noted(text="A calm talk."), decided)
    before = clinic.events(case_id)
    ran = clinic.run("report", case_id)

    assert clinic.events(case_id) == before
    assert all(each in ran.out for each in ("A calm talk.", "More caution", "Wants to think.", case_id))


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"unsafe_home": "yes"}, True),
        ({"unsafe_home": "declined"}, True),
        ({"unsafe_home": "dont_know"}, True),
        ({"unsafe_home": "not_asked"}, True),
        ({"device_watched": "yes"}, True),
        ({"device_watched": "no"}, False),
    ],
    ids=str,
)
def test_a_report_that_somebody_at_home_may_read_is_warned_of(
    clinic, clear_candidate, tmp_path, changes, warned
):
    case_id = clinic.screen({**clear_candidate, **changes})
    ran = clinic.run("report", case_id, "-o", tmp_path / "report.md", *BY)

    assert ("Take care where this file goes" in ran.err) is warned


def test_a_report_is_made_of_an_answer_file_too(run, answers):
    assert run("report", answers()).out == run("assess", answers()).out
    assert run("report", answers(), "--screening", "1").status == 2
    assert run("report", "nowhere.yaml").status == 1


def test_the_rules_of_a_case_cannot_be_chosen(clinic, clear_candidate):
    assert clinic.run("report", clinic.screen(clear_candidate), "--rules", "online-group").status == 2


def test_an_earlier_screening_is_reported_under_its_own_number(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    clinic.screen(clear_candidate, case_id=case_id)

    assert "screening 1, begun" in clinic.run("report", case_id, "--screening", "1").out


# What came later than what was looked at


def amended(clinic, case_id, reason, item, answer):
    given = ("--item", item, "--answer-file", clinic.spelled(answer), "--reason-file", reason())
    return clinic.run("cases", "amend", case_id, *given, *BY)


def test_a_new_screening_loses_no_alert_of_an_earlier_one(clinic, clear_candidate, reason):
    case_id = clinic.screen({**clear_candidate, "suicidal_ideation": "active"})
    clinic.screen(clear_candidate, case_id=case_id)
    amended(clinic, case_id, reason, "suicide_safety_assessment_done", "yes")
    waits = [each["rule"] for each in listed(clinic, "--open-alerts")]
    amended(clinic, case_id, reason, "suicide_assessment_conclusion", "group_may_proceed_with_plan")
    (told,) = listed(clinic)
    (mark,) = [each for each in clinic.events(case_id) if isinstance(each, Assessed) and ACTIVE in each.rules]

    assert ACTIVE in waits
    assert told["safety"] == {"level": "immediate", "state": "assessed"}
    assert mark.screening == 1
    assert "its level stays on record" in clinic.run("report", case_id, "--format", "text").out


def test_an_unfinished_screening_counts_only_the_answers_that_are_not_too_old(clinic, clear_candidate):
    at = clock.now()
    told = {}
    for days in (0, 30):
        with clinic.open() as store:
            kept = store.keep_content(snapshot(clinic._content))
            case_id = store.new_case()
            events = [Opened(rules="online-group", content=kept), *answered(clear_candidate)]
            store.append(case_id, events, who="Dr Reed", at=at - timedelta(days=days), expecting=0)
        told[days] = recommended(clinic, case_id)

    assert told == {0: {"suitable"}, 30: {"hold"}}


def test_an_amendment_that_raises_an_alert_again_says_so_again(clinic, clear_candidate, reason):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    amended(clinic, case_id, reason, "acute_crisis", "no")
    ran = amended(clinic, case_id, reason, "acute_crisis", "yes")

    assert "Safety (raised again): " in ran.err


@pytest.mark.parametrize(
    ("change", "what"),
    [(("acute_crisis", "yes"), "alert"), (("motivation", "ambivalent"), "amendment")],
)
def test_a_decision_older_than_what_came_later_is_marked(clinic, clear_candidate, reason, change, what):
    decided = Decided(choices={"online_video": "offer"}, code="as_recommended")
    case_id = clinic.screen(clear_candidate, decided)
    before = listed(clinic)[0]["decided_before"]
    amended(clinic, case_id, reason, *change)
    lists, report = (clinic.run(*each).out for each in (("cases", "list"), ("report", case_id)))

    assert before is None
    assert listed(clinic)[0]["decided_before"]["what"] == what
    assert f"before the {what} of" in " ".join(lists.split())
    assert f"before the {what} of" in " ".join(report.split())
