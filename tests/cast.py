"""The same people in every test: who works where, who leads whom, who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest
from argon2 import PasswordHasher

from survei import clock
from survei.account import passwords
from survei.account.choices import Role
from survei.account.models import User
from survei.staff.models import Employee, JobRole, Unit

#: The password that a user of the cast has once `give_password` was called.
PASSWORD = "kuda laut makan siang"
#: How the product hashes, and at a thousandth of the cost: the hasher and the hash of nobody.
AS_BUILT = passwords.HASHER, passwords.NOBODYS_HASH
QUICKEST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
QUICK = QUICKEST, QUICKEST.hash("nobody's")


def hash_like(ways: tuple[PasswordHasher, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets this process hash so until the test ends."""
    for name, value in zip(("HASHER", "NOBODYS_HASH"), ways, strict=True):
        monkeypatch.setattr(passwords, name, value)


@cache
def _hashed_by(hasher: PasswordHasher) -> str:
    return hasher.hash(PASSWORD)


def password_hash() -> str:
    """The hash of `PASSWORD` at the cost of this test; made once for all."""
    return _hashed_by(passwords.HASHER)


def give_password(user: User) -> User:
    """Lets the user sign in with `PASSWORD`."""
    User.update(password_hash=password_hash()).where(User.id == user.id).execute()
    return User.get_by_id(user.id)


@dataclass(frozen=True)
class Cast:
    """Dinas Pendidikan with two schools; `rater` and `ratee` report to `headmaster`."""

    office: Unit
    school: Unit
    other_school: Unit
    teacher: JobRole
    head: JobRole
    headmaster: Employee
    rater: Employee
    ratee: Employee
    stranger: Employee
    other_headmaster: Employee
    admin: User
    hr: User
    #: HR of `school` only.
    unit_hr: User
    #: The user of `headmaster`.
    appraiser: User
    #: The user of `other_headmaster`.
    other_appraiser: User
    auditor: User

    @property
    def users(self) -> dict[str, User]:
        """Every user by the name of their role here."""
        names = ("admin", "hr", "unit_hr", "appraiser", "other_appraiser", "auditor")
        return {name: getattr(self, name) for name in names}


def make_cast() -> Cast:
    """Inserts the cast. Needs an open connection."""
    office = _unit("Dinas Pendidikan Kota Makassar", None)
    school = _unit("SD Negeri Losari", office)
    other = _unit("SD Negeri Bontoala", office)
    teacher, head = _job_role("Guru"), _job_role("Kepala Sekolah")
    headmaster = _employee(1, "Dra. Hj. Nurhayati, M.Pd.", school, head)
    other_headmaster = _employee(2, "Drs. Baso Tenri, M.Si.", other, head)
    return Cast(
        office=office,
        school=school,
        other_school=other,
        teacher=teacher,
        head=head,
        headmaster=headmaster,
        other_headmaster=other_headmaster,
        rater=_employee(3, "Andi Mappaseng, S.Pd.", school, teacher, headmaster),
        ratee=_employee(4, "Sitti Rahmah, S.Pd.", school, teacher, headmaster),
        stranger=_employee(5, "Yohanis Palinggi", other, teacher, other_headmaster),
        admin=_user("admin", Role.ADMIN, "Ahmad Administrator"),
        hr=_user("sdm", Role.HR, "Hasnah Pengelola"),
        unit_hr=_user("sdm.losari", Role.HR, "Umar Unit", unit=school),
        appraiser=_user("nurhayati", Role.APPRAISER, headmaster.name, employee=headmaster),
        other_appraiser=_user(
            "baso", Role.APPRAISER, other_headmaster.name, employee=other_headmaster
        ),
        auditor=_user("auditor", Role.AUDITOR, "Irma Inspektorat"),
    )


def _unit(name: str, parent: Unit | None) -> Unit:
    path = f"{parent.path_key} / {name.casefold()}" if parent else name.casefold()
    unit = Unit.create(name=name, parent=parent, path_key=path, lineage="")
    unit.lineage = f"{parent.lineage if parent else ''}{unit.id}."
    unit.save()
    return unit


def _job_role(name: str) -> JobRole:
    return JobRole.create(name=name, name_key=name.casefold(), family=name.casefold())


def _employee(
    number: int, name: str, unit: Unit, job_role: JobRole, supervisor: Employee | None = None
) -> Employee:
    return Employee.create(
        nip=f"19860926201505{1 + number % 2}{number:03}",
        name=name,
        email=f"pegawai{number}@makassar.test",
        unit=unit,
        job_role=job_role,
        supervisor=supervisor,
    )


def _user(word: str, role: Role, name: str, **links: object) -> User:
    return User.create(
        email=f"{word}@makassar.test",
        name=name,
        role=role,
        created_at=clock.now(),
        **links,
    )
