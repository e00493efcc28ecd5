"""Questions must not collect personal data. Source: UU 27/2022; domain.md, Data protection.

Only kinds that can hold such an answer are read: "menghargai perbedaan agama" may be rated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.finding import Finding, warning
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    LongText,
    MultipleChoice,
    Number,
    ShortText,
    SingleChoice,
)

_COLLECTING = (ShortText, LongText, Number, Date, Evidence, SingleChoice, MultipleChoice)
_MEMBERS = ("text", "text_self", "hint")

_PUPIL = r"(siswa|siswi|murid|peserta didik|anak didik|pelajar|santri|anak|orang tua|wali murid)"
#: Names of things, not of people.
_THINGS = (
    r"(baik|acara|alat|aplikasi|barang|bidang|buku|dokumen|inovasi|instansi|jabatan|kegiatan"
    r"|kelas|kelompok|kota|layanan|lembaga|lomba|mata pelajaran|opd|organisasi|panggilan aplikasi"
    r"|pelatihan|program|produk|proyek|sekolah|sertifikat|sistem|tempat|tugas|unit)"
)
#: Whom the question would expose → how it reads. The first that fits is said.
_PUPILS = re.compile(
    rf"\bnama( lengkap)?( dan \w+)? {_PUPIL}\b|\bnama-nama {_PUPIL}\b|\b{_PUPIL} (yang )?mana\b"
    rf"|\bsiapa( saja)?( nama)? {_PUPIL}\b|\bsebutkan {_PUPIL}\b"
    rf"|\bfoto( wajah)? {_PUPIL}\b|\bNISN?\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    rf"\bnama(-nama)?\b(?! {_THINGS}\b)"
    r"|\b(nik|ktp|npwp|paspor|bpjs)\b|\bkartu keluarga\b"
    r"|\bno(mor|\.)? ?(induk|hp|ponsel|telepon|telp|whatsapp|wa|rekening|identitas|kk|ktp)\b"
    r"|\balamat\b(?! (situs|web|kantor|sekolah|instansi|layanan)\b)"
    r"|\btanggal lahir\b|\btempat lahir\b|\bagama\b|\bsuku\b(?! (bunga|cadang|kata)\b)"
    r"|\b(penyakit|riwayat kesehatan|riwayat medis|rekam medis|diagnosis|golongan darah)\b"
    r"|\bstatus (perkawinan|pernikahan)\b|\b(gaji|penghasilan)\b|\bpilihan politik\b"
    r"|\bpartai politik\b|\bcatatan (kriminal|kejahatan)\b|\borientasi seksual\b"
    r"|\bkata sandi\b|\bsidik jari\b",
    re.IGNORECASE,
)
#: "Jangan menyebut nama": what is forbidden is not asked.
_FORBIDDING = re.compile(
    r"\b(jangan|tanpa|hindari|tidak perlu|tidak usah|tidak boleh|bukan)\b[^.;!?]*", re.IGNORECASE
)


def no_personal_data(walk: Walk) -> Iterator[Finding]:
    """No question asks for pupils' names or for other personal data."""
    for place, question in walk.questions:
        if not isinstance(question, _COLLECTING):
            continue
        for member in _MEMBERS:
            about, words = personal_data(str(getattr(question, member)))
            if words:
                yield warning(
                    replace(place, member=member),
                    "Pertanyaan ini meminta data peserta didik: “%(words)s”."
                    if about == "pupils"
                    else "Pertanyaan ini meminta data pribadi: “%(words)s”.",
                    "Hapus, atau minta contoh perilaku tanpa menyebut siapa pun (UU 27/2022).",
                    words=words,
                )
                break


@lru_cache(maxsize=4096)
def personal_data(text: str) -> tuple[str, str]:
    """("pupils" or "people", the words that ask for it); empty words for none."""
    asking = _FORBIDDING.sub("", text)
    if found := _PUPILS.search(asking):
        return "pupils", found[0]
    found = _PERSONAL.search(asking)
    return "people", found[0] if found else ""
