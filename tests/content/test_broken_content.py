"""Whatever is broken in content: it is refused in words, at a place, and one fault hides no other."""

import json
import shutil
from copy import deepcopy
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from screenkit.content import locate
from screenkit.content.load import load
from screenkit.content.read import read
from screenkit.errors import ContentError

SHELF = Path(__file__).parent / "shelf"
FILES = [
    "rules/shelf.yaml",
    "questionnaires/intake.yaml",
    "questionnaires/worry.yaml",
    "rules/criteria/shelf.yaml",
]
RUBBISH = [None, True, 7, "a word", "danger is yes", [], {}, ["x"], {"x": 1}]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Load content of which one file holds something else; return its problems, or None where it loads."""
    root = tmp_path_factory.mktemp("shelf")
    shutil.copytree(SHELF, root, dirs_exist_ok=True)

    def loaded(name, data):
        (root / name).write_text(json.dumps(data))
        try:
            load("shelf")
        except ContentError as error:
            return error.problems
        finally:
            shutil.copyfile(SHELF / name, root / name)
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locate, "content_root", lambda: root)
        yield loaded


def plain(value):
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case tuple():
            return [plain(inner) for inner in value]
        case Fraction():
            return float(value)
        case _:
            return value


DATA = {name: plain(read((SHELF / name).read_bytes(), name).data) for name in FILES}


def places(value):
    """Yield every place in some data, but the root."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield value, key
        yield from places(inner)


@st.composite
def broken(draw):
    """Break the content of one file in up to three places."""
    name = draw(st.sampled_from(FILES))
    data = deepcopy(DATA[name])
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(data))
        assume(found)
        holder, key = found[draw(st.integers(0, len(found) - 1))]
        how = draw(st.sampled_from(["taken away", "misspelt", "rubbish"]))
        if how == "rubbish" or not isinstance(holder, dict):
            holder[key] = deepcopy(draw(st.sampled_from(RUBBISH)))
        else:
            kept = holder.pop(key)
            if how == "misspelt":
                holder[f"{key}s"] = kept
    return name, data


@settings(max_examples=150)
@given(broken())
def test_broken_content_loads_or_is_refused_in_words_and_never_crashes(told, made):
    problems = told(*made)

    if problems is not None:
        assert problems
        assert all(problem.where and problem.what and problem.do for problem in problems)


FAULTS = {
    "a key misspelt": ("title", "titel"),
    "an unknown key": (None, "colour"),
    "a key missing": ("because", None),
    "an unknown criterion": ("rests_on", ["X-NIL"]),
    "an unknown item": ("when", "dangr is yes"),
    "an unknown value": ("when", "kind is proces"),
    "a condition broken off": ("when", "danger is"),
    "a form there is none of": ("for", ["online_forum"]),
    "another type": ("effect", ["hold"]),
    "an unknown word": ("domain", "danger"),
    "no way out": ("resolve", None),
    "asks about a gate": ("if_unknown", "asks"),
    "an id twice": ("id", "danger-now"),
}


def with_faults(names):
    """Return the rule set of the shelf with one rule more for each fault."""
    data = deepcopy(DATA["rules/shelf.yaml"])
    for n, name in enumerate(names):
        rule = {**data["rules"][0], "id": f"rule-{n}"}
        key, new = FAULTS[name]
        if key is None:
            rule[new] = "red"
        elif name == "a key misspelt":
            rule[new] = rule.pop(key)
        elif new is None:
            del rule[key]
        else:
            rule[key] = new
        data["rules"].append(rule)
    return data


@settings(max_examples=30)
@given(st.lists(st.sampled_from(sorted(FAULTS)), min_size=2, unique=True))
def test_every_fault_of_a_file_is_told_whatever_else_is_wrong_in_it(told, names):
    def of(problems):
        return sorted((problem.what, problem.do) for problem in problems)

    alone = [problem for name in names for problem in told("rules/shelf.yaml", with_faults([name]))]

    assert of(told("rules/shelf.yaml", with_faults(names))) == of(alone)
