"""Why a file is not taken: one sentence each, with the remedy in it."""

from __future__ import annotations

from survei.errors import SurveiError


class EvidenceRefused(SurveiError):
    """The file is not stored."""


class Empty(EvidenceRefused):
    """Nothing was chosen, or the file has no content."""

    message = "Pilih dahulu berkas yang akan diunggah. Berkas kosong tidak dapat diterima."


class TooLarge(EvidenceRefused):
    """Above `MOST_BYTES`."""

    message = (
        "Berkas lebih dari 5 MB. Perkecil dahulu, misalnya dengan mengirim foto berukuran sedang."
    )


class WrongType(EvidenceRefused):
    """Neither PDF nor JPEG nor PNG, whatever its name says."""

    message = "Isi berkas ini bukan PDF, JPEG, atau PNG. Simpan dahulu sebagai salah satunya."


class WrongName(EvidenceRefused):
    """The name ends like that of a program or a page, whatever the content."""

    message = (
        "Nama berkas memuat akhiran “%(ending)s”, yang tidak diterima. Ganti nama berkas, "
        "misalnya menjadi “bukti.pdf”."
    )


class Broken(EvidenceRefused):
    """It begins like its type and then is none."""

    message = "Berkas rusak atau terpotong sehingga tidak dapat dibuka. Buat ulang, lalu unggah."


class TooManyPixels(EvidenceRefused):
    """A picture that would fill the memory of who opens it."""

    message = "Gambar terlalu besar: paling banyak 30 juta piksel. Perkecil dahulu ukurannya."


class ActivePdf(EvidenceRefused):
    """A PDF that does more than be read."""

    message = (
        "PDF ini memuat perintah atau lampiran tersembunyi. Cetak ulang ke PDF (menu Cetak, "
        "“Simpan sebagai PDF”), lalu unggah hasilnya."
    )


class LockedPdf(EvidenceRefused):
    """A PDF with a password, which nobody could check or read."""

    message = "PDF ini terkunci. Hapus kata sandinya atau cetak ulang ke PDF, lalu unggah."


class TooManyFiles(EvidenceRefused):
    """The form already holds as many as it may."""

    message = "Satu formulir memuat paling banyak %(most)s berkas. Hapus salah satu dahulu."


class TooManyWaiting(EvidenceRefused):
    """As many files as may be wait under this link to be sent."""

    message = (
        "Terlalu banyak berkas dari isian yang belum selesai menunggu pada tautan ini. Hapus "
        "berkas yang tidak dipakai dari isian itu, atau minta tautan baru kepada pengelola "
        "kepegawaian unit kerja Anda."
    )
