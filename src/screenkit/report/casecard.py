"""One case at a glance: its screenings, what is recommended now, alerts, notes and the decision."""

from typing import Any

from screenkit.assessment import Assessment
from screenkit.case.history import Case, Screening
from screenkit.case.record import Record
from screenkit.models.content import Content
from screenkit.report import onrecord, words
from screenkit.report.decisionblock import decision
from screenkit.report.document import Block, Document, Paragraph, Section, Table
from screenkit.report.jsonrecord import recorded
from screenkit.report.told import Told
from screenkit.report.unfinished import unasked


def card(content: Content, stands: Assessment, case: Case, record: Record) -> Document:
    """Return a case at a glance; `stands` and `record` are those of its latest screening."""
    told = Told(content, stands)
    sections = [
        _safety(told),
        _recommended(told, record),
        _decision(told, record.screening),
        onrecord.notes(told, record),
        _screenings(case),
        _chain(record),
    ]
    found = tuple(section for section in sections if section is not None)
    missing = unasked(told.assessment, record)
    return Document(
        title="Case at a glance",
        subtitle=content.ruleset.title,
        case_id=case.id,
        incomplete=bool(missing),
        sections=found,
        missing=missing,
    )


def card_as_object(stands: Assessment, case: Case, record: Record) -> dict[str, Any]:
    """Return a case at a glance as plain data."""
    return {
        "safety": {"level": stands.safety.level, "state": stands.safety.state},
        "recommendations": {form: each.recommendation.value for form, each in stands.modalities.items()},
        "screenings": [
            {
                "number": each.number,
                "rules": each.opened.rules,
                "begun_at": each.begun.at.isoformat(),
                "screened_at": each.screened_at.isoformat() if each.screened_at else None,
            }
            for each in case.screenings
        ],
        "events": len(case.events),
        "record": recorded(stands, record),
    }


def _safety(told: Told) -> Section:
    blocks: list[Block] = [onrecord.alert(told, each) for each in told.assessment.safety.alerts]
    calm = Paragraph("No alert is on record. This is no suicide safety assessment.")
    if not blocks:
        blocks.append(calm)
    return Section("safety", "Safety first", tuple(blocks))


def _recommended(told: Told, record: Record) -> Section:
    rows = tuple(
        (words.MODALITY[form], words.RECOMMENDATION[result.recommendation])
        for form, result in told.assessment.modalities.items()
    )
    table = Table("Recommendation for each form of group", ("Form", "Recommendation"), rows)
    blocks: tuple[Block, ...] = (*onrecord.standing(record), *onrecord.held(told), table)
    return Section("recommendation", "What is recommended", blocks)


def _decision(told: Told, screening: Screening) -> Section:
    if screening.decided is None:
        return Section("decision", "The clinician's decision", (Paragraph("Nothing was decided yet."),))
    return decision(told, screening)


def _screenings(case: Case) -> Section:
    rows = tuple(_row(each) for each in case.screenings)
    table = Table("Screenings", ("No.", "Begun", "Assessed", "Rules"), rows)
    return Section("screenings", "Screenings", (table,))


def _row(screening: Screening) -> tuple[str, ...]:
    assessed = onrecord.moment(screening.screened_at) if screening.screened_at else "not at its end yet"
    begun = f"{onrecord.moment(screening.begun.at)}, {screening.begun.who}"
    return str(screening.number), begun, assessed, screening.opened.rules


def _chain(record: Record) -> Section:
    line = Paragraph(f"The record of the case ends in {record.head}.", "quiet")
    return Section("chain", "Where the record ends", (line,))
