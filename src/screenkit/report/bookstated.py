"""What a rule set states of all answers, for its rule book: each statement with what its proof leaves out."""

from collections.abc import Iterator, Mapping, Sequence

from screenkit.check.impossible import left_out
from screenkit.models.condition import write
from screenkit.models.content import Content
from screenkit.models.property import Property
from screenkit.report.aloud import aloud
from screenkit.report.bookcriteria import stopped
from screenkit.report.document import Block, Bullets, Paragraph

Reserves = Mapping[str, Sequence[str]]
"""The combinations declared impossible on which the proof of a property rests, by the property's id.

A property that is not proved is not in it.
"""

NOT_LOOKED = (
    "Whether these statements hold was not looked into for this book. The command 'screenkit rules prove' "
    "looks, and says of each what its proof leaves out."
)
LOOKED = "These statements were put to a proof over all answers when this book was made."


def stated(content: Content, reserves: Reserves | None) -> tuple[Block, ...]:
    """Return what is stated to hold over every set of answers, in words, and with which reserve."""
    lines = tuple(
        f"{_in_words(content, each)} {_reserve(content, each, reserves)}".rstrip()
        for each in content.ruleset.properties
    )
    return (Paragraph(NOT_LOOKED if reserves is None else LOOKED), Bullets(lines)) if lines else ()


def _in_words(content: Content, each: Property) -> str:
    title = f"{each.title.rstrip('.')}: " if each.title else f"{each.id}: "
    if each.never is None or each.when is None:
        return f"{title}always, {each.always}."
    unless = f", unless {aloud(each.unless, content)}" if each.unless else ""
    return stopped(f"{title}never {write(each.never)} when {aloud(each.when, content)}{unless}")


def _reserve(content: Content, each: Property, reserves: Reserves | None) -> str:
    if reserves is None:
        declared = ", ".join(_ids(content, each))
        may = "Whoever gives answers called impossible together may be left out of this"
        return f"{may} ({declared}); nobody looked whether a proof needs it." if declared else ""
    if each.id not in reserves:
        return "Not so for all answers, or not settled: the command 'screenkit rules prove' says why."
    if reserves[each.id]:
        return (
            f"Only without whoever gives answers called impossible together: {', '.join(reserves[each.id])}."
        )
    return "For all answers, nobody left out."


def _ids(content: Content, each: Property) -> Iterator[str]:
    return (combination.id for combination in left_out(content, each))
