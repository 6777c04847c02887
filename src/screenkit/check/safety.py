"""What safety hangs on: gates, safety questions, and all that a rule about safety reads."""

from collections.abc import Iterable, Iterator

from screenkit.models.condition import Condition, names
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule


class Hanging:
    """Says of each item and score of a content whether safety hangs on it, and why.

    Rules are those of the whole chain as each rule set wrote them: a rule that a child makes softer, or puts
    under another heading, is looked at as its parent wrote it as well.
    """

    def __init__(self, content: Content) -> None:
        """Look at all rules of a content and of its parents."""
        self._content = content
        rules = _every_rule(content)
        gates = [item.gate.released_by for item in content.items.values() if item.gate]
        self._raising = _read(content, (rule.when for rule in rules if rule.alert))
        self._stopping = _read(
            content,
            (rule.when for rule in rules if rule.domain == "safety" and rule.effect in {"exclude", "hold"}),
        )
        settling = [each for rule in rules for each in (rule.assessed_when, rule.released_by)]
        self._settling = _read(content, [*gates, *settling])
        self._weighing = _read(content, (rule.when for rule in rules if rule.is_about_safety))

    def why(self, name: str) -> str:
        """Return why safety hangs on an item or a score, after its name; empty where it does not."""
        behind = self._content.behind(name)
        own = self._of(behind)
        if own:
            return own
        for earlier in _asked_after(self._content, behind):
            reason = self._of(self._content.behind(earlier))
            if reason:
                return f"is asked only after '{earlier}', which {reason}"
        return ""

    def weighs(self, name: str) -> bool:
        """Say whether an item or score is about safety: by itself, or by any rule about safety."""
        return bool(self.why(name)) or not self._weighing.isdisjoint(self._content.behind(name))

    def _of(self, behind: frozenset[str]) -> str:
        items = [self._content.items[each] for each in behind if each in self._content.items]
        if any(item.gate for item in items):
            return "is a gate, or counts one"
        if behind & self._raising:
            return "raises an alert"
        if any(item.is_safety for item in items):
            return "is a safety question, or counts one"
        if behind & self._settling:
            return "settles an alert or a gate"
        if behind & self._stopping:
            return "is read by a safety rule that excludes or holds"
        return ""


def _every_rule(content: Content) -> list[Rule]:
    written = [rule for each in content.chain for rule in (*each.rules, *each.changes)]
    return [*content.ruleset.rules, *written]


def _read(content: Content, conditions: Iterable[Condition | None]) -> frozenset[str]:
    read = (name for each in conditions if each is not None for name in names(each))
    return frozenset().union(*(content.behind(name) for name in read))


def _asked_after(content: Content, asked: Iterable[str]) -> Iterator[str]:
    """Yield the items and scores that decide whether others are asked, and those that decide about these."""
    seen: set[str] = set()
    left = sorted(asked)
    while left:
        item = content.items.get(left.pop(0))
        for name in names(item.ask_when) if item and item.ask_when is not None else ():
            if name not in seen:
                seen.add(name)
                yield name
                left += sorted(content.behind(name))
