"""What is told of a condition from its parts alone: never that it is as wide where it is not."""

from screenkit.check.loosening import implies
from screenkit.models.condition import AtLeast, Is

HEARING, SPEECH, SIGHT = (Is(name, ("impaired",)) for name in ("hearing", "speech", "sight"))


# Regression: one part twice was taken for one of two parts, and one impairment for two.
def test_a_part_that_is_counted_twice_is_not_made_up_for_by_another_part():
    assert not implies(AtLeast(2, (HEARING, HEARING)), AtLeast(2, (HEARING, SPEECH)))


def test_more_parts_or_a_lower_count_ask_no_more():
    assert implies(AtLeast(2, (HEARING, SPEECH)), AtLeast(2, (SPEECH, SIGHT, HEARING)))
    assert implies(AtLeast(2, (HEARING, SPEECH)), AtLeast(1, (HEARING, SPEECH)))
    assert not implies(AtLeast(1, (HEARING, SPEECH)), AtLeast(2, (HEARING, SPEECH)))
