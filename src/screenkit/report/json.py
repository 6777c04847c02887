"""Lay an assessment out as the JSON object that programs rely on."""

import json as standard_json
from collections.abc import Mapping
from typing import Any

from screenkit.assessment import Assessment, Finding, Interval, ModalityResult, Score, State
from screenkit.case.record import Record
from screenkit.case.standing import HELD_RULE
from screenkit.engine.assess import GATE_RULE
from screenkit.models.answers import NoAnswer
from screenkit.models.base import Modality, printed
from screenkit.models.content import ContentVersion
from screenkit.models.criterion import weakest
from screenkit.report.jsonrecord import recorded
from screenkit.report.unfinished import unfinished

SCHEMA = "screenkit.assessment/1"


def json(assessment: Assessment, record: Record | None = None) -> str:
    """Return the object as text, keys in a fixed order, and whether it is incomplete and why.

    With the record of a case it stands under `record`.
    """
    missing = unfinished(assessment, record)
    told = as_object(assessment) | {"incomplete": bool(missing), "missing": list(missing)}
    if record:
        told |= {"record": recorded(assessment, record)}
    return standard_json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def kept(assessment: Assessment) -> str:
    """Return the object as text as a case keeps it: what follows from the answers, nothing of a report."""
    return standard_json.dumps(as_object(assessment), ensure_ascii=False, indent=1) + "\n"


def as_object(assessment: Assessment) -> dict[str, Any]:
    """Return the object as plain data."""
    return {
        "schema": SCHEMA,
        "case_id": assessment.case_id,
        "safety": _safety(assessment),
        "modalities": {
            modality: _modality(assessment, modality, result)
            for modality, result in assessment.modalities.items()
        },
        "scores": {name: _score(score) for name, score in assessment.scores.items()},
        "tensions": [
            {
                "id": tension.id,
                "sides": [name for side in tension.sides for name in side.criteria],
                "text": " ".join((*(side.says for side in tension.sides), tension.resolve)),
                "fell": [{rule: truth.value for rule, truth in fell} for fell in tension.fell],
            }
            for tension in assessment.tensions
        ],
        "assumed": dict(assessment.assumed),
        "ask_again": {name: list(reasons) for name, reasons in assessment.ask_again.items()},
        "problems": [{"where": p.where, "what": p.what, "do": p.do} for p in assessment.problems],
        "ask_next": list(assessment.ask_next),
        **_loosened(assessment),
        "provenance": _provenance(assessment),
    }


def _loosened(assessment: Assessment) -> dict[str, Any]:
    """Return the safety rules made softer by the rule set, where there are any."""
    told = [{"rule": each.rule, "reason": each.reason, "by": list(each.by)} for each in assessment.loosened]
    return {"loosened": told} if told else {}


def _safety(assessment: Assessment) -> dict[str, Any]:
    return {
        "level": assessment.safety.level,
        "state": assessment.safety.state,
        "alerts": [
            {
                "rule": alert.rule,
                "level": alert.level,
                "message": alert.message,
                "items": list(alert.items),
                "state": alert.state,
            }
            for alert in assessment.safety.alerts
        ],
    }


def _modality(assessment: Assessment, modality: Modality, result: ModalityResult) -> dict[str, Any]:
    return {
        "recommendation": result.recommendation.value,
        "settled": result.settled,
        "reachable": [each.value for each in result.reachable],
        "findings": [
            *_held(assessment),
            _gate(assessment, modality),
            *(_finding(finding) for finding in result.findings),
        ],
    }


def _held(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the hold of alerts on record that the answers no longer raise, where there is one."""
    holding = [alert.rule for alert in assessment.safety.holding]
    if not holding:
        return []
    found = [finding for finding in assessment.findings if finding.rule.id in holding]
    return [
        {
            "rule": HELD_RULE,
            "effect": "hold",
            "truth": "yes",
            "domain": "safety",
            "because": "An alert on record, which the answers no longer raise, has not been assessed.",
            "resolve": "A clinician assesses it and records what was concluded.",
            "rests_on": list(dict.fromkeys(name for finding in found for name in finding.rule.rests_on)),
            "evidence": weakest([finding.evidence for finding in found] or ["project_convention"]),
            "regulation": any(finding.binding for finding in found),
            "used": {},
        }
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "effect": rule.effect,
        "truth": finding.truth.value,
        "domain": rule.domain,
        "because": rule.because,
        "resolve": rule.resolve,
        "rests_on": list(rule.rests_on),
        "evidence": finding.evidence,
        "regulation": finding.binding,
        "used": _used(finding.used),
    }


def _gate(assessment: Assessment, modality: Modality) -> dict[str, Any]:
    gate = assessment.gate
    return {
        "rule": GATE_RULE,
        "effect": "hold",
        "truth": "unknown" if gate.open_for(modality) else "no",
        "domain": "safety",
        "because": "Until every safety question has an answer, no form of group it concerns is recommended.",
        "resolve": "Ask the safety questions that are still open.",
        "rests_on": list(gate.rests_on),
        "evidence": gate.evidence,
        "regulation": gate.binding,
        "used": _used(gate.used),
    }


def _used(states: Mapping[str, State]) -> dict[str, Any]:
    return {name: _state(state) for name, state in states.items()}


def _state(state: State) -> Any:  # noqa: ANN401 - a word, a number or an interval
    match state:
        case Interval(low, high):
            return {"low": printed(low), "high": printed(high)}
        case NoAnswer() | str():
            return str(state)
        case _:
            return printed(state)


def _score(score: Score) -> dict[str, Any]:
    return {
        "low": printed(score.interval.low),
        "high": printed(score.interval.high),
        "estimate": None if score.estimate is None else printed(score.estimate),
        "band": score.band,
        "answered": score.answered,
        "not_applicable": score.not_applicable,
        "items": score.items,
        "source": score.source,
        "contradicted": score.contradicted,
    }


def _provenance(assessment: Assessment) -> dict[str, Any]:
    content = assessment.provenance.content
    own, *parents = map(_version, content.rulesets)
    return {
        "screenkit": assessment.provenance.screenkit,
        "ruleset": own,
        "extends": parents,
        "questionnaires": [_version(each) for each in content.questionnaires],
        "criteria": [_version(each) for each in content.criteria],
        "answers_sha256": assessment.provenance.answers_sha256,
    }


def _version(version: ContentVersion) -> dict[str, str]:
    return {"id": version.id, "version": version.version, "sha256": version.sha256}
