"""Units, job roles and employees as they are today. Cycles freeze their own copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, Check, ForeignKeyField, IntegerField, TextField

from survei.database import BaseModel, UTCDateTimeField
from survei.staff.choices import ImportState


class Unit(BaseModel):
    """A node of the organisation tree: dinas, bidang, sekolah, kecamatan, puskesmas."""

    #: Name as printed.
    name = CharField(200)
    #: The unit above; None at the top.
    parent = ForeignKeyField(
        "self", null=True, backref="children", on_delete="RESTRICT", index=False
    )
    #: Folded names from the top, joined with " / "; the same unit is never there twice.
    path_key = CharField(1000, unique=True)
    #: Ids from the top, each followed by a dot ("1.5.9."): a subtree is a prefix.
    lineage = CharField(200, index=True)
    #: No longer in use; kept because cycles refer to it.
    is_active = BooleanField(default=True)
    #: Grows with each saved change; a stale form is refused.
    revision = IntegerField(default=1)

    if TYPE_CHECKING:
        parent_id: int | None

    class Meta:
        #: A level of the tree is ordered by its names, read from here and nowhere else.
        indexes = ((("parent", "name"), False),)


class JobRole(BaseModel):
    """What a questionnaire is designed for: guru, kepala sekolah, staf administrasi."""

    #: Name as printed.
    name = CharField(200)
    #: Folded name.
    name_key = CharField(200, unique=True)
    #: Folded word; roles of the same family are comparable as peers (guru kelas, guru mapel).
    family = CharField(200)
    #: No longer in use.
    is_active = BooleanField(default=True)
    #: Grows with each saved change.
    revision = IntegerField(default=1)


class Employee(BaseModel):
    """A PNS or PPPK. The NIP is the key of imports; never a secret, never in a URL."""

    #: 18 digits.
    nip = CharField(18, unique=True, constraints=[Check("length(nip) = 18")])
    #: Name with titles, one field.
    name = CharField(200)
    #: Normalised address; None when unknown.
    email = CharField(254, null=True)
    #: Number in international form without "+": 62812…; None when unknown.
    whatsapp = CharField(20, null=True)
    unit = ForeignKeyField(Unit, backref="employees", on_delete="RESTRICT")
    job_role = ForeignKeyField(JobRole, backref="employees", on_delete="RESTRICT", index=False)
    #: Pangkat/golongan as printed.
    rank = CharField(100, default="")
    #: Direct supervisor today; None at the top or when unknown.
    supervisor = ForeignKeyField(
        "self", null=True, backref="reports", on_delete="RESTRICT", index=False
    )
    #: Left or retired when False.
    is_active = BooleanField(default=True)
    #: Grows with each saved change.
    revision = IntegerField(default=1)

    if TYPE_CHECKING:
        supervisor_id: int | None

    class Meta:
        #: Each filter of the list in the order of the list.
        indexes = (
            (("name",), False),
            (("is_active", "name"), False),
            (("supervisor", "name"), False),
            (("job_role", "name"), False),
            (("email", "name"), False),
            (("whatsapp", "name"), False),
        )


class Headcount(BaseModel):
    """How many active people a unit has in each job role, units below it not counted.

    Triggers of the database keep it with every change of an employee (migration 0091), whoever
    makes it; nobody else writes here.
    """

    unit = ForeignKeyField(Unit, on_delete="CASCADE", index=False)
    job_role = ForeignKeyField(JobRole, on_delete="CASCADE", index=False)
    people = IntegerField(default=0)

    if TYPE_CHECKING:
        unit_id: int
        job_role_id: int

    class Meta:
        indexes = (
            (("unit", "job_role"), True),
            (("job_role", "unit", "people"), False),
        )


class StaffImport(BaseModel):
    """A checked workbook that waits for a yes. The file itself is not kept."""

    #: Name as uploaded, cleaned, for display only.
    filename = CharField(200)
    #: SHA-256 of the file, hex.
    sha256 = CharField(64)
    #: ImportState.
    state = CharField(16, default=ImportState.CHECKED)
    #: User id of who uploaded it; None for the command.
    uploaded_by = IntegerField(null=True)
    uploaded_at = UTCDateTimeField()
    #: JSON: the report (problems, changes, counts).
    report = TextField()
    #: JSON: the parsed rows, erased once confirmed or dropped.
    rows = TextField()
    confirmed_at = UTCDateTimeField(null=True)
