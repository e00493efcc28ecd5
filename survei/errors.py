"""What can go wrong in the domain. Each exception states a fact; views decide how to show it."""

from __future__ import annotations


class Term(str):
    """A word of ours among the params of a message: views translate it as they do the message."""


class SurveiError(Exception):
    """A refusal that a person can understand.

    `message` is an Indonesian sentence with `%(name)s` places; it is also the msgid under which
    a translation is looked up. `params` fill the places.
    """

    message = "Permintaan tidak dapat diproses."

    def __init__(self, message: str | None = None, **params: object) -> None:
        self.message = message or type(self).message
        self.params = params
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NotFound(SurveiError):
    """Absent, or not visible to the one who asks: the two are never told apart."""

    message = "Data tidak ditemukan."


class StaleRevision(SurveiError):
    """Somebody else saved in the meantime; the caller holds an old revision."""

    message = "Data telah diubah oleh %(editor)s. Perubahan Anda belum disimpan."


class WrongState(SurveiError):
    """The thing is not in a state that allows this step (compare-and-set found another one)."""

    message = "Langkah ini tidak dapat dilakukan pada status saat ini."


class InUse(SurveiError):
    """Deleting would take other records along; archive instead."""

    message = "Data ini masih digunakan sehingga tidak dapat dihapus. Nonaktifkan saja."


class SettingError(SurveiError):
    """A setting is missing or wrong; names the environment variable."""

    message = "%(variable)s: %(reason)s"
