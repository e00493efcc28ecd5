"""Forms of the parts that every questionnaire has: its cover, a section, a scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, ValidationError
from wtforms.validators import DataRequired

from admin.questionnaires.condition_fields import ConditionField
from admin.questionnaires.condition_sources import ConditionSources
from admin.questionnaires.fields import CommaNumber, Line, Passage, RowList
from admin.questionnaires.translations import TranslatedForm, languages_for, shown_texts
from survei.questionnaire.document import Document, Section
from survei.questionnaire.parts import Part, Point, Scale
from survei.questionnaire.pasting import LONGEST_ANCHOR

#: Fewest and most points of a scale.
FEWEST_POINTS = 2
MOST_POINTS = 10
#: Where a field may stand on its page.
PLACES = ("main", "more", "translations", "rows", "anchors", "conditions")


class PartForm(TranslatedForm):
    """A part of the document as a form: fields are named like the part's members."""

    @classmethod
    def of(cls, part: Part, formdata: Any = None, languages: Iterable[str] = ()) -> Any:
        """The form filled with the part, or with what was typed, in these languages."""
        speaking = cls.speaking(languages_for(languages, part, formdata))
        return speaking(formdata, data=cls.shown(part))

    @classmethod
    def shown(cls, part: Any) -> dict[str, Any]:
        """The part's members as data of the fields."""
        return shown_texts(part)

    def values(self) -> dict[str, Any]:
        """Members of the part as typed."""
        own = {
            name: field.data
            for name, field in self._fields.items()
            if not self.is_translation(name)
        }
        return {**own, **self.typed_texts()}

    def applied(self, part: Any) -> Any:
        """A copy of the part with what was typed; members without a field stay."""
        return msgspec.structs.replace(part, **self.values())

    def groups(self) -> Mapping[str, list[Any]]:
        """Fields by where they stand on the page."""
        found: dict[str, list[Any]] = {place: [] for place in PLACES}
        for name, field in self._fields.items():
            found[self.group_of(name)].append(field)
        return found

    #: Fields that stand under "Pengaturan lain".
    more: tuple[str, ...] = ()

    def group_of(self, name: str) -> str:
        """Where a field stands; lists of rows have a table of their own."""
        if isinstance(self._fields[name], ConditionField):
            return "conditions"
        if isinstance(self._fields[name], FieldList):
            return "rows"
        if self.is_translation(name):
            return "translations"
        return "more" if name in self.more else "main"


def title_field(label: Any, description: Any = "") -> Line:
    """A title that must not be empty."""
    return Line(label, validators=[DataRequired(_l("Isi judulnya."))], description=description)


class CoverForm(PartForm):
    """Title and introduction."""

    title = title_field(_l("Judul kuesioner"), _l("Dibaca penilai di bagian atas formulir."))
    intro = Passage(
        _l("Pengantar"),
        description=_l("Untuk apa kuesioner ini dan bagaimana mengisinya."),
        render_kw={"rows": 5},
    )
    texts = ("title", "intro")


class SectionForm(PartForm):
    """An aspect: title, introduction, weight."""

    title = title_field(_l("Nama aspek"))
    intro = Passage(
        _l("Penjelasan"),
        description=_l("Tampil di atas indikatornya. Boleh kosong."),
        render_kw={"rows": 3},
    )
    weight = CommaNumber(
        _l("Bobot (persen)"),
        least=0,
        most=100,
        empty=0.0,
        description=_l("Bobot semua aspek yang dinilai berjumlah 100. Isi 0 bila tidak dinilai."),
    )
    texts = ("title", "intro")
    show_if = ConditionField(_l("Tampilkan jika"))

    @classmethod
    def build(cls, document: Document, section: Section, formdata: Any) -> SectionForm:
        """The form; its condition knows what stands before the section."""
        form: SectionForm = cls.of(section, formdata, document.languages)
        form.show_if.bind(ConditionSources(document), section)
        return form


class PointRow(TranslatedForm):
    """One point of a scale. `was` is the value it had, so that anchors of questions follow it."""

    was = HiddenField()
    value = CommaNumber(_l("Nilai poin"), whole=True, least=-1000, most=1000, empty=None)
    label = Line(_l("Label"))
    anchor = Passage(_l("Deskripsi perilaku"), most=LONGEST_ANCHOR, render_kw={"rows": 2})
    texts = ("label", "anchor")

    def is_blank(self) -> bool:
        """Whether nothing was typed in this row."""
        is_silent = not any(self.typed_texts().values())
        return is_silent and self.value.data is None and not self.value.errors


class ScaleForm(PartForm):
    """A scale and its points."""

    title = title_field(_l("Nama skala"))
    points = RowList(FormField(PointRow), label=_l("Poin skala"), most=MOST_POINTS)
    texts = ("title",)
    row_forms = {"points": PointRow}

    @classmethod
    def shown(cls, part: Scale) -> dict[str, Any]:
        """Points as rows that remember their value."""
        rows = [{**shown_texts(point), "was": point.value} for point in part.points]
        return {**shown_texts(part), "points": rows}

    def validate_points(self, field: Any) -> None:
        """2 to 10 points, each with a value of its own."""
        values = [row.form.value.data for row in self.filled()]
        if any(value is None for value in values):
            raise ValidationError(_("Isi nilai setiap poin dengan bilangan bulat."))
        if not FEWEST_POINTS <= len(values) <= MOST_POINTS:
            raise ValidationError(
                _(
                    "Skala berisi %(fewest)s sampai %(most)s poin.",
                    fewest=FEWEST_POINTS,
                    most=MOST_POINTS,
                )
            )
        if len(set(values)) < len(values):
            raise ValidationError(_("Dua poin mempunyai nilai yang sama."))

    def filled(self) -> list[Any]:
        """Rows in which something was typed."""
        return [row for row in self.points if not row.form.is_blank()]

    def values(self) -> dict[str, Any]:
        """Points ascending by value; blank rows are dropped."""
        points = [self._point(row.form) for row in self.filled()]
        return {**self.typed_texts(), "points": sorted(points, key=lambda point: point.value)}

    @staticmethod
    def _point(row: PointRow) -> Point:
        return Point(value=row.value.data, **row.typed_texts())

    def renamed_values(self) -> dict[str, str]:
        """{value before: value now} of the points whose value was changed."""
        pairs = ((row.form.was.data, str(row.form.value.data)) for row in self.filled())
        return {was: now for was, now in pairs if was and was != now}
