"""The one table of how long what is kept; the arithmetic of periods is in `periods.py`.

Every period that acts, and every sentence that promises one, comes from here. Figures are
proposals for the owner to settle with law and archive (JRA), so most can be changed in the
admin; what a cycle was opened with stays promised to its people (`survei.cycle.promises`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from survei.retention.choices import DataClass, Since, Unit
from survei.retention.periods import Period

#: Where a proposal comes from.
PROPOSAL = "UU 27/2022 (pemusnahan setelah masa simpan); lamanya usulan, belum diperiksa dengan JRA"
#: What the product needs for its own work, and not a minute longer.
NEED = "Hanya selama diperlukan agar aplikasi bekerja"


@dataclass(frozen=True)
class Rule:
    """How one class of data is kept. Texts are msgids."""

    label: str
    #: What goes when the time is over.
    gone: str
    #: What stays behind.
    kept: str
    source: str
    since: Since
    period: Period
    #: Least and most that the owner may choose; None where it is no matter of choice.
    bounds: tuple[int, int] | None = None
    #: Class whose period counts here, too.
    follows: DataClass | None = None
    #: Whether it belongs to a cycle, so that a legal hold keeps it.
    is_of_cycle: bool = False


def _days(amount: int) -> Period:
    return Period(amount, Unit.DAYS)


#: Source of the proposals: security.md D.9.
RULES: dict[DataClass, Rule] = {
    DataClass.SUBMISSIONS: Rule(
        label="Jawaban penilai",
        gone="Jawaban setiap penilai, yang dirahasiakan maupun yang bernama",
        kept="Hasil yang diterbitkan, dan gabungan setiap pertanyaan dari paling sedikit 3 penilai",
        source=PROPOSAL,
        since=Since.CLOSING,
        period=Period(2, Unit.YEARS),
        bounds=(1, 50),
        is_of_cycle=True,
    ),
    DataClass.EVIDENCE: Rule(
        label="Berkas bukti",
        gone="Berkas yang diunggah sebagai jawaban, beserta namanya",
        kept="Tidak ada",
        source=PROPOSAL,
        since=Since.CLOSING,
        period=Period(2, Unit.YEARS),
        follows=DataClass.SUBMISSIONS,
        is_of_cycle=True,
    ),
    DataClass.DRAFTS: Rule(
        label="Draf yang belum dikirim",
        gone="Jawaban dan berkas yang disimpan tetapi tidak dikirim",
        kept="Tidak ada",
        source=PROPOSAL,
        since=Since.CLOSING,
        period=_days(30),
        bounds=(1, 90),
        is_of_cycle=True,
    ),
    DataClass.HANDOUTS: Rule(
        label="Catatan penyerahan tautan",
        gone="Kapan, dengan cara apa, dan mengapa tautan penilai diserahkan oleh pengelola",
        kept="Barisnya pada catatan kejadian, dan hitungannya per kelompok",
        source=PROPOSAL,
        since=Since.CLOSING,
        period=_days(30),
        follows=DataClass.LINKS,
        is_of_cycle=True,
    ),
    DataClass.LINKS: Rule(
        label="Tautan penilai",
        gone="Tautan formulir, daftar penilai, dan kode cetak",
        kept="Catatan bahwa penilaian sudah dikirim dan tanggalnya",
        source=PROPOSAL,
        since=Since.CLOSING,
        period=_days(30),
        bounds=(1, 365),
        is_of_cycle=True,
    ),
    DataClass.RESULTS: Rule(
        label="Hasil yang diterbitkan",
        gone="Hasil setiap pegawai dan tautan untuk membacanya",
        kept="Gabungan setiap pertanyaan tanpa nama",
        source=PROPOSAL,
        since=Since.PUBLISHING,
        period=Period(5, Unit.YEARS),
        bounds=(1, 50),
        is_of_cycle=True,
    ),
    DataClass.ROSTER: Rule(
        label="Peserta dan penugasan",
        gone="Data peserta periode, siapa menilai siapa dan undiannya, alasan tidak menilai, dan "
        "laporan bahwa penilaian dikirim orang lain",
        kept="Nama dan waktu periode; daftar pegawai tidak berubah",
        source=PROPOSAL,
        since=Since.CLOSING,
        period=Period(5, Unit.YEARS),
        follows=DataClass.RESULTS,
        is_of_cycle=True,
    ),
    DataClass.MAIL_BODIES: Rule(
        label="Isi surat",
        gone="Isi surat: ditulis saat dikirim, dan tidak disimpan",
        kept="Catatan pengiriman",
        source=PROPOSAL,
        since=Since.SENDING,
        period=_days(0),
    ),
    DataClass.MAIL_RECORDS: Rule(
        label="Catatan pengiriman surat",
        gone="Alamat, jenis, waktu, dan sebab kegagalan surat",
        kept="Tidak ada",
        source=PROPOSAL,
        since=Since.SENDING,
        period=_days(90),
        bounds=(30, 730),
        is_of_cycle=True,
    ),
    DataClass.LANDED_MAILS: Rule(
        label="Surat yang disimpan di komputer server",
        gone="Isi surat bila server surel belum diatur",
        kept="Catatan pengiriman",
        source=PROPOSAL,
        since=Since.SENDING,
        period=_days(30),
        bounds=(1, 90),
        is_of_cycle=True,
    ),
    DataClass.AUDIT_LOG: Rule(
        label="Catatan kejadian",
        gone="Siapa melakukan apa, kapan, dan dari mana",
        kept="Satu baris yang membuktikan berapa catatan dihapus dan sampai mana",
        source=PROPOSAL,
        since=Since.WRITING,
        period=Period(2, Unit.YEARS),
        bounds=(1, 20),
        is_of_cycle=True,
    ),
    DataClass.ACCESS_LOG: Rule(
        label="Catatan akses halaman",
        gone="Berkas harian catatan akses, tanpa alamat jaringan dan tanpa tautan",
        kept="Tidak ada",
        source=PROPOSAL,
        since=Since.WRITING,
        period=_days(90),
        bounds=(1, 730),
    ),
    DataClass.ACCOUNTS: Rule(
        label="Akun yang dinonaktifkan",
        gone="Nama, alamat surel, dan kata sandi pengguna yang tidak bertugas lagi",
        kept="Namanya pada catatan kejadian",
        source=PROPOSAL,
        since=Since.LEAVING,
        period=_days(30),
        bounds=(1, 365),
    ),
    DataClass.ACCOUNT_LINKS: Rule(
        label="Tautan akun",
        gone="Tautan aktivasi dan atur ulang kata sandi yang tidak berlaku lagi",
        kept="Tidak ada",
        source=PROPOSAL,
        since=Since.EXPIRY,
        period=_days(30),
    ),
    DataClass.SESSIONS: Rule(
        label="Sesi masuk",
        gone="Catatan peramban yang pernah masuk",
        kept="Waktu masuk terakhir pada akun",
        source=NEED,
        since=Since.USE,
        period=Period(12, Unit.HOURS),
    ),
    DataClass.ATTEMPTS: Rule(
        label="Hitungan percobaan",
        gone="Hitungan percobaan masuk dan tautan salah",
        kept="Tidak ada",
        source=NEED,
        since=Since.WRITING,
        period=Period(1, Unit.HOURS),
    ),
    DataClass.IMPORT_FILES: Rule(
        label="Berkas impor yang menunggu persetujuan",
        gone="Isi daftar pegawai atau kuesioner yang diunggah tetapi tidak disetujui",
        kept="Nama berkas dan jumlah barisnya",
        source=NEED,
        since=Since.UPLOAD,
        period=Period(24, Unit.HOURS),
    ),
    DataClass.JOBS: Rule(
        label="Catatan pekerjaan latar",
        gone="Siapa meminta pembukaan, penutupan, penerbitan, atau unduhan, dan kapan selesai",
        kept="Tidak ada",
        source=PROPOSAL,
        since=Since.ENDING,
        period=_days(90),
        is_of_cycle=True,
    ),
    DataClass.JOB_FILES: Rule(
        label="Berkas yang disiapkan untuk diunduh dan pemeriksaan periode",
        gone="Isinya; dapat dibuat lagi",
        kept="Catatan pekerjaannya",
        source=NEED,
        since=Since.UPLOAD,
        period=Period(24, Unit.HOURS),
    ),
    DataClass.CLOCK_MARKS: Rule(
        label="Catatan jam server",
        gone="Catatan jam komputer yang tidak lagi menjalankan proses latar",
        kept="Tidak ada",
        source=NEED,
        since=Since.USE,
        period=_days(30),
    ),
}

#: Classes whose period is frozen when a cycle opens; the notice of its forms promises it.
PROMISED = (DataClass.DRAFTS, DataClass.LINKS, DataClass.RESULTS)
#: Classes whose period the owner may choose.
CHOSEN = tuple(data for data, rule in RULES.items() if rule.bounds)


def bounds_of(data: DataClass) -> tuple[int, int]:
    """Least and most that may be chosen; twice the proposal where nothing may be."""
    rule = RULES[data]
    return rule.bounds or (rule.period.amount, rule.period.amount)


def default_amount(data: DataClass) -> int:
    """The proposal, in the unit of the rule."""
    return RULES[data].period.amount


def lasting(data: DataClass) -> timedelta:
    """The length of a period that nobody chooses, counted in hours or days."""
    period = RULES[data].period
    return timedelta(**{period.unit.value: period.amount})
