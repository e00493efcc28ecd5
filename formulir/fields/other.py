""" "Lainnya": an option of a choice question with words of the rater's own."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from formulir import messages
from formulir.fields.base import Context, Face, Option, unbound
from formulir.fields.text import ShortTextField
from survei.questionnaire.choices import OTHER
from survei.questionnaire.kinds import MultipleChoice, SingleChoice

LONGEST = 200
OTHER_OPTION = Option(OTHER, _("Lainnya"))


class OtherField(ShortTextField):
    """Data: the words while "lainnya" is chosen; else None, though what was typed stays."""

    stands_alone = False
    #: A draft asks for nothing.
    is_draft = False
    is_chosen = False

    def process(
        self, formdata: MultiDict[str, str] | None, data: object = None, extra_filters: object = ()
    ) -> None:
        """Looks at the choice too: without "lainnya" the words are neither kept nor checked."""
        super().process(formdata)
        self.is_chosen = OTHER in (formdata.getlist(self.question.code) if formdata else ())
        if not self.is_chosen:
            self.data, self.process_errors = None, []

    def pre_validate(self, form: Any) -> None:
        """Words are required where "lainnya" is chosen. Raises ValidationError."""
        if self.is_chosen and not self.is_draft and not (self.errors or self.data):
            raise ValidationError(messages.REQUIRED_OTHER)


class DraftOtherField(OtherField):
    """The same in a draft."""

    is_draft = True


def other_words(question: SingleChoice | MultipleChoice, context: Context) -> tuple[Any, ...]:
    """The field of the words, named "question.lainnya"; nothing where it is not offered."""
    if not question.other:
        return ()
    face = Face(
        code=question.other_key(),
        kind="other",
        text=_("Tulis jawaban lainnya"),
        hint="",
        required=False,
        allow_na=False,
        longest=LONGEST,
    )
    field = DraftOtherField if context.is_draft else OtherField
    return (unbound(field, question, face, context, messages.REQUIRED_OTHER),)
