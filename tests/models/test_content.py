"""A content that was loaded: what is made of it once, and what goes along when it is handed over."""

import pickle

from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers


def test_what_is_made_of_a_content_is_made_once():
    content, made = load("leader-readiness"), []

    def make(of):
        made.append(of)
        return len(made)

    assert [content.once(make), content.once(make)] == [1, 1]
    assert made == [content]


def test_a_content_that_was_asked_can_be_handed_to_another_process():
    content = load("leader-readiness")
    found = assess(content, Answers({}))
    handed_over = pickle.loads(pickle.dumps(content))  # noqa: S301 - made one line before
    assert handed_over == content
    assert assess(handed_over, Answers({})) == found
