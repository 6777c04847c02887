"""What goes into a store comes out of it, in order, and only what was seen is built upon."""

from datetime import timedelta, timezone

import pytest
from stores import MORNING, answer, begin, everything, fill, make

from screenkit.case.events import Answered, Imported, Opened, Purged, Stamped
from screenkit.case.history import case_of
from screenkit.errors import ChangedMeanwhileError, NotSavedError, StoreDamagedError, StoreError


def test_what_is_appended_is_read_back_the_same_after_opening_anew(made):
    with made.open() as store:
        ids = fill(store)
        before = everything(store)
    with made.open() as store:
        assert everything(store) == before
        assert store.case_ids() == tuple(sorted(ids))
        assert (store.is_encrypted, store.notices) == (made.recovery_code is not None, ())


def test_events_are_numbered_from_one_and_kept_with_moment_and_name(made):
    with made.open() as store:
        case_id = begin(store)
        kept = answer(store, case_id, "yes", "no", expecting=1, who="Dr Bo")

        assert kept == store.events(case_id)[1:]
        assert kept == (
            Stamped(sequence=2, at=MORNING, who="Dr Bo", event=Answered(item="item_0", answer="yes")),
            Stamped(sequence=3, at=MORNING, who="Dr Bo", event=Answered(item="item_1", answer="no")),
        )


def test_order_is_by_sequence_also_where_the_clock_went_backwards(made):
    moments = [MORNING, MORNING - timedelta(days=400), MORNING.astimezone(timezone(timedelta(hours=-7)))]
    with made.open() as store:
        case_id = begin(store)
        for number, moment in enumerate(moments):
            answer(store, case_id, str(number), at=moment)

        kept = store.events(case_id)[1:]
        assert [each.event.answer for each in kept] == ["0", "1", "2"]
        assert [each.at.isoformat() for each in kept] == [moment.isoformat() for moment in moments]
        assert store.verify().problems == ()


def test_a_writer_who_has_not_seen_the_last_event_is_told_whose_it_is(made):
    with made.open() as store, made.open() as other:
        case_id = begin(store)
        answer(other, case_id, "yes", expecting=1, who="Dr Bo")
        with pytest.raises(ChangedMeanwhileError) as error:
            answer(store, case_id, "no", expecting=1)

        assert str(error.value) == (
            f"{case_id}: changed meanwhile by Dr Bo at 2026-03-02T09:30:00+00:00; nothing was added"
            " — read the case again, then decide what still holds"
        )
        assert (error.value.sequence, error.value.who, error.value.at) == (2, "Dr Bo", MORNING)
        assert len(store.events(case_id)) == 2


def test_all_events_of_an_append_are_kept_or_none(made):
    with made.open() as store:
        case_id = begin(store)
        before = everything(store)
        unkept = [Answered(item="a", answer="yes"), Opened(rules="online-group", content="0" * 64)]
        with pytest.raises(StoreError, match="the rules it is screened with are not in the store"):
            store.append(case_id, unkept, who="Dr Ada", at=MORNING, expecting=1)

        assert store.append(case_id, [], who="Dr Ada", at=MORNING, expecting=1) == ()
        assert everything(store) == before


def test_a_case_that_is_not_there_and_a_name_that_is_none_are_refused(made):
    with made.open() as store:
        for reads in (store.events, store.head, lambda each: list(store.export([each]))):
            with pytest.raises(StoreError, match="C-7K3Q9: there is no such case in this store"):
                reads("C-7K3Q9")
        with pytest.raises(StoreError, match="there is no such case"):
            answer(store, "C-7K3Q9", "yes", expecting=3)
        with pytest.raises(StoreError, match="this is no name of a case"):
            answer(store, "Jane Doe", "yes", expecting=0)
        assert store.case_ids() == ()


def test_a_content_snapshot_is_kept_once(made):
    with made.open() as store:
        first, again = store.keep_content(b"rules" * 2000), store.keep_content(b"rules" * 2000)

        assert first == again
        assert store.content(first) == b"rules" * 2000
        assert store._records.connection.execute("SELECT count(*) FROM contents").fetchone() == (1,)
        with pytest.raises(StoreDamagedError, match="the rules of a screening are missing"):
            store.content("0" * 64)


def test_a_case_taken_over_adds_up_to_the_same_and_says_where_it_came_from(made, tmp_path):
    with made.open() as store, make(tmp_path / "other", "encrypted").open() as other:
        ids = fill(store)
        arrived = other.import_lines(store.export(ids), who="Dr Cy", at=MORNING)

        assert arrived == tuple(ids)
        for case_id in ids:
            came = other.events(case_id)
            assert came[:-1] == store.events(case_id)
            assert came[-1].event == Imported(head=str(store.head(case_id)))
            before, after = case_of(case_id, store.events(case_id)), case_of(case_id, came)
            assert [(each.answers, each.alerts, each.notes) for each in after.screenings] == [
                (each.answers, each.alerts, each.notes) for each in before.screenings
            ]
            assert other.head(case_id) != store.head(case_id)
        assert other.verify().problems == ()


def test_a_case_that_exists_or_was_purged_is_not_taken_over_and_neither_are_its_neighbours(made, tmp_path):
    with made.open() as store, make(tmp_path / "other", "encrypted").open() as other:
        first, second, third = fill(store)
        other.import_lines(store.export([first, second]), who="Dr Cy", at=MORNING)
        other.purge(second, who="Dr Cy", at=MORNING, reason="asked for")
        before = everything(other)
        with pytest.raises(StoreError) as error:
            other.import_lines(store.export([third, second, first]), who="Dr Cy", at=MORNING)

        assert [each.where for each in error.value.problems] == sorted([first, second])
        assert everything(other) == before


def _without(number):
    return lambda lines: lines[:number] + lines[number + 1 :]


def _swapped(lines):
    return [*lines[:4], lines[5], lines[4], *lines[6:]]


HURT = {
    "cut off": lambda lines: lines[:-1],
    "cut in a line": lambda lines: [*lines[:-1], lines[-1][:30]],
    "empty": lambda _: [],
    "no head": _without(0),
    "no content": _without(1),
    "an event missing": _without(4),
    "the last event missing": _without(-2),
    "events swapped": _swapped,
    "an answer changed": lambda lines: [line.replace(b'"declined"', b'"no"') for line in lines],
    "a line twice": lambda lines: [*lines[:4], lines[4], *lines[4:]],
    "something after the end": lambda lines: [*lines, lines[3]],
    "no JSON": lambda lines: [lines[0], b"\xff\xfe", *lines[1:]],
    "a newer kind": lambda lines: [lines[0].replace(b"cases/1", b"cases/2"), *lines[1:]],
    "a name": lambda lines: [line.replace(b'"C-', b'"X-') for line in lines],
}


@pytest.mark.parametrize("hurt", HURT.values(), ids=HURT)
def test_an_export_that_is_not_whole_is_refused_whole(encrypted, hurt):
    with encrypted.open() as store:
        case_id = fill(store)[0]
        lines = list(store.export([case_id]))
        store.purge(case_id, who="Dr Ada", at=MORNING, reason="asked for")
        before = everything(store)
        with pytest.raises(StoreError) as error:
            store.import_lines(hurt(lines), who="Dr Cy", at=MORNING)

        assert everything(store) == before
        assert "is or was in this store" not in str(error.value)
        assert "declined" not in str(error.value)


def test_a_purged_case_leaves_a_tombstone_and_nothing_is_added_to_it(made):
    with made.open() as store:
        first, second, third = fill(store)
        left = store.purge(second, who="Dr Ada", at=MORNING, reason="asked for")

        assert left == Stamped(sequence=7, at=MORNING, who="Dr Ada", event=Purged(reason="asked for"))
        assert store.events(second) == (left,)
        assert store.tombstones() == {second: left}
        assert store.case_ids() == tuple(sorted([first, third]))
        with pytest.raises(StoreError, match="this case was purged"):
            answer(store, second, "yes")
        with pytest.raises(StoreError, match="this case was purged"):
            store.export([first, second])
        assert store.verify().problems == ()


def test_purging_again_only_writes_the_file_anew(made):
    with made.open() as store:
        case_id = fill(store)[0]
        left = store.purge(case_id, who="Dr Ada", at=MORNING, reason="asked for")

        assert store.purge(case_id, who="Dr Bo", at=MORNING, reason="again") == left
        with pytest.raises(StoreError, match="there is no such case"):
            store.purge("C-7K3Q9", who="Dr Ada", at=MORNING, reason="asked for")


def test_purging_keeps_the_rules_that_another_case_was_screened_with(made):
    with made.open() as store:
        first, second, third = fill(store)
        shared, own = (store.events(each)[0].event.content for each in (first, third))
        store.purge(first, who="Dr Ada", at=MORNING, reason="asked for")
        store.purge(third, who="Dr Ada", at=MORNING, reason="asked for")

        assert store.content(shared) == b"the rules"
        with pytest.raises(StoreDamagedError):
            store.content(own)
        store.purge(second, who="Dr Ada", at=MORNING, reason="asked for")
        with pytest.raises(StoreDamagedError):
            store.content(shared)


def test_another_program_that_holds_the_store_is_waited_for_then_named(made, monkeypatch):
    monkeypatch.setattr("screenkit.store.connection.WAIT", 0.05)
    with made.open() as store, made.open() as other:
        case_id = begin(store)
        other._records.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSavedError, match="another program kept the store to itself"):
            answer(store, case_id, "yes")
        other._records.connection.execute("ROLLBACK")

        assert answer(store, case_id, "yes", expecting=1)[0].sequence == 2
