"""A report in short: what is recommended, why, how sure that is, and what to do next."""

from collections.abc import Iterator, Sequence

from screenkit.assessment import Finding, Recommendation, SafetyState, Truth
from screenkit.case.record import Record
from screenkit.case.standing import STOPPING
from screenkit.models.base import Modality
from screenkit.models.criterion import STRENGTH
from screenkit.models.ruleset import Effect
from screenkit.report import words
from screenkit.report.decisionblock import overtaken
from screenkit.report.document import Entries, Entry, Section
from screenkit.report.reasons import counts
from screenkit.report.told import Told
from screenkit.report.unfinished import decided, is_closed, is_offered
from screenkit.text import counted

_DECIDING: dict[Recommendation, tuple[Effect, ...]] = {
    Recommendation.SUITABLE: (),
    Recommendation.CONDITIONAL: ("caution",),
    Recommendation.HOLD: ("exclude", "hold"),
    Recommendation.NOT_RECOMMENDED: ("exclude",),
}
_MOST = 4
_WAITING: frozenset[SafetyState] = frozenset({"open", "acknowledged"})


def short(told: Told, record: Record | None) -> Section:
    """Return what somebody who reads no further has to know."""
    entries = [
        Entry("What is recommended", _recommended(told)),
        Entry("Why", _why(told)),
        Entry("How sure that is", _how_sure(told, record)),
        Entry("What to do next", "In this order:", _numbered(_steps(told, record))),
    ]
    return Section("short", "In short", (Entries(tuple(entries)),))


def _alike(told: Told) -> Iterator[tuple[Recommendation, tuple[Modality, ...]]]:
    """Yield each recommendation that is made, the most open first, with the forms it is made for."""
    results = told.assessment.modalities
    for each in Recommendation:
        forms = tuple(form for form, result in results.items() if result.recommendation is each)
        if forms:
            yield each, forms


def _recommended(told: Told) -> str:
    return " ".join(
        f"{_forms(told, forms)}: \u201c{words.RECOMMENDATION[each]}\u201d." for each, forms in _alike(told)
    )


def _forms(told: Told, forms: Sequence[Modality]) -> str:
    named = told.modalities(forms)
    return f"{named[0].upper()}{named[1:]}"


def _why(told: Told) -> str:
    return " ".join(
        f"{_forms(told, forms)}: {_listed(_grounds(told, each, forms))}." for each, forms in _alike(told)
    )


def _grounds(told: Told, each: Recommendation, forms: Sequence[Modality]) -> list[str]:
    """Return what a recommendation for some forms rests on, what is known before what is not."""
    if each is Recommendation.SUITABLE:
        return ["nothing that speaks against it was found"]
    found = _deciding(told, each, forms)
    known = [_ground(told, finding, forms) for finding in found if finding.truth is Truth.YES]
    return [
        _decapitalised(ground) for ground in (*_held(told, each, forms), *known, *_not_known(found, known))
    ]


def _ground(told: Told, finding: Finding, forms: Sequence[Modality]) -> str:
    """Return a reason by its title; with the forms it concerns where these are not all that are told of."""
    concerned = [form for form in told.content.modalities_of(finding.rule) if form in forms]
    only = f" ({told.modalities(concerned)})" if len(concerned) < len(forms) else ""
    return f"{finding.rule.title}{only}"


def _held(told: Told, each: Recommendation, forms: Sequence[Modality]) -> Iterator[str]:
    """Yield what holds forms without any rule: alerts nobody settled, safety questions nobody answered."""
    if each is not Recommendation.HOLD:
        return
    if told.assessment.safety.holding:
        yield "an alert on record is not settled"
    items = {name for form in forms for name in told.assessment.gate.open_for(form)}
    if items:
        yield f"{counted(len(items), 'safety question')} without an answer"


def _not_known(found: Sequence[Finding], known: Sequence[str]) -> Iterator[str]:
    unknown = len(found) - len(known)
    if unknown:
        of = "matter" if not known else "more matter"
        until = "counts until it is" if unknown == 1 else "count until they are"
        yield f"{counted(unknown, of)} not known yet, which {until}"


def _deciding(told: Told, each: Recommendation, forms: Sequence[Modality]) -> list[Finding]:
    """Return the findings that make the recommendation what it is, for any of the forms."""
    return [
        finding
        for truth in (Truth.YES, Truth.UNKNOWN)
        for finding in told.findings(_DECIDING[each], truth)
        if (truth is Truth.YES or (counts(finding) and each is not Recommendation.NOT_RECOMMENDED))
        and set(forms) & set(told.content.modalities_of(finding.rule))
    ]


def _listed(grounds: Sequence[str]) -> str:
    more = len(grounds) - _MOST
    shown = [*grounds[:_MOST], *([f"{more} more, told below"] if more > 0 else [])]
    return "; ".join(shown)


def _how_sure(told: Told, record: Record | None) -> str:
    return " ".join(filter(None, (_stale(record), _open(told), _strength(told), words.NOT_ESTABLISHED)))


def _stale(record: Record | None) -> str:
    expired = record is not None and record.expiry is not None and record.expiry.has_expired
    return "It has expired: screen again." if expired else ""


def _open(told: Told) -> str:
    number = len(told.open_items)
    if not number:
        return "No question is open."
    unsettled = [form for form, result in told.assessment.modalities.items() if not result.settled]
    change = f"some can still change it ({told.modalities(unsettled)})" if unsettled else "none can change it"
    return f"{counted(number, 'question').capitalize()} without an answer; {change}."


def _strength(told: Told) -> str:
    levels = {finding.evidence for each, forms in _alike(told) for finding in _deciding(told, each, forms)}
    ranked = [words.EVIDENCE[level] for level in STRENGTH if level in levels]
    binding = ["a rule that binds"] if "regulation" in levels else []
    if not (ranked or binding):
        return ""
    named = words.listed([*binding, *(each.partition(";")[0] for each in ranked)])
    untested = ranked and all(each.endswith(words.UNTESTED) for each in ranked)
    return f"The reasons rest on {named}{f'; {words.UNTESTED}' if untested else ''}."


def _numbered(steps: Iterator[str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(number), step) for number, step in enumerate(steps, 1))


def _steps(told: Told, record: Record | None) -> Iterator[str]:
    yield from _about_alerts(told)
    if told.assessment.gate.items:
        number = counted(len(told.assessment.gate.items), "safety question")
        yield f"Ask the {number} without an answer, in contact with the person."
    elif told.assessment.ask_next:
        yield "Ask the questions that stand first under \u201cWhat was not asked, or not answered\u201d."
    if next(told.findings(("hold", "caution"), Truth.YES), None):
        yield "Settle what stands under \u201cWhat to settle before a start\u201d, by those named there."
    if is_closed(told.assessment) and not is_offered(told.assessment, record):
        yield "Offer other help, and write it down under \u201cWhat to offer now\u201d."
    yield _about_decision(told, record)


def _about_decision(told: Told, record: Record | None) -> str:
    if decided(told.assessment, record) is not None:
        return "What was decided stands at the end, beside what is recommended."
    screening = record.screening if record else None
    since = overtaken(screening) if screening else None
    if since:
        return f"Decide anew: {_decapitalised(since)}."
    if screening and screening.decided:
        return "Have a second clinician agree to what was decided, or decide anew."
    return "Decide together with the person, and record it under \u201cThe clinician's decision\u201d."


def _about_alerts(told: Told) -> Iterator[str]:
    waiting = [
        alert
        for alert in told.assessment.safety.alerts
        if alert.level in STOPPING and alert.state in _WAITING
    ]
    if any(not alert.is_changed for alert in waiting):
        first = next(alert for alert in waiting if not alert.is_changed)
        yield f"{words.ALERT[first.level]}."
    if told.assessment.safety.holding or any(alert.is_changed for alert in waiting):
        yield "Assess the alert on record, and record what that came to."


def _decapitalised(title: str) -> str:
    """Return a title as it stands inside a sentence; names in capitals stay as they are."""
    return title if title[1:2].isupper() or title[1:2] == "-" else f"{title[:1].lower()}{title[1:]}"
