"""Offer what is shipped, and take for checked only what the clinician says they checked today."""

from collections.abc import Mapping, Sequence
from datetime import date

from screenkit.cli.dialogue import Dialogue
from screenkit.cli.typed import typed_place
from screenkit.content.reference import compact_tables, crisis_lines, seeds_for
from screenkit.models.clinic import (
    Compact,
    CompactMember,
    CrisisLine,
    Leader,
    Region,
    read_number,
)
from screenkit.models.day import read_day
from screenkit.models.reference import CompactTable, SeedMember, SeedRegion

_NOT_SEEN = "; no source was seen for it"


def ask_regions(ask: Dialogue, day: date) -> tuple[Region, ...]:
    """Ask for the places where people will be, and whom to call there; no country is taken for granted."""
    ask.say(
        "Now the places where people will be during sessions. The emergency number and the crisis lines of "
        "each are shown when somebody speaks of suicide, and those of no other place."
    )
    regions: dict[str, Region] = {}
    while not regions or ask.yes_or_no("Is there another place where people will be?"):
        code = ask.value("Which place? A country, such as IE, or a part of one, such as US-NV.", typed_place)
        if code in regions:
            ask.say(f"{code} is on the list already.")
            continue
        seed = seeds_for(code, crisis_lines())
        regions[code] = _from_seed(ask, code, seed, day) if seed else _own(ask, code, day)
    return tuple(regions.values())


def _from_seed(ask: Dialogue, code: str, seed: SeedRegion, day: date) -> Region:
    ask.say(f"For {seed.name} these numbers are shipped; not counted until you have checked them:")
    for line in (
        f"emergency {seed.emergency}",
        *(f"{each.name}: {each.number}" for each in seed.crisis_lines),
    ):
        ask.show(line)
    ask.show(f"from: {seed.source}")
    if not ask.yes_or_no("Put these numbers into your profile? With n, you type your own."):
        return _own(ask, code, day)
    name = seed.name if code == seed.region else ask.name(f"What is {code} called?")
    return _region(ask, code, name, seed.emergency, day, shipped=seed)


def _own(ask: Dialogue, code: str, day: date) -> Region:
    name = ask.name(f"What is {code} called?")
    emergency = ask.value(f"What is the emergency number in {name}?", read_number)
    return _region(ask, code, name, emergency, day)


def _region(
    ask: Dialogue, code: str, name: str, emergency: str, day: date, *, shipped: SeedRegion | None = None
) -> Region:
    """Ask for each number whether it was checked today.

    One day stands for all numbers of a place. So a crisis line that was not checked is left out; where the
    emergency number was not, all of them go into the profile unchecked.
    """
    offered = shipped.crisis_lines if shipped else ()
    is_checked = _is_right(ask, f"emergency number {emergency}")
    lines = [each for each in offered if not is_checked or _is_to_be_kept(ask, each)]
    another = "another crisis line" if offered else "a crisis line"
    while ask.yes_or_no(f"Is there {another} to add?"):
        another = "another crisis line"
        line = _crisis_line(ask)
        if not is_checked or _is_to_be_kept(ask, line):
            lines.append(line)
    if not is_checked:
        ask.say(
            "They go into your profile unchecked, and are shown with a warning until you have checked them."
        )
    return Region(
        region=code,
        name=name,
        emergency=emergency,
        crisis_lines=tuple(lines),
        source=f"as shipped: {shipped.source}" if shipped and not is_checked else None,
        checked_on=day if is_checked else None,
    )


def _crisis_line(ask: Dialogue) -> CrisisLine:
    return CrisisLine(
        name=ask.name("What is it called?"),
        number=ask.value("What is its number?", read_number),
        hours=ask.maybe("When can it be reached?", str),
    )


def _is_right(ask: Dialogue, told: str) -> bool:
    return ask.yes_or_no(f"Have you checked today that this is right: {told}?")


def _is_to_be_kept(ask: Dialogue, line: CrisisLine) -> bool:
    """Ask whether a crisis line was checked today, and say what becomes of one that was not."""
    is_checked = _is_right(ask, f"{line.name}, {line.number}")
    if not is_checked:
        ask.say(f"{line.name} is left out for now. Once you have checked it, write it into clinic.yaml.")
    return is_checked


def ask_compacts(
    ask: Dialogue, leaders: Sequence[Leader], regions: Sequence[Region], day: date
) -> Mapping[str, Compact]:
    """Start the tables of compacts that a leader in the United States could work under."""
    found = {}
    for name, table in compact_tables().items():
        in_it = [
            each
            for each in leaders
            if each.profession in table.professions and _is_in_the_us(each.home_state)
        ]
        if in_it:
            codes = [*(each.home_state for each in in_it), *(each.region for each in regions)]
            found[name] = _compact(ask, name, table, codes, day)
    return found


def _is_in_the_us(code: str) -> bool:
    return code.startswith("US-")


def _compact(ask: Dialogue, name: str, table: CompactTable, codes: Sequence[str], day: date) -> Compact:
    ask.say(
        f"The shipped table of the compact {name} goes into your profile, as it stood on {table.as_of}: "
        "not counted until you have checked it. You can check the entries that matter to you now."
    )
    members = {code: _unchecked(entry) for code, entry in table.members.items()}
    for code in dict.fromkeys(codes):
        if code in members:
            members[code] = _checked(ask, code, table.members[code], day)
    return Compact(professions=table.professions, members=members)


def _unchecked(entry: SeedMember) -> CompactMember:
    return CompactMember.model_validate(entry.model_dump(exclude={"mark"}))


def _checked(ask: Dialogue, code: str, entry: SeedMember, day: date) -> CompactMember:
    """Ask whether an entry is so today; only then does it count."""
    unchecked = _unchecked(entry)
    if not ask.yes_or_no(f"{code}: {_as_shipped(entry)}. Have you checked today that this is so?"):
        return unchecked
    checked = unchecked.model_copy(update={"checked_on": day})
    if entry.status == "not_member" or entry.effective:
        return checked
    start = ask.maybe(
        f"From which day is {code} in effect? Until that is known, it does not count.", read_day
    )
    if start is None:
        return checked
    status = "effective" if start <= day else "enacted"
    return checked.model_copy(update={"effective": start, "status": status})


def _as_shipped(entry: SeedMember) -> str:
    seen = "" if entry.mark == "found" else _NOT_SEEN
    match entry.status:
        case "not_member":
            return f"not a member{seen}"
        case "enacted":
            return f"has enacted it; the day it took effect is not known{seen}"
        case "effective":
            since = entry.effective or "a day that is not known"
            return f"a member in effect since {since}{seen}"
