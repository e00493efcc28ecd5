"""What HR sees before a cycle opens: counts, and problems with who is concerned and the remedy.

Errors block the opening, warnings do not. Pure; `planning.preflight` reads what it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from survei.cycle.choices import Relation
from survei.cycle.opening_findings import (
    Case,
    Counts,
    Preflight,
    Problem,
    Severity,
    Times,
    about,
    error,
    warning,
)
from survei.cycle.relations import CONFIDENTIAL, RELATION_LABELS, RELATIONS
from survei.cycle.roster import Roster
from survei.cycle.rules import CycleNotReady
from survei.cycle.timing import check_dates, check_sending, sending_of
from survei.numerals import written

#: Rounding that is forgiven when weights are added up.
WEIGHT_TOLERANCE = 0.01


def examine(case: Case, times: Times) -> Preflight:
    """Counts and problems, errors first, else in the order of the page."""
    return with_times(examine_people(case), times)


def examine_people(case: Case) -> Preflight:
    """The part that costs: everything but time, in the order of `CHECKS`."""
    problems = [problem for check in CHECKS for problem in check(case)]
    return Preflight(count(case.roster), tuple(problems))


def with_times(found: Preflight, times: Times) -> Preflight:
    """What was found about people, and what is to be said about time now."""
    letters = found.counts.letters
    problems = [*check_dates(times), *found.problems, *check_sending(letters, times)]
    problems.sort(key=lambda problem: problem.severity is not Severity.ERROR)
    return Preflight(found.counts, tuple(problems), sending_of(letters, times))


def require_ready(found: Preflight) -> None:
    """Raises CycleNotReady, with the first of what blocks the opening."""
    if not found.is_ready:
        raise CycleNotReady(count=len(found.errors), first=str(found.errors[0]))


def count(roster: Roster) -> Counts:
    """What opening with this roster would create."""
    load = Counter(task.rater for task in roster.tasks)
    forms = Counter(task.relation for task in roster.tasks)
    letters = sum(1 for rater in load if roster.rows[rater].email)
    return Counts(
        ratees=len(roster.ratees),
        raters=len(load),
        participants=len(roster.members),
        forms={relation: forms[relation] for relation in Relation if forms[relation]},
        letters=letters,
        without_email=len(load) - letters,
        heaviest=max(load.values(), default=0),
    )


def check_people(case: Case) -> Iterator[Problem]:
    """Somebody is rated, by somebody, and no chain of supervisors runs in a circle."""
    if not case.roster.ratees:
        yield error(
            "nobody",
            "Tidak ada pegawai yang dinilai.",
            "Pilih unit kerja lain, atau impor daftar pegawai terlebih dahulu.",
        )
    elif not case.roster.tasks:
        yield error(
            "no_tasks",
            "Tidak ada penilai yang dapat ditugaskan.",
            "Pilih sedikitnya satu relasi penilai pada langkah ketiga.",
        )
    yield from about(
        case.roster,
        case.roster.loops,
        Severity.ERROR,
        "loop",
        "Data atasan %(count)s pegawai membentuk lingkaran.",
        "Perbaiki atasan pada data pegawai.",
    )


def check_units(case: Case) -> Iterator[Problem]:
    """Chosen units exist and hold people."""
    gone = len(case.roster.plan.unit_ids) - len(case.units)
    if gone:
        yield error(
            "unit_gone",
            "%(count)s unit kerja yang dipilih tidak ada lagi.",
            "Pilih ulang unit kerja pada langkah kedua.",
            count=gone,
        )
    taken = {case.roster.rows[id].lineage for id in case.roster.ratees}
    for unit in case.units:
        if not any(lineage.startswith(unit.lineage) for lineage in taken):
            yield warning(
                "unit_empty",
                "Unit kerja %(unit)s tidak memiliki pegawai aktif.",
                "Periksa data pegawai, atau keluarkan unit ini dari periode.",
                unit=unit.name,
            )


def check_instruments(case: Case) -> Iterator[Problem]:
    """Every job role and relation that will be rated has a questionnaire."""
    without: dict[tuple[str, Relation], set[int]] = {}
    for task in case.roster.tasks:
        if case.roster.version_of(task) is None:
            role = case.roster.rows[task.ratee].job_role_name
            without.setdefault((role, task.relation), set()).add(task.ratee)
    for (role, relation), ratees in sorted(without.items()):
        yield from about(
            case.roster,
            ratees,
            Severity.ERROR,
            "no_questionnaire",
            "Belum ada kuesioner untuk jabatan %(role)s dengan penilai %(relation)s "
            "(%(count)s pegawai).",
            "Pilih kuesioner pada langkah keempat.",
            role=role,
            relation=RELATION_LABELS[relation].lower(),
        )


def check_versions(case: Case) -> Iterator[Problem]:
    """Every questionnaire that will be used is published and still offered."""
    for id in sorted(set(case.roster.version_ids.values())):
        fact = case.versions.get(id)
        if fact is None:
            yield error(
                "version_gone",
                "Satu versi kuesioner yang dipilih tidak ada.",
                "Pilih ulang kuesioner pada langkah keempat.",
            )
        elif fact.is_retired:
            yield error(
                "version_retired",
                "Kuesioner %(title)s versi %(number)s sudah tidak digunakan.",
                "Pilih versi yang lebih baru pada langkah keempat.",
                title=fact.title,
                number=fact.number,
            )


def check_scales(case: Case) -> Iterator[Problem]:
    """No mean of a few peers or subordinates tells what each of them answered."""
    asked = {
        case.roster.version_of(task) for task in case.roster.tasks if task.relation in CONFIDENTIAL
    }
    for id, fact in sorted(case.versions.items()):
        for scale in fact.telling_scales if id in asked else ():
            yield error(
                "scale_tells",
                "Jarak antarpoin skala “%(scale)s” pada kuesioner %(title)s versi %(number)s "
                "sangat tidak sama, sehingga jawaban setiap rekan sejawat atau bawahan dapat "
                "diketahui dari rata-ratanya.",
                "Terbitkan versi baru dengan jarak antarpoin yang sama, misalnya 1 sampai 5, lalu "
                "pilih versi itu pada langkah keempat.",
                scale=scale,
                title=fact.title,
                number=fact.number,
            )


def check_weights(case: Case) -> Iterator[Problem]:
    """Weights are not negative, add up to 100, and count something that is asked."""
    plan = case.roster.plan
    weights = plan.scheme.weights
    total = sum(weights.values())
    used = sum(weights.get(relation, 0) for relation in plan.relations)
    if abs(total - 100) > WEIGHT_TOLERANCE or min(weights.values(), default=0) < 0:
        yield error(
            "weights",
            "Bobot penilai berjumlah %(total)s persen, bukan 100.",
            "Perbaiki bobot pada langkah kelima.",
            total=written(total),
        )
    elif used <= 0:
        yield error(
            "weights_unused",
            "Semua bobot berada pada relasi yang tidak digunakan.",
            "Perbaiki bobot pada langkah kelima.",
        )
    elif abs(used - 100) > WEIGHT_TOLERANCE:
        yield warning(
            "weights_partly",
            "Relasi yang digunakan hanya memiliki bobot %(used)s persen; nilai akan dibagi "
            "dengan jumlah itu, dan hal ini tertulis pada laporan.",
            "Bagikan bobot hanya pada relasi yang digunakan.",
            used=written(used),
        )


def check_supervisors(case: Case) -> Iterator[Problem]:
    """Ratees whom no supervisor will rate, and whose result nobody will read."""
    yield from about(
        case.roster,
        [id for id in case.roster.ratees if case.roster.supervisor_of(id) is None],
        Severity.WARNING,
        "no_supervisor",
        "%(count)s pegawai tidak memiliki atasan aktif.",
        "Lengkapi NIP atasan pada data pegawai. Tanpa atasan, tidak ada penilaian atasan dan "
        "hasilnya tidak terbaca oleh siapa pun di Tim saya.",
    )


def check_disclosure(case: Case) -> Iterator[Problem]:
    """Ratees whose confidential groups are too small ever to be shown."""
    plan = case.roster.plan
    got = Counter((task.ratee, task.relation) for task in case.roster.tasks)
    for relation in (relation for relation in plan.relations if relation in CONFIDENTIAL):
        least = plan.scheme.least_submissions
        row = RELATIONS[relation]
        lowest = 0 if row.is_drawn_for_all else 1
        yield from about(
            case.roster,
            [id for id in case.roster.ratees if lowest <= got[id, relation] < least],
            Severity.WARNING,
            f"few_{relation}",
            "%(count)s pegawai memiliki kurang dari %(least)s penilai %(relation)s, sehingga "
            "hasil kelompok itu tidak akan ditampilkan.",
            row.few_remedy,
            least=least,
            relation=row.label.lower(),
        )


def check_emails(case: Case) -> Iterator[Problem]:
    """Raters whom no letter reaches."""
    raters = {task.rater for task in case.roster.tasks}
    yield from about(
        case.roster,
        [id for id in raters if not case.roster.rows[id].email],
        Severity.WARNING,
        "no_email",
        "%(count)s penilai tidak memiliki alamat surel.",
        "Lengkapi alamat surel, atau sampaikan tautan lewat WhatsApp atau slip cetak setelah "
        "periode dibuka.",
    )


def check_shared_emails(case: Case) -> Iterator[Problem]:
    """Raters whose letters come to an address that another rater has, too: whoever reads there
    could answer for all of them, or be somebody else altogether.
    """
    addresses = {
        task.rater: email.strip().lower()
        for task in case.roster.tasks
        if (email := case.roster.rows[task.rater].email)
    }
    sharing = Counter(addresses.values())
    yield from about(
        case.roster,
        [id for id, address in addresses.items() if sharing[address] > 1],
        Severity.WARNING,
        "shared_email",
        "%(count)s penilai memakai alamat surel yang sama dengan penilai lain.",
        "Isi alamat milik masing-masing. Siapa pun yang membaca kotak surat bersama dapat menilai "
        "atas nama mereka, tanpa tercatat sebagai penyerahan tautan.",
    )


#: In the order of the page; dates come before them, the time that letters take after them.
CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    check_people,
    check_units,
    check_instruments,
    check_versions,
    check_scales,
    check_weights,
    check_supervisors,
    check_disclosure,
    check_emails,
    check_shared_emails,
)
