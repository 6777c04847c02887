"""Rule sets of one's own: they tighten freely, and soften a safety rule only with reason and names."""

from pathlib import Path

import pytest

from screenkit.check import proofs
from screenkit.check.declared import declared
from screenkit.check.trace import trace
from screenkit.content import changes
from screenkit.content.load import load
from screenkit.content.locate import shipped
from screenkit.content.standing import Standing
from screenkit.content.vignettefiles import shipped_vignettes
from screenkit.content.vignettes import bench, read_vignettes
from screenkit.engine.assess import assess
from screenkit.errors import ContentError
from screenkit.models.answers import Answers
from screenkit.report.book import book
from screenkit.report.json import json
from screenkit.report.rulebook import rulebook
from screenkit.report.traced import traced
from screenkit.report.view import view

LOOSENS = "loosens:\n  - {rule: acute-crisis-online, reason: Ours is for crises., by: [A. One, B. Two]}\n"

ONLINE = "online_video, online_text, online_forum"


def own(tmp_path, *, rule="acute-crisis-online", more="", **keys):
    """A rule set that extends the shipped one and changes one of its rules."""
    written = {
        "domain": "safety",
        "effect": "exclude",
        "for": f"[{ONLINE}]",
        "when": "acute_crisis is yes",
        "modifiable": "wait",
        **keys,
    }
    lines = "".join(f"    {key}: {value}\n" for key, value in written.items() if value is not None)
    path = tmp_path / "ours.yaml"
    path.write_text(
        "id: ours\nversion: 1.0.0\ntitle: Ours\nextends: online-group\n"
        "questionnaires: [pregroup-interview]\n"
        "modalities: [in_person, online_video, online_text, online_forum]\n"
        f"changes:\n  - id: {rule}\n    title: Changed\n{lines}"
        "    because: Ours.\n    rests_on: [W-ACUTE-CRISIS]\n    resolve: Crisis care now.\n"
        "    settled_by: both\n"
        "rules:\n  - {id: own, title: Own, domain: fit, effect: note, topic: context, because: Ours., "
        f"rests_on: [W-ACUTE-CRISIS]}}\n{more}"
    )
    return str(path)


SOFTER = {
    "softer effect": (
        {"effect": "caution", "modifiable": None, "if_unknown": "counts"},
        "its effect is caution and was exclude",
    ),
    "fewer forms": ({"for": "[online_video]"}, "it no longer speaks of online_text, online_forum"),
    "narrower": ({"when": "acute_crisis is yes and group_kind is process"}, "its condition is narrower"),
    "narrower, told otherwise": (
        {"when": "not (acute_crisis is no or group_kind is skills)"},
        "its condition is narrower",
    ),
}


@pytest.mark.parametrize(("keys", "why"), SOFTER.values(), ids=list(SOFTER))
def test_a_safety_rule_made_softer_is_refused(tmp_path, keys, why):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, **keys))
    assert [problem.what for problem in refused.value.problems] == [
        f"the safety rule 'acute-crisis-online' is made softer: {why}"
    ]


STRICTER = {
    "as it was": {},
    "more answers": {"when": "acute_crisis is yes or suicidal_ideation is active"},
    "told otherwise": {"when": "not (not (acute_crisis is yes))"},
    "the same for the solver": {"when": "acute_crisis is not no"},
    "every form": {"for": f"[in_person, {ONLINE}]"},
}


@pytest.mark.parametrize("keys", STRICTER.values(), ids=list(STRICTER))
def test_a_safety_rule_as_strict_or_stricter_is_taken(tmp_path, keys):
    content = load(own(tmp_path, **keys))
    changed = next(rule for rule in content.ruleset.rules if rule.id == "acute-crisis-online")
    assert changed.because == "Ours."
    assert len(content.ruleset.rules) == len(load().ruleset.rules) + 1


def test_without_a_solver_what_its_text_does_not_show_is_refused_and_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(changes, "has_solver", lambda: False)
    load(own(tmp_path, when="acute_crisis is yes or suicidal_ideation is active"))
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, when="acute_crisis is not no"))
    (problem,) = refused.value.problems
    assert "may be made softer, judged by its text alone" in problem.what
    assert "screenkit[verify]" in problem.do


def test_a_rule_said_to_be_loosened_is_taken_and_every_report_says_so(tmp_path):
    content = load(own(tmp_path, when="acute_crisis is yes and group_kind is process", more=LOOSENS))
    assert [each.rule for each in content.ruleset.loosens] == ["acute-crisis-online"]
    assessment = assess(content, Answers({}))
    told = str(view(content, assessment))
    assert "Ours is for crises. Answered for by A. One and B. Two." in told
    assert '"reason": "Ours is for crises."' in json(assessment)
    assert '"loosened"' not in json(assess(load(), Answers({})))


# Regression: the rule book that a committee signs, and every other page of the rules, said nothing of it.
@pytest.mark.parametrize(
    "page",
    [rulebook, lambda content: book(content, {}), lambda content: traced(content, trace(content, ()))],
    ids=["rules show", "rules book", "rules trace"],
)
def test_every_page_of_the_rules_says_what_was_loosened_and_who_answers_for_it(tmp_path, page):
    loosened = load(own(tmp_path, when="acute_crisis is yes and group_kind is process", more=LOOSENS))
    told = str(page(loosened))
    assert "Safety rules made softer by this rule set" in told
    assert "Ours is for crises. Answered for by A. One and B. Two." in told
    assert "made softer" not in str(page(load(own(tmp_path))))
    (flaw,) = declared(loosened)
    assert (flaw.check, flaw.severity, str(flaw.spot)) == ("loosened", "note", "acute-crisis-online")
    assert flaw.what == "it is a safety rule, and made softer; A. One and B. Two answer for it"
    where = Standing(loosened, str(tmp_path / "ours.yaml")).line_of(flaw.spot)
    assert where == f"{tmp_path / 'ours.yaml'}:8"


def test_the_rule_book_says_which_rule_set_restated_a_rule(tmp_path):
    told = str(book(load(own(tmp_path)), {}))
    assert "Stands in online-group, first version 1.0.0 (2026-11-23). Restated by ours 1.0.0." in told


# Regression: a rule restated by a local rule set was said to be tried on the people of its parent.
def test_people_of_a_parent_do_not_try_a_rule_that_was_restated(tmp_path):
    shipped = bench(load(), read_vignettes(shipped_vignettes()))
    found = trace(load(own(tmp_path)), shipped.cases)
    tried = {thread.rule: thread.vignettes for thread in found.threads}
    assert tried["acute-crisis-online"] == ()
    assert tried["acute-psychosis-online"] != ()
    assert "acute-crisis-online" in found.orphans["rules"]


def test_what_is_not_about_safety_may_be_softer(tmp_path):
    keys = {
        "domain": "privacy_access",
        "effect": "caution",
        "modifiable": None,
        "when": "device_available is no",
    }
    load(own(tmp_path, rule="no-device", **keys))


WRONG = {
    "one name": (LOOSENS.replace(", B. Two", ""), "this holds too few entries"),
    "the same name": (LOOSENS.replace("B. Two", "a. one"), "name two different people"),
    "nothing changed": (
        LOOSENS.replace("acute-crisis-online", "no-device"),
        "'no-device' is not changed here",
    ),
}


@pytest.mark.parametrize(("more", "what"), WRONG.values(), ids=list(WRONG))
def test_a_loosening_that_nobody_answers_for_is_refused(tmp_path, more, what):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, when="acute_crisis is yes and group_kind is process", more=more))
    assert any(what in problem.what for problem in refused.value.problems)


def test_only_a_rule_that_is_taken_over_can_be_changed(tmp_path):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, rule="acute-crisis-onlin"))
    (problem,) = refused.value.problems
    assert problem.what == "no rule 'acute-crisis-onlin' is taken over"
    assert problem.do == "did you mean 'acute-crisis-online'?"


def test_a_property_of_the_parent_holds_for_the_child_or_is_broken_by_somebody(tmp_path):
    content = load(own(tmp_path, when="acute_crisis is yes and group_kind is process", more=LOOSENS))
    stated = [each for each in content.ruleset.properties if each.id == "acute-states-bar-online"]
    found = proofs.proof(content, stated, lambda below: below // 2, people=1)
    assert dict(found.verdicts[0].counterexample.answers.given)["acute_crisis"] == "yes"


def extending(tmp_path, text, parent, name):
    """A rule set that extends another one of one's own and holds what the first of them holds."""
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace("id: ours\n", f"id: {name}\n").replace("online-group", parent, 1))
    return str(path)


def test_a_safety_rule_said_to_be_about_something_else_is_made_softer(tmp_path):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, domain="fit"))
    assert "its domain is fit and was safety" in str(refused.value)


# Regression: a rule set in between took the word away, and the next one took the rule's teeth.
def test_a_rule_stays_about_safety_however_many_rule_sets_lie_in_between(tmp_path):
    first = own(tmp_path, domain="fit", more=LOOSENS)
    load(first)
    softer = {"domain": "fit", "effect": "caution", "modifiable": None, "if_unknown": "counts"}
    (tmp_path / "ours").mkdir()
    text = Path(own(tmp_path / "ours", **softer)).read_text().replace("id: own,", "id: another,")
    with pytest.raises(ContentError) as refused:
        load(extending(tmp_path, text, "ours", "leaf"))
    assert "its effect is caution and was exclude" in str(refused.value)


@pytest.mark.parametrize("changed", ["online-group", "usual-group-criteria"])
def test_no_file_beside_a_rule_set_of_ones_own_stands_in_for_a_shipped_parent(tmp_path, changed):
    """Else every rule of the parent could be made softer without a word."""
    for name, file in shipped("rules").items():
        text = file.text.replace(b"effect: exclude", b"effect: caution") if name == changed else file.text
        (tmp_path / f"{name}.yaml").write_bytes(text)
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path))
    told = [str(problem) for problem in refused.value.problems]
    assert any(f"'{changed}' is a shipped rule set" in each and "extends" in each for each in told)


def test_copies_of_the_shipped_rule_sets_may_stand_beside_ones_own_and_extend_each_other(tmp_path):
    for name, file in shipped("rules").items():
        (tmp_path / f"{name}.yaml").write_bytes(file.text)
    assert [each.id for each in load(own(tmp_path)).chain][-1] == "ours"
    softer = (tmp_path / "usual-group-criteria.yaml").read_bytes() + b"# of another year\n"
    (tmp_path / "usual-group-criteria.yaml").write_bytes(softer)
    assert load(str(tmp_path / "online-group.yaml")).ruleset.id == "online-group"
