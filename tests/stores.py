"""Small stores for tests: made, opened, filled, and read whole."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from screenkit.case.events import Alerted, Answered, Noted, Opened
from screenkit.store.access import create, create_unencrypted, open_store
from screenkit.store.cases import Store

PASSPHRASE = "harbour lantern willow"
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A folder with a store, and how to open it."""

    folder: Path
    recovery_code: str | None

    def open(self) -> Store:
        return open_store(self.folder, lambda: PASSPHRASE)

    @property
    def database(self) -> Path:
        return self.folder / "cases.db"

    @property
    def key_file(self) -> Path:
        return self.folder / "cases.key"


def make(folder, kind):
    """A new store of a kind, closed."""
    if kind == "encrypted":
        created = create(folder, passphrase=PASSPHRASE)
        created.store.close()
        return Made(folder, created.recovery_code)
    create_unencrypted(folder).close()
    return Made(folder, None)


def begin(store, *, rules=b"the rules", case_id=None, who="Dr Ada", at=MORNING):
    """A case in which a screening was opened."""
    case_id = case_id or store.new_case()
    opened = Opened(rules="online-group", content=store.keep_content(rules))
    store.append(case_id, [opened], who=who, at=at, expecting=0)
    return case_id


def answer(store, case_id, *answers, expecting=None, who="Dr Ada", at=MORNING):
    """Answers, each an event of one append."""
    events = [Answered(item=f"item_{number}", answer=each) for number, each in enumerate(answers)]
    return store.append(case_id, events, who=who, at=at, expecting=expecting)


def fill(store):
    """Three cases with a dozen events; the ids, in the order in which they were begun."""
    ids = []
    for number in range(3):
        case_id = begin(store, rules=b"the rules" if number < 2 else b"other rules")
        later = MORNING + timedelta(days=number)
        answer(store, case_id, "yes", "no", "declined", at=later)
        note = Noted(item=None, text="prefers mornings")
        alert = Alerted(rule="suicidal-thoughts", level="same_day", message="Speak today.", items=("item_0",))
        store.append(case_id, [note, alert], who="Dr Bo", at=later, expecting=4)
        ids.append(case_id)
    return ids


def everything(store):
    """All that can be read of a store."""
    cases = {case_id: store.events(case_id) for case_id in store.case_ids()}
    named = {
        each.event.content for events in cases.values() for each in events if each.event.kind == "opened"
    }
    contents = {name: store.content(name) for name in sorted(named)}
    heads = {case_id: store.head(case_id) for case_id in cases}
    return cases, contents, heads, store.tombstones()
