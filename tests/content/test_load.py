"""Loading: what good files come to, where content is looked for, and what a wrong reference says."""

from fractions import Fraction
from pathlib import Path

import pytest

from screenkit.content import locate
from screenkit.content.answers import read_answers
from screenkit.content.load import load, load_questionnaires
from screenkit.content.mapping import load_mapping
from screenkit.engine.assess import assess
from screenkit.errors import ContentError, Problem
from screenkit.models.answers import Answers
from screenkit.models.condition import write
from screenkit.models.content import version_of

HERE = Path(__file__).parent
GOOD = HERE / "good"


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    """Let the small shelf stand where the shipped content stands."""
    monkeypatch.setattr(locate, "content_root", lambda: HERE / "shelf")


@pytest.fixture
def child():
    return load(str(GOOD / "rules" / "child.yaml"), [str(GOOD / "questionnaires")])


def refused(*arguments):
    with pytest.raises(ContentError) as error:
        load(*arguments)
    return list(error.value.problems)


# Good files


@pytest.mark.parametrize("path", sorted((GOOD / "rules").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_good_rule_set_loads(path):
    assert load(str(path), [str(GOOD / "questionnaires")]).ruleset.id == path.stem


@pytest.mark.parametrize("path", sorted((GOOD / "questionnaires").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_good_questionnaire_loads(path):
    assert path.stem in load_questionnaires([str(path)])


@pytest.mark.parametrize("path", sorted((GOOD / "mappings").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_good_mapping_loads(path):
    assert load_mapping(path, load("shelf")).items


def test_a_child_takes_over_what_its_parent_holds_parents_first(child):
    assert [each.id for each in child.chain] == ["own", "child"]
    merged = child.ruleset
    assert (merged.id, merged.version) == ("child", "2.10.3")
    assert [rule.id for rule in merged.rules] == [
        "danger-now",
        "out",
        "young",
        "careful",
        "gain",
        "told",
        "raised",
    ]
    assert list(merged.definitions) == ["steady", "later", "earlier"]
    assert [tension.id for tension in merged.tensions] == ["T1", "OWN-1"]
    assert [doubt.id for doubt in merged.doubts] == ["tired"]
    assert merged.questionnaires == ("intake", "many-kinds")
    assert merged.instruments == ("worry",)
    assert merged.modalities == ("in_person", "online_video", "online_text")
    assert merged.gates.rests_on == ("X-ONE",)


def test_a_tension_of_the_criteria_is_told_in_their_words(child):
    told = next(tension for tension in child.ruleset.tensions if tension.id == "T1")
    assert (told.title, [side.says for side in told.sides], told.resolve) == (
        "One and another",
        ["One.", "Another."],
        "Ask.",
    )


def test_a_definition_may_use_one_that_is_written_below_it(child):
    assert {name: write(condition) for name, condition in child.ruleset.definitions.items()} == {
        "steady": "sleeps_well is yes and not (danger is yes)",
        "later": "earlier or age >= 65",
        "earlier": "kind is one of process, support and not (home is unsafe)",
    }
    assert child.reads["out"] == ("kind", "home", "age", "sleeps_well", "danger")


def test_numbers_keep_their_exact_values(child):
    scale = child.scales["many_total"]
    assert scale.points == {"yes": Fraction(3, 2), "no": Fraction(0)}
    assert scale.when_not_applicable == Fraction(1, 2)
    assert [(band.lowest, band.below, band.to) for band in scale.bands] == [
        (-3, Fraction(5, 2), None),
        (Fraction(5, 2), None, Fraction(17, 2)),
    ]


# Regression: a sum of points that are not whole is itself not whole.
def test_a_sum_of_points_that_are_not_whole_may_be_entered_as_it_is(child):
    assert read_answers(b"many_total: 2.5", "a.yaml", child).given == {"many_total": Fraction(5, 2)}


def test_the_criteria_beside_a_rule_set_of_ones_own_are_read(child):
    assert list(child.criteria) == ["X-ONE", "X-TWO", "X-MINE"]
    assert child.evidence["out"].level == "project_convention"


# Regression: its criteria, which stand beside it as well as on the shelf, were read twice.
def test_a_shipped_rule_set_may_be_named_by_its_path(monkeypatch):
    monkeypatch.chdir(HERE / "shelf")
    assert list(load("rules/shelf.yaml").criteria) == list(load("shelf").criteria)


def test_text_keeps_its_quotes_and_marks(child):
    about = child.questionnaires["many-kinds"].about
    assert (
        about == "Folded text, with \"quotes\", 'quotes', a # that starts no comment and a colon: all text."
    )


# The meaning of content, and its hash


def test_comments_order_of_keys_and_line_breaks_do_not_change_what_content_is_known_by(tmp_path):
    text = (HERE / "shelf" / "questionnaires" / "worry.yaml").read_text()
    told = text.replace(
        "title: Worry in three items\nkind: instrument",
        "kind: instrument\n# why\ntitle: >-\n  Worry in\n  three items",
    )
    assert told != text
    (tmp_path / "worry.yaml").write_text(told.replace("id: worry\n", "id: woe\n").replace("worry_", "woe_"))
    (tmp_path / "other.yaml").write_text(text.replace("id: worry\n", "id: woe\n").replace("worry_", "woe_"))
    first = load_questionnaires([str(tmp_path / "worry.yaml")])["woe"]
    second = load_questionnaires([str(tmp_path / "other.yaml")])["woe"]
    assert version_of(first) == version_of(second)


def test_a_cut_off_that_moved_changes_what_content_is_known_by(tmp_path):
    text = (HERE / "shelf" / "rules" / "shelf.yaml").read_text().replace("id: shelf", "id: mine")
    (tmp_path / "mine.yaml").write_text(text.replace("danger is yes\n", "worry_total >= 6\n"))
    before = load(str(tmp_path / "mine.yaml")).versions.rulesets
    (tmp_path / "mine.yaml").write_text(text.replace("danger is yes\n", "worry_total >= 7\n"))
    after = load(str(tmp_path / "mine.yaml")).versions.rulesets
    assert [each.sha256 for each in before] != [each.sha256 for each in after]


# References


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("shelv", Problem("shelv", "there is no rule set of that id", "did you mean 'shelf'?")),
        (
            "something",
            Problem(
                "something",
                "there is no rule set of that id",
                "shipped are shelf; or give the path of a file of your own, such as ./mine.yaml",
            ),
        ),
        (
            "./nothing.yaml",
            Problem(
                "nothing.yaml",
                "the file cannot be read (No such file or directory)",
                "check the name and its permissions",
            ),
        ),
    ],
)
def test_a_rule_set_that_is_not_there_is_told(reference, problem, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert refused(reference) == [problem]


def test_a_questionnaire_that_is_not_there_is_told():
    assert refused("shelf", ["wory"]) == [
        Problem("wory", "there is no questionnaire of that id", "did you mean 'worry'?")
    ]


def test_a_shipped_questionnaire_may_be_named_by_its_id():
    assert list(load("shelf", ["worry"]).questionnaires) == ["intake", "worry"]


def only_a_rule(name, **changes):
    """The text of a rule set with one rule and nothing else, some of its parts changed."""
    text = (GOOD / "rules" / "own.yaml").read_text().replace("id: own", f"id: {name}")
    text = text[: text.index("definitions:")] + text[text.index("rules:") : text.index("tensions:")]
    for old, new in changes.items():
        text = text.replace(
            {"rule": "danger-now", "when": "when: danger is yes", "rests_on": "[X-ONE]\n"}[old], new
        )
    return text


def test_a_parent_is_looked_for_beside_its_child_first_and_then_on_the_shelf(tmp_path):
    (tmp_path / "own.yaml").write_text(only_a_rule("own"))
    for parent in ("own", "shelf"):
        child = only_a_rule(f"child\nextends: {parent}", rule="danger-then")
        (tmp_path / "child.yaml").write_text(child)
        loaded = load(str(tmp_path / "child.yaml")).chain
        assert [(each.id, len(each.tensions)) for each in loaded] == [
            (parent, parent == "shelf"),
            ("child", 0),
        ]


def test_every_problem_of_every_file_is_told_at_once(tmp_path, monkeypatch):
    (tmp_path / "parent.yaml").write_text(only_a_rule("parent", rests_on="[X-NIL]\n"))
    child = only_a_rule("child\nextends: parent", rule="danger-then", when="when: dangr is yes or age > 121")
    (tmp_path / "child.yaml").write_text(child)
    monkeypatch.chdir(tmp_path)
    where = "child.yaml:16: rules.0.when"
    range_of_age = "'age' runs from 0 to 120, never 121 — write a number in that range"
    assert [str(problem) for problem in refused("./child.yaml")] == [
        f"{where} (column 1 of the condition): no item 'dangr' — did you mean 'danger'?",
        f"{where} (column 23 of the condition): {range_of_age}",
        "parent.yaml:17: rules.0.rests_on.0: no criterion 'X-NIL' — add it to a file under rules/criteria/",
    ]


NOT_YAML = "id: [broken off\n"


@pytest.mark.parametrize(
    ("file", "changes", "questionnaires"),
    [
        ("mine.yaml", {"when": "when: danger is yes or mine is yes"}, ["./mine.yaml"]),
        ("parent.yaml", {"rule": "danger-then", "when": "when: of_the_parent and danger is yes"}, []),
        ("criteria/mine.yaml", {"rests_on": "[X-MINE]\n"}, []),
    ],
    ids=["questionnaire", "parent", "criteria"],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_that_only_follows_from_it(
    file, changes, questionnaires, tmp_path, monkeypatch
):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(NOT_YAML)
    text = only_a_rule("child\nextends: parent" if file == "parent.yaml" else "child", **changes)
    text = text.replace("[intake", "[mine, intake") if questionnaires else text
    (tmp_path / "child.yaml").write_text(text.replace("title: ", "titel: ", 1))
    monkeypatch.chdir(tmp_path)

    assert [(problem.where, problem.what) for problem in refused("./child.yaml", questionnaires)] == [
        (f"{file}:2", "this is not YAML: did not find expected ',' or ']'"),
        ("child.yaml:1: title", "'title' is missing"),
        (
            f"child.yaml:{4 if file == 'parent.yaml' else 3}: titel",
            "there is no key 'titel' here",
        ),
    ]


# Regression: neither an IndexError nor an OSError of Python's own.
@pytest.mark.parametrize(
    "reference", ["", "x" * 300, "./" + "x" * 300 + ".yaml"], ids=["nothing", "long", "long path"]
)
def test_a_reference_that_can_be_nothing_is_told_and_no_crash(reference, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert len(refused(reference)) == 1


# Regression: the system's own complaint is no message.
def test_a_questionnaire_reference_too_long_for_any_file_is_told_and_no_crash():
    assert len(refused("shelf", ["x" * 300])) == 1


# Regression: no IndexError.
def test_an_empty_folder_holds_no_rule_set(tmp_path):
    assert len(refused(str(tmp_path))) == 1


# Regression: the first file of a folder must not be taken in silence.
def test_a_folder_of_several_rule_sets_is_not_one_of_them(tmp_path):
    text = (GOOD / "rules" / "own.yaml").read_text()
    for name in ("first", "second"):
        (tmp_path / f"{name}.yaml").write_text(text.replace("id: own", f"id: {name}"))
    assert len(refused(str(tmp_path))) == 1


# Regression: they must not exhaust Python's stack, in the loader or at a person.
@pytest.mark.parametrize("order", [1, -1], ids=["each after what it rests on", "each before"])
def test_definitions_that_rest_on_one_another_by_the_hundred_load_or_are_refused_and_no_crash(
    order, tmp_path
):
    lines = ["  d0: sleeps_well is yes", *(f"  d{n}: not (d{n - 1})" for n in range(1, 600))][::order]
    text = (
        (GOOD / "rules" / "own.yaml")
        .read_text()
        .replace("definitions:\n", "\n".join(["definitions:", *lines, ""]))
    )
    (tmp_path / "own.yaml").write_text(text.replace("when: danger is yes", "when: danger is yes or d599"))
    try:
        content = load(str(tmp_path / "own.yaml"))
    except ContentError:
        return
    assert assess(content, Answers({})).safety.level == "complete_screen"
