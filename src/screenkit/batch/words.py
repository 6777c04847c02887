"""What a table alone can say of one person, in words: what to do next, and with what."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from screenkit.assessment import SafetyLevel
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule

Part = Literal["immediate", "same_day", "grown_old", "interview", "settle", "invite"]
"""What to do next about one person."""

PARTS: tuple[Part, ...] = ("immediate", "same_day", "grown_old", "interview", "settle", "invite")
"""The parts of a worklist, what cannot wait first."""

ALERTS: tuple[Part, ...] = PARTS[:3]
"""The parts that somebody reads on the same day."""

TODAY: tuple[SafetyLevel, ...] = ("immediate", "same_day")
"""Levels of alert that somebody reads on the same day."""

HEADING: Mapping[Part, str] = {
    "immediate": "Do not end the contact; get help now",
    "same_day": "A clinician speaks with this person today",
    "grown_old": "Find out today what was done: answers since grown too old raised an alert",
    "interview": "Interview needed",
    "settle": "Settle these first",
    "invite": "No barrier found: invite to interview",
}

FORM: Mapping[Modality, str] = {
    "in_person": "in person",
    "online_video": "by video",
    "online_text": "by text",
    "online_forum": "on a forum",
}

_BY = {"clinic": "the clinic", "person": "the person", "both": "clinic and person together"}
_BARRIERS = ("exclude", "hold", "caution")
_NAMED = 3
"""Questions, and things to settle, that are named; the rest are counted."""

_CALLED_FOR = "what the answers called for then"
_HELD_BACK = "ask the safety questions that were held back, once the person is alone and free to talk"


class Words:
    """Says of results of one rule set what to do next; of equal cells it is worked out once."""

    def __init__(self, content: Content) -> None:
        """Speak the words of this content."""
        self._content = content
        self._modalities = content.ruleset.modalities
        self._rules = {rule.id: rule for rule in content.ruleset.rules}
        self._place = {name: n for n, name in enumerate(self.columns)}
        self.of = lru_cache(maxsize=1 << 14)(self._of)

    @property
    def columns(self) -> list[str]:
        """The columns of a result that are looked at."""
        recommended = [name for m in self._modalities for name in (m, f"{m}_settled")]
        return ["safety", *recommended, "findings", "ask_next"]

    def _of(self, cells: tuple[str, ...], was: str) -> tuple[Part, str]:
        """Return what to do next, and the details, for the cells of these columns.

        `was` is the alert of answers since grown too old.
        """
        part = self._part(cells, was)
        found = self._barriers(cells)
        match part:
            case "immediate" | "same_day":
                return part, _sentence(_noted(found) or "see this person's answers")
            case "grown_old":
                then = f"{_CALLED_FOR}: {_lowered(HEADING[_level(was)])}"
                return part, _sentence(then, self._asked(cells))
            case "interview":
                return part, _sentence(self._asked(cells), _noted(found, "then settle"))
            case "settle":
                return part, _sentence(self._settled(cells, found))
            case "invite":
                return part, _sentence(self._invited(cells))

    def _part(self, cells: tuple[str, ...], was: str) -> Part:
        safety = cells[self._place["safety"]]
        if safety in TODAY:
            return _level(safety)
        if was in TODAY:
            return "grown_old"
        unsettled = any(cells[self._place[f"{m}_settled"]] == "no" for m in self._modalities)
        if safety != "none" or cells[self._place["ask_next"]] or unsettled:
            return "interview"
        return "invite" if self._with(cells, "suitable") else "settle"

    def _with(self, cells: tuple[str, ...], recommendation: str) -> list[Modality]:
        """Return the forms of group for which something is recommended."""
        return [m for m in self._modalities if cells[self._place[m]] == recommendation]

    def _barriers(self, cells: tuple[str, ...]) -> list[Rule]:
        """Return the rules that were found and can weigh, in rule-set order."""
        found = [self._rules[each] for each in cells[self._place["findings"]].split(";") if each]
        return [rule for rule in found if rule.effect in _BARRIERS]

    def _asked(self, cells: tuple[str, ...]) -> str:
        """Return which questions to ask: the first in words, the rest counted."""
        missing = [each for each in cells[self._place["ask_next"]].split(";") if each]
        if not missing:
            return _HELD_BACK
        rest = missing[_NAMED:]
        safety = sum(name in self._content.items and self._content.items[name].is_safety for name in rest)
        about = f", {'all' if safety == len(rest) else safety} of them about safety" if safety else ""
        more = [f"and {len(rest)} more{about}"] if rest else []
        return f"ask {'; '.join((*map(self._question, missing[:_NAMED]), *more))}"

    def _question(self, name: str) -> str:
        home = self._content.home[name]
        title = home.title.partition(",")[0]
        if name not in self._content.items:
            return f"{title}, all of it"
        text = self._content.items[name].text
        return f"\u201c{text}\u201d" if home.kind != "instrument" else f"{title}: {text}"

    def _settled(self, cells: tuple[str, ...], found: Sequence[Rule]) -> str:
        """Return what is to be settled, and by whom, for the forms that are nearest."""
        order = ("conditional", "hold", "not_recommended")
        forms = next(forms for each in order if (forms := self._with(cells, each)))
        named = [rule for rule in found if set(forms) & set(self._content.modalities_of(rule))]
        return f"{_forms(forms)}: {'; '.join(_first(list(map(_resolved, named))))}"

    def _invited(self, cells: tuple[str, ...]) -> str:
        forms = self._with(cells, "suitable")
        others = "; for other forms something is to be settled" if len(forms) < len(self._modalities) else ""
        return f"{_forms(forms)}{others}"


def _lowered(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def _level(level: str) -> Literal["immediate", "same_day"]:
    return "immediate" if level == "immediate" else "same_day"


def _noted(found: Sequence[Rule], lead: str = "found") -> str:
    """Return what was found, by its title; one title may stand for several forms of group."""
    titles = list(dict.fromkeys(rule.title for rule in found))
    return f"{lead}: {'; '.join(_first(titles))}" if titles else ""


def _resolved(rule: Rule) -> str:
    by = f" ({_BY[rule.settled_by]})" if rule.settled_by else ""
    return f"{(rule.resolve or rule.title).removesuffix('.')}{by}"


def _first(texts: Sequence[str]) -> Iterator[str]:
    yield from texts[:_NAMED]
    if len(texts) > _NAMED:
        yield f"and {len(texts) - _NAMED} more"


def _forms(forms: Sequence[Modality]) -> str:
    return ", ".join(FORM[form] for form in forms)


def _sentence(*parts: str) -> str:
    told = ". ".join(f"{part[0].upper()}{part[1:]}" for part in parts if part)
    return f"{told}."
