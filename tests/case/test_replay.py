import json

from stories import OPENED, answered, bare, case

from screenkit.case.answers import answers_of, unreadable
from screenkit.case.replay import Difference, differences
from screenkit.content.load import load
from screenkit.content.snapshot import load_snapshot, snapshot
from screenkit.engine.assess import assess
from screenkit.report.json import as_object
from screenkit.report.json import kept as to_json


def kept(content, screening):
    return json.loads(to_json(bare(content, screening)))


def test_stored_answers_under_stored_content_give_the_stored_assessment(online_group, clear_candidate):
    told = {**clear_candidate, "suicidal_ideation": "passive", "motivation": "declined"}
    screening = case(OPENED, *answered(told)).latest
    again = assess(load_snapshot(snapshot(online_group)), answers_of(online_group, screening))

    assert differences(kept(online_group, screening), as_object(again)) == ()


def test_what_differs_is_named_key_by_key(online_group, clear_candidate):
    then = kept(online_group, case(OPENED, *answered(clear_candidate)).latest)
    now = kept(online_group, case(OPENED, *answered({**clear_candidate, "acute_crisis": "yes"})).latest)
    found = {each.key: (each.kept, each.again) for each in differences(then, now)}

    assert found["safety.level"] == ("none", "same_day")
    assert found["modalities.online_video.recommendation"] == ("suitable", "not_recommended")
    assert found["modalities.online_video.findings.acute-crisis-reported.truth"] == ("no", "yes")
    assert "provenance.answers_sha256" in found
    assert "modalities.online_video.findings.harm-question-without-answer.truth" not in found


def test_another_version_of_screenkit_alone_is_no_difference():
    then = {"provenance": {"screenkit": "0.1.0", "x": 1}}

    assert differences(then, {"provenance": {"screenkit": "0.2.0", "x": 1}}) == ()


def test_what_one_side_lacks_and_what_is_of_another_kind_are_differences():
    assert differences({"a": 1, "b": [1], "c": True, "d": []}, {"b": [1, 2], "c": 1, "d": []}) == (
        Difference("a", 1, None),
        Difference("b", [1], [1, 2]),
        Difference("c", kept=True, again=1),
    )


def test_answers_on_record_are_read_as_an_answer_file_is(online_group):
    screening = case(
        OPENED, *answered({"acute_crisis": "no", "phq9_total": "7", "motivation": "not_asked"})
    ).latest
    answers = answers_of(online_group, screening, "C-7K3Q9")

    assert (dict(answers.given), answers.case_id) == ({"acute_crisis": "no", "phq9_total": 7}, "C-7K3Q9")
    assert unreadable(online_group, screening) == ()


def test_what_other_content_cannot_read_is_left_out_and_named(online_group):
    screening = case(OPENED, *answered({"acute_crisis": "perhaps", "no_such_item": "yes"})).latest

    assert answers_of(load("usual-group-criteria"), screening).given == {}
    assert unreadable(online_group, screening) == ("acute_crisis", "no_such_item")
