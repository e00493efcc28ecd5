"""The privacy notice, computed from what the cycle really does (UU 27/2022)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from formulir.retention_sentences import kept_facts
from formulir.secrecy_sentences import secrecy_facts
from survei import clock
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan, decode_plan
from survei.cycle.relations import RELATIONS, is_confidential


@dataclass(frozen=True)
class PrivacyNotice:
    """One sentence that must be seen, and the facts behind it."""

    #: Whether the answers are stored unlinkable.
    is_confidential: bool
    #: The promise in a few words, for a line that is always in sight; empty on a list.
    gist: str
    promise: str
    #: (term, description).
    facts: tuple[tuple[str, str], ...]


def notice_for(cycle: Cycle, relation: str) -> PrivacyNotice:
    """The notice of one form."""
    plan = decode_plan(cycle.plan)
    facts = (
        (_("Tujuan"), _purpose(cycle)),
        (_("Dasar pemrosesan"), _basis()),
        (_("Siapa yang melihat"), _readers(relation, plan)),
        *(secrecy_facts(cycle, _language()) if is_confidential(relation) else ()),
        *_facts(plan),
    )
    return PrivacyNotice(
        is_confidential(relation), gist_for(relation), promise_for(relation, plan), facts
    )


def list_notice(cycle: Cycle, relations: Iterable[str]) -> PrivacyNotice:
    """The notice of a rater's list: what holds for each form stands on the form. What became of
    confidential answers stands here, too, where it can be read after the end.
    """
    plan = decode_plan(cycle.plan)
    promise = _(
        "Setiap formulir menyebutkan apakah jawaban Anda dirahasiakan atau ditampilkan dengan "
        "nama Anda, sebelum Anda mulai mengisi."
    )
    facts = (
        (_("Tujuan"), _purpose(cycle)),
        (_("Dasar pemrosesan"), _basis()),
        *(secrecy_facts(cycle, _language()) if any(map(is_confidential, relations)) else ()),
        *_facts(plan),
    )
    return PrivacyNotice(False, "", promise, facts)


def gist_for(relation: str) -> str:
    """Whether the name is kept, in a few words."""
    if is_confidential(relation):
        return _("Jawaban Anda dirahasiakan.")
    return _("Ditampilkan dengan nama Anda.")


def promise_for(relation: str, plan: Plan) -> str:
    """Whether the name is kept, in one sentence."""
    if is_confidential(relation):
        return _(
            "Jawaban Anda dirahasiakan: begitu terkirim, jawaban disegel tanpa nama dan tanpa "
            "waktu. Segelnya baru dibuka ketika hasil dihitung, setelah periode ditutup, lalu "
            "kuncinya dimusnahkan; sejak itu tidak seorang pun dapat menelusurinya kembali kepada "
            "Anda, kecuali dengan salinan kunci yang dibuat sebelumnya."
        )
    return _(RELATIONS[Relation(relation)].promise)


def _purpose(cycle: Cycle) -> str:
    return _(
        "Penilaian perilaku kerja pegawai ASN untuk rentang waktu %(start)s sampai %(end)s, "
        "sebagai umpan balik dan bahan pertimbangan pejabat penilai kinerja.",
        start=clock.format_date(cycle.period_start, _language()),
        end=clock.format_date(cycle.period_end, _language()),
    )


def _basis() -> str:
    return _(
        "Pelaksanaan kewenangan dan kewajiban hukum instansi, bukan persetujuan Anda: UU 20/2023, "
        "PP 30/2019, PermenPANRB 6/2022, dan pasal 20 ayat (2) UU 27/2022."
    )


def _readers(relation: str, plan: Plan) -> str:
    scheme = plan.scheme
    if is_confidential(relation):
        return _(
            "Tidak seorang pun melihat jawaban perorangan. Nilai hanya tampil sebagai gabungan "
            "dari paling sedikit %(submissions)s penilai. Komentar hanya tampil bila ada paling "
            "sedikit %(comments)s penilai, tanpa nama dan dengan urutan acak.",
            submissions=scheme.least_submissions,
            comments=scheme.least_comments,
        )
    return _(RELATIONS[Relation(relation)].readers)


def _facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    settings = current_app.config["SETTINGS"]
    return (
        *kept_facts(plan),
        (
            _("Hak Anda"),
            _(
                "Mengubah jawaban sebelum dikirim, menolak menilai dengan alasan, meminta "
                "penjelasan dan perbaikan data diri, serta mengajukan keberatan atas hasil "
                "penilaian Anda."
            ),
        ),
        (_("Kontak pelindungan data"), settings.privacy_contact or settings.organisation),
    )


def _language() -> str:
    from flask_babel import get_locale

    locale = get_locale()
    return "en" if locale and locale.language == "en" else "id"
