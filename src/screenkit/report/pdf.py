"""Print a report as a tagged PDF through typst; everything it says goes in as data, never as source."""

import json
import re
from importlib.resources import files
from typing import Literal

import typst

from screenkit.errors import OutputError, Problem
from screenkit.report.document import Document, plain

Paper = Literal["a4", "us-letter"]

_MISSING_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_TEMPLATE = (files("screenkit.report") / "templates" / "report.typ").read_bytes()
_ATTEMPTS = 5


def pdf(document: Document, *, paper: Paper = "a4", mark: str = "") -> bytes:
    """Return the report as PDF/UA-1: tagged, titled, fonts inside, the same bytes for the same report.

    A character that no bundled font can show is printed as its code point, such as `[U+60A3]`, since a
    missing glyph would make the file unusable for a screen reader. `mark` is put among the file's keywords.
    """
    data = json.dumps(plain(document), ensure_ascii=False)
    compiler = typst.Compiler(ignore_system_fonts=True)
    for _ in range(_ATTEMPTS):
        try:
            made = compiler.compile(
                input=_TEMPLATE,
                format="pdf",
                sys_inputs={"document": data, "paper": paper, "mark": mark},
                pdf_standards=["ua-1"],
                timestamp=0,
            )
        except typst.TypstError as error:
            missing = {char for text in _MISSING_GLYPH.findall(error.diagnostic) for char in _unescaped(text)}
            if not missing:
                break
            data = "".join(f"[U+{ord(char):04X}]" if char in missing else char for char in data)
        else:
            if isinstance(made, bytes):
                return made
            break
    raise OutputError([Problem("PDF", "the PDF could not be made", "use --format html, and report this")])


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), text)
