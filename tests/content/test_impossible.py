"""Combinations declared impossible: refused where they could hide somebody, told of whoever gives them."""

from fractions import Fraction
from pathlib import Path

import pytest
from coded import agree
from strategies import CRITERIA, a_rule

from screenkit.check import declared, proofs
from screenkit.check.breaks import breaks
from screenkit.check.changed import changes_between
from screenkit.check.combination import Unfit, unfit
from screenkit.check.declared import declared as flaws_of
from screenkit.check.impossible import left_out, met
from screenkit.check.pairs import never_yes
from screenkit.check.smt.prove import everybody, verdict
from screenkit.content.load import load
from screenkit.content.packed import pack, unpack
from screenkit.errors import ContentError, Problem
from screenkit.models.answers import Answers
from screenkit.models.condition import AllOf, Compare, Is
from screenkit.models.content import Content
from screenkit.models.property import Property
from screenkit.models.questionnaire import Item, Questionnaire, Scale, Section
from screenkit.models.ruleset import Impossible, RuleSet
from screenkit.report.book import book
from screenkit.report.bookstated import LOOKED, NOT_LOOKED

NO_CAMERA = "device_available is no and camera_microphone is both"
WHY = "Without a device there is no camera that works."

ASKS = "questionnaires: [pregroup-interview]\ninstruments: [phq9, gad7, ecrrs]\n"


def own(folder: Path, *combinations, more="", extends="online-group", name="ours", asks=ASKS):
    """A rule set that extends another one and declares some combinations impossible."""
    told = "".join(
        f"  - id: {name}-{n}\n    when: {when}\n    because: {WHY}\n" for n, when in enumerate(combinations)
    )
    path = folder / f"{name}.yaml"
    path.write_text(
        f"id: {name}\nversion: 1.0.0\ntitle: Ours\nextends: {extends}\n{asks}"
        "modalities: [in_person, online_video, online_text, online_forum]\n"
        f"rules:\n  - {{id: note-{name}, title: Own, domain: fit, effect: note, topic: context, because: O., "
        f"rests_on: [X-DV]}}\n{more}" + (f"impossible:\n{told}" if told else "")
    )
    return str(path)


SEEN = ": whoever gives this answer is to be seen, not left out"
REFUSED = {
    "a silence": (
        "device_available is declined and camera_microphone is both",
        "to decline, or not to know, is never impossible",
    ),
    "what was never asked": (
        "device_available is no and not (camera_microphone is none)",
        "'not (…)' is also so of what was never asked",
    ),
    "what nobody answered": (
        "group_kind is process and candidate_status is new_candidate",
        "'group_kind' is assumed to have this value while nobody has answered it",
    ),
    "a gate": (
        "suicidal_ideation is none and travel_barrier is yes",
        "'suicidal_ideation' is a gate, or counts one",
    ),
    "a total that counts a gate": (
        "phq9_total >= 20 and motivation is high",
        "'phq9_total' is a gate, or counts one",
    ),
    "an alert": (
        "means_access is yes and suicidal_intent is yes",
        "'suicidal_intent' raises an alert",
    ),
    "a safety question": (
        "individual_therapist is yes and motivation is low",
        "'individual_therapist' is a safety question, or counts one",
    ),
    "one answer alone": (
        "camera_microphone is both",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "one answer of several": (
        f"({NO_CAMERA}) or sight is impaired",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "a total that everybody has": (
        "gad7_total >= 0 and gad7_total <= 21",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "a narrow stretch of one mean": (
        "ecrrs_anxiety > 3 and ecrrs_anxiety < 3.25",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "two decimals of one mean": (
        "ecrrs_anxiety >= 3.1 and ecrrs_anxiety <= 3.2",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "one answer, that nobody can give": (
        "sight is impaired and sight is typical",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "a narrow stretch of one mean, or two answers": (
        f"(ecrrs_anxiety > 3.01 and ecrrs_anxiety < 3.02) or ({NO_CAMERA})",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "one cut-off of a mean, or two answers": (
        f"ecrrs_anxiety == 3.01 or ({NO_CAMERA})",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "one answer, whatever another one is": (
        "(travel_barrier is yes and sight is impaired) or (travel_barrier is no and sight is impaired)",
        "one answer alone, or none, makes it so: that is no combination",
    ),
    "every value of one answer": (
        "travel_barrier is one of yes, no and sight is one of typical, impaired",
        "a part of it is so whatever the answer to 'travel_barrier' is: whoever has answered is left out",
    ),
    "every value of one answer beside two that contradict each other": (
        f"{NO_CAMERA} and (travel_barrier is yes or sight is impaired or travel_barrier is no)",
        "a part of it is so whatever the answer to 'travel_barrier' is: whoever has answered is left out",
    ),
    "every total": (
        f"{NO_CAMERA} and gad7_total <= 21",
        "a part of it is so whatever the answer to 'gad7_total' is: whoever has answered is left out",
    ),
    "more answers than can be looked through": (
        " and ".join(f"gad7_{n} == 3" for n in range(1, 8)),
        "it reads too many answers to be looked through",
    ),
    "what a safety rule reads that holds": (
        "group_kind is not process and candidate_status is new_candidate",
        "'group_kind' is read by a safety rule that excludes or holds",
    ),
    "through a definition": (
        "assessment_allows_group and motivation is low",
        "'suicide_assessment_conclusion' raises an alert",
    ),
}


@pytest.mark.parametrize(("when", "what"), REFUSED.values(), ids=list(REFUSED))
def test_a_combination_that_could_hide_somebody_is_refused_with_its_line(tmp_path, when, what):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, when))
    problems = refused.value.problems
    assert what in [problem.what.removesuffix(SEEN) for problem in problems]
    assert {problem.where for problem in problems} == {f"{tmp_path / 'ours.yaml'}:12: impossible.0.when"}


def held(when, domain="safety", name="held"):
    """One rule more, of a kind that stops a form of group."""
    return (
        f"  - {{id: {name}, title: Held, domain: {domain}, effect: hold, when: {when}, because: Ours., "
        "rests_on: [X-DV], resolve: Do., settled_by: clinic, modifiable: prepare}\n"
    )


STOPS = "is read by a safety rule that excludes or holds"
WORRIED = "gad7_1 == 3 and motivation is low"
HIDDEN = {
    "directly": (NO_CAMERA, held("camera_microphone is none"), "camera_microphone"),
    "through a definition": (
        NO_CAMERA,
        held("unseen") + "definitions:\n  unseen: camera_microphone is none\n",
        "camera_microphone",
    ),
    "through a score": (WORRIED, held("gad7_total >= 15"), "gad7_1"),
    "an item of a score": ("gad7_total >= 15 and motivation is low", held("gad7_1 == 3"), "gad7_total"),
}


@pytest.mark.parametrize(("when", "more", "name"), HIDDEN.values(), ids=list(HIDDEN))
def test_nothing_is_impossible_about_what_a_safety_rule_that_stops_somebody_reads(tmp_path, when, more, name):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, when, more=more))
    assert [problem.what for problem in refused.value.problems] == [f"'{name}' {STOPS}{SEEN}"]
    assert load(own(tmp_path, when, more=more.replace("domain: safety", "domain: fit"))).ruleset.impossible


def test_a_safety_rule_of_a_child_refuses_what_its_parent_declares_about_its_answers(tmp_path):
    own(tmp_path, NO_CAMERA, name="parent")
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, extends="parent", more=held("camera_microphone is none")))
    (problem,) = refused.value.problems
    assert problem == Problem(
        f"{tmp_path / 'parent.yaml'}:12: impossible.0.when",
        f"'camera_microphone' {STOPS}{SEEN}",
        "declare nothing impossible about it",
    )


def test_a_safety_rule_put_under_another_heading_by_a_child_is_a_safety_rule_still(tmp_path):
    own(tmp_path, name="parent", more=held("camera_microphone is none", name="unseen"))
    moved = "changes:\n" + held("camera_microphone is none", "fit", "unseen")
    loosened = "loosens:\n  - {rule: unseen, reason: Ours., by: [One, Two]}\n"
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, NO_CAMERA, extends="parent", more=moved + loosened))
    assert [each.what for each in refused.value.problems] == [f"'camera_microphone' {STOPS}{SEEN}"]


def test_nothing_is_impossible_about_what_is_asked_only_after_a_safety_question():
    content = with_pain(())
    (section,) = content.questionnaires["interview"].sections
    pain, company = section.items
    after = company.model_copy(update={"ask_when": Is("pain", ("severe",))})
    words = dict.fromkeys(("yes", "no"), "w")
    later = Item(id="later", text="l", help="l", values=words, ask_when=Is("company", ("yes",)))
    free = Item(id="free", text="f", help="f", values=words)
    sections = (section.model_copy(update={"items": (pain, after, later, free)}),)
    asked = content.questionnaires["interview"].model_copy(update={"sections": sections})
    ruleset = content.ruleset.model_copy(update={"rules": ()})
    content = Content(ruleset, (ruleset,), {"interview": asked}, (CRITERIA,))
    when = AllOf((Is("later", ("yes",)), Is("free", ("yes",))))
    (only,) = unfit(content, Impossible(id="both", when=when, because="Invented."))
    why = "is asked only after 'pain', which is a safety question, or counts one"
    assert only.what == f"'later' {why}{SEEN}"


def test_nothing_is_impossible_about_a_score_that_counts_an_assumed_answer():
    content = with_pain(())
    (section,) = content.questionnaires["interview"].sections
    words = dict.fromkeys(("yes", "no"), "w")
    items = (
        *(Item(id=each, text="t", help="h", values=words) for each in ("free", "counted")),
        Item(id="taken", text="t", help="h", values=words, assumed="yes"),
    )
    points = {"yes": Fraction(1), "no": Fraction(0)}
    scale = Scale(id="sum_of_two", title="Two", items=("counted", "taken"), points=points, source="invented")
    sections = (section.model_copy(update={"items": (*section.items, *items)}),)
    asked = content.questionnaires["interview"].model_copy(update={"sections": sections, "scales": (scale,)})
    content = Content(content.ruleset, content.chain, {"interview": asked}, (CRITERIA,))
    when = AllOf((Compare("sum_of_two", ">=", Fraction(2)), Is("free", ("yes",))))
    (only,) = unfit(content, Impossible(id="both", when=when, because="Invented."))
    assert only == Unfit(
        "'sum_of_two' counts 'taken', which is assumed while nobody has answered it",
        "ask for answers that are not assumed",
    )


def test_a_misspelt_item_is_named_with_its_line_and_an_id_stands_once(tmp_path):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, NO_CAMERA.replace("camera_m", "camra_m")))
    (problem,) = refused.value.problems
    assert "ours.yaml:12: impossible.0.when" in problem.where
    assert (problem.what, problem.do) == (
        "no item 'camra_microphone'",
        "did you mean 'camera_microphone'?",
    )
    more = f"properties:\n  - {{id: ours-0, never: in_person is suitable, when: {NO_CAMERA}}}\n"
    with pytest.raises(ContentError, match="'ours-0' already stands at"):
        load(own(tmp_path, NO_CAMERA, more=more))


def test_whoever_gives_such_answers_is_assessed_like_anybody_and_asked_again(tmp_path, screen):
    content = load(own(tmp_path, NO_CAMERA))
    plain = load(own(tmp_path))
    told = {"device_available": "no", "camera_microphone": "both"}
    with_remark, without = screen(told, content=content), screen(told, content=plain)
    remark = "this answer and another contradict each other: Without a device there is no camera that works"
    do = "both count; ask again, and correct what was misunderstood"
    assert with_remark.problems == tuple(Problem(name, remark, do) for name in told)
    assert without.problems == ()
    assert with_remark.modalities == without.modalities
    assert with_remark.safety == without.safety
    for half in ({"camera_microphone": None}, {"camera_microphone": "audio_only"}):
        assert screen({**told, **half}, content=content).problems == ()


def test_the_columns_remark_the_same_and_two_of_one_reason_count_a_row_once(tmp_path):
    content = load(own(tmp_path, NO_CAMERA, "device_available is no and tech_skill is adequate"))
    device = Answers({"device_available": "no", "camera_microphone": "both", "tech_skill": "adequate"})
    other = Answers({"device_available": "no", "camera_microphone": "none", "tech_skill": "adequate"})
    agree(content, set(content.order), [device, other, Answers({}), Answers({"device_available": "no"})])


def test_a_rule_set_takes_over_what_its_parents_declare(tmp_path):
    own(tmp_path, NO_CAMERA, name="parent")
    content = load(own(tmp_path, "hearing is typical and speech is impaired", extends="parent"))
    assert [each.id for each in content.ruleset.impossible] == ["parent-0", "ours-0"]
    kept = unpack(pack(content), content.sources)
    assert kept == content


LEADERS = "questionnaires: [leader-readiness]\n"
LEADER = "leader_training_done is no and leader_presence_practised is yes"
OTHER = "leader_norms_open is no and leader_setting_in_agreement is yes"
HELD = (
    "  - {id: held, title: Held, domain: fit, effect: hold, when: leader_more_active is no, because: Ours., "
    "rests_on: [X-DV], resolve: Do., settled_by: clinic, modifiable: prepare}\n"
)


def stating(when):
    never = "in_person is one of suitable, conditional"
    return f"properties:\n  - id: stated\n    never: {never}\n    when: {when}\n"


def leaders(folder, *combinations, **more):
    return own(folder, *combinations, **{"extends": "leader-readiness", "asks": LEADERS, **more})


def of(content):
    return next(each for each in content.ruleset.properties if each.id == "stated")


def came_to(content):
    return verdict(everybody(content), of(content))


def test_a_proof_says_what_it_leaves_out_and_only_what_it_needs(tmp_path):
    more = HELD + stating(f"({LEADER}) or leader_more_active is no")
    content = load(leaders(tmp_path, LEADER, OTHER, more=more))
    found = came_to(content)
    assert (found.proved, found.rests_on) == (True, ("ours-0",))
    (flaw,) = flaws_of(content)
    assert (flaw.check, flaw.severity, flaw.spot.id) == ("impossible", "note", "ours-0")
    assert flaw.what == "'stated' is proved only because this is left out"


def test_a_proof_that_rests_on_what_a_parent_declares_is_told_at_what_the_child_states(tmp_path):
    leaders(tmp_path, LEADER, name="parent")
    for more, severity in ((LEADER, "warning"), (f"({LEADER}) or leader_more_active is no", "note")):
        (flaw,) = flaws_of(load(leaders(tmp_path, extends="parent", more=HELD + stating(more))))
        assert (flaw.check, flaw.severity, str(flaw.spot)) == ("impossible", severity, "stated")
        assert flaw.spot.kind == "property"
        assert flaw.what == "it is proved only because 'parent-0' is left out, which parent declares"


def test_a_proof_that_rests_on_what_both_declare_is_told_at_both(tmp_path):
    leaders(tmp_path, LEADER, name="parent")
    more = HELD + stating(f"({LEADER}) or ({OTHER}) or leader_more_active is no")
    found = flaws_of(load(leaders(tmp_path, OTHER, extends="parent", more=more)))
    assert {(each.spot.kind, each.spot.id) for each in found} == {
        ("property", "stated"),
        ("impossible", "ours-0"),
    }


def test_what_a_parent_states_and_declares_is_told_of_the_parent_alone(tmp_path):
    more = HELD + stating(f"({LEADER}) or leader_more_active is no")
    leaders(tmp_path, LEADER, name="parent", more=more)
    assert [each.spot.id for each in flaws_of(load(str(tmp_path / "parent.yaml")))] == ["parent-0"]
    assert list(flaws_of(load(leaders(tmp_path, extends="parent")))) == []


def test_without_a_solver_what_a_child_states_is_told_not_to_have_been_looked_into(tmp_path, monkeypatch):
    leaders(tmp_path, LEADER, name="parent")
    content = load(leaders(tmp_path, extends="parent", more=stating(LEADER)))
    for each in (declared, proofs):
        monkeypatch.setattr(each, "has_solver", lambda: False)
    (flaw,) = flaws_of(content)
    assert (flaw.severity, flaw.spot.kind, flaw.spot.id) == ("note", "property", "stated")
    assert flaw.what == "whether its proof rests on what parent declares impossible was not looked into"


def test_a_proof_about_what_a_safety_rule_reads_is_told_as_a_warning(tmp_path):
    more = HELD + stating(f"({LEADER}) or (leader_text_watch is no and leader_more_active is no)")
    (flaw,) = flaws_of(load(leaders(tmp_path, LEADER, more=more)))
    assert (flaw.severity, flaw.spot.id) == ("warning", "ours-0")


def test_a_proof_that_leaves_out_everybody_it_speaks_of_is_none(tmp_path):
    content = load(leaders(tmp_path, LEADER, more=stating(LEADER)))
    found = came_to(content)
    assert (found.counterexample, found.of_nobody, found.proved) == (None, True, False)
    assert [each.severity for each in flaws_of(content)] == ["warning"]


def test_what_a_parent_states_is_proved_without_what_its_child_declares(tmp_path):
    leaders(tmp_path, more=stating(LEADER), name="parent")
    content = load(leaders(tmp_path, LEADER, extends="parent"))
    assert left_out(content, of(content)) == ()
    somebody = came_to(content).counterexample.answers
    assert met(content, content.ruleset.impossible, somebody) == ("ours-0",)
    assert breaks(content, of(content), somebody, {})


def test_without_a_solver_it_is_said_that_nobody_looked(tmp_path, monkeypatch):
    content = load(leaders(tmp_path, LEADER))
    for each in (declared, proofs):
        monkeypatch.setattr(each, "has_solver", lambda: False)
    (flaw,) = flaws_of(content)
    assert (flaw.severity, flaw.spot.id) == ("note", "ours-0")
    assert flaw.what == "whether a proof rests on it was not looked into: that needs the solver z3"


def test_a_combination_nobody_can_give_is_found(tmp_path):
    content = load(own(tmp_path, f"{NO_CAMERA} and device_available is yes", NO_CAMERA))
    found = [str(each.spot) for each in never_yes(content, []) if each.spot.kind == "impossible"]
    assert found == ["ours-0.when"]


def test_a_difference_names_what_was_declared_and_how_it_changed(tmp_path):
    wider = NO_CAMERA.replace("is both", "is one of both, audio_only")
    plain, declaring, other = (load(own(tmp_path, *each)) for each in ((), (NO_CAMERA,), (wider,)))
    (added,) = changes_between(plain, declaring)
    assert (added.what, added.how) == (
        "impossible combination ours-0: added",
        (f"\u201c{NO_CAMERA}\u201d: {WHY}",),
    )
    (changed,) = changes_between(declaring, other)
    assert changed.how == (f"when: \u201c{NO_CAMERA}\u201d became \u201c{wider}\u201d",)


def with_pain(impossible):
    """Pain with company is held unless it is severe: the step from none to severe opens a form of group."""
    words = {"pain": ("none", "some", "severe"), "company": ("yes", "no")}
    items = tuple(
        Item(
            id=name,
            text=name,
            help=name,
            values=dict.fromkeys(values, "w"),
            ordered=values,
            safety=name == "pain",
        )
        for name, values in words.items()
    )
    asked = Questionnaire(
        id="interview",
        version="1.0.0",
        title="Interview",
        kind="interview",
        about="Invented",
        source="invented",
        sections=(Section(id="all", title="All", items=items),),
    )
    company = Is("company", ("yes",))
    ruleset = RuleSet(
        id="rules",
        version="1.0.0",
        title="Rules",
        questionnaires=("interview",),
        modalities=("in_person",),
        rules=(a_rule("held", "hold", AllOf((company, Is("pain", ("none", "some")))), if_unknown="asks"),),
        impossible=impossible,
    )
    return Content(ruleset, (ruleset,), {"interview": asked}, (CRITERIA,))


def test_a_value_that_is_impossible_in_between_hides_no_step_over_it():
    both = AllOf((Is("company", ("yes",)), Is("pain", ("some",))))
    law = Property(id="worse", always="a worse answer is never better", items=("pain",))
    content = with_pain((Impossible(id="some-pain-in-company", when=both, because="Invented."),))
    somebody = verdict(everybody(content, [law]), law).counterexample
    assert somebody.answers.given == {"pain": "none", "company": "yes"}
    assert somebody.change == {"pain": "severe"}


def in_the_book(content, found=None):
    """What the rule book says of what is stated of all answers."""
    (section,) = (each for each in book(content, {}, found).sections if each.id == "properties")
    (lead, lines) = section.blocks
    return lead.text, lines.entries[-1]


def test_the_rule_book_names_at_each_statement_whom_its_proof_leaves_out(tmp_path):
    content = load(leaders(tmp_path, LEADER, more=HELD + stating(f"({LEADER}) or leader_more_active is no")))
    found = proofs.reserves(content)
    assert found["stated"] == ("ours-0",)
    lead, line = in_the_book(content, found)
    assert lead == LOOKED
    assert line.endswith("Only without whoever gives answers called impossible together: ours-0.")
    content = load(leaders(tmp_path, LEADER, more=stating(OTHER)))
    assert "stated" not in proofs.reserves(content)
    assert "Not so for all answers, or not settled" in in_the_book(content, proofs.reserves(content))[1]


def test_the_rule_book_says_where_nobody_looked_and_who_may_be_left_out(tmp_path, monkeypatch):
    content = load(leaders(tmp_path, LEADER, more=stating(OTHER)))
    monkeypatch.setattr(proofs, "has_solver", lambda: False)
    lead, line = in_the_book(content, proofs.reserves(content))
    assert lead == NOT_LOOKED
    assert line.endswith(
        "Whoever gives answers called impossible together may be left out of this (ours-0); nobody looked "
        "whether a proof needs it."
    )
