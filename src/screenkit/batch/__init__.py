"""A table of people: every row screened by the one engine, every row that cannot be used named with a reason.

`opening` opens whatever is named as the table, by its `kinds`. Of CSV, `stream` makes lines of bytes, `split`
makes cells of lines, `table` finds the rows; of everything else, `parquet` (after a `probe`) and `xlsx` make
text cells of typed values as `written` says, and `celltable` rows of them; `several` reads many as one.
`columns` says which cell is which answer, `row` reads one row, `run` screens them all, `alert` reads rejected
rows as generously as a person would; `results` and `rejects` say what is written of a row, `writing` as what
kind of table, `places` where it goes. `kept` puts by accepted rows whose reports are wanted, and `filenames`
names the files.

Beside the results, `watch` shows each result and each reject once to a `worklist` (worded by `words`, written
by `worklistfile`) and to `since`, which compares with an earlier run. `dating` says which answers have grown
too old; `values` and `echo` say before a run what becomes of answers about safety.
"""
