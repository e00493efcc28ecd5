"""What the forms of all kinds of question share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from admin.questionnaires.condition_fields import ConditionField
from admin.questionnaires.condition_sources import ConditionSources
from admin.questionnaires.fields import Passage, Tags, YesNo
from admin.questionnaires.forms import PartForm
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question


class QuestionForm(PartForm):
    """What every kind asks."""

    text = Passage(
        _l("Kalimat untuk menilai orang lain"),
        description=_l("Satu pertanyaan dalam satu kalimat."),
        render_kw={"rows": 2},
    )
    text_self = Passage(
        _l("Kalimat untuk menilai diri sendiri"),
        description=_l("Kosongkan bila kalimatnya sama."),
        render_kw={"rows": 2},
    )
    hint = Passage(
        _l("Petunjuk"),
        description=_l("Tampil kecil di bawah pertanyaan. Boleh kosong."),
        render_kw={"rows": 2},
    )
    required: YesNo | None = YesNo(_l("Wajib dijawab"))
    allow_na: YesNo | None = YesNo(_l("Sediakan pilihan “Tidak dapat menilai”"))

    show_if = ConditionField(_l("Tampilkan jika"))
    required_if: ConditionField | None = ConditionField(_l("Wajib jika"))
    tags = Tags(
        _l("Kata kunci"),
        description=_l("Untuk mencarinya di bank pertanyaan. Pisahkan dengan koma."),
    )

    texts: ClassVar[tuple[str, ...]] = ("text", "text_self", "hint")
    more = ("required", "allow_na", "weight", "excluded", "reversed", "tags")

    #: {field: a hint for this kind instead of the general one}.
    hints: Mapping[str, Any] = {}
    #: Whether "wajib bila nilai berada di ujung skala" is offered as one step.
    offers_preset = False

    @classmethod
    def build(cls, document: Document, question: Any, formdata: Any) -> QuestionForm:
        """The form of this question; kinds that depend on the document override it."""
        return cls.of(question, formdata, document.languages)

    @classmethod
    def box(cls, question: Any) -> str:
        """What the outline says in the box of a kind that is answered in one."""
        return ""

    def bind(self, document: Document, question: Question) -> QuestionForm:
        """Puts the hints of the kind in, tells the conditions where the question stands."""
        for name, hint in self.hints.items():
            self[name].description = hint
        asked = ConditionSources(document)
        for field in self:
            if isinstance(field, ConditionField):
                field.bind(asked, question)
        return self
