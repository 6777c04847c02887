"""Case ids as they are written: unchanged, but so that no spreadsheet opens one as a formula."""

import polars as pl

_STARTS_A_FORMULA = r"^ *[=+\-@\t\r\n＝＋－＠]"  # noqa: RUF001 - full-width forms open as formulas too
_IS_A_NUMBER = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"


def case_ids(codes: pl.DataFrame) -> pl.Series:
    """Return the case id of each row, empty where there is none."""
    if "case_id" not in codes.columns:
        return pl.Series("case_id", [""], dtype=pl.String).new_from_index(0, codes.height)
    ids = codes["case_id"].fill_null("")
    opens = ids.str.contains(_STARTS_A_FORMULA) & ~ids.str.contains(_IS_A_NUMBER)
    return ids.zip_with(~opens, "'" + ids) if opens.any() else ids
