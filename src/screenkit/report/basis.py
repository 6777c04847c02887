"""What a report rests on: scores, answers, sources and provenance, laid out so that it can be checked."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from screenkit.assessment import Interval, Score, Truth
from screenkit.engine.score import extent
from screenkit.models.answers import NoAnswer
from screenkit.models.base import printed
from screenkit.models.content import Content
from screenkit.models.criterion import Criterion, Half
from screenkit.models.questionnaire import Band
from screenkit.report import words
from screenkit.report.document import BandMark, Bar, Bars, Bullets, Paragraph, Section, Table
from screenkit.report.told import Told
from screenkit.text import counted


def scores(told: Told) -> Section | None:
    """Return every score on its range."""
    bars = tuple(_bar(told.content, score) for score in told.assessment.scores.values())
    if not bars:
        return None
    lead = Paragraph("A score is no diagnosis, and none decides by itself.", "quiet")
    return Section("scores", "Scores", (lead, Bars(bars)))


def answers(told: Told) -> Section:
    """Return the answers that were given, with what is assumed or has to be asked again."""
    rows = []
    for questionnaire in told.content.asked:
        for item in questionnaire.items:
            if told.assessment.states[item.id] in {NoAnswer.NOT_ASKED, NoAnswer.NOT_APPLICABLE}:
                continue
            assumed = ["assumed"] if item.id in told.assessment.assumed else []
            marks = "; ".join([*assumed, *told.assessment.ask_again.get(item.id, ())])
            rows.append((item.text, f"{told.answered(item.id)}{f' ({marks})' if marks else ''}"))
    if not rows:
        return Section("answers", "Answers relied on", (Paragraph("No answer was given."),))
    return Section("answers", "Answers relied on", (Table("Answers", ("Question", "Answer"), tuple(rows)),))


def sources(told: Told) -> Section | None:
    """Return every criterion that a reason, note or tension told of rests on, with its evidence and work."""
    found = [finding.rule.rests_on for finding in told.assessment.findings if finding.truth is Truth.YES]
    shown = [side.criteria for tension in told.assessment.tensions for side in tension.sides]
    gate = told.assessment.gate.rests_on if told.assessment.gate.items else ()
    names = dict.fromkeys(name for each in (*found, *shown, gate) for name in each)
    criteria = [told.content.criteria[name] for name in names]
    if not criteria:
        return None
    unknown = [each.rule.rests_on for each in told.assessment.findings if each.truth is Truth.UNKNOWN]
    cited = [*criteria, *(told.content.criteria[name] for each in unknown for name in each)]
    head = ("Criterion", "What it says, in our words", "Evidence, and the work it comes from")
    table = Table("Criteria these reasons rest on", head, tuple(_source(told, each) for each in criteria))
    works = Bullets(tuple(_works(told, cited)))
    return Section("sources", "Sources", (Paragraph(words.CODES, "quiet"), table, works))


def provenance(told: Told, chain: tuple[str, ...] = ()) -> Section:
    """Return what it takes to derive the same assessment again, and where it stands in the case."""
    made_from = told.assessment.provenance
    versions = made_from.content
    kinds = {"rules": versions.rulesets, "questions": versions.questionnaires, "criteria": versions.criteria}
    rows = tuple(
        (f"{each.id} ({kind})", each.version, each.sha256[:16])
        for kind, content in kinds.items()
        for each in content
    )
    where = chain or ("answers out of a file, which names no day and no screening of a case",)
    lines = (*where, f"screenkit {made_from.screenkit}", f"answers, SHA-256 {made_from.answers_sha256}")
    table = Table("Content this rests on", ("Content", "Version", "SHA-256, first 16 digits"), rows)
    blocks = (Bullets(lines), table, Paragraph(words.NOT_ESTABLISHED))
    return Section("provenance", "Where this comes from", blocks)


def _bar(content: Content, score: Score) -> Bar:
    scale = content.scales[score.id]
    reach = extent(scale, content.items)
    names = {band.id: band.title for band in scale.bands}
    band = names.get(score.band, "band undetermined") if score.band else "no published bands"
    span = f"{printed(reach.low)}\u2013{printed(reach.high)}"
    parts = [
        f"{words.interval(score.interval.low, score.interval.high)} of {span}",
        band,
        _source_of(score),
    ]
    if score.estimate is not None:
        parts.append(f"estimated {printed(score.estimate)}, for display only")
    if score.contradicted:
        parts.append("the total entered cannot come from the items")
    parts += [f"published point {printed(each.at)}: {each.means.rstrip('.')}" for each in scale.cut_offs]
    marks = tuple(BandMark(each.title, each.lowest, _end(each, reach)) for each in scale.bands)
    found, points = score.interval, tuple(each.at for each in scale.cut_offs)
    return Bar(scale.title, found.low, found.high, reach.low, reach.high, marks, "; ".join(parts), points)


def _source_of(score: Score) -> str:
    """Return what a score was made of."""
    items = f"{score.answered + score.not_applicable} of {counted(score.items, 'item')}"
    match score.source:
        case "items":
            return items
        case "entered":
            return "entered as a total"
        case "both":
            return f"entered as a total, beside {items}"
        case _:
            assert_never(score.source)


def _end(band: Band, reach: Interval) -> Fraction:
    if band.to is not None:
        return band.to
    return band.below if band.below is not None else reach.high


def _source(told: Told, criterion: Criterion) -> tuple[str, ...]:
    half = criterion.evidence
    says = [
        criterion.paraphrase,
        _listed("Does not support", criterion.not_supported),
        _listed("Against it", criterion.contrary),
        f"Today: {criterion.status_today}" if criterion.status_today else "",
    ]
    strength = [
        f"Claim: {_half(half.claim)}.",
        f"Premise: {_half(half.premise)}." if half.premise else "",
        f"{told.work(criterion.id)}; {_CHECKED[criterion.verification]}.",
    ]
    named = told.code(criterion.id) or told.work(criterion.id)
    return named, " ".join(each for each in says if each), " ".join(each for each in strength if each)


def _listed(lead: str, statements: Sequence[str]) -> str:
    """Return statements as one sentence; nothing where there are none."""
    return f"{lead}: {'; '.join(each.rstrip('.') for each in statements)}." if statements else ""


def _works(told: Told, criteria: Iterable[Criterion]) -> Iterator[str]:
    """Yield each work that some criteria come from once, in full."""
    works = told.content.works
    for work in sorted({criterion.source.work for criterion in criteria}, key=lambda name: works[name].cite):
        cited, doi = works[work].cite.rstrip("."), works[work].doi
        yield f"{cited}. doi {doi}" if doi else f"{cited}."


_CHECKED = {
    "read_in_full": "read in full here",
    "seen_in_excerpt": "seen here in an excerpt",
    "unverified": "not verified: knowledge of the field, no source was seen here",
    "project": "a decision of this project",
}


def _half(half: Half) -> str:
    return f"{words.EVIDENCE[half.level]} ({half.about})"
