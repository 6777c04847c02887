"""A sheet of an Excel workbook → a table of text cells, behind a guard.

`archive` opens the zip file without believing its sizes, `markup` reads its parts piece by piece, `book`
finds the sheet, `scan` looks at every cell of it before anything is built from them, `read` makes the table.
What the guard has not seen is never handed on.
"""
