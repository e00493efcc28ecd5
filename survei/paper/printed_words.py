"""What stands on every paper form: in the form's own language, whatever that of the person who
prints it, and Indonesian around a questionnaire in a language that the interface does not speak.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from survei.catalogues import translator

#: Text with places, by language.
Say = Callable[..., str]

#: Word → what it says; in other languages what the catalogue says.
SHEET_LABELS: Mapping[str, str] = {
    "form_self": "Formulir penilaian diri",
    "form_supervisor": "Formulir penilaian oleh atasan",
    "form_peer": "Formulir penilaian oleh rekan sejawat",
    "form_subordinate": "Formulir penilaian oleh bawahan",
    "draft": "DRAF",
    "edition": "Versi %(number)s",
    "edition_draft": "Draf, belum diterbitkan",
    "page": "Halaman %(number)s dari %(total)s",
    "ratee": "Nama pegawai yang dinilai",
    "own_name": "Nama Anda",
    "unit": "Unit kerja",
    "rater": "Nama penilai (atasan)",
    "period": "Rentang waktu yang dinilai",
    "filled_on": "Diisi pada tanggal",
    "privacy": "Kerahasiaan",
    "kept_self": (
        "Penilaian diri ini disimpan dan ditampilkan dengan nama Anda kepada atasan langsung "
        "Anda dan petugas yang berwenang."
    ),
    "kept_supervisor": (
        "Sebagai atasan, jawaban Anda disimpan dan ditampilkan dengan nama Anda kepada pegawai "
        "yang dinilai dan petugas yang berwenang."
    ),
    "kept_confidential": (
        "Survei tertutup: jangan menulis nama Anda atau tanda pengenal lain di lembar ini. "
        "Jawaban Anda hanya tampil sebagai gabungan dengan jawaban penilai lain."
    ),
    "how": (
        "Isi dengan pena. Beri tanda silang pada satu kotak untuk setiap pertanyaan, kecuali "
        "disebut lain. Bila salah, hitamkan kotak itu, lalu silang kotak yang benar."
    ),
    "how_others": (
        "Nilailah hanya yang Anda lihat sendiri. Bila tidak melihatnya, silang “Tidak dapat "
        "menilai”."
    ),
    "section": "Bagian %(number)s dari %(total)s",
    "optional": "boleh dikosongkan",
    "cannot_rate": "Tidak dapat menilai",
    "cannot_answer": "Tidak dapat menjawab",
    "other": "Lainnya:",
    "yes": "Ya",
    "no": "Tidak",
    "one": "Pilih satu.",
    "any_number": "Boleh lebih dari satu.",
    "exactly": "Pilih tepat %(number)s.",
    "between": "Pilih %(least)s sampai %(most)s.",
    "at_least": "Pilih paling sedikit %(least)s.",
    "at_most": "Pilih paling banyak %(most)s.",
    "rank": (
        "Tulis urutan 1 sampai %(number)s di dalam kotak, 1 untuk yang pertama; setiap angka "
        "satu kali."
    ),
    "number_between": "Antara %(least)s dan %(most)s.",
    "number_least": "Paling kecil %(least)s.",
    "number_most": "Paling besar %(most)s.",
    "whole": "Bilangan bulat.",
    "decimals": "Paling banyak %(number)s angka di belakang koma.",
    "step": "Kelipatan %(step)s.",
    "day": "tgl.",
    "month": "bln.",
    "year": "thn.",
    "date_between": "Dari %(least)s sampai %(most)s.",
    "date_least": "Paling awal %(least)s.",
    "date_most": "Paling akhir %(most)s.",
    "longest": "Paling banyak %(number)s karakter.",
    "attach": "Lampirkan salinan berkas pada lembar ini dan tulis nomor pertanyaan di atasnya.",
    "attached": "Terlampir",
    "end": (
        "Terima kasih. Periksa lagi apakah semua pertanyaan sudah terjawab, lalu serahkan "
        "lembar ini dalam amplop tertutup."
    ),
    "no_points": "Skala belum diisi.",
}


def words_in(language: str) -> Say:
    """`say(word, **places)` in a language."""
    spoken = translator(language)

    def say(word: str, **places: object) -> str:
        text = spoken(SHEET_LABELS[word])
        return text % places if places else text

    return say
