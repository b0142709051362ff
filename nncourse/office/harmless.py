"""What formgrader shows of a notebook, without anything that could act: filters for nbconvert's templates.

Formgrader's page may do all that the instructor may, and it shows the students' texts as HTML. Bleach, which nbconvert
brings along, keeps of that what a text needs: no script, no event, no id, form or style by which a text could pass for
a part of the page, and no address that a browser would ask without a click. Whatever is not kept is shown as text.
"""

from __future__ import annotations

import re
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from nbconvert.filters import get_metadata
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {("a", "title"), ("details", "open"), ("img", "alt"), ("img", "title"), ("ol", "start")}
LINK = re.compile(r"(https?://|mailto:|#).*", re.DOTALL)
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
COLOURED = re.compile(r"highlight|[a-z][a-z0-9]?")  # what pygments calls the parts of a program
MAX_TEXT = 20_000  # characters of a text: of some, nbconvert's time grows with the square
MAX_PICTURES = 10_000_000  # characters of the pictures in a text
PROTOCOLS = {"http", "https", "mailto", "data"}
IN_TEXTS = CSSSanitizer(allowed_css_properties={"text-align"})  # of the columns of a table
IN_OUTPUTS = CSSSanitizer(
    allowed_css_properties={
        "background", "border-left", "color", "float", "font-family", "font-size", "font-weight", "line-height",
        "margin", "margin-left", "margin-right", "margin-top", "padding", "padding-left", "text-align", "white-space",
    }
)  # fmt: skip


@pass_context
def text(context: Any, source: str) -> str:
    """A text cell as HTML: nbconvert's filter markdown2html, made harmless."""
    attached = context.get("cell", {}).get("attachments", {})
    renderer = Renderer(escape=False, attachments=attached, exclude_anchor_links=True)
    more = f"\n\n… and {len(source) - MAX_TEXT} characters more" if len(source) > MAX_TEXT else ""
    return _cleaned(MarkdownWithMath(renderer).render(source[:MAX_TEXT]), IN_TEXTS) + more


def output(html: Any) -> str:
    """HTML that a cell has shown: nbconvert's filter clean_html, which would take the checks' reports their look."""
    return _cleaned(html, IN_OUTPUTS)


def size(shown: Any, key: str, mimetype: str | None = None) -> Any:
    """The width or height of a picture, which the templates write without quotes: nbconvert's filter get_metadata."""
    found = get_metadata(shown, key, mimetype)
    return found if isinstance(found, (int, float)) else None


class Renderer(IPythonRenderer):
    """Markdown as nbconvert renders it; but a picture that is missing, or there too often, does not cost the page."""

    room = MAX_PICTURES

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if self.room <= 0:
            return f"[too many pictures: {text}]"
        try:
            shown = super().image(text, url, title)
        except InvalidNotebook:
            return f"[no picture: {text}]"
        self.room -= len(shown)
        return shown


def _cleaned(html: Any, styles: CSSSanitizer) -> str:
    return bleach.clean(str(html), TAGS, _is_kept, PROTOCOLS, css_sanitizer=styles)


def _is_kept(tag: str, name: str, value: str) -> bool:
    """Whether an attribute of this value is."""
    if name == "href":
        return tag == "a" and bool(LINK.fullmatch(value))
    if name == "src":
        return tag == "img" and bool(PICTURE.fullmatch(value))
    if name == "class":
        return tag in ("div", "span") and bool(COLOURED.fullmatch(value))
    return name == "style" or (tag, name) in ATTRIBUTES
