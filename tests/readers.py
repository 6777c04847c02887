"""What a reader reads in each layout of a report, as plain text."""

import re

import lxml.html
from markdown_it import MarkdownIt

from screenkit.report.html import html
from screenkit.report.lines import plain
from screenkit.report.markdown import markdown


def of_html(document):
    return lxml.html.fromstring(html(document)).text_content()


def of_markdown(document):
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(document))
    return " ".join(child.content for token in tokens if token.children for child in token.children)


def squeezed(text):
    """Return text without white space and the hyphens of broken lines, as layouts break lines differently."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


READERS = {
    "text at 60": lambda document: plain(document, width=60),
    "text at 120": lambda document: plain(document, width=120),
    "markdown": of_markdown,
    "html": of_html,
}
