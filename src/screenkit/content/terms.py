"""What a condition may name: the items and scores of questionnaires, also of those with problems."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from screenkit.content.crosscheck import ITEMS, SCALES, places
from screenkit.content.draft import Draft, joined
from screenkit.content.grammar import Amount, Terms, Unclear, Words
from screenkit.content.scalecheck import has_range
from screenkit.engine.score import extent
from screenkit.models.questionnaire import Item, Questionnaire, Scale


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions may name, and whether it is all they may name."""

    terms: Terms
    all_known: bool


def vocabulary(drafts: Iterable[Draft[Questionnaire]], *, all_known: bool = True) -> Vocabulary:
    """Return what conditions over some questionnaires may name; `all_known` says that none is missing.

    What stands in two places, or is not well made, may be named, and nobody can say what it can be.
    """
    drafts = list(drafts)
    ids = Counter(name for name, _, _ in places(drafts, ITEMS, SCALES))
    terms: dict[str, Words | Amount | Unclear] = dict.fromkeys(ids, Unclear())
    for draft in drafts:
        terms |= {name: term for name, term in _certain(draft) if ids[name] == 1}
    known = joined(draft.known(*steps) for draft in drafts for steps in (ITEMS, SCALES))
    return Vocabulary(terms, all_known and known.all_of_them)


def _certain(draft: Draft[Questionnaire]) -> Iterator[tuple[str, Words | Amount]]:
    items = {item.id: item for _, item in draft.parts(Item, *ITEMS)}
    for item in items.values():
        if item.number:
            low, high = Fraction(item.number.lowest), Fraction(item.number.highest)
            yield item.id, Amount(low, high, is_score=False)
        else:
            yield item.id, Words(tuple(item.values or ()))
    for path, scale in draft.parts(Scale, *SCALES):
        if has_range(draft, path, scale, items):
            reach = extent(scale, items)
            yield scale.id, Amount(reach.low, reach.high, is_score=True)
