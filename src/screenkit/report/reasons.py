"""The reasons of a report: against, for, undecided, in tension, by form, and what they ask of the leader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from screenkit.assessment import Alert, Finding, GateFinding, Interval, ShownTension, State, Truth
from screenkit.engine.assess import GATE_RULE
from screenkit.models.answers import NoAnswer
from screenkit.models.criterion import TensionSide
from screenkit.models.ruleset import Effect, Topic
from screenkit.report import onrecord, words
from screenkit.report.document import Block, Entries, Entry, Paragraph, Section, Table
from screenkit.report.told import Told
from screenkit.text import counted

_BARRIERS: tuple[Effect, ...] = ("exclude", "hold", "caution")

_SETTLE_HEAD = ("Matter, and for which form", "What settles it", "By whom", "What would change it")

_BOTH, _ONCE = words.SETTLED_BY["both"], "Once they are answered"

_ASKED: frozenset[Topic] = frozenset({"leader", "review"})

_KNOWN: frozenset[Topic] = frozenset({"safety", "context", "mechanism", "evidence"})

_UNDECIDED_HEAD = ("Matter, and what it would mean", "Open", "Support")

Details = tuple[tuple[str, str], ...]


def to_settle(told: Told) -> Section | None:
    """Return what has to be settled before a start: how, by whom, and what would change it."""
    rows = (
        *_open_first(told),
        *(_alert_row(told, each) for each in told.assessment.safety.holding),
        *(_to_settle(told, finding) for finding in told.findings(_BARRIERS, Truth.YES)),
    )
    if not rows:
        return None
    table = Table("What to settle, by whom, and what would change it", _SETTLE_HEAD, rows)
    return Section("settle", "What to settle before a start", (table,))


def _open_first(told: Told) -> tuple[tuple[str, ...], ...]:
    """Return a row for the questions that count against a start until they are answered."""
    counting = [finding for finding in told.findings(_BARRIERS, Truth.UNKNOWN) if counts(finding)]
    if not (told.assessment.gate.items or counting):
        return ()
    what = (
        "Ask what is still open; a question about safety is asked by a clinician in contact with the person."
    )
    forms = tuple(
        form
        for form in told.content.ruleset.modalities
        if told.assessment.gate.open_for(form)
        or any(form in told.content.modalities_of(finding.rule) for finding in counting)
    )
    return ((f"Questions that count until they are answered ({told.modalities(forms)})", what, _BOTH, _ONCE),)


def _alert_row(told: Told, alert: Alert) -> tuple[str, ...]:
    matter = f"An alert that is not settled: {told.title(alert.rule)} (every form)"
    return matter, onrecord.settles(told, alert), words.SETTLED_BY["clinic"], words.NEW_ASSESSMENT


def _to_settle(told: Told, finding: Finding) -> tuple[str, ...]:
    rule = finding.rule
    matter = f"{rule.title} ({told.forms(rule)})"
    change = words.NEW_ASSESSMENT if rule.domain == "safety" else words.WOULD_CHANGE[rule.modifiable]
    return matter, rule.resolve or "", words.SETTLED_BY[rule.settled_by or "both"], change


def against(told: Told) -> Section | None:
    """Return the reasons that weigh on a recommendation, the gravest first."""
    entries = tuple(_entry(told, finding) for finding in told.findings(_BARRIERS, Truth.YES))
    return Section("against", "Reasons against, or to settle first", (Entries(entries),)) if entries else None


def in_favour(told: Told) -> Section | None:
    """Return what may help this person in one form or another; none of it weighs against a barrier."""
    entries = tuple(_entry(told, finding) for finding in told.findings(("benefit",), Truth.YES))
    if not entries:
        return None
    lead = Paragraph("Possible benefits; they never make up for a reason against.", "quiet")
    return Section("for", "What may help this person", (lead, Entries(entries)))


def undecided(told: Told) -> Section | None:
    """Return what is neither yes nor no: first what counts until it is known, then what is worth asking."""
    findings = list(told.findings((*_BARRIERS, "benefit", "note"), Truth.UNKNOWN))
    gate = (_gate_row(told),) if told.assessment.gate.items else ()
    counting = (*gate, *(_undecided_row(told, finding) for finding in findings if counts(finding)))
    asking = tuple(_undecided_row(told, finding) for finding in findings if not counts(finding))
    blocks: list[Block] = []
    if counting:
        blocks.append(Paragraph("Not known yet; each of these counts until it is:"))
        blocks.append(Table("Not known yet, and counting", _UNDECIDED_HEAD, counting))
    if asking:
        blocks.append(Paragraph("Not known yet; these lower nothing meanwhile, and are worth asking:"))
        blocks.append(Table("Not known yet, and worth asking", _UNDECIDED_HEAD, asking))
    return Section("undecided", "What cannot be said yet", tuple(blocks)) if blocks else None


def tensions(told: Told) -> Section | None:
    """Return where sources pull apart, both sides with their evidence."""
    entries = tuple(_tension_entry(told, tension) for tension in told.assessment.tensions)
    if not entries:
        return None
    lead = Paragraph(
        "Where sources pull apart both sides are shown; none of it changes a recommendation.", "quiet"
    )
    return Section("tensions", "Tensions", (lead, Entries(entries)))


def comparison(told: Told) -> Section:
    """Return the forms beside one another: what is recommended, and the reasons that part them."""
    results = told.assessment.modalities
    rows = [("What is recommended", *(words.SHORT[each.recommendation] for each in results.values()))]
    for finding in told.findings((*_BARRIERS, "benefit"), Truth.YES):
        concerned = told.content.modalities_of(finding.rule)
        effect = words.EFFECT[finding.rule.effect]
        if len(concerned) < len(results):
            rows.append(
                (finding.rule.title, *(effect if form in concerned else "\u2013" for form in results))
            )
    alike = len(rows) == 1
    lead = "Every reason found concerns all of them alike." if alike else "With the reasons that part them:"
    head = ("Reason", *(words.MODALITY[form] for form in results))
    blocks: tuple[Block, ...] = (
        Paragraph(lead, "quiet"),
        Table("The forms of group beside one another", head, tuple(rows)),
    )
    return Section("comparison", "How the forms compare for this person", blocks)


def for_the_leader(told: Told) -> Section | None:
    """Return what this person's case asks of the leader, and what to review."""
    lead = (
        "What the article and good practice ask leaders to make up for in this person's case; it changes no "
        "recommendation."
    )
    return _notes(
        told, Section("leader", "What this asks of the leader", (Paragraph(lead, "quiet"),)), _ASKED
    )


def good_to_know(told: Told) -> Section | None:
    """Return the other notes; they never change a recommendation."""
    return _notes(told, Section("notes", "Good to know", ()), _KNOWN)


def _notes(told: Told, section: Section, topics: frozenset[Topic]) -> Section | None:
    rows = tuple(
        (finding.rule.title, finding.rule.because, told.forms(finding.rule), _support(told, finding))
        for finding in told.findings(("note",), Truth.YES)
        if finding.rule.topic in topics
    )
    table = Table(section.title, ("Note", "What it says", "For", "Support"), rows)
    return replace(section, blocks=(*section.blocks, table)) if rows else None


def _entry(told: Told, finding: Finding) -> Entry:
    rule = finding.rule
    details = (
        ("Effect", f"{words.EFFECT[rule.effect]}: {told.forms(rule)}"),
        ("Answers", told.used(finding.used)),
        ("To settle it", rule.resolve or ""),
        ("Scope", rule.scope or ""),
        ("Limits", rule.limits or ""),
        ("Support", _support(told, finding)),
    )
    return Entry(rule.title, rule.because, _without_empty(details))


def _support(told: Told, finding: Finding) -> str:
    """Return how well a finding is supported, by what, and under which rule."""
    return _supported(told, finding, finding.rule.rests_on, finding.rule.id)


def _supported(told: Told, found: Finding | GateFinding, criteria: Iterable[str], rule: str) -> str:
    evidence = words.evidence(found.evidence, binding=found.binding)
    code = told.code(rule)
    return f"{evidence}. {told.cited(criteria)}.{f' Rule {code}.' if code else ''}"


def _undecided_row(told: Told, finding: Finding) -> tuple[str, ...]:
    rule = finding.rule
    asked = told.used(_open_part(finding.used))
    return f"{rule.title} ({words.EFFECT[rule.effect]}: {told.forms(rule)})", asked, _support(told, finding)


def _gate_row(told: Told) -> tuple[str, ...]:
    gate = told.assessment.gate
    held = [form for form in told.content.ruleset.modalities if gate.open_for(form)]
    return (
        f"Safety questions without an answer ({words.EFFECT['hold']}: {told.modalities(held)})",
        told.used({name: gate.used[name] for name in gate.items}),
        _supported(told, gate, gate.rests_on, GATE_RULE),
    )


def _tension_entry(told: Told, tension: ShownTension) -> Entry:
    sides = tuple(
        ("Another" if number else "One side", _side(told, side, fell))
        for number, (side, fell) in enumerate(zip(tension.sides, tension.fell, strict=True))
    )
    return Entry(f"{tension.id}. {tension.title}", tension.resolve, sides)


def _side(told: Told, side: TensionSide, fell: Iterable[tuple[str, Truth]]) -> str:
    """Return what one side says, how well that is supported, and how the rules resting on it fell."""
    strength = "; ".join(
        ": ".join(filter(None, (told.code(name), words.EVIDENCE[told.content.criteria[name].report_as])))
        for name in side.criteria
    )
    return f"{side.says} ({strength}. Here: {_fell(told, tuple(fell))}.)"


def _fell(told: Told, fell: Sequence[tuple[str, Truth]]) -> str:
    """Return how rules fell: those that apply or may yet by their titles, the rest by their number."""
    shown = [
        f"\u201c{told.title(rule)}\u201d {words.TRUTH[truth]}"
        for rule, truth in fell
        if truth is not Truth.NO
    ]
    others = len(fell) - len(shown)
    if others:
        rules = counted(others, "other rule" if shown else "rule")
        shown.append(f"{rules} on this side {'does' if others == 1 else 'do'} not apply")
    return "; ".join(shown) or "no rule rests on it"


def counts(finding: Finding) -> bool:
    """Say whether an undecided finding weighs on the recommendation meanwhile."""
    return finding.rule.effect in _BARRIERS and finding.rule.counts_when_unknown


def _open_part(used: Mapping[str, State]) -> Mapping[str, State]:
    """Return what keeps a finding open: answers that are missing, and scores that are not one number."""
    return {name: state for name, state in used.items() if _is_open(state)} or used


def _is_open(state: State) -> bool:
    match state:
        case NoAnswer():
            return state is not NoAnswer.NOT_APPLICABLE
        case Interval(low, high):
            return low != high
        case _:
            return False


def _without_empty(details: Details) -> Details:
    return tuple((label, text) for label, text in details if text)
