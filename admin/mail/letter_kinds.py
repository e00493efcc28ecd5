"""What kinds of letters are called."""

from __future__ import annotations

#: Indonesian name of each kind, for lists and filters.
KIND_LABELS = {
    "invitation": "Undangan menilai",
    "reminder": "Pengingat",
    "reopening": "Pengisian dibuka kembali",
    "result": "Hasil dapat dibaca",
    "lost_link": "Tautan dikirim ulang atas permintaan",
    "resume_code": "Kode lanjutan isian",
    "new_link": "Tautan baru",
    "replaced_link": "Tautan diganti",
    "new_result_link": "Tautan baru untuk hasil",
    "dispute_reported": "Laporan “bukan saya” diterima",
    "dispute_opened": "Laporan “bukan saya” untuk auditor",
    "dispute_decided": "Keputusan auditor",
    "activation": "Aktivasi akun",
    "reset": "Atur ulang kata sandi",
    "test": "Surat uji",
}


def kind_label(kind: str) -> str:
    """The name of a kind; an unknown one stands for itself."""
    return KIND_LABELS.get(kind, kind)
