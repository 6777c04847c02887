"""Write docs/gallery.md and its pictures: the summaries of five people, page by page, and on screens.

    .venv/bin/python tools/gallery.py

Needs pdftoppm (poppler-utils) and a headless Chromium. Nothing compares the pictures: make them anew when a
layout changes, and look at each.
"""

import json
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.content.read import read
from screenkit.engine.assess import assess
from screenkit.report.document import Document
from screenkit.report.html import html
from screenkit.report.pdf import pdf
from screenkit.report.view import view

ROOT = Path(__file__).parents[1]
PAGE, PICTURES = ROOT / "docs/gallery.md", ROOT / "docs/gallery"
VIGNETTES = ROOT / "tests/vignettes/online-group.yaml"
PEOPLE = {
    "nothing-in-the-way": "C-1N7HW",
    "a-plan": "C-2P4LN",
    "drifts-and-returns": "C-3D8RF",
    "score-and-judgement-differ": "C-4S5CR",
    "one-room-for-five": "C-5H2KN",
}
ON_SCREEN = "C-3D8RF"
SCREENS = [(320, "light"), (320, "dark"), (768, "light"), (768, "dark"), (1280, "light"), (1280, "dark")]
DOTS_PER_INCH = 72
_FOUR_GREYS = bytes(round(level * 3 / 255) for level in range(256))
_HEAD = """# Gallery

What a summary looks like for five invented people of `tests/vignettes/online-group.yaml`: the PDF page by
page, and one of the HTML pages on screens of three widths. `tools/gallery.py` makes it, in few greys to keep
the pictures small.
"""


def main() -> None:
    """Lay out, take pictures, write the page."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir()
    found = people()
    PAGE.write_text("".join([_HEAD, *printed(found), *shown(found[ON_SCREEN][1])]), "utf-8")
    print(f"{PAGE}: {sum(each.stat().st_size for each in PICTURES.iterdir()) / 1000:.0f} kB of pictures")


def people() -> dict[str, tuple[str, Document]]:
    """Return the story and the summary of each person, by case id."""
    content = load()
    told = read(VIGNETTES.read_bytes(), VIGNETTES.name)
    found = {}
    for number, vignette in enumerate(told.data["vignettes"]):
        case_id = PEOPLE.get(vignette["id"])
        if case_id:
            written = {
                name: told.written["vignettes", number, "answers", name] for name in vignette["answers"]
            }
            answers = read_answers(json.dumps({**written, "case_id": case_id}).encode(), case_id, content)
            found[case_id] = vignette["story"], view(content, assess(content, answers))
    return {case_id: found[case_id] for case_id in PEOPLE.values()}


def printed(found: dict[str, tuple[str, Document]]) -> Iterator[str]:
    """Write the pages of each PDF as pictures, and yield what stands around them."""
    for case_id, (story, document) in found.items():
        yield f"\n## {document.title}: {case_id}\n\n{story}\n\n"
        pages = list(pages_of(pdf(document)))
        for number, page in enumerate(pages, 1):
            name = f"{case_id}-{number:02}.png"
            (PICTURES / name).write_bytes(page)
            yield f"![Page {number} of {len(pages)} of the summary of {case_id}](gallery/{name})\n"


def shown(document: Document) -> Iterator[str]:
    """Write the first screen of an HTML page at each width and colour scheme."""
    sys.path.insert(0, str(ROOT / "tests"))
    from browser import browser  # noqa: PLC0415 - stands with the tests, which need it more

    yield f"\n## On a screen: {ON_SCREEN}\n\n"
    with browser() as window:
        for width, scheme in SCREENS:
            window.show(html(document), width=width, scheme=scheme)
            name = f"screen-{width}-{scheme}.webp"
            (PICTURES / name).write_bytes(window.picture(format="webp", quality=40))
            yield f"![The page at a width of {width} pixels, {scheme}](gallery/{name})\n"


def pages_of(document: bytes) -> Iterator[bytes]:
    """Return each page of a PDF as a small PNG in four greys."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(document)
        subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", path, f"{folder}/page"], check=True)
        for page in sorted(Path(folder).glob("page*.pgm")):
            yield _png(page.read_bytes())


def _png(pgm: bytes) -> bytes:
    """Return a picture of one byte a dot as a PNG of two bits a dot."""
    _, size, _, dots = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    grey = dots.translate(_FOUR_GREYS)
    rows = (grey[n * width : (n + 1) * width] + bytes(-width % 4) for n in range(height))
    packed = b"".join(b"\0" + bytes(map(_byte, row[::4], row[1::4], row[2::4], row[3::4])) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 2, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _byte(first: int, second: int, third: int, fourth: int) -> int:
    return first << 6 | second << 4 | third << 2 | fourth


if __name__ == "__main__":
    main()
