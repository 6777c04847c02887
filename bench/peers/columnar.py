"""The same decision in one Polars plan and in one statement of SQL, as somebody would write them by hand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Plan = dict[str, Any]


def polars(plan: Plan, table: Path, out: Path) -> None:
    """One lazy plan as somebody who knows Polars would write it."""
    import polars as pl

    numbers, column = set(plan["numbers"]), plan["column"]
    kinds = {column[name]: pl.Int16 if name == "age" else pl.Int8 for name in numbers}
    schema = {name: kinds.get(name, pl.String) for name in plan["columns"]}
    rows = pl.scan_csv(table, schema=schema, infer_schema=False)
    rows = rows.rename({each: name for name, each in column.items() if each != name})
    rows = rows.with_columns(
        *((pl.col(name) == "yes").alias(f"{name}?") for name in plan["yes_or_no"]),
        *(
            pl.sum_horizontal([pl.col(item).fill_null(missing) for item in each["items"]]).alias(
                f"{name}_{end}"
            )
            for name, each in plan["sums"].items()
            for end, missing in (("low", 0), ("high", each["highest"]))
        ),
    )
    names = {"pl": pl}
    spelled = _respelled(plan["polars"], plan)
    rows = rows.with_columns(eval(text, names).alias(f"r{n}") for n, text in enumerate(spelled))  # noqa: S307 - ours

    def listed(when: Callable[[pl.Expr], pl.Expr], name: str) -> pl.Expr:
        shown = [pl.when(when(pl.col(f"r{n}"))).then(pl.lit(rule)) for n, rule in enumerate(plan["ids"])]
        return pl.concat_str(shown, separator=";", ignore_nulls=True).alias(name)

    tier = pl.lit("suitable")
    for name, rules in reversed(plan["tiers"]):  # each of them has rules
        of_tier = [pl.col(f"r{n}") for n in rules]
        unknown = pl.any_horizontal([each.is_null() for each in of_tier])
        surely = pl.any_horizontal([each.fill_null(value=False) for each in of_tier])
        tier = pl.when(surely).then(pl.lit(name)).when(unknown).then(pl.lit("needs_info")).otherwise(tier)
    fired, unknown = listed(lambda rule: rule, "fired"), listed(lambda rule: rule.is_null(), "unknown")
    rows.select(pl.col("candidate_id").alias("id"), tier.alias("tier"), fired, unknown).sink_csv(out)


def parse(plan: Plan, table: Path, out: Path) -> None:
    """No rules: the columns that are needed, parsed by Polars and summed up so that none is left out."""
    import polars as pl

    column = plan["column"]
    kinds = {column[name]: pl.Int16 if name == "age" else pl.Int8 for name in plan["numbers"]}
    schema = {name: kinds.get(name, pl.String) for name in plan["columns"]}
    rows = pl.scan_csv(table, schema=schema, infer_schema=False)
    words = [pl.col(each).str.len_bytes() for name, each in column.items() if name not in plan["numbers"]]
    numbers = pl.sum_horizontal([pl.col(column[name]) for name in plan["numbers"]])
    rows.select("candidate_id", numbers.alias("numbers"), pl.sum_horizontal(words).alias("words")).sink_csv(
        out
    )


def duckdb(plan: Plan, table: Path, out: Path) -> None:
    """One statement of SQL."""
    import duckdb as duck

    numbers, column = set(plan["numbers"]), plan["column"]
    kinds = {column[name]: "SMALLINT" if name == "age" else "TINYINT" for name in numbers}
    schema = ", ".join(f"'{name}': '{kinds.get(name, 'VARCHAR')}'" for name in plan["columns"])
    sums = ", ".join(
        f"{' + '.join(f'coalesce({item}, {missing})' for item in each['items'])} AS {name}_{end}"
        for name, each in plan["sums"].items()
        for end, missing in (("low", 0), ("high", each["highest"]))
    )
    renamed = ", ".join(f"{each} AS {name}" for name, each in column.items())
    rules = ", ".join(f"{text} AS r{n}" for n, text in enumerate(_respelled(plan["sql"], plan)))
    tiers = " ".join(
        f"WHEN {' OR '.join(f'coalesce(r{n}, false)' for n in of_tier)} THEN '{name}' "
        f"WHEN {' OR '.join(f'r{n} IS NULL' for n in of_tier)} THEN 'needs_info'"
        for name, of_tier in plan["tiers"]
    )
    fired, unknown = (
        ", ".join(f"CASE WHEN r{n}{test} THEN '{rule}' END" for n, rule in enumerate(plan["ids"]))
        for test in ("", " IS NULL")
    )
    query = f"""
        WITH told AS (SELECT candidate_id, {renamed} FROM read_csv(
            '{table}', header = true, columns = {{{schema}}}, delim = ',', quote = '"', escape = '"')),
        summed AS (SELECT *, {sums} FROM told),
        ruled AS (SELECT candidate_id, {rules} FROM summed)
        SELECT candidate_id AS id, CASE {tiers} ELSE 'suitable' END AS tier,
            concat_ws(';', {fired}) AS fired, concat_ws(';', {unknown}) AS unknown FROM ruled"""  # noqa: S608 - ours
    duck.connect().execute(f"COPY ({query}) TO '{out}' (FORMAT csv, HEADER)")


def _respelled(texts: Sequence[str], plan: Plan) -> list[str]:
    """Return expressions over cells as they stand in the table, where values are spelled otherwise there."""
    spelled = [
        (
            f"{name}') == '{value}'",
            f"{name}') == '{cell}'",
            f"({name} IN ('{value}'))",
            f"({name} IN ('{cell}'))",
        )
        for name, cells in plan["value"].items()
        for cell, value in cells.items()
        if cell != value
    ]
    found = []
    for text in texts:
        told = text
        for here, there, in_sql, there_in_sql in spelled:
            told = told.replace(here, there).replace(in_sql, there_in_sql)
        found.append(told)
    return found
