"""Run one engine in this process: python bench/peers/engines.py ENGINE PLAN TABLE OUT.

Every engine writes the id, a tier, the rules that hold and the rules that are unknown. None checks anything.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from columnar import Plan, duckdb, parse, polars

Person = dict[str, Any]
Truths = tuple[int, int]
"""The rules that surely and that possibly hold, one bit each."""

_AT_ONCE = 1_000
_REMEMBERED = 500_000


def python(plan: Plan, table: Path, out: Path) -> None:
    """A Python function made for these rules, over csv rows."""
    names: dict[str, Any] = {name: _whole_keys(each) for name, each in plan["tables"].items()}
    exec(plan["python"], names)  # noqa: S102 - ours
    truths, listed = names["truths"], _Listed(plan)
    remembered: dict[int, tuple[str, str, str]] = {}

    def told(packed: int) -> tuple[str, str, str]:
        if packed not in remembered:
            pairs = [(packed >> 2 * n) & 3 for n in range(len(plan["ids"]))]
            surely = sum(1 << n for n, pair in enumerate(pairs) if pair == 3)  # noqa: PLR2004 - yes
            remembered[packed] = listed((surely, sum(1 << n for n, pair in enumerate(pairs) if pair)))
        return remembered[packed]

    with (
        table.open(newline="", encoding="utf-8") as file,
        out.open("w", newline="", encoding="utf-8") as written,
    ):
        rows, writer = csv.reader(file), _writer(written)
        next(rows)
        writer.writerows((row[0], *told(truths(row))) for row in rows)


def zen(plan: Plan, table: Path, out: Path) -> None:
    """zen-engine, one person at a time."""
    import zen as engine

    decision = engine.ZenEngine().create_decision(json.dumps(zen_graph(plan)))
    _by_person(plan, table, out, lambda person: _zen_truths(plan, decision.evaluate(person)["result"]))


def zen_batch(plan: Plan, table: Path, out: Path) -> None:
    """zen-engine, a thousand people at a time."""
    import zen as engine

    content = {"rules": zen_graph(plan)}
    loaded = engine.ZenEngine({"loader": {"type": "static", "content": content}})

    def all_truths(people: Sequence[Person]) -> Iterator[Truths]:
        found = loaded.evaluate_batch([{"key": "rules", "context": person} for person in people])
        return (_zen_truths(plan, each["data"]["result"]) for each in found)

    _by_people(plan, table, out, all_truths)


def rule_engine(plan: Plan, table: Path, out: Path) -> None:
    """rule-engine."""
    import rule_engine as engine

    kind = engine.DataType
    kinds = dict.fromkeys(plan["column"], kind.STRING)
    kinds |= dict.fromkeys(plan["numbers"], kind.FLOAT) | dict.fromkeys(plan["yes_or_no"], kind.BOOLEAN)
    kinds |= {f"{name}_{end}": kind.FLOAT for name in plan["sums"] for end in ("low", "high")}
    context = engine.Context(type_resolver=engine.type_resolver_from_dict(kinds))
    pairs = [[engine.Rule(text, context=context) for text in pair] for pair in plan["words"]]
    _by_person(plan, table, out, lambda person: _truths(pairs, lambda rule: rule.matches(person)))


def json_logic(plan: Plan, table: Path, out: Path) -> None:
    """JsonLogic, by panzi-json-logic."""
    from json_logic import jsonLogic

    _by_person(
        plan, table, out, lambda person: _truths(plan["json_logic"], lambda rule: jsonLogic(rule, person))
    )


def cel(plan: Plan, table: Path, out: Path) -> None:
    """CEL, by common-expression-language."""
    import cel as engine

    pairs = [[engine.compile(text) for text in pair] for pair in plan["cel"]]

    def truths(person: Person) -> Truths:
        context = engine.Context(variables=person)
        return _truths(pairs, lambda rule: rule.execute(context))

    _by_person(plan, table, out, truths)


ENGINES = (polars, parse, duckdb, python, zen, zen_batch, rule_engine, json_logic, cel)


class _Listed:
    """Truths → tier, rules that hold, rules that are unknown; each combination is written once."""

    def __init__(self, plan: Plan) -> None:
        self._ids = plan["ids"]
        self._tiers = [(name, sum(1 << n for n in rules)) for name, rules in plan["tiers"]]
        self._remembered: dict[Truths, tuple[str, str, str]] = {}

    def __call__(self, truths: Truths) -> tuple[str, str, str]:
        found = self._remembered.get(truths)
        if found is None:
            surely, possibly = truths
            unknown = possibly & ~surely
            found = (self._tier(surely, unknown), self._names(surely), self._names(unknown))
            if len(self._remembered) < _REMEMBERED:
                self._remembered[truths] = found
        return found

    def _tier(self, surely: int, unknown: int) -> str:
        for name, rules in self._tiers:
            if surely & rules:
                return str(name)
            if unknown & rules:
                return "needs_info"
        return "suitable"

    def _names(self, rules: int) -> str:
        return ";".join(name for n, name in enumerate(self._ids) if rules >> n & 1)


def _by_person(plan: Plan, table: Path, out: Path, truths: Callable[[Person], Truths]) -> None:
    _by_people(plan, table, out, lambda people: map(truths, people))


def _by_people(
    plan: Plan, table: Path, out: Path, truths: Callable[[Sequence[Person]], Iterable[Truths]]
) -> None:
    listed = _Listed(plan)
    person = person_of(plan)
    with (
        table.open(newline="", encoding="utf-8") as file,
        out.open("w", newline="", encoding="utf-8") as written,
    ):
        rows, writer = csv.reader(file), _writer(written)
        next(rows)
        while some := list(islice(rows, _AT_ONCE)):
            found = truths([person(row) for row in some])
            writer.writerows((row[0], *listed(each)) for row, each in zip(some, found, strict=True))


def person_of(plan: Plan) -> Callable[[Sequence[str]], Person]:
    """Return what makes a row a person: item → number, truth, word or None; and the sums."""
    numbers = {str(n): n for n in range(130)} | {"": None}
    truths = {"yes": True, "no": False, "": None}
    read = []
    for name, column in plan["column"].items():
        words = {**plan["value"][name], "": None}
        cells = numbers if name in plan["numbers"] else truths if name in plan["yes_or_no"] else words
        read.append((name, plan["columns"].index(column), cells))

    def person(row: Sequence[str]) -> Person:
        told = {name: cells[row[place]] for name, place, cells in read}
        for name, each in plan["sums"].items():
            given = [told[item] for item in each["items"] if told[item] is not None]
            told[f"{name}_low"] = sum(given)
            told[f"{name}_high"] = sum(given) + each["highest"] * (len(each["items"]) - len(given))
        return told

    return person


def _truths(pairs: Sequence[Sequence[Any]], holds: Callable[[Any], object]) -> Truths:
    surely = possibly = 0
    for n, (sure, possible) in enumerate(pairs):
        surely |= bool(holds(sure)) << n
        possibly |= bool(holds(possible)) << n
    return surely, possibly


def zen_graph(plan: Plan) -> dict[str, Any]:
    """Return the rules as a decision of zen-engine."""
    asked = [
        {"id": f"{kind}{n}", "key": f"{kind}{n}", "value": text}
        for n, pair in enumerate(plan["words"])
        for kind, text in zip("sp", pair, strict=True)
    ]
    content = {"expressions": asked, "passThrough": False, "executionMode": "single"}
    kinds = {"in": ("inputNode", {}), "rules": ("expressionNode", content), "out": ("outputNode", {})}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": name, "name": name, "type": kind, "content": held, "position": {"x": n, "y": 0}}
            for n, (name, (kind, held)) in enumerate(kinds.items())
        ],
        "edges": [
            {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
            for one, other in (("in", "rules"), ("rules", "out"))
        ],
    }


def _zen_truths(plan: Plan, result: dict[str, bool]) -> Truths:
    rules = range(len(plan["ids"]))
    return sum(1 << n for n in rules if result[f"s{n}"]), sum(1 << n for n in rules if result[f"p{n}"])


def _whole_keys(table: dict[str, Any]) -> dict[Any, Any]:
    """Undo what JSON does to numbers as keys, where a table is about truths."""
    return {int(key): each for key, each in table.items()} if set(table) == {"0", "1", "3"} else table


def _writer(file: Any) -> Any:  # noqa: ANN401 - csv's own type is not public
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("id", "tier", "fired", "unknown"))
    return writer


def main() -> None:
    """Run the engine that is named."""
    name, plan, table, out = sys.argv[1:]
    engine = {each.__name__: each for each in ENGINES}[name]
    engine(json.loads(Path(plan).read_text()), Path(table), Path(out))


if __name__ == "__main__":
    main()
