"""Which text of a document a reader sees: by relation, by language, by scale point."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, cast

import msgspec

from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Anchor, Part, Point
from survei.questionnaire.translated_text import Text

if TYPE_CHECKING:  # kinds read their own words
    from survei.questionnaire.document import Document
    from survei.questionnaire.kinds import QuestionBase, Rating


def wording(question: QuestionBase, relation_is_self: bool, language: str = MAIN) -> str:
    """The question as a rater reads it: about oneself, or about somebody else.

    A self wording without translation stays Indonesian: better than another language about a
    third person.
    """
    return text_for(question, relation_is_self).wording(language)


def text_for(question: QuestionBase, relation_is_self: bool) -> Text:
    """The text of which a rater reads a wording; one without Indonesian is not yet written."""
    own = question.text_self
    return own if relation_is_self and str(own) else question.text


def anchor_of(document: Document, question: Rating, point: Point, language: str = MAIN) -> str:
    """The behaviour beside a scale point: the question's own, else the scale's, else empty."""
    return anchor_text(document, question, point).wording(language)


def anchor_text(document: Document, question: Rating, point: Point) -> Text:
    """The text of that behaviour."""
    own: Anchor | None = question.anchors.get(str(point.value))
    return own.text if own and str(own.text) else point.anchor


def shown_in(document: Document, language: str) -> Document:
    """The document whose texts are what a reader of one language reads; only for showing."""
    return cast("Document", _shown_in(document, language))


def _shown_in(part: object, language: str) -> object:
    if isinstance(part, Text):
        return Text(part.wording(language))
    if isinstance(part, Part):
        members = {name: getattr(part, name) for name in part.__struct_fields__}
        changes = {name: _shown_in(member, language) for name, member in members.items()}
        return msgspec.structs.replace(part, **changes)
    if isinstance(part, list):
        return [_shown_in(one, language) for one in part]
    if isinstance(part, dict):
        return {key: _shown_in(one, language) for key, one in part.items()}
    return part


def texts_of(part: object) -> list[Text]:
    """Every text in a document, or in a part of one, in its order."""
    found: list[Text] = []
    _gather([part], found)
    return found


def _gather(parts: Iterable[object], found: list[Text]) -> None:
    for part in parts:
        kind = type(part)
        if kind in _WITHOUT_TEXTS:
            continue
        if kind is Text:
            found.append(part)  # type: ignore[arg-type]
        elif isinstance(part, Part):
            _gather([getattr(part, name) for name in part.__struct_fields__], found)
        elif isinstance(part, list | dict):
            _gather(part.values() if isinstance(part, dict) else part, found)


#: What most members of a part are: asked first, since there are many of them.
_WITHOUT_TEXTS = frozenset({str, bool, int, float, type(None)})


def languages_in(part: object) -> list[str]:
    """Languages beside Indonesian in which anything is written, in the order met."""
    found = dict.fromkeys(language for text in texts_of(part) for language in text)
    return [language for language in found if language != MAIN]


def written_languages(document: Document) -> list[str]:
    """Its languages beside Indonesian, and those in which anything in it is written as well."""
    return list(dict.fromkeys([*document.languages, *languages_in(document)]))


def own_languages(document: Document, possible: Set[str] | None = None) -> list[str]:
    """Languages beside Indonesian in which anything but its scales is written.

    A scale of the library brings translations, whatever the questionnaire speaks. Who knows that
    there are none but the `possible` ones is spared a search beyond the last of them.
    """
    found: dict[str, None] = {}
    for part in (document.title, document.intro, *document.sections):
        if possible is not None and found.keys() >= possible:
            break
        found.update(dict.fromkeys(languages_in(part)))
    return list(found)


def spoken(document: Document) -> list[str]:
    """Languages that raters are offered: Indonesian, and those in which the title is written.

    The title comes last or first, as HR likes: without it a translation is not yet shown.
    """
    return [MAIN, *(one for one in document.languages if document.title.get(one))]
