"""Families of job roles: which roles are comparable as peers."""

from __future__ import annotations

from survei.staff.rules.normalised import fold

#: First words of a folded job role and the family they mean; the longest match counts.
FAMILIES = {
    "guru": "guru",
    "calon guru": "guru",
    "kepala sekolah": "kepala sekolah",
    "plt kepala sekolah": "kepala sekolah",
    "plt. kepala sekolah": "kepala sekolah",
    "kepala uptd sekolah": "kepala sekolah",
    "kepala taman kanak-kanak": "kepala sekolah",
    "kepala tk": "kepala sekolah",
    "kepala sd": "kepala sekolah",
    "kepala smp": "kepala sekolah",
    "wakil kepala sekolah": "wakil kepala sekolah",
    "pengawas sekolah": "pengawas sekolah",
    "kepala dinas": "kepala dinas",
    "kepala badan": "kepala dinas",
    "kepala bidang": "kepala bidang",
    "kepala bagian": "kepala bidang",
    "kepala seksi": "kepala seksi",
    "kepala subbagian": "kepala seksi",
    "kepala sub bagian": "kepala seksi",
    "kepala subbidang": "kepala seksi",
    "staf": "staf",
    "staf administrasi": "staf administrasi",
    "staf tata usaha": "staf administrasi",
    "tenaga administrasi": "staf administrasi",
    "pengadministrasi": "staf administrasi",
    "tata usaha": "staf administrasi",
    "pengelola": "staf administrasi",
    "operator": "staf administrasi",
}
#: Words that say nothing alone: the whole role is its own family.
_LEADING = frozenset({"kepala", "wakil", "ketua", "plt", "plt.", "plh", "plh."})


def family_of(name: str) -> str:
    """The family of a job role by its first words; HR may choose another one in the admin."""
    words = fold(name).split(" ")
    for count in range(min(4, len(words)), 0, -1):
        family = FAMILIES.get(" ".join(words[:count]))
        if family:
            return family
    return " ".join(words) if words[0] in _LEADING else words[0]
