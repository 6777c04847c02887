"""Terms of the solver, folded as they are made where a part of them is already certain."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import z3

Term = Any
"""A yes/no term of the solver, or True or False where it is certain; z3 ships no types."""

Number = Any
"""A whole number of the solver, or an int where it is certain."""


@dataclass(frozen=True, slots=True)
class Three:
    """The truth of a condition, as two terms that are never both so; neither of them is so: unknown."""

    yes: Term
    no: Term

    @property
    def unknown(self) -> Term:
        """Neither yes nor no."""
        return none_of([self.yes, self.no])


YES, NO = Three(yes=True, no=False), Three(yes=False, no=True)


def both(*terms: Term) -> Term:
    """Return that each of some terms is so."""
    return every(terms)


def every(terms: Iterable[Term]) -> Term:
    """Return that each of some terms is so."""
    left = []
    for term in terms:
        if term is False:
            return False
        if term is not True:
            left.append(term)
    if not left:
        return True
    return left[0] if len(left) == 1 else _joined(z3.Z3_mk_and, left)


def some(terms: Iterable[Term]) -> Term:
    """Return that one of some terms is so, or more."""
    left = []
    for term in terms:
        if term is True:
            return True
        if term is not False:
            left.append(term)
    if not left:
        return False
    return left[0] if len(left) == 1 else _joined(z3.Z3_mk_or, left)


def opposite(term: Term) -> Term:
    """Return that a term is not so."""
    if isinstance(term, bool):
        return not term
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), term.as_ast()), context)


def _joined(make: Callable[..., Any], terms: Sequence[Term]) -> Term:
    """Join terms by the solver's own call; z3.And and z3.Or take most of their time to look at each part."""
    context = z3.main_ctx()
    parts = (z3.Ast * len(terms))(*(term.as_ast() for term in terms))
    return z3.BoolRef(make(context.ref(), len(terms), parts), context)


def none_of(terms: Iterable[Term]) -> Term:
    """Return that none of some terms is so."""
    return opposite(some(terms))


def at_least(count: int, terms: Iterable[Term]) -> Term:
    """Return that as many of some terms are so, or more."""
    terms = list(terms)
    count -= sum(term is True for term in terms)
    left = [term for term in terms if not isinstance(term, bool)]
    if count <= 0:
        return True
    if len(left) < count:
        return False
    return some(left) if count == 1 else z3.AtLeast(*left, count)


def at_most_one(terms: Iterable[Term]) -> Term:
    """Return that not two of some terms are so."""
    left = [term for term in terms if not isinstance(term, bool)]
    return z3.AtMost(*left, 1) if len(left) > 1 else True


def choose(term: Term, then: Number, otherwise: Number) -> Number:
    """Return one number if a term is so, else the other."""
    if isinstance(term, bool):
        return then if term else otherwise
    return z3.If(term, z3.IntVal(then) if isinstance(then, int) else then, otherwise)


def certain(term: Term) -> Term:
    """Return a term as the solver takes it."""
    return z3.BoolVal(term) if isinstance(term, bool) else term
