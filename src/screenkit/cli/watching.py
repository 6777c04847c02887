"""What a clinic gets beside the results: a worklist, what changed since an earlier run, and a summary."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import typer

from screenkit.batch.columns import Columns
from screenkit.batch.dating import DAYS, Dating
from screenkit.batch.ending import Write
from screenkit.batch.places import STREAM, Places, check_further
from screenkit.batch.several import AnyTable
from screenkit.batch.since import Since, since_lines
from screenkit.batch.summary import Beside, Summary, alerts_today, read_by_line
from screenkit.batch.watch import Watcher
from screenkit.batch.words import HEADING, PARTS
from screenkit.batch.worklist import Worklist
from screenkit.batch.worklistfile import check_worklist, worklist_lines
from screenkit.case.name import check_name
from screenkit.cli import ask
from screenkit.cli.closing import close, tell
from screenkit.cli.options import clinic_folder
from screenkit.cli.progress import progress
from screenkit.errors import OutputError, Problem, TableError
from screenkit.models.clinic import Clinic
from screenkit.models.content import Content
from screenkit.text import clean

_WHO = "Who reads these alerts today? Enter alone: nobody yet"
_NO_MORE = "A table alone says no more than who is next; a clinician decides after an interview."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted beside the results, and where the results and rejects go."""

    where: Places
    worklist: Path | None
    since: Path | None
    read_by: str | None

    @property
    def changes(self) -> Path:
        """Where changes since an earlier run are written."""
        if self.where.out != STREAM:
            return Path(f"{self.where.out}.changes.csv")
        table = self.where.tables[0]
        return Path("stdin.changes.csv" if table == STREAM else f"{table.name}.changes.csv")

    def check(self, others: list[Path]) -> None:
        """See before the run that everything can be written; `others` are files that are also read.

        Raises:
            OutputError: with everything that speaks against it.

        """
        written = [*([self.worklist] if self.worklist else []), *([self.changes] if self.since else [])]
        problems = list(check_worklist(self.worklist)) if self.worklist else []
        if problems:
            raise OutputError(problems)
        check_further(written, self.where, others)


class Watching:
    """Watches one run, and tells afterwards what it found."""

    def __init__(self, asked: Asked, content: Content, columns: Columns, source: AnyTable) -> None:
        """Open what is needed, and show from now on how far the run is.

        Raises:
            TableError: when the earlier results cannot be compared with.

        """
        self._asked, self._content, self._columns = asked, content, columns
        self._source, self._told = source.name, Beside()
        self._open, self._bar = ExitStack(), ExitStack()
        self._since = self._opened_since()
        self._worklist = Worklist(content, asked.where.rejects_name) if asked.worklist else None
        if self._worklist:
            self._open.callback(self._worklist.close)
        step = self._bar.enter_context(progress(lambda: source.share))
        self.watcher = Watcher(worklist=self._worklist, since=self._since, step=step)

    def close(self) -> None:
        """Let go of everything."""
        self._bar.close()
        self._open.close()

    def further(self, summary: Summary) -> Mapping[Path, Write | None]:
        """Say which files go with these results, and ask who reads the alerts if nobody is named."""
        self._bar.close()
        self._told = self._beside(summary)
        found: dict[Path, Write | None] = {}
        if self._since:
            found[self._asked.changes] = None if summary.withheld else self._since.write
        if self._worklist and self._asked.worklist:
            notes = list(self._notes(self._worklist, summary, self._told))
            lines = partial(worklist_lines, self._asked.worklist, self._worklist, notes)
            found[self._asked.worklist] = lambda file: file.writelines(lines(only_alerts=summary.withheld))
        return found

    def tell(self, summary: Summary, seconds: float) -> None:
        """Tell what was found and written."""
        close(self._content, summary, self._asked.where.rejects_name, self._told, seconds)
        if self._worklist and self._asked.worklist:
            self._tell_of_worklist(self._worklist, self._asked.worklist, summary)
        if self._since and not summary.withheld:
            tell(list(since_lines(self._since, str(self._asked.changes))))
        changes = [] if self._since or not self._asked.changes.exists() else [self._asked.changes]
        for path in (*self._asked.where.of_earlier_runs(), *changes):
            tell([f"{path} is of an earlier run and does not go with these results"])

    def _beside(self, summary: Summary) -> Beside:
        """Return what is told beside the summary; with a worklist it is asked who reads the alerts."""
        grown_old = self.watcher.grown_old.total()
        beside = Beside(self._asked.read_by, grown_old)
        alerts = alerts_today(summary, beside)
        if self._worklist and alerts and not beside.read_by and _can_ask():
            return Beside(_asked_for(alerts), grown_old)
        return beside

    def _tell_of_worklist(self, worklist: Worklist, path: Path, summary: Summary) -> None:
        for part in PARTS:
            if worklist.counts[part]:
                tell([f"worklist, {HEADING[part]}: {worklist.counts[part]:,}"])
        only = " (the alerts only, since no results were written)" if summary.withheld else ""
        tell([f"worklist written to {path}{only}"])
        if worklist.today and not self._told.read_by:
            tell(
                [f"{path} names nobody to read the alerts: run again with --alerts-read-by NAME --overwrite"]
            )

    def _notes(self, worklist: Worklist, summary: Summary, beside: Beside) -> Iterator[str]:
        """Yield what stands on top of the worklist."""
        if worklist.today:
            line = read_by_line(worklist.today, beside.read_by)
            yield f"{line[0].upper()}{line[1:]}."
        if summary.withheld:
            yield "Rows were rejected and no results written; alerts do not wait and stand here."
        rules = self._content.ruleset
        dated = f", as of {self._columns.dating.as_of}" if self._columns.dating else ""
        yield f"From {self._source}, by the rules {rules.id} {rules.version}{dated}."
        if summary.rejected:
            one = summary.rejected == 1
            rows = f"{summary.rejected:,} {'row' if one else 'rows'} of {summary.read:,} could not be used"
            told = f"{'stands' if one else 'stand'} here only where an alert was seen in {_it(one=one)}"
            yield f"{rows} and {told}: {self._asked.where.rejects_name} lists {_it(one=one)}."
        yield _NO_MORE

    def _opened_since(self) -> Since | None:
        previous = self._asked.since
        if previous is None:
            return None
        if self._columns.case_id is None:
            what = "the table names no case_id, so that nobody can be found again"
            raise TableError([Problem(str(previous), what, "map a column as case_id, or leave --since out")])
        since = Since(previous, self._content.ruleset.modalities)
        self._open.callback(since.close)
        return since


@contextmanager
def watching(asked: Asked, content: Content, columns: Columns, source: AnyTable) -> Iterator[Watching]:
    """Watch a run; what it saw is kept until the end of the block."""
    with closing(Watching(asked, content, columns, source)) as watched:
        yield watched


def profile(folder: Path | None) -> Clinic | None:
    """Return the clinic's profile, where there is one; a folder that is named must hold one."""
    from screenkit.content.clinic import CLINIC_FILE, load_clinic

    place = clinic_folder(folder) / CLINIC_FILE
    return load_clinic(place) if folder or place.is_file() else None


def dating_of(as_of: str | None, days: int | None, folder: Path | None) -> Dating | None:
    """Return how old answers about safety may be, where a day is named."""
    if as_of is None:
        if days is not None:
            raise typer.BadParameter("say with --as-of on which day", param_hint="--safety-days")
        return None
    from screenkit.models.clinic import read_days
    from screenkit.models.day import read_day

    try:
        day: date = read_day(as_of)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--as-of") from None
    if days is not None:
        try:
            return Dating(day, read_days(days))
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--safety-days") from None
    clinic = profile(folder)
    return Dating(day, clinic.table_safety_answers_hold_days if clinic else DAYS)


def reader_of_alerts(written: str | None, folder: Path | None) -> str | None:
    """Return the name of who reads the alerts; a leader's id stands for the name."""
    if written is None:
        return None
    clinic = profile(folder)
    leaders = {leader.id: leader.name for leader in clinic.leaders} if clinic else {}
    problem = check_name("--alerts-read-by", written, leaders)
    if problem:
        raise typer.BadParameter(f"{problem.what} — {problem.do}", param_hint="--alerts-read-by")
    name = clean(written).strip()
    return leaders.get(name.casefold(), name)


def _it(*, one: bool) -> str:
    return "it" if one else "them"


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _asked_for(alerts: int) -> str | None:
    """Return who reads the alerts, as somebody types it; whoever stops here names nobody."""
    ask.say(f"Alerts to be read today: {alerts:,}")
    try:
        while True:
            name = ask.text(_WHO, "add --alerts-read-by NAME", optional=True)
            problem = check_name(_WHO, name) if name else None
            if problem is None:
                return name
            ask.say(f"Nothing was taken: {problem.what} — {problem.do}.")
    except KeyboardInterrupt:
        return None
