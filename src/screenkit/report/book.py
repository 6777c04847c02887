"""The rule book that a committee reads and signs: every rule under the same headings."""

from collections.abc import Iterator, Mapping, Sequence

from screenkit.models.base import Modality
from screenkit.models.condition import write
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item
from screenkit.models.ruleset import Rule, RuleSet
from screenkit.report import words
from screenkit.report.aloud import aloud, named
from screenkit.report.bookcriteria import NONE, contrary, criteria_entries, listed, stopped, support
from screenkit.report.bookstated import Reserves, stated
from screenkit.report.document import (
    Blanks,
    Block,
    Bullets,
    Document,
    Entries,
    Entry,
    Paragraph,
    Section,
    Table,
)
from screenkit.report.softened import softened, softening
from screenkit.text import counted


def book(
    content: Content, vignettes: Mapping[str, Sequence[str]], reserves: Reserves | None = None
) -> Document:
    """Return the rule book of a rule set and its parents.

    `vignettes` are the invented people on which each rule is tried, by rule; `reserves` is what the proof of
    each property leaves out, None where nobody looked.
    """
    ruleset = content.ruleset
    sections = [
        Section(
            "read-first", "Before you read", (*_before(content), *softened(ruleset.rules, ruleset.loosens))
        ),
        *_rules(content, vignettes),
        Section("criteria", "What the rules rest on", (Entries(tuple(criteria_entries(content))),)),
        Section("definitions", "What the names in conditions mean", (Entries(tuple(_definitions(content))),)),
        Section("gates", "Questions that hold until they are answered", _gates(content)),
        Section("tensions", "Where statements pull apart", (Entries(tuple(_tensions(content))),)),
        Section("properties", "What is stated of all answers", stated(content, reserves)),
        Section("impossible", "Answers taken to be impossible together", _impossible(content)),
        Section("history", "History", (_history(content.chain),)),
        Section("sign-off", "Read and agreed", _sign_off(content)),
    ]
    return Document(
        f"Rule book: {ruleset.title}",
        f"{ruleset.id} {ruleset.version}",
        None,
        incomplete=False,
        sections=tuple(
            section for section in sections if any(not _is_empty(block) for block in section.blocks)
        ),
        foot=f"{ruleset.id} {ruleset.version}, {content.versions.rulesets[0].sha256[:12]}",
    )


def _is_empty(block: Block) -> bool:
    return isinstance(block, Entries) and not block.entries


def _before(content: Content) -> tuple[Block, ...]:
    ruleset = content.ruleset
    parents = ", ".join(f"{each.id} {each.version}" for each in content.chain[:-1])
    facts = [
        f"Rules: {len(ruleset.rules)}" + (f", those of {parents} included" if parents else ""),
        f"Forms of group: {', '.join(words.MODALITY[form] for form in ruleset.modalities)}",
        f"Always asked: {', '.join(content.questionnaires[name].title for name in ruleset.questionnaires)}",
        f"Answers for it: {content.chain[-1].owner or 'nobody named'}",
        f"To be looked at again by: {content.chain[-1].review_by or 'no day set'}",
    ]
    return (
        Paragraph(ruleset.about or ruleset.title),
        Bullets(tuple(facts)),
        Paragraph(
            "An exclude that is so makes a form of group not recommended at present; a hold has to be "
            "settled first; a caution is a condition to arrange. A benefit or note never changes a "
            "recommendation. What is not known is never taken for a no. The rules suggest; the clinician "
            "decides."
        ),
        Paragraph(
            "Checks and tests can show that the rules do what they say. Whether they are clinically right is "
            "for the people who read and sign this book.",
            "strong",
        ),
    )


def _rules(content: Content, vignettes: Mapping[str, Sequence[str]]) -> Iterator[Section]:
    for domain, title in words.DOMAIN.items():
        of_domain = [rule for rule in content.ruleset.rules if rule.domain == domain]
        if of_domain:
            entries = tuple(_rule(content, rule, vignettes.get(rule.id, ())) for rule in of_domain)
            yield Section(domain, title, (Entries(entries),))


def _rule(content: Content, rule: Rule, vignettes: Sequence[str]) -> Entry:
    """Return a rule under the same headings as every other."""
    criteria = [content.criteria[name] for name in rule.rests_on]
    strength = content.evidence[rule.id]
    details = [
        ("Rule", rule.id),
        (
            "What it looks for",
            _sentence(f"when {aloud(rule.when, content)}") if rule.when else "Always told.",
        ),
        ("As written", write(rule.when) if rule.when else ""),
        ("What it does", _does(content, rule)),
        (
            "Made softer",
            " ".join(softening(each) for each in content.ruleset.loosens if each.rule == rule.id),
        ),
        ("To settle it", _settle(rule)),
        ("Rests on", listed(f"{each.id} ({support(each)})" for each in criteria)),
        ("Evidence", _sentence(words.evidence(strength.level, binding=strength.binding))),
        ("Contrary evidence", contrary(criteria) or NONE),
        ("Known limits", " ".join(filter(None, (rule.limits, rule.scope))) or NONE),
        ("History", _rule_history(content.chain, rule)),
        ("Tried on", _tried(vignettes)),
    ]
    return Entry(rule.title, rule.because, tuple((label, text) for label, text in details if text))


def _does(content: Content, rule: Rule) -> str:
    forms = content.modalities_of(rule)
    where = "every form" if forms == content.ruleset.modalities else _forms(forms)
    parts = [f"{rule.effect.capitalize()}: {where}."]
    if rule.effect in {"exclude", "hold", "caution"}:
        counts = (
            "counts until it is known" if rule.counts_when_unknown else "is asked for, and lowers nothing"
        )
        parts.append(f"What is not known {counts}." + (f" {rule.asks_because}" if rule.asks_because else ""))
    if rule.alert:
        parts.append(f"Alert: {words.ALERT[rule.alert]}.")
    return " ".join(parts)


def _forms(forms: Sequence[Modality]) -> str:
    return ", ".join(words.MODALITY[form].lower() for form in forms)


def _settle(rule: Rule) -> str:
    if not rule.resolve:
        return ""
    by = words.SETTLED_BY[rule.settled_by or "both"]
    offered = f" Meanwhile: {rule.offer_now}" if rule.offer_now else ""
    return f"{rule.resolve} By: {by}.{offered}"


def _rule_history(chain: Sequence[RuleSet], rule: Rule) -> str:
    home = next(each for each in chain if any(rule.id == other.id for other in each.rules))
    first = f"Stands in {home.id}"
    since = f", first version {home.history[0].version} ({home.history[0].on})" if home.history else ""
    changed = [
        f"Restated by {each.id} {each.version}."
        for each in chain
        if any(rule.id == other.id for other in each.changes)
    ]
    told = [
        f"{each.id} {revision.version} ({revision.on}): {revision.what}"
        for each in chain
        for revision in each.history
        if rule.id in revision.rules
    ]
    return " ".join([f"{first}{since}.", *changed, *told])


def _tried(vignettes: Sequence[str]) -> str:
    return f"{counted(len(vignettes), 'set')} of answers of invented people" if vignettes else NONE


def _definitions(content: Content) -> Iterator[Entry]:
    for name, condition in content.ruleset.definitions.items():
        yield Entry(
            named(name).capitalize(),
            _sentence(f"when {aloud(condition, content)}"),
            (("As written", write(condition)),),
        )


def _gates(content: Content) -> tuple[Block, ...]:
    rows = tuple(
        (item.text, ", ".join(words.MODALITY[m] for m in content.concerns(item)), _released(content, item))
        for item in content.gates
    )
    if not rows:
        return ()
    lead = (
        "While one of these has no value, the engine itself holds the forms it concerns and says that the "
        "safety screen is not complete. One that was never asked is never released."
    )
    return Paragraph(lead), Table("Gates", ("Question", "Holds", "Released by"), rows)


def _released(content: Content, item: Item) -> str:
    released_by = item.gate.released_by if item.gate else None
    return _sentence(aloud(released_by, content)) if released_by else "An answer"


def _tensions(content: Content) -> Iterator[Entry]:
    for tension in content.ruleset.tensions:
        sides = tuple((", ".join(side.criteria), side.says) for side in tension.sides)
        shown = ("Shown", _sentence(f"when {aloud(tension.when, content)}"))
        yield Entry(f"{tension.id}. {tension.title}", tension.resolve or "", (shown, *sides))


def _impossible(content: Content) -> tuple[Block, ...]:
    declared = content.ruleset.impossible
    if not declared:
        return ()
    lead = (
        "A proof may leave out people who give such answers, and says so where it does. Whoever gives them "
        "all the same is assessed like anybody, and is to be asked again."
    )
    entries = tuple(
        Entry(
            each.id,
            each.because,
            (("Together", _sentence(aloud(each.when, content))), ("As written", write(each.when))),
        )
        for each in declared
    )
    return Paragraph(lead), Entries(entries)


def _history(chain: Sequence[RuleSet]) -> Block:
    rows = tuple(
        (f"{each.id} {revision.version}", str(revision.on), revision.what)
        for each in chain
        for revision in each.history
    )
    return Table("Versions", ("Version", "Made on", "What is new"), rows) if rows else Paragraph(NONE)


def _sign_off(content: Content) -> tuple[Block, ...]:
    stands = "; ".join(f"{each.id} {each.version} ({each.sha256[:12]})" for each in content.versions.rulesets)
    lead = f"Those who sign have read the rules of {stands} and agree to their use."
    return (
        Paragraph(lead),
        Blanks(
            (
                "Clinical lead: name, signature, date",
                "Second reader: name, signature, date",
                "For the service: name, signature, date",
                "To be read again by",
                "Remarks",
            )
        ),
    )


def _sentence(text: str) -> str:
    return stopped(text[:1].upper() + text[1:])
