"""The form of a questionnaire: one WTForms class per document, relation wording and language."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.meta import DefaultMeta

from formulir.fields import build
from formulir.fields.base import AnswerField, Built, Context, Face
from survei.questionnaire.document import Document, Section
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
        """What is stored: {key: answer}, unanswered ones left out."""
        return {field.name: field.data for field in self.fields() if field.data is not None}

    def complaints(self) -> tuple[tuple[str, str, str], ...]:
        """(id of the input, question, message) of each field with an error, after `validate`."""
        return tuple(
            (field.id, field.face.text, str(field.errors[0]))
            for field in self.fields()
            if field.errors
        )

    def fields_of(self, asked: AskedFace) -> list[AnswerField]:
        """The fields of a question: one for each row of a matrix, none for information."""
        return [self._fields[name] for name in asked.fields]

    def count(self) -> tuple[int, int]:
        """(answered, all) of the required questions; each row of a matrix is one."""
        asked = [field for field in self.fields() if field.face.required]
        return sum(field.data is not None for field in asked), len(asked)


@dataclass(frozen=True)
class AskedFace:
    """A question as shown."""

    face: Face
    #: Attribute names of its fields.
    fields: tuple[str, ...]


@dataclass(frozen=True)
class SectionFace:
    """A section as shown."""

    code: str
    title: str
    intro: str
    questions: tuple[AskedFace, ...]


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
    #: Names of all its fields: the keys of answers.
    codes: frozenset[str]
    #: Whether its page needs more than plain questions do (`assets.BUNDLES`).
    is_rich: bool


#: Kinds that plain pages know.
PLAIN = frozenset(
    {"rating", "single_choice", "multiple_choice", "number", "date", "short_text", "long_text"}
)


def define(document: Document, *, is_self: bool, language: str = "id") -> Definition:
    """The definition of a document."""
    context = Context(document, is_self, language)
    built = _build(context)
    return Definition(
        document=document,
        context=context,
        title=text_in(document, "title", language),
        intro=text_in(document, "intro", language),
        sections=tuple(_section_face(section, built, language) for section in document.sections),
        complete=_form_class(built),
        draft=_form_class(_build(Context(document, is_self, language, is_draft=True))),
        codes=frozenset(field.name for one in built.values() for field in one.fields),
        is_rich=any(_is_rich(one) for one in built.values()),
    )


def _is_rich(built: Built) -> bool:
    return built.face.kind not in PLAIN or len(built.fields) > 1


def _build(context: Context) -> dict[str, Built]:
    """{question code: face and fields}, without the kinds that no form shows."""
    made = {question.code: build(question, context) for question in context.document.questions()}
    return {code: built for code, built in made.items() if built}


def _section_face(section: Section, built: dict[str, Built], language: str) -> SectionFace:
    shown = [built[question.code] for question in section.questions if question.code in built]
    return SectionFace(
        section.code,
        text_in(section, "title", language),
        text_in(section, "intro", language),
        tuple(_asked_face(one) for one in shown),
    )


def _asked_face(built: Built) -> AskedFace:
    return AskedFace(built.face, tuple(attribute(field.name) for field in built.fields))


def attribute(key: str) -> str:
    """Name of the form attribute of an answer; never one of WTForms' own."""
    return f"answer_{key}"


def _form_class(built: dict[str, Built]) -> type[AnswerForm]:
    fields = {attribute(field.name): field for one in built.values() for field in one.fields}
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
