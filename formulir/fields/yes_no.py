"""Yes or no."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from formulir import messages
from formulir.fields.base import Built, Context, Option, face_of, single
from formulir.fields.single_choice import SingleChoiceField
from survei.questionnaire.choices import NO, YES
from survei.questionnaire.kinds import YesNo

OPTIONS = (Option(YES, _("Ya")), Option(NO, _("Tidak")))


def yes_no(question: YesNo, context: Context) -> Built:
    """The field; data "ya", "tidak" or "na"."""
    face = face_of(question, context, options=OPTIONS)
    return single(SingleChoiceField, question, face, context, messages.REQUIRED_CHOICE)
