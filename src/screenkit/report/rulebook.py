"""A rule set to read: every rule under the same headings, and the tensions it shows."""

from screenkit.models.condition import write
from screenkit.models.content import Content
from screenkit.models.criterion import TensionSide
from screenkit.models.ruleset import Rule
from screenkit.report import words
from screenkit.report.document import Bullets, Document, Entries, Entry, Paragraph, Section
from screenkit.report.softened import softened
from screenkit.text import counted


def rulebook(content: Content) -> Document:
    """Return a rule set to be read."""
    ruleset = content.ruleset
    sections = [
        Section(
            "about",
            "About",
            (
                Paragraph(ruleset.about or ruleset.title),
                Bullets(tuple(_facts(content))),
                *softened(ruleset.rules, ruleset.loosens),
            ),
        )
    ]
    for domain, title in words.DOMAIN.items():
        entries = tuple(_rule(content, rule) for rule in ruleset.rules if rule.domain == domain)
        if entries:
            sections.append(Section(domain, title, (Entries(entries),)))
    if ruleset.definitions:
        lines = tuple(f"{name}: {write(condition)}" for name, condition in ruleset.definitions.items())
        sections.append(Section("definitions", "Definitions", (Bullets(lines),)))
    together = tuple(f"{each.id}: {write(each.when)}. {each.because}" for each in ruleset.impossible)
    if together:
        sections.append(Section("impossible", "Impossible together", (Bullets(together),)))
    tensions = tuple(
        Entry(
            f"{tension.id}. {tension.title}",
            tension.resolve or "",
            (("Shown when", write(tension.when)), *(_side(side) for side in tension.sides)),
        )
        for tension in ruleset.tensions
    )
    if tensions:
        sections.append(Section("tensions", "Tensions", (Entries(tensions),)))
    return Document(
        ruleset.title, f"{ruleset.id} {ruleset.version}", None, incomplete=False, sections=tuple(sections)
    )


def _facts(content: Content) -> list[str]:
    ruleset = content.ruleset
    return [
        f"Always asked: {', '.join(ruleset.questionnaires)}",
        f"Optional instruments: {', '.join(ruleset.instruments) or 'none'}",
        f"Forms of group: {', '.join(words.MODALITY[form] for form in ruleset.modalities)}",
        f"Extends: {ruleset.extends or 'nothing'}",
        f"{counted(len(ruleset.rules), 'rule')}, those of the rule sets it extends included",
    ]


def _rule(content: Content, rule: Rule) -> Entry:
    strength = content.evidence[rule.id]
    forms = ", ".join(words.MODALITY[form] for form in content.modalities_of(rule))
    unknown = "counts until it is known" if rule.counts_when_unknown else "asks, and lowers nothing meanwhile"
    weighs = rule.effect in {"exclude", "hold", "caution"}
    details = [
        ("Rule", rule.id),
        ("Looks for", write(rule.when) if rule.when else "always told"),
        ("Effect", f"{rule.effect} ({forms})"),
        (
            "While unknown",
            unknown + (f": {rule.asks_because}" if rule.asks_because else "") if weighs else "",
        ),
        ("Alert", words.ALERT[rule.alert] if rule.alert else ""),
        (
            "To settle it",
            f"{rule.resolve} ({words.SETTLED_BY[rule.settled_by or 'both']})" if rule.resolve else "",
        ),
        ("Scope", rule.scope or ""),
        ("Known limits", rule.limits or ""),
        ("Rests on", ", ".join(rule.rests_on)),
        ("Evidence", words.evidence(strength.level, binding=strength.binding)),
    ]
    return Entry(rule.title, rule.because, tuple((label, text) for label, text in details if text))


def _side(side: TensionSide) -> tuple[str, str]:
    return ", ".join(side.criteria), side.says
