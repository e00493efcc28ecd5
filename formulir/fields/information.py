"""Text to read, in a safe subset of Markdown; nothing is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from formulir.fields.base import Built, Context, face_of
from formulir.worded import Worded, worded
from survei.questionnaire.kinds import Information
from survei.questionnaire.markdown import reader
from survei.questionnaire.wording import text_for

#: A link leaves the form open and tells the other site nothing.
LINK = {"target": "_blank", "rel": "noopener noreferrer"}


def _link_open(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any
) -> str:
    tokens[place].attrs.update(LINK)
    return renderer.renderToken(tokens, place, options, env)


_markdown = reader()
_markdown.add_render_rule("link_open", _link_open)


def safe_html(text: str) -> Markup:
    """The text as HTML: paragraphs, bold, italic, lists and links; HTML in it stays text."""
    return Markup(_markdown.render(text))  # noqa: S704 - rendered with HTML off


def information(question: Information, context: Context) -> Built:
    """Its face; no field."""
    text = worded(text_for(question, context.is_self), context.language)
    return Built(face_of(question, context, html=in_its_language(text)))


def in_its_language(text: str) -> Markup:
    """The text as HTML, marked with its language where that is not the page's."""
    html = safe_html(text)
    return (
        Markup('<div lang="{}">{}</div>').format(text.lang, html)
        if isinstance(text, Worded)
        else html
    )
