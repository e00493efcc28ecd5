"""What somebody types into a form about staff, checked and made one form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from survei.errors import SurveiError
from survei.staff.rules import contacts
from survei.staff.rules import nip as nips
from survei.staff.rules.issues import ISSUES
from survei.staff.rules.normalised import LONGEST_NAME, clean_text, has_control


class StaffInvalid(SurveiError):
    """Something typed cannot be stored; `field` names what."""

    def __init__(self, message: str, *, field: str, **params: object) -> None:
        self.field = field
        super().__init__(message, **params)


@dataclass(frozen=True, kw_only=True)
class EmployeeData:
    """What a form says about an employee; texts as typed."""

    nip: str
    name: str
    unit_id: int
    job_role_id: int
    email: str = ""
    whatsapp: str = ""
    rank: str = ""
    supervisor_id: int | None = None
    is_active: bool = True


def employee_values(data: EmployeeData, today: date) -> dict[str, Any]:
    """Columns of a row from what was typed. Raises StaffInvalid."""
    digits = nips.strip_nip(data.nip.strip())
    error = nips.nip_error(digits, today)
    if error:
        raise StaffInvalid(
            "NIP tidak sah: 18 angka, diawali tanggal lahir, angka ke-15 1 atau 2.", field="nip"
        )
    rank = clean_text(data.rank)
    if len(rank) > 100 or has_control(rank):
        raise StaffInvalid("Pangkat paling banyak 100 karakter.", field="rank")
    return {
        "nip": digits,
        "name": clean_name(data.name),
        "email": _clean_email(data.email),
        "whatsapp": _clean_whatsapp(data.whatsapp),
        "unit": data.unit_id,
        "job_role": data.job_role_id,
        "rank": rank,
        "supervisor": data.supervisor_id,
        "is_active": data.is_active,
    }


def clean_name(text: str) -> str:
    name = clean_text(text)
    if not name:
        raise StaffInvalid("Nama wajib diisi.", field="name")
    if len(name) > LONGEST_NAME:
        raise StaffInvalid("Nama paling banyak 200 karakter.", field="name")
    if has_control(name):
        raise StaffInvalid(ISSUES["control"].message, field="name")
    return name


def _clean_email(text: str) -> str | None:
    if not text.strip():
        return None
    email = contacts.normalise_email(text)
    if email is None:
        raise StaffInvalid("Alamat email tidak sah.", field="email")
    return email


def _clean_whatsapp(text: str) -> str | None:
    if not text.strip():
        return None
    number = contacts.normalise_whatsapp(text)
    if number is None:
        raise StaffInvalid("Nomor WhatsApp tidak dapat dibaca.", field="whatsapp")
    return number
