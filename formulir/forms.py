"""The form of a questionnaire: one WTForms class per document, relation wording and language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.meta import DefaultMeta

from formulir.condition_rules import rules_of
from formulir.fields import build
from formulir.fields.base import AnswerField, Built, Context, Face
from formulir.worded import worded
from survei.catalogues import CATALOGUES, interface_language
from survei.cycle.relations import is_confidential, is_self
from survei.drafting.queries import document_of
from survei.memory import Recent
from survei.presentation.condition_words import ByText, ConditionWords
from survei.questionnaire.conditions import has_conditions, shown
from survei.questionnaire.document import Document, Section
from survei.questionnaire.languages import MAIN
from survei.questionnaire.wording import spoken

#: Bytes of definitions that a process keeps: some 200 of twenty questions.
MOST_BYTES = 32_000_000
#: What a field of a definition takes, its two classes and what they bind once included.
BYTES_A_FIELD = 8_000


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
    #: The questionnaire where conditions decide what is asked; None where everything always is.
    conditional: Document | None = None
    is_draft = False

    def process(self, formdata: MultiDict[str, str] | None = None, *_: Any, **__: Any) -> None:
        """Answers only ever come from a form; they decide what is asked."""
        for field in self.fields():
            field.process(formdata)
        self.shown = shown(self.conditional, self._given()) if self.conditional else None

    def validate(self, *_: Any, **__: Any) -> bool:
        """Checks what is asked: hidden questions have no errors, required ones have answers."""
        asked = [field for field in self.fields() if self._is_shown(field)]
        valid = [field.validate(self, self._needs(field)) for field in asked]
        return all(valid)

    def _is_shown(self, field: AnswerField) -> bool:
        return self.shown is None or field.question.code in self.shown.questions

    def _is_required(self, field: AnswerField) -> bool:
        if self.shown is None or not field.stands_alone:
            return field.face.required
        return field.question.code in self.shown.required

    def _needs(self, field: AnswerField) -> tuple[Any, ...]:
        """What "wajib jika" adds to the field's own validators."""
        adds = self.shown and not self.is_draft and not field.face.required
        return (field.needed,) if adds and self._is_required(field) else ()

    def _given(self) -> dict[str, Any]:
        return {field.name: field.data for field in self.fields() if field.data is not None}

    def fields(self) -> Iterator[AnswerField]:
        """In the order of display."""
        yield from self._fields.values()

    def answers(self) -> dict[str, Any]:
        """What is stored: {key: answer}, unanswered and hidden ones left out."""
        return self.shown.answers if self.shown else self._given()

    def is_hidden(self, asked: AskedFace) -> bool:
        """Whether the answers so far leave the question out."""
        return self.shown is not None and asked.face.code not in self.shown.questions

    def hides(self, section: SectionFace) -> bool:
        """Whether nothing of the section is left to show."""
        if self.shown is None:
            return False
        is_out = section.code not in self.shown.sections
        return is_out or (bool(section.questions) and all(map(self.is_hidden, section.questions)))

    def fields_of(self, asked: AskedFace) -> list[AnswerField]:
        """The fields of a question: one for each row of a matrix, none for information."""
        return [self._fields[name] for name in asked.fields]

    def count(self) -> tuple[int, int]:
        """(answered, all) of the required questions; each row of a matrix is one."""
        asked = [field for field in self.fields() if self._is_required(field)]
        return sum(field.data is not None for field in asked), len(asked)


@dataclass(frozen=True)
class AskedFace:
    """A question as shown."""

    face: Face
    #: Its place among all questions of the page; 0 for what only informs.
    number: int
    #: Attribute names of its fields.
    fields: tuple[str, ...]
    #: "Tampilkan jika" and "wajib jika" in words, empty for none.
    shown_when: str
    required_when: str


@dataclass(frozen=True)
class SectionFace:
    """A section as shown."""

    code: str
    title: str
    intro: str
    questions: tuple[AskedFace, ...]
    #: "Tampilkan jika" in words, empty for none.
    shown_when: str


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
    #: Conditions for the browser as JSON, empty for none.
    rules: str


#: Kinds that plain pages know.
PLAIN = frozenset(
    {"rating", "single_choice", "multiple_choice", "number", "date", "short_text", "long_text"}
)


def define(
    document: Document, *, is_self: bool, is_confidential: bool = False, language: str = "id"
) -> Definition:
    """The definition of a document."""
    context = Context(document, is_self, language, is_confidential=is_confidential)
    built = _build(context)
    rules = rules_of(document, built)
    numbers = _numbers(built)
    return Definition(
        document=document,
        context=context,
        title=worded(document.title, language),
        intro=worded(document.intro, language),
        sections=tuple(
            _section_face(section, built, numbers, context) for section in document.sections
        ),
        complete=_form_class(built, context),
        draft=_draft_class(context),
        codes=frozenset(field.name for one in built.values() for field in one.fields),
        is_rich=bool(rules) or any(_is_rich(one) for one in built.values()),
        rules=rules,
    )


def _is_rich(built: Built) -> bool:
    return built.face.kind not in PLAIN or len(built.fields) > 1


def _build(context: Context) -> dict[str, Built]:
    """{question code: face and fields}, without the kinds that no form shows."""
    made = {question.code: build(question, context) for question in context.document.questions()}
    return {code: built for code, built in made.items() if built}


def _numbers(built: dict[str, Built]) -> dict[str, int]:
    """{code: place among all that is asked}, in the order of the page."""
    asked = [code for code, one in built.items() if one.fields]
    return {code: place for place, code in enumerate(asked, start=1)}


def _section_face(
    section: Section, built: dict[str, Built], numbers: dict[str, int], context: Context
) -> SectionFace:
    words = words_of_conditions(context)
    return SectionFace(
        section.code,
        worded(section.title, context.language),
        worded(section.intro, context.language),
        tuple(
            AskedFace(
                built[question.code].face,
                numbers.get(question.code, 0),
                tuple(attribute(field.name) for field in built[question.code].fields),
                words.of(question.show_if),
                words.of(question.required_if),
            )
            for question in section.questions
            if question.code in built
        ),
        words.of(section.show_if),
    )


def words_of_conditions(context: Context) -> ConditionWords:
    """Conditions as raters read them who fill in without script."""
    own, page = context.language, interface_language(context.language)
    naming = ByText(context.is_self, text_language=own, language=page)
    return ConditionWords(context.document, naming, page, own)


def attribute(key: str) -> str:
    """Name of the form attribute of an answer; never one of WTForms' own."""
    return f"answer_{key}"


def _draft_class(context: Context) -> type[AnswerForm]:
    context = replace(context, is_draft=True)
    return _form_class(_build(context), context)


def _form_class(built: dict[str, Built], context: Context) -> type[AnswerForm]:
    members: dict[str, Any] = {
        attribute(field.name): field for one in built.values() for field in one.fields
    }
    members["is_draft"] = context.is_draft
    members["conditional"] = context.document if has_conditions(context.document) else None
    return type("QuestionnaireForm", (AnswerForm,), members)


#: Key: version, wording and language; relations with the same wording share one.
DEFINITIONS: Recent[tuple[int, bool, bool, str], Definition] = Recent(MOST_BYTES)


def definition_in_memory(version_id: int, relation: str, *, language: str) -> Definition | None:
    """The definition if it was made before; asks no database."""
    return DEFINITIONS.get(_key(version_id, relation, language))


def _key(version_id: int, relation: str, language: str) -> tuple[int, bool, bool, str]:
    return version_id, is_self(relation), is_confidential(relation), language


def shown_language(document: Document, asked: str) -> str:
    """The language of a form: the one that was asked for where the questionnaire speaks it, or the
    interface does; else Indonesian.
    """
    return asked if asked in CATALOGUES or asked in spoken(document) else MAIN


def definition_of(version_id: int, *, relation: str, asked: str = MAIN) -> Definition:
    """The definition of a published version for one relation, in the language that was asked for
    where there is one; made once. Raises NotFound.
    """
    document = document_of(version_id)
    language = shown_language(document, asked)
    key = _key(version_id, relation, language)
    known = DEFINITIONS.get(key)
    if known is None or known.document is not document:
        _, is_self, is_secret, _ = key
        made = define(document, is_self=is_self, is_confidential=is_secret, language=language)
        known = DEFINITIONS.put(key, made, size_of(made))
    return known


def size_of(definition: Definition) -> int:
    """Bytes that a definition takes in memory, its document apart; reckoned, not measured."""
    return BYTES_A_FIELD * (1 + len(definition.codes)) + len(definition.rules)
