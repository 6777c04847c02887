"""screenkit batch: a table of people → a result for each row, or the reason why there is none."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from screenkit.cli import batchoptions as options
from screenkit.cli.options import Folder, Overwrite, PaperOption, Questionnaires, Rules, cache_folder
from screenkit.cli.render import Format, Pages, pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screenkit.batch.dating import Dating
    from screenkit.batch.opening import Manner, Named
    from screenkit.batch.places import Places
    from screenkit.cli.summaries import Summaries
    from screenkit.cli.watching import Asked
    from screenkit.models.content import Content
    from screenkit.models.mapping import TableMapping


def batch(
    table: options.Tables,
    *,
    out: options.Out = None,
    rules: Rules = "online-group",
    questionnaires: Questionnaires = None,
    mapping: options.MapFile = None,
    suggest_map: options.SuggestMap = False,
    dry_run: options.DryRun = False,
    rejects: options.Rejects = None,
    encoding: options.Encoding = None,
    sheet: options.Sheet = None,
    decimal: options.Decimal = "point",
    format_: options.OutFormat = None,
    strict: options.Strict = False,
    overwrite: Overwrite = False,
    engine: options.Engine = "local",
    worklist: options.WorklistFile = None,
    alerts_read_by: options.AlertsReadBy = None,
    since: options.SincePrevious = None,
    as_of: options.AsOf = None,
    safety_days: options.SafetyDays = None,
    reports: options.Reports = None,
    reports_format: options.ReportsFormat = None,
    paper: PaperOption = None,
    folder: Folder = None,
) -> None:
    """Screen a table of people, one row a person."""
    if engine == "spark":
        refused = {"--encoding": encoding, "--strict": strict, "--reports": reports, "--worklist": worklist}
        refused |= {"--since": since, "--as-of": as_of, "--sheet": sheet, "--format": format_}
        _refuse_on_spark({**refused, "--reports-format": reports_format, "--paper": paper})
        _on_spark(
            table,
            out=out,
            rejects=rejects,
            rules=rules,
            questionnaires=questionnaires or (),
            mapping=mapping,
            overwrite=overwrite,
        )
        return
    from screenkit.batch.opening import Manner, named
    from screenkit.batch.places import places
    from screenkit.cli.closing import tell
    from screenkit.cli.mappinghelp import give_proposal, print_dry_run
    from screenkit.cli.watching import Asked, dating_of, reader_of_alerts

    _check(encoding, {"--reports-format": reports_format, "--paper": paper}, reports)
    if not all(table):  # as a script writes whose variable is not set; a folder would be read for it
        raise typer.BadParameter("an empty name is that of no table", param_hint="TABLE")
    meant = named([Path(each) for each in table])
    manner = Manner(encoding, sheet, comma=decimal == "comma")
    for option, why in manner.unused(meant.files):
        raise typer.BadParameter(why, param_hint=option)
    if suggest_map:
        content, _ = _loaded(rules, questionnaires, None)
        give_proposal(meant, content, manner, Path(out) if out else None, overwrite=overwrite)
        return
    dating = dating_of(as_of, safety_days, folder)
    if dry_run:
        print_dry_run(meant, *_loaded(rules, questionnaires, mapping), manner, dating)
        return
    if out is None:
        raise typer.BadParameter("say where the results go, such as -o results.csv", param_hint="--output")
    form = reports_format or Format.PDF
    printed = pages(form, paper, None)
    read = [path for path in (mapping, since) if path]
    beside = Path(rejects) if rejects else None
    where = places(
        meant.files,
        Path(out),
        beside,
        overwrite=overwrite,
        others=read,
        kind=format_,
        tell=lambda line: tell([line]),
    )
    asked = Asked(where, worklist, since, reader_of_alerts(alerts_read_by, folder))
    asked.check(read)
    content, mapped = _loaded(rules, questionnaires, mapping)
    with _summaries(reports, form, where, read, printed) as wanted:
        _screen(content, mapped, asked, dating, wanted, meant=meant, manner=manner, strict=strict)
        if wanted:
            wanted.write(content)


def _check(encoding: str | None, of_reports: "Mapping[str, object]", reports: Path | None) -> None:
    """Refuse options that mean nothing."""
    from screenkit.batch.stream import reads_tables

    if encoding and not reads_tables(encoding):
        what = "this encoding is not read; cp1252 and latin-1 are, for example"
        raise typer.BadParameter(what, param_hint="--encoding")
    for option, given in of_reports.items():
        if given and not reports:
            raise typer.BadParameter("say with --reports where they go", param_hint=option)


def _refuse_on_spark(options: "Mapping[str, object]") -> None:
    for option, given in options.items():
        if given:
            raise typer.BadParameter("this is not done on Spark", param_hint=option)


def _on_spark(
    tables: "Sequence[str]",
    *,
    out: str | None,
    rejects: str | None,
    rules: str,
    questionnaires: "Sequence[str]",
    mapping: Path | None,
    overwrite: bool,
) -> None:
    from screenkit.batch.summary import summary_lines
    from screenkit.cli.closing import tell
    from screenkit.cli.spark import Asked, screen_on_spark

    if out is None or len(tables) != 1:
        what = "on Spark, name one table and where its results go (-o)"
        raise typer.BadParameter(what, param_hint="--engine")
    beside = rejects or f"{out}.rejects.parquet"
    asked = Asked(tables[0], out, beside, rules, questionnaires, mapping, overwrite)
    tell(list(summary_lines(screen_on_spark(asked), beside)))


def _loaded(
    rules: str, questionnaires: list[str] | None, mapping: Path | None
) -> "tuple[Content, TableMapping | None]":
    from screenkit.content.cache import load_kept
    from screenkit.content.mapping import load_mapping

    content = load_kept(rules, questionnaires or (), cache_folder())
    return content, load_mapping(mapping, content) if mapping else None


def _screen(
    content: "Content",
    mapped: "TableMapping | None",
    asked: "Asked",
    dating: "Dating | None",
    wanted: "Summaries | None",
    *,
    meant: "Named",
    manner: "Manner",
    strict: bool,
) -> None:
    """Screen the table, write what is wanted, and tell what was found.

    Raises:
        Exit: with status 1 when rows were rejected and nothing is to be written then.

    """
    from screenkit.batch.columns import columns_of
    from screenkit.batch.opening import opened
    from screenkit.batch.run import run
    from screenkit.cli.clock import stopwatch
    from screenkit.cli.closing import tell
    from screenkit.cli.mappinghelp import echo
    from screenkit.cli.watching import watching

    watch, where = stopwatch(), asked.where
    had_earlier = where.out.exists()
    with opened(meant.files, manner, meant.name) as source:
        columns = columns_of(
            source.header, content, source.name, mapped, strict=strict, comma=manner.comma, dating=dating
        )
        notes = (*meant.notes, *manner.notes(source), *columns.notes)
        tell([*notes, *(echo(meant, columns, manner) if mapped else [])])
        if wanted:
            wanted.refuse_early(columns, manner)
        kept = wanted.kept if wanted else None
        with watching(asked, content, columns, source) as watched:
            summary = run(
                content,
                source,
                columns,
                where,
                strict=strict,
                kept=kept,
                watcher=watched.watcher,
                further=watched.further,
                tell=lambda line: tell([line]),
            )
            watched.tell(summary, watch())
    if summary.withheld:
        also = ", and those of an earlier run were taken away" if had_earlier else ""
        what = f"no results were written{also}"
        tell([f"{where.out}: {what} — mend the rejected rows, or leave --strict out"])
        raise typer.Exit(1)


@contextmanager
def _summaries(
    folder: Path | None, form: Format, where: "Places", read: Iterable[Path], printed: Pages
) -> Iterator["Summaries | None"]:
    """Return the summaries of this run, where they are wanted; the answers put by for them are let go of."""
    if folder is None:
        yield None
        return
    from screenkit.cli.summaries import Summaries

    wanted = Summaries(folder, form, where, read, printed)
    with closing(wanted.kept):
        yield wanted
