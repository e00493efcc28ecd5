"""Workbooks that go out: the template of a staff list, and the report of a checked one.

Every cell is text, so that nothing a file brought in is ever calculated.
"""

from __future__ import annotations

from collections.abc import Iterable

from survei.staff.choices import COLUMN_LABELS, SEVERITY_LABELS, Column
from survei.staff.models import Employee, Unit
from survei.staff.queries import as_dict, employees_with_supervisors
from survei.staff.rules import Scope
from survei.staff.rules.columns import REQUIRED
from survei.staff.rules.effects import Change, Plan
from survei.staff.rules.tree import PATH_MARK, lineage_ids
from survei.workbook.inert_workbook import Lines, Page, text_workbook

#: What the template says about each column.
EXPLANATIONS: dict[Column, str] = {
    Column.NIP: "18 angka, kolom berformat Teks. PNS dan PPPK. Kunci setiap baris.",
    Column.NAME: "Nama lengkap dengan gelar.",
    Column.JOB_ROLE: "Jabatan, misalnya Guru Kelas. Jabatan baru dibuat otomatis.",
    Column.UNIT: "Tempat bertugas: sekolah, bidang, puskesmas. Unit baru dibuat otomatis.",
    Column.PARENT_UNIT: "Unit di atas Unit Kerja; perlu bila unitnya baru atau namanya ganda.",
    Column.SUPERVISOR: "NIP atasan langsung, 18 angka. Atasannya boleh ada di berkas yang sama.",
    Column.EMAIL: "Alamat untuk undangan menilai. Tanpa email, bagikan tautan lewat WhatsApp.",
    Column.WHATSAPP: "Nomor WhatsApp, misalnya 0812 3456 7890.",
    Column.RANK: "Pangkat dan golongan, misalnya Penata / III.c.",
}
#: What a filled cell of each column looks like; invented.
EXAMPLES: dict[Column, str] = {
    Column.NIP: "199203212023212012",
    Column.NAME: "Contoh Nama, S.Pd.",
    Column.JOB_ROLE: "Guru Kelas",
    Column.UNIT: "SD Negeri Contoh",
    Column.PARENT_UNIT: "Dinas Pendidikan",
    Column.SUPERVISOR: "197001011995031001",
    Column.EMAIL: "nama@contoh.go.id",
    Column.WHATSAPP: "0812 3456 7890",
    Column.RANK: "Penata / III.c",
}


def template_workbook() -> bytes:
    """An empty staff list with its columns formatted as text, and a sheet that explains them.

    The examples stand in the explanation and not in a list, so that nobody imports them.
    """
    header = [COLUMN_LABELS[column] for column in Column]
    about = [
        (
            COLUMN_LABELS[column],
            "ya" if column in REQUIRED else "tidak",
            EXPLANATIONS[column],
            EXAMPLES[column],
        )
        for column in Column
    ]
    return text_workbook(
        [
            Page("Pegawai", header, ()),
            Page("Petunjuk", ("Kolom", "Wajib", "Isi", "Contoh"), about),
        ]
    )


def report_workbook(plan: Plan) -> bytes:
    """Everything that a checked list would do and what is wrong with it, one sheet each."""
    problems = [
        (
            problem.row or "",
            problem.column_label,
            SEVERITY_LABELS[problem.severity],
            str(problem),
            problem.remedy,
        )
        for problem in plan.problems
    ]
    new = [(person.row, person.nip, person.name) for person in plan.new]
    missing = [(one.name, one.unit) for one in plan.missing]
    changed = ("Baris", "Nama", "Kolom", "Sebelum", "Sesudah")
    return text_workbook(
        [
            Page("Masalah", ("Baris", "Kolom", "Jenis", "Masalah", "Tindakan"), problems),
            Page("Perpindahan", changed, _changes(plan.moves)),
            Page("Perubahan", changed, _changes(plan.changes)),
            Page("Pegawai baru", ("Baris", "NIP", "Nama"), new),
            Page("Unit baru", ("Unit",), [(unit.path,) for unit in plan.new_units]),
            Page(
                "Jabatan baru",
                ("Jabatan", "Kelompok"),
                [(role.name, role.family) for role in plan.new_roles],
            ),
            Page("Tidak ada dalam berkas", ("Nama", "Unit Kerja"), missing),
        ]
    )


def staff_workbook(scope: Scope) -> bytes:
    """The active employees of the scope as a list that can be edited and imported again."""
    paths = {
        unit.id: tuple(lineage_ids(unit.lineage)) for unit in Unit.select(Unit.id, Unit.lineage)
    }
    names = as_dict(Unit.select(Unit.id, Unit.name))
    people = employees_with_supervisors(scope).where(Employee.is_active).order_by(Employee.name)
    lines = (
        (
            *(one.nip, one.name, one.job_role.name, one.unit.name),
            f" {PATH_MARK} ".join(names[key] for key in paths[one.unit_id][:-1]),
            one.supervisor.nip if one.supervisor_id else "",
            *(one.email or "", f"+{one.whatsapp}" if one.whatsapp else "", one.rank),
        )
        for one in people.iterator()
    )
    return text_workbook([Page("Pegawai", [COLUMN_LABELS[column] for column in Column], lines)])


def _changes(changes: Iterable[Change]) -> Lines:
    for change in changes:
        for field in change.fields:
            label = COLUMN_LABELS[field.column]
            yield change.person.row, change.person.name, label, field.old, field.new
