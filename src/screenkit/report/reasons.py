"""The reasons of a report: against, for, undecided, in tension, by form, and what they ask of the leader."""

from collections.abc import Iterable, Mapping

from screenkit.assessment import Finding, Interval, ShownTension, State, Truth
from screenkit.engine.assess import GATE_RULE
from screenkit.models.answers import NoAnswer
from screenkit.models.ruleset import Effect, Topic
from screenkit.report import onrecord, words
from screenkit.report.document import Block, Entries, Entry, Paragraph, Section, Table
from screenkit.report.told import Told

_BARRIERS: tuple[Effect, ...] = ("exclude", "hold", "caution")

_UNDECIDED_HEAD = ("Matter, and what it would mean", "Open", "Support")

Details = tuple[tuple[str, str], ...]


def to_settle(told: Told) -> Section | None:
    """Return what has to be settled before a start, and by whom."""
    rows = [
        ("An alert that has not been assessed", onrecord.settles(told, each), "the clinic", "every form")
        for each in told.assessment.safety.holding
    ]
    for finding in told.findings(("hold", "caution"), Truth.YES):
        rule = finding.rule
        fixed = " This changes only through a new assessment." if _is_fixed(finding) else ""
        by = words.SETTLED_BY[rule.settled_by or "both"]
        rows.append((rule.title, f"{rule.resolve}{fixed}", by, told.forms(rule)))
    if not rows:
        return None
    head = ("Matter", "What settles it", "By whom", "Form")
    table = Table("What to settle, by whom, for which form", head, tuple(rows))
    return Section("settle", "What to settle before a start", (table,))


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
    counting = (*gate, *(_undecided_row(told, finding) for finding in findings if _counts(finding)))
    asking = tuple(_undecided_row(told, finding) for finding in findings if not _counts(finding))
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


def comparison(told: Told) -> Section | None:
    """Return the reasons that do not concern every form alike, form beside form."""
    results = told.assessment.modalities
    rows = []
    for finding in told.findings((*_BARRIERS, "benefit"), Truth.YES):
        concerned = told.content.modalities_of(finding.rule)
        effect = words.EFFECT[finding.rule.effect]
        if len(concerned) < len(results):
            rows.append(
                (finding.rule.title, *(effect if form in concerned else "\u2013" for form in results))
            )
    if not rows:
        return None
    head = ("Reason", *(words.MODALITY[form] for form in results))
    blocks: tuple[Block, ...] = (
        Paragraph("Reasons that do not concern every form alike:", "quiet"),
        Table("Reasons by form", head, tuple(rows)),
    )
    return Section("comparison", "How the forms compare for this person", blocks)


def for_the_leader(told: Told) -> Section | None:
    """Return what this person's case asks of the leader, and what to review."""
    return _notes(told, Section("leader", "What this asks of the leader", ()), ("leader", "review"))


def good_to_know(told: Told) -> Section | None:
    """Return the other notes; they never change a recommendation."""
    return _notes(told, Section("notes", "Good to know", ()), ("safety", "context", "mechanism", "evidence"))


def _notes(told: Told, section: Section, topics: Iterable[Topic]) -> Section | None:
    wanted = set(topics)
    rows = tuple(
        (finding.rule.title, finding.rule.because, told.forms(finding.rule), _support(told, finding))
        for finding in told.findings(("note",), Truth.YES)
        if finding.rule.topic in wanted
    )
    table = Table(section.title, ("Note", "What it says", "For", "Support"), rows)
    return Section(section.id, section.title, (table,)) if rows else None


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
    evidence = words.evidence(finding.evidence, binding=finding.binding)
    return f"{evidence}. {told.cited(finding.rule.rests_on)}. Rule {finding.rule.id}."


def _undecided_row(told: Told, finding: Finding) -> tuple[str, ...]:
    rule = finding.rule
    asked = told.used(_open_part(finding.used))
    return f"{rule.title} ({words.EFFECT[rule.effect]}: {told.forms(rule)})", asked, _support(told, finding)


def _gate_row(told: Told) -> tuple[str, ...]:
    gate = told.assessment.gate
    held = [form for form in told.content.ruleset.modalities if gate.open_for(form)]
    evidence = words.evidence(gate.evidence, binding=gate.binding)
    return (
        f"Safety questions without an answer ({words.EFFECT['hold']}: {told.modalities(held)})",
        told.used({name: gate.used[name] for name in gate.items}),
        f"{evidence}. {told.cited(gate.rests_on)}. Rule {GATE_RULE}.",
    )


def _tension_entry(told: Told, tension: ShownTension) -> Entry:
    details: list[tuple[str, str]] = []
    for side, fell in zip(tension.sides, tension.fell, strict=True):
        criteria = told.content.criteria
        strength = "; ".join(f"{name}: {words.EVIDENCE[criteria[name].report_as]}" for name in side.criteria)
        rules = ", ".join(f"{rule} {truth.value}" for rule, truth in fell) or "no rule rests on it"
        details.append(
            ("One side" if not details else "Another", f"{side.says} ({strength}. Here: {rules}.)")
        )
    return Entry(f"{tension.id}. {tension.title}", tension.resolve, tuple(details))


def _counts(finding: Finding) -> bool:
    """Say whether an undecided finding weighs on the recommendation meanwhile."""
    return finding.rule.effect in _BARRIERS and finding.rule.counts_when_unknown


def _is_fixed(finding: Finding) -> bool:
    """Say whether a finding must not read as something that a different answer would pass."""
    return finding.rule.domain == "safety" and finding.rule.modifiable == "no"


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
