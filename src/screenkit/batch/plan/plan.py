"""The rule set as columns over the codes of a table, and the same result as the engine's for each row."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import polars as pl

from screenkit.assessment import LEVELS
from screenkit.batch.plan.ask import Questions
from screenkit.batch.plan.barriers import Tally, matters, recommended, settled, tally
from screenkit.batch.plan.caseid import case_ids
from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.gates import open_for, open_gates
from screenkit.batch.plan.remarks import remarks
from screenkit.batch.plan.sheet import Bit, Formula, Sheet
from screenkit.batch.plan.stages import Stages
from screenkit.batch.plan.texts import listed, number, words
from screenkit.batch.plan.view import Kleene, View
from screenkit.batch.results import Results
from screenkit.batch.tally import Counts
from screenkit.engine.assess import GATE_RULE
from screenkit.engine.score import extent
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule


class Plan:
    """Screens whole tables of codes (`batch.codes`), each row as the engine would."""

    def __init__(
        self, results: Mapping[str, Formula], remarks: Mapping[str, Bit], findings: Mapping[str, Bit]
    ) -> None:
        """`results` holds the columns of the result but for the case id; the others are what is counted."""
        self._names = list(results)
        self._remarks, self._findings = _Counted("remark", remarks), _Counted("finding", findings)
        self._results = Stages(results)
        self._all = Stages({**results, **self._remarks.columns, **self._findings.columns})

    def screen(self, codes: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the result, as text, in the order of the codes."""
        return self._results.work_out(codes).insert_column(0, case_ids(codes))

    def screen_and_count(self, codes: pl.DataFrame) -> tuple[pl.DataFrame, Counts]:
        """Return the same, and of how many rows each remark is made and in how many each rule was found."""
        found = self._all.work_out(codes)
        counts = Counts(self._remarks.counts(found), self._findings.counts(found))
        return found.select(self._names).insert_column(0, case_ids(codes)), counts


class _Counted:
    """Bits of which only the number is wanted; `columns` are those that differ between people."""

    def __init__(self, kind: str, bits: Mapping[str, Bit]) -> None:
        self._everywhere = [name for name, bit in bits.items() if bit is True]
        self.columns = {f"{kind} {name}": bit for name, bit in bits.items() if isinstance(bit, Formula)}
        self._names = {f"{kind} {name}": name for name in bits}

    def counts(self, found: pl.DataFrame) -> Counter[str]:
        counts = {self._names[column]: int(found[column].sum()) for column in self.columns}
        counts |= dict.fromkeys(self._everywhere, found.height)
        return Counter({name: count for name, count in counts.items() if count})


def plan_of(content: Content, ids: Collection[str]) -> Plan:
    """Return the plan of a rule set for tables that have a column for each of these items and scores.

    Raises:
        OverflowError: when a score of this content is too large, or too fine, for whole numbers in columns.

    """
    return _Planned(content, ids).plan()


class _Planned:
    """Everything that is worked out for one rule set over one kind of table."""

    def __init__(self, content: Content, ids: Collection[str]) -> None:
        self._content = content
        self._header = Results(content, ids).header
        self._sheet = Sheet()
        self._cells = Cells(content, ids, self._sheet)
        self._known = View(self._cells)
        self._open = View(self._cells, open_ended=True)
        self._truths = self._all_truths(self._known)
        self._open_truths = self._all_truths(self._open)
        self._gates = open_gates(self._cells, self._known)
        self._open_gates = open_gates(self._cells, self._open)
        self._reachable = {m: self._tally(m) for m in content.ruleset.modalities}

    def plan(self) -> Plan:
        columns = {
            "safety": self._safety(),
            **dict(self._recommendations()),
            "findings": listed(self._sheet, self._findings()),
            "unknown": listed(self._sheet, [(GATE_RULE, self._gate_open()), *self._undecided()]),
            "ask_next": listed(self._sheet, self._ask_next()),
            **dict(self._scores()),
        }
        odd = remarks(self._cells, self._known)
        results = {name: columns[name] for name in self._header[1:]}
        return Plan(results, odd, dict(self._findings()))

    def _all_truths(self, view: View) -> dict[str, Kleene]:
        always = Kleene(surely=True, possibly=True)
        return {
            rule.id: view.truth(rule.when) if rule.when else always for rule in self._content.ruleset.rules
        }

    def _tally(self, modality: Modality) -> Tally:
        barriers = [(rule, self._open_truths[rule.id]) for rule in self._content.barriers[modality]]
        gate_open = open_for(self._cells, self._open_gates, [modality])
        return tally(self._sheet, barriers, gate_open=gate_open)

    def _gate_open(self) -> Bit:
        return open_for(self._cells, self._gates, self._content.ruleset.modalities)

    def _safety(self) -> Formula:
        raised: dict[str, list[Bit]] = {level: [] for level in reversed(LEVELS[1:])}
        for rule in self._content.ruleset.rules:
            if rule.alert:
                raised[rule.alert].append(self._truths[rule.id].surely)
        raised["complete_screen"].append(self._gate_open())
        levels = {level: self._sheet.any_of(bits) for level, bits in raised.items()}
        return words(self._sheet, levels, otherwise=LEVELS[0])

    def _recommendations(self) -> Iterator[tuple[str, Formula]]:
        for modality, barriers in self._content.barriers.items():
            gate_open = open_for(self._cells, self._gates, [modality])
            known = [(rule, self._truths[rule.id]) for rule in barriers]
            now = recommended(self._sheet, known, gate_open=gate_open)
            yield modality, words(self._sheet, {each.value: bit for each, bit in now.items()}, otherwise="")
            is_settled = settled(self._sheet, now, self._reachable[modality])
            yield f"{modality}_settled", words(self._sheet, {"yes": is_settled}, otherwise="no")

    def _shown(self) -> list[Rule]:
        return [
            rule
            for rule in self._content.ruleset.rules
            if rule.effect != "note" and self._content.modalities_of(rule)
        ]

    def _findings(self) -> list[tuple[str, Bit]]:
        return [(rule.id, self._truths[rule.id].surely) for rule in self._shown()]

    def _undecided(self) -> list[tuple[str, Bit]]:
        return [(rule.id, self._unknown(self._truths[rule.id])) for rule in self._shown()]

    def _unknown(self, truth: Kleene) -> Bit:
        return self._sheet.all_of([truth.possibly, self._sheet.negation(truth.surely)])

    def _ask_next(self) -> list[tuple[str, Bit]]:
        """Return what is to be asked next, and of whom."""
        changing: dict[str, list[Bit]] = {}
        for modality, barriers in self._content.barriers.items():
            of_effect = matters(self._sheet, self._reachable[modality])
            for rule in barriers:
                changing.setdefault(rule.id, []).append(of_effect[rule.effect])
        undecided = {
            rule: self._sheet.all_of([self._unknown(self._open_truths[rule]), self._sheet.any_of(bits)])
            for rule, bits in changing.items()
        }
        return Questions(self._cells, self._open).next(undecided)

    def _scores(self) -> Iterator[tuple[str, Formula]]:
        for scale in self._content.scales.values():
            if f"{scale.id}_low" not in self._header:
                continue
            reach, shown = self._known.reach(scale), self._known.is_scored(scale)
            whole = extent(scale, self._content.items)
            for end, of in (("low", reach.low), ("high", reach.high)):
                yield (
                    f"{scale.id}_{end}",
                    number(self._sheet, of, reach.unit, (whole.low, whole.high), shown),
                )
