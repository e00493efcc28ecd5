"""The forms of the wizard and of the deadline."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from admin.fields import DecimalField, LineField, MomentField, WholeField
from admin.forms import AdminForm
from survei import clock
from survei.cycle.choices import PEER_REACH_LABELS, PeerReach, Relation
from survei.cycle.relations import RELATION_LABELS
from survei.cycle.rules import (
    LONGEST_NAME,
    MOST_GRACE_MINUTES,
    MOST_PEERS,
    MOST_REASON,
    MOST_SUBORDINATES,
    DeadlineTooLate,
    is_open_too_long,
)
from survei.numerals import written
from survei.retention.choices import DataClass
from survei.retention.rules import bounds_of

REQUIRED = InputRequired()
#: Fewest submissions that HR may set. Source: domain.md, Confidential groups.
LEAST_SUBMISSIONS = 3
LEAST_YEARS, MOST_YEARS = bounds_of(DataClass.SUBMISSIONS)


class DaysField(StringField):
    """Whole numbers of days separated by commas."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(map(str, self.data or ()))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads "7, 3, 1"; empty for none."""
        words = [word for word in re.split(r"[\s,;]+", " ".join(valuelist)) if word]
        if not all(word.isascii() and word.isdecimal() and int(word[:6]) <= 365 for word in words):
            self.data = []
            raise ValueError(_("Tulis bilangan hari dari 0 sampai 365, misalnya 7, 3, 1."))
        self.data = sorted({int(word) for word in words}, reverse=True)


class TickField(SelectMultipleField):
    """Several options as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TimesForm(AdminForm):
    """Name, period and times."""

    name = LineField(
        __("Nama periode"),
        [REQUIRED, Length(max=LONGEST_NAME)],
        description=__("Tampil pada undangan, formulir, dan laporan."),
    )
    period_start = DateField(__("Awal rentang waktu yang dinilai"), [REQUIRED])
    period_end = DateField(__("Akhir rentang waktu yang dinilai"), [REQUIRED])
    opens_at = MomentField(__("Pengisian dibuka"), [REQUIRED])
    closes_at = MomentField(__("Batas waktu pengisian"), [REQUIRED])
    grace_minutes = WholeField(
        __("Toleransi (menit)"),
        [REQUIRED, NumberRange(0, MOST_GRACE_MINUTES)],
        description=__("Formulir masih diterima selama waktu ini setelah batas waktu."),
    )

    def validate_period_end(self, field: DateField) -> None:
        """The period ends after it begins."""
        if self.period_start.data and field.data and field.data < self.period_start.data:
            raise ValidationError(_("Akhir rentang waktu mendahului awalnya."))

    def validate_closes_at(self, field: MomentField) -> None:
        """The closing follows the opening."""
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError(_("Batas waktu harus setelah pengisian dibuka."))
        if self.opens_at.data and field.data and is_open_too_long(self.opens_at.data, field.data):
            raise ValidationError(_(DeadlineTooLate.message))


class RatersForm(AdminForm):
    """Who rates whom."""

    relations = TickField(
        __("Siapa yang menilai"),
        [REQUIRED],
        choices=[
            SelectChoice(relation.value, __(label)) for relation, label in RELATION_LABELS.items()
        ],
        coerce=Relation,
    )
    peers = WholeField(__("Jumlah rekan per pegawai"), [REQUIRED, NumberRange(1, MOST_PEERS)])
    peer_reach = RadioField(
        __("Bila rekan dengan jabatan sebanding kurang"),
        [REQUIRED],
        choices=[
            SelectChoice(reach.value, __(label)) for reach, label in PEER_REACH_LABELS.items()
        ],
        coerce=PeerReach,
    )
    subordinates = WholeField(
        __("Paling banyak bawahan per pegawai"),
        [REQUIRED, NumberRange(0, MOST_SUBORDINATES)],
        description=__("0 berarti semua bawahan langsung ikut menilai."),
    )


class SchemeForm(AdminForm):
    """How submissions become a result; weight fields are added per relation."""

    least_submissions = WholeField(
        __("Penilaian paling sedikit agar kelompok ditampilkan"),
        [REQUIRED, NumberRange(LEAST_SUBMISSIONS, 20)],
        description=__(
            "Berlaku bagi rekan dan bawahan. Paling sedikit 3 demi kerahasiaan penilai."
        ),
    )
    least_comments = WholeField(
        __("Penilaian paling sedikit agar komentar ditampilkan"), [REQUIRED, NumberRange(5, 50)]
    )
    least_by_own_links = BooleanField(
        __("Kelompok harus mencapai batas tanpa jawaban dari tautan yang diserahkan"),
        description=__(
            "Pengelola yang menampilkan, mencetak, mengunduh, atau membagikan tautan dapat mengisi "
            "atas nama penilainya. Tanpa ketentuan ini kelompok seperti itu hanya didaftar sebelum "
            "hasil diterbitkan."
        ),
    )
    least_answered = WholeField(
        __("Bagian butir yang harus terjawab agar aspek dihitung (persen)"),
        [REQUIRED, NumberRange(1, 100)],
        description=__("Butir yang dijawab “tidak dapat menilai” tidak dihitung sebagai nol."),
    )
    reminder_days = DaysField(
        __("Pengingat, hari sebelum batas waktu"),
        description=__("Pisahkan dengan koma. Kosongkan bila tidak perlu pengingat."),
    )
    retention_years = WholeField(
        __("Lama penyimpanan jawaban mentah (tahun)"),
        [REQUIRED, NumberRange(LEAST_YEARS, MOST_YEARS)],
    )

    def validate_least_comments(self, field: WholeField) -> None:
        """Comments are never shown where the group is not."""
        least = self.least_submissions.data
        if least and field.data and field.data < least:
            raise ValidationError(_("Tidak boleh lebih kecil dari batas kelompok."))

    def weights(self) -> dict[Relation, float]:
        """What was typed, by relation."""
        return {relation: self[f"weight_{relation}"].data or 0.0 for relation in Relation}

    def validate(self, extra_validators: Any = None) -> bool:
        """Also that the weights add up to 100."""
        is_valid = super().validate(extra_validators)
        total = sum(self.weights().values())
        if abs(total - 100) > 0.01:
            text = written(total)
            self.form_errors.append(
                _("Bobot berjumlah %(total)s persen; seharusnya 100.", total=text)
            )
            return False
        return is_valid


for _relation, _label in RELATION_LABELS.items():
    setattr(
        SchemeForm,
        f"weight_{_relation}",
        DecimalField(
            __(_label),
            [REQUIRED, NumberRange(0, 100)],
            render_kw={"inputmode": "decimal", "autocomplete": "off"},
        ),
    )


class ReopeningForm(AdminForm):
    """Why a closing is taken back, and until when."""

    closes_at = MomentField(__("Batas waktu baru"), [REQUIRED])
    reason = TextAreaField(
        __("Alasan"),
        [REQUIRED],
        description=__(
            "Tersimpan pada catatan kejadian bersama nama Anda. Jangan menyebut nama atau jawaban "
            "penilai."
        ),
        render_kw={"rows": 3, "maxlength": MOST_REASON},
    )


class DeadlineForm(AdminForm):
    """Another closing time."""

    closes_at = MomentField(__("Batas waktu baru"), [REQUIRED])

    def validate_closes_at(self, field: MomentField) -> None:
        """Never in the past."""
        if field.data and field.data <= clock.now():
            raise ValidationError(_("Batas waktu harus setelah saat ini."))
