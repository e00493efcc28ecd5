"""The form of a questionnaire: one WTForms class per document, relation wording and language."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.meta import DefaultMeta

from formulir.fields import build_field
from formulir.fields.base import AnswerField, Context
from survei.questionnaire.document import Document
from survei.questionnaire.queries import document_of
from survei.questionnaire.rules import text_in

#: Definitions kept in memory.
MOST_DEFINITIONS = 100


class BoundOnce(DefaultMeta):
    """Binds each field once and hands out copies: a field is ten times as dear to make anew."""

    def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Any:
        """A copy of the field that was bound first."""
        first = getattr(unbound_field, "bound", None)
        if first is None:
            first = unbound_field.bound = super().bind_field(form, unbound_field, options)
        field = object.__new__(type(first))
        field.__dict__.update(first.__dict__, _form=form)
        return field


class AnswerForm(Form):
    """The answers to one questionnaire. Attributes are prefixed, so any code can be a name."""

    Meta = BoundOnce

    def process(self, formdata: MultiDict[str, str] | None = None, *_: Any, **__: Any) -> None:
        """Answers only ever come from a form."""
        for field in self.fields():
            field.process(formdata)

    def fields(self) -> Iterator[AnswerField]:
        """In the order of display."""
        yield from self._fields.values()

    def answers(self) -> dict[str, Any]:
        """What is stored: {question code: answer}, unanswered ones left out."""
        return {field.name: field.data for field in self.fields() if field.data is not None}

    def complaints(self) -> tuple[tuple[str, str, str], ...]:
        """(id of the input, question, message) of each field with an error, after `validate`."""
        return tuple(
            (field.id, field.face.text, str(field.errors[0]))
            for field in self.fields()
            if field.errors
        )

    def count(self) -> tuple[int, int]:
        """(answered, all) of the required questions."""
        asked = [field for field in self.fields() if field.face.required]
        return sum(field.data is not None for field in asked), len(asked)


@dataclass(frozen=True)
class SectionFace:
    """A section as shown."""

    code: str
    title: str
    intro: str
    #: Attribute names of its fields.
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """A questionnaire ready to be shown and filled in."""

    document: Document
    context: Context
    title: str
    intro: str
    sections: tuple[SectionFace, ...]
    #: Everything required where the document says so.
    complete: type[AnswerForm]
    #: The same with nothing required.
    draft: type[AnswerForm]
    codes: frozenset[str]
    required_codes: frozenset[str]


def define(document: Document, *, is_self: bool, language: str = "id") -> Definition:
    """The definition of a document."""
    context = Context(document, is_self, language)
    questions = list(document.questions())
    return Definition(
        document=document,
        context=context,
        title=text_in(document, "title", language),
        intro=text_in(document, "intro", language),
        sections=tuple(
            SectionFace(
                section.code,
                text_in(section, "title", language),
                text_in(section, "intro", language),
                tuple(attribute(question.code) for question in section.questions),
            )
            for section in document.sections
        ),
        complete=_form_class(context),
        draft=_form_class(Context(document, is_self, language, is_draft=True)),
        codes=frozenset(question.code for question in questions),
        required_codes=frozenset(question.code for question in questions if question.required),
    )


def attribute(code: str) -> str:
    """Name of the form attribute of a question; never one of WTForms' own."""
    return f"answer_{code}"


def _form_class(context: Context) -> type[AnswerForm]:
    fields = {
        attribute(question.code): build_field(question, context)
        for question in context.document.questions()
    }
    return type("QuestionnaireForm", (AnswerForm,), fields)


_definitions: OrderedDict[tuple[int, bool, str], Definition] = OrderedDict()


def definition_of(version_id: int, *, is_self: bool, language: str = "id") -> Definition:
    """The definition of a published version, made once. Raises NotFound."""
    document = document_of(version_id)
    key = (version_id, is_self, language)
    known = _definitions.get(key)
    if known is None or known.document is not document:
        known = _definitions[key] = define(document, is_self=is_self, language=language)
        if len(_definitions) > MOST_DEFINITIONS:
            _definitions.popitem(last=False)
    return known
