"""Lay a report out as one self-contained HTML page without script."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from screenkit.report.document import Bar, Document


def html(document: Document) -> str:
    """Return the page."""
    return _template().render(document=document)


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
    environment.tests["point"] = _is_point
    return environment.get_template("report.html.j2")


def _percent(bar: Bar, end: str) -> str:
    """Return where an end of a score lies on its range, in percent."""
    return f"{bar.share(bar.low if end == 'low' else bar.high) * 100:.2f}"


def _is_point(bar: Bar) -> bool:
    return bar.low == bar.high
