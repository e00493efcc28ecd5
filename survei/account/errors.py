"""What signing in and one-time links refuse. A file of its own: queries and services share it."""

from __future__ import annotations

from survei.errors import SurveiError
from survei.mail.writers import TooLate


class SignInRefused(SurveiError):
    """Unknown, disabled, not activated or wrong: never told apart."""

    message = "Alamat surel atau kata sandi tidak cocok."


class WeakPassword(SurveiError):
    """The password breaks a rule; the message says which."""


class WrongPassword(SurveiError):
    """The signed-in user typed another password than their own."""

    message = "Kata sandi saat ini tidak cocok."


class LinkSpent(SurveiError):
    """The one-time link was used, replaced or has run out."""

    message = "Tautan ini sudah dipakai atau masa berlakunya habis. Mintalah tautan baru."


class LinkStale(TooLate):
    """A letter with a link waited until nobody can be counted on to want it any more."""

    message = (
        "Surat ini tidak terkirim pada waktunya dan tidak dikirim lagi. Periksa pengaturan "
        "surel, lalu kirim tautan baru dari halaman pengguna."
    )


class EmailTaken(SurveiError):
    """Another user has this address."""

    message = "Alamat surel ini sudah dipakai pengguna lain."
    field = "email"


class EmailInvalid(SurveiError):
    """Not an address that mail can be sent to."""

    message = "Tulis satu alamat surel yang lengkap, misalnya nama@dinas.go.id."
    field = "email"


class LastAdministrator(SurveiError):
    """Without them nobody could manage users."""

    message = "Ini satu-satunya administrator yang aktif. Tunjuk administrator lain lebih dahulu."


class RoleMismatch(SurveiError):
    """A role needs a link that is missing."""

    message = "Peran pejabat penilai memerlukan pegawai yang ditautkan."
    field = "employee"
