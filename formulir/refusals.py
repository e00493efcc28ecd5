"""Why a link does not open its page, and what to do: one table, one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, make_response, render_template, request
from flask_babel import lazy_gettext as _

from formulir.retention_sentences import links_kept


@dataclass(frozen=True)
class Refusal:
    """One reason. Texts are msgids with named places."""

    status: int
    title: Any
    text: Any
    #: What the reader can do.
    steps: tuple[Any, ...]
    #: Whether a printed code may help instead.
    offers_code: bool = False
    #: Whether the new link can be asked for by mail.
    offers_letter: bool = False
    #: Whether a form ends with it for good, unless `may_return` says otherwise.
    is_final: bool = False
    #: Facts that fill the texts, the same for every request.
    standing: Callable[[], dict[str, str]] = dict


_ASK_HR = _("Masih terkendala? Hubungi pengelola kepegawaian unit kerja Anda.")
_COPY_AGAIN = _("Buka kembali pesan undangan Anda dan tekan tautannya, atau salin seluruhnya.")
_TYPE_CODE = _("Punya lembar dengan kode cetak? Ketik kodenya di halaman Masukkan kode.")
_DELETED = _("Tautan penilaian dihapus %(kept)s setelah periodenya ditutup.")
_ASK_AGAIN = _("Surelnya tidak ada? Minta dikirim ulang ke alamat Anda yang tercatat.")
_TYPE_AGAIN = _(
    "Penilaian yang sudah terkirim tetap dihitung; isian yang belum terkirim perlu diisi kembali."
)
_GO_BACK = _("Tekan tombol Kembali pada peramban Anda: yang sudah diketik masih ada di sana.")
_COUNTED = _("Penilaian yang sudah terkirim tetap dihitung; yang belum terkirim tidak dihitung.")

REFUSALS: dict[str, Refusal] = {
    "unknown": Refusal(
        404,
        _("Tautan tidak dikenali"),
        _("Tautan ini tidak lengkap, salah salin, atau bukan tautan penilaian."),
        (_COPY_AGAIN, _TYPE_CODE, _DELETED, _ASK_HR),
        offers_code=True,
        is_final=True,
        standing=links_kept,
    ),
    "revoked": Refusal(
        410,
        _("Tautan ini sudah tidak berlaku"),
        _("Tautan ini dicabut oleh pengelola kepegawaian."),
        (_("Gunakan tautan pada pesan terbaru yang Anda terima."), _ASK_HR),
        offers_code=True,
        is_final=True,
    ),
    "replaced": Refusal(
        410,
        _("Tautan ini sudah diganti"),
        _("Tautan ini diganti pada %(day)s, dan yang baru dikirim lewat surel."),
        (
            _("Buka tautan pada surel terbaru yang Anda terima; periksa juga folder spam."),
            _ASK_AGAIN,
            _TYPE_AGAIN,
        ),
        offers_letter=True,
        is_final=True,
    ),
    "replaced_unmailed": Refusal(
        410,
        _("Tautan ini sudah diganti"),
        _("Tautan ini diganti pada %(day)s; yang baru dikirim lewat surel bila diminta."),
        (_ASK_AGAIN, _TYPE_AGAIN),
        offers_letter=True,
        is_final=True,
    ),
    "replaced_by_hand": Refusal(
        410,
        _("Tautan ini sudah diganti"),
        _("Tautan ini diganti pada %(day)s; yang baru ada pada pengelola kepegawaian."),
        (_("Mintalah tautan baru kepada pengelola kepegawaian unit kerja Anda."), _TYPE_AGAIN),
        offers_code=True,
        is_final=True,
    ),
    "over": Refusal(
        410,
        _("Batas waktu sudah lewat"),
        "%(how)s",
        (_COUNTED, "%(chance)s"),
        is_final=True,
    ),
    "ended_early": Refusal(
        410,
        _("Pengisian sudah diakhiri"),
        "%(how)s",
        (_COUNTED, "%(chance)s"),
        is_final=True,
    ),
    "altered": Refusal(
        409,
        _("Hasil ini sedang tidak dapat ditampilkan"),
        _(
            "Isinya di basis data tidak sama dengan yang diterbitkan, jadi tidak kami tampilkan. "
            "Ini bukan karena perbuatan Anda, dan kejadian ini sudah dicatat untuk auditor."
        ),
        (
            _("Hasil yang asli masih dapat dikembalikan dari cadangan basis data."),
            _("Beri tahu pengelola kepegawaian unit kerja Anda, lalu buka lagi tautan ini nanti."),
        ),
    ),
    "unsealable": Refusal(
        503,
        _("Penilaian belum dapat dikirim"),
        _(
            "Jawaban Anda belum diterima. Kunci yang membuka kotak jawaban periode ini sedang "
            "tidak ada, dan jawaban yang tidak akan dapat dibaca tidak kami terima."
        ),
        (_GO_BACK, _("Kirim kembali setelah pengelola kepegawaian memulihkan kuncinya."), _ASK_HR),
    ),
    "declined": Refusal(
        410,
        _("Anda sudah menyatakan tidak dapat menilai"),
        _("Jawaban yang dikirim sesudah pernyataan itu tidak diterima."),
        (
            _("Buka kembali tautan Anda bila pernyataan itu ingin Anda batalkan, lalu isi lagi."),
            _ASK_HR,
        ),
    ),
    "ended": Refusal(
        410,
        _("Penilaian ini sudah selesai"),
        _(
            "Penilaian ini sudah selesai, mungkin dari perangkat lain; yang diketik sesudahnya "
            "tidak disimpan. Muat ulang halaman ini untuk melihat tanda terimanya."
        ),
        (
            _("Bukan Anda yang mengirim? Laporkan kepada auditor dari tanda terima itu."),
            _ASK_HR,
        ),
    ),
    "before": Refusal(
        403,
        _("Pengisian belum dibuka"),
        _("Formulir ini dapat diisi mulai %(opening)s."),
        (_("Simpan tautan ini dan buka kembali pada waktu tersebut."), _ASK_HR),
    ),
    "too_many": Refusal(
        429,
        _("Terlalu banyak percobaan"),
        _("Terlalu banyak tautan atau kode yang salah dari jaringan ini."),
        (_("Tunggu %(seconds)s detik, lalu coba lagi dengan tautan yang benar."), _ASK_HR),
    ),
    "wrong_code": Refusal(
        422,
        _("Kode tidak cocok"),
        _("Kode ini tidak membuka isian pada tautan ini. Periksa lagi setiap huruf dan angkanya."),
        (_("Kembali ke formulir, lalu ketik kodenya lagi."),),
    ),
    "too_many_codes": Refusal(
        429,
        _("Terlalu banyak percobaan"),
        _("Terlalu banyak kode yang tidak cocok pada formulir ini. Tunggu %(minutes)s menit."),
        (_("Isian yang tersimpan tetap ada, dan formulir tetap dapat diisi dan dikirim."),),
    ),
    "too_many_saves": Refusal(
        429,
        _("Terlalu sering disimpan"),
        _("Formulir ini terlalu sering disimpan. Tunggu %(minutes)s menit."),
        (_GO_BACK, _("Formulir tetap dapat dikirim sekarang juga.")),
    ),
    "too_many_drafts": Refusal(
        422,
        _("Belum tersimpan"),
        _("Terlalu banyak isian yang belum selesai menunggu pada tautan ini."),
        (_GO_BACK, _("Kirim dari sana, atau lanjutkan salah satu isian dengan kode lanjutannya.")),
    ),
    "no_address": Refusal(
        422,
        _("Tidak ada alamat surel"),
        _("Alamat surel Anda tidak tercatat, jadi kode lanjutan tidak dapat dikirim."),
        (_GO_BACK, _("Catat kode yang tampil di sana, atau isi dan kirim sekarang juga.")),
    ),
    "too_many_letters": Refusal(
        429,
        _("Surat sudah dikirim"),
        _("Kode sudah beberapa kali dikirim. Periksa surel Anda, atau tunggu %(minutes)s menit."),
        (_GO_BACK, _("Formulir tetap dapat diisi dan dikirim sekarang juga.")),
    ),
    "old_gone": Refusal(
        422,
        _("Isian lama tidak dapat dibuka"),
        _("Isian lama tidak dapat dibuka lagi, karena tautan Anda sudah diganti setelah itu."),
        (_GO_BACK,),
    ),
    "outdated": Refusal(
        400,
        _("Halaman ini dari sebelum pembaruan"),
        _("Halaman ini dibuka sebelum pembaruan, sehingga tidak lagi menyimpan otomatis."),
        (_("Selesaikan dan kirim dari halaman ini: semua yang sudah diketik ada di sini."),),
    ),
    "too_many_files": Refusal(
        429,
        _("Terlalu banyak unggahan"),
        _("Terlalu banyak berkas diunggah dari formulir ini. Tunggu %(seconds)s detik."),
        (_("Kembali ke formulir: yang sudah diketik dan diunggah tetap tersimpan."), _ASK_HR),
    ),
    "too_many_reports": Refusal(
        429,
        _("Terlalu banyak laporan"),
        _("Terlalu banyak laporan dari jaringan ini. Tunggu %(seconds)s detik."),
        (_("Kembali ke halaman sebelumnya, lalu laporkan lagi."), _ASK_HR),
    ),
    "too_large": Refusal(
        413,
        _("Isian terlalu besar"),
        _("Kiriman ini lebih besar dari yang dapat diterima."),
        (_GO_BACK, _("Persingkat jawaban yang panjang, lalu kirim lagi.")),
    ),
    "unreadable": Refusal(
        400,
        _("Isian tidak dapat dibaca"),
        _("Kiriman ini memuat karakter yang rusak sehingga tidak disimpan."),
        (_GO_BACK, _("Hapus bagian yang disalin dari aplikasi lain, ketik ulang, lalu kirim.")),
    ),
    "wrong_type": Refusal(
        415,
        _("Isian tidak dapat dibaca"),
        _("Kiriman ini bukan isian formulir biasa."),
        (_GO_BACK, _("Kirim melalui tombol pada halaman formulir.")),
    ),
}


class Refused(Exception):
    """Stops a request of a link; the blueprint answers with the page of that reason."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def wants_json() -> bool:
    """Whether a script asks, which shows the words itself."""
    return request.accept_mimetypes.best == "application/json"


def answer(refused: Refused) -> Response:
    """The page, or JSON for who sent JSON. The same bytes for every link that is unknown."""
    refusal = REFUSALS[refused.reason]
    if request.is_json or wants_json():
        said: dict[str, object] = {"message": str(refusal.text % refused.facts)}
        if refused.facts.get("may_return"):
            said["may_return"] = True
        response = jsonify(said)
    else:
        response = make_response(_page(refusal, refused))
    response.status_code = refusal.status
    if refusal.status == 429:
        response.headers["Retry-After"] = str(refused.facts["seconds"])
    return response


def _page(refusal: Refusal, refused: Refused) -> str:
    facts = refusal.standing() | refused.facts
    return render_template(
        "formulir/pages/refused.html",
        title=refusal.title,
        text=refusal.text % facts,
        steps=[step % facts for step in refusal.steps],
        offers_code=refusal.offers_code,
        offers_letter=refusal.offers_letter or refusal.offers_code,
        is_final=refusal.is_final and not refused.facts.get("may_return"),
        is_known=refused.reason != "unknown",
    )
