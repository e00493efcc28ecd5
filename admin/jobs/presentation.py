"""What a job is called while it runs, when it is done, and when it could not be done."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as __

from survei.jobs.choices import JobKind


@dataclass(frozen=True)
class Words:
    """The sentences of one kind."""

    title: str
    #: What may be said while it is under way: what others see of it.
    meanwhile: str
    done: str
    #: After a failure: what is left of it, and what to do.
    remedy: str
    #: Endpoint of the page where it was asked for and where it can be asked for again.
    origin: str
    #: Label of the way to that page: when done, and after a failure.
    onward: str
    again: str


WORDS: dict[JobKind, Words] = {
    JobKind.CHECK: Words(
        title=__("Memeriksa periode"),
        meanwhile=__("Penilai dipilih acak dan semuanya diperiksa; belum ada yang dibuka."),
        done=__("Periode telah diperiksa."),
        remedy=__("Belum ada yang dibuka. Periksa lagi."),
        origin="cycle.check",
        onward=__("Lihat hasil pemeriksaan"),
        again=__("Periksa lagi"),
    ),
    JobKind.OPEN: Words(
        title=__("Membuka periode"),
        meanwhile=__("Periode dibuka seluruhnya atau tidak sama sekali; surat dikirim sesudahnya."),
        done=__("Periode telah dibuka dan surat undangan menunggu dikirim."),
        remedy=__("Periode kembali menjadi rancangan. Perbaiki masalahnya, lalu buka lagi."),
        origin="cycle.detail",
        onward=__("Lihat periode"),
        again=__("Kembali ke periode"),
    ),
    JobKind.COMPUTE: Words(
        title=__("Menghitung hasil"),
        meanwhile=__("Hasil dihitung seluruhnya atau tidak sama sekali, dan belum terlihat."),
        done=__("Hasil telah dihitung: draf dihapus dan jawaban rahasia "
        "dilepaskan dari pengisinya."),
        remedy=__("Periode masih ditutup dan dapat dibuka kembali. Coba hitung lagi."),
        origin="cycle.detail",
        onward=__("Lihat periode"),
        again=__("Kembali ke periode"),
    ),
    JobKind.PUBLISH: Words(
        title=__("Menerbitkan hasil"),
        meanwhile=__("Belum ada yang terlihat oleh siapa pun sampai semua hasil selesai."),
        done=__("Hasil diterbitkan. Pegawai yang memiliki alamat surel dikirimi tautan "
        "ke hasilnya."),
        remedy=__("Belum ada hasil yang terlihat. Terbitkan lagi: yang sudah dihitung dipakai."),
        origin="results.cycle",
        onward=__("Lihat hasil"),
        again=__("Kembali ke hasil penilaian"),
    ),
    JobKind.EXPORT: Words(
        title=__("Menyiapkan berkas hasil"),
        meanwhile=__("Berkas hanya dapat diunduh oleh Anda."),
        done=__("Berkas siap diunduh."),
        remedy=__("Tidak ada berkas yang dibuat. Minta lagi dari halaman hasil."),
        origin="results.cycle",
        onward=__("Kembali ke hasil penilaian"),
        again=__("Kembali ke hasil penilaian"),
    ),
}  # fmt: skip


def words_of(kind: str) -> Words:
    """The sentences of a kind."""
    return WORDS[JobKind(kind)]


def title_of(kind: str, name: str) -> str:
    """ "Menerbitkan hasil: Penilaian 2026"."""
    return f"{words_of(kind).title}: {name}"
