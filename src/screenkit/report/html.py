"""Lay a report out as one self-contained HTML page without script."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from screenkit.report.document import Document


def html(document: Document) -> str:
    """Return the page."""
    marks = (document.case_id, "incomplete" if document.incomplete else None)
    foot = "".join(f" \u00b7 {mark}" for mark in marks if mark)
    return _template().render(document=document, foot=foot)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("screenkit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = _percent
    environment.filters["css_text"] = _css_text
    environment.filters["zip"] = _zip
    return environment.get_template("report.html.j2")


def _percent(share: float) -> str:
    return f"{share * 100:.2f}"


def _css_text(text: str) -> str:
    """Return text for a string of a style sheet: nothing but the hexadecimal number of each character."""
    return "".join(f"\\{ord(char):06x}" for char in text)


def _zip(names: tuple[str, ...], cells: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(names, cells, strict=True))
