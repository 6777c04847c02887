"""Two steps of one work beside each other."""

import threading

import pytest

from screenkit.batch.beside import Behind, ahead


def test_what_is_made_ahead_comes_in_order_and_nothing_is_left_out():
    assert list(ahead(iter([3, None, 1, 2]))) == [3, None, 1, 2]
    assert list(ahead(iter([]))) == []


def test_the_next_piece_is_made_while_the_last_one_is_worked_on():
    asked_for_second = threading.Event()

    def pieces():
        yield 1
        asked_for_second.set()
        yield 2

    coming = ahead(pieces())
    assert next(coming) == 1
    assert asked_for_second.wait(10)
    coming.close()


def test_an_error_in_what_is_made_ahead_is_raised_where_it_is_taken():
    def pieces():
        yield 1
        raise ValueError("torn")

    coming = ahead(pieces())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="torn"):
        next(coming)


def test_what_is_done_behind_is_done_in_order_and_all_of_it_at_the_end():
    done = []
    with Behind() as behind:
        for n in range(20):
            behind.do(lambda n=n: done.append(n))
    assert done == list(range(20))


@pytest.mark.parametrize("more", [0, 3])
def test_an_error_behind_is_raised_and_nothing_is_done_after_it(more):
    done = []

    def full():
        raise OSError("no space left")

    def work():
        with Behind() as behind:
            behind.do(lambda: done.append("first"))
            behind.do(full)
            for _ in range(more):
                behind.do(lambda: done.append("later"))

    with pytest.raises(OSError, match="no space left"):
        work()
    assert done == ["first"]


def test_the_callers_own_error_goes_first_and_waits_for_what_is_being_done():
    done = []
    may_end = threading.Event()

    def step():
        may_end.wait(10)
        done.append("whole")

    def work():
        with Behind() as behind:
            behind.do(step)
            may_end.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["whole"]
