"""What HR sees before a cycle opens: counts, and problems with who is concerned and the remedy.

Errors block the opening, warnings do not. Pure; `planning.preflight` reads what it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from survei.cycle.choices import CONFIDENTIAL, RELATION_LABELS, Relation
from survei.cycle.findings import MOST_NAMED, Case, Counts, Preflight, Problem, Sending, Severity
from survei.cycle.roster import Roster

#: Rounding that is forgiven when weights are added up.
WEIGHT_TOLERANCE = 0.01

#: Sending invitations for longer than this is worth a word,
LONG_SENDING = timedelta(days=1)
#: and for longer than this share of the time in which forms are open.
LARGE_SHARE = 0.25
#: {(are there days?, are there hours beside them?): sentence}.
SENDING_MESSAGES = {
    (True, True): "Dengan batas %(per_hour)s surat per jam, %(letters)s surat undangan memerlukan "
    "kira-kira %(days)s hari %(hours)s jam.",
    (True, False): "Dengan batas %(per_hour)s surat per jam, %(letters)s surat undangan "
    "memerlukan kira-kira %(days)s hari.",
    (False, True): "Dengan batas %(per_hour)s surat per jam, %(letters)s surat undangan "
    "memerlukan kira-kira %(hours)s jam.",
}

#: What can be done about a confidential group that is too small to be shown.
FEW_REMEDIES = {
    Relation.PEER: "Tambah jumlah rekan, izinkan rekan dari unit kerja induk, atau terima bahwa "
    "kelompok ini tidak tampil.",
    Relation.SUBORDINATE: "Bawahan langsung memang sedikit. Kelompok ini tidak tampil dan tidak "
    "ikut dihitung.",
}


def examine(case: Case) -> Preflight:
    """Counts and problems, errors first, in the order of `CHECKS`."""
    problems = [problem for check in CHECKS for problem in check(case)]
    problems.sort(key=lambda problem: problem.severity is not Severity.ERROR)
    return Preflight(count(case.roster), tuple(problems), sending_of(case))


def sending_of(case: Case) -> Sending | None:
    """How many invitations go out, and at what pace."""
    raters = {task.rater for task in case.roster.tasks}
    letters = sum(1 for rater in raters if case.roster.rows[rater].email)
    return Sending(letters, case.mails_per_hour) if case.mails_per_hour else None


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


def _error(kind: str, message: str, remedy: str, **params: object) -> Problem:
    return Problem(kind, Severity.ERROR, message, remedy, params)


def _warning(kind: str, message: str, remedy: str, **params: object) -> Problem:
    return Problem(kind, Severity.WARNING, message, remedy, params)


def _about(
    roster: Roster,
    ids: Iterable[int],
    severity: Severity,
    kind: str,
    message: str,
    remedy: str,
    **params: object,
) -> Iterator[Problem]:
    """A problem that concerns people; nothing when it concerns nobody."""
    concerned = sorted((roster.rows[id] for id in ids), key=lambda row: (row.unit_name, row.name))
    if concerned:
        yield Problem(
            kind,
            severity,
            message,
            remedy,
            {"count": len(concerned), **params},
            tuple(concerned[:MOST_NAMED]),
            len(concerned),
        )


def check_dates(case: Case) -> Iterator[Problem]:
    """Times in order, and the closing still to come."""
    if case.period_end < case.period_start:
        yield _error(
            "period",
            "Akhir periode kerja mendahului awalnya.",
            "Perbaiki tanggal pada langkah pertama.",
        )
    if case.closes_at <= case.opens_at:
        yield _error(
            "closing_order",
            "Batas waktu pengisian mendahului pembukaannya.",
            "Perbaiki waktu pada langkah pertama.",
        )
    if case.closes_at <= case.now:
        yield _error(
            "closing_past",
            "Batas waktu pengisian sudah lewat.",
            "Tetapkan batas waktu yang akan datang pada langkah pertama.",
        )


def check_people(case: Case) -> Iterator[Problem]:
    """Somebody is rated, by somebody, and no chain of supervisors runs in a circle."""
    if not case.roster.ratees:
        yield _error(
            "nobody",
            "Tidak ada pegawai yang dinilai.",
            "Pilih unit kerja lain, atau impor daftar pegawai terlebih dahulu.",
        )
    elif not case.roster.tasks:
        yield _error(
            "no_tasks",
            "Tidak ada penilai yang dapat ditugaskan.",
            "Pilih sedikitnya satu relasi penilai pada langkah ketiga.",
        )
    yield from _about(
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
        yield _error(
            "unit_gone",
            "%(count)s unit kerja yang dipilih tidak ada lagi.",
            "Pilih ulang unit kerja pada langkah kedua.",
            count=gone,
        )
    taken = {case.roster.rows[id].lineage for id in case.roster.ratees}
    for unit in case.units:
        if not any(lineage.startswith(unit.lineage) for lineage in taken):
            yield _warning(
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
        yield from _about(
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
            yield _error(
                "version_gone",
                "Satu versi kuesioner yang dipilih tidak ada.",
                "Pilih ulang kuesioner pada langkah keempat.",
            )
        elif fact.is_retired:
            yield _error(
                "version_retired",
                "Kuesioner %(title)s versi %(number)s sudah tidak digunakan.",
                "Pilih versi yang lebih baru pada langkah keempat.",
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
        yield _error(
            "weights",
            "Bobot penilai berjumlah %(total)s persen, bukan 100.",
            "Perbaiki bobot pada langkah kelima.",
            total=f"{total:g}".replace(".", ","),
        )
    elif used <= 0:
        yield _error(
            "weights_unused",
            "Semua bobot berada pada relasi yang tidak digunakan.",
            "Perbaiki bobot pada langkah kelima.",
        )
    elif abs(used - 100) > WEIGHT_TOLERANCE:
        yield _warning(
            "weights_partly",
            "Relasi yang digunakan hanya memiliki bobot %(used)s persen; nilai akan dibagi "
            "dengan jumlah itu, dan hal ini tertulis pada laporan.",
            "Bagikan bobot hanya pada relasi yang digunakan.",
            used=f"{used:g}".replace(".", ","),
        )


def check_supervisors(case: Case) -> Iterator[Problem]:
    """Ratees whom no supervisor will rate, and whose result nobody will read."""
    yield from _about(
        case.roster,
        [id for id in case.roster.ratees if case.roster.supervisor_of(id) is None],
        Severity.WARNING,
        "no_supervisor",
        "%(count)s pegawai tidak memiliki atasan aktif.",
        "Lengkapi NIP atasan pada data pegawai. Tanpa atasan, tidak ada penilaian atasan dan "
        "hasilnya tidak terbaca oleh siapa pun di Tim saya.",
    )


def check_emails(case: Case) -> Iterator[Problem]:
    """Raters whom no letter reaches."""
    raters = {task.rater for task in case.roster.tasks}
    yield from _about(
        case.roster,
        [id for id in raters if not case.roster.rows[id].email],
        Severity.WARNING,
        "no_email",
        "%(count)s penilai tidak memiliki alamat surel.",
        "Lengkapi alamat surel, atau sampaikan tautan lewat WhatsApp atau slip cetak setelah "
        "periode dibuka.",
    )


def check_sending(case: Case) -> Iterator[Problem]:
    """Invitations that take long, by the clock or beside the time for answering."""
    sending = sending_of(case)
    if sending is None:
        return
    took = timedelta(hours=sending.hours)
    if took > LONG_SENDING or took > (case.closes_at - case.opens_at) * LARGE_SHARE:
        days, hours = divmod(sending.hours, 24)
        yield _warning(
            "sending",
            SENDING_MESSAGES[bool(days), bool(hours)],
            "Penilai yang suratnya terakhir kehilangan sebagian waktu pengisian. Minta "
            "administrator menaikkan SURVEI_MAILS_PER_HOUR sampai batas yang diizinkan peladen "
            "surel, atau bagikan tautan lewat WhatsApp atau slip cetak.",
            letters=sending.letters,
            per_hour=sending.per_hour,
            days=days,
            hours=hours,
        )


def check_disclosure(case: Case) -> Iterator[Problem]:
    """Ratees whose confidential groups are too small ever to be shown."""
    plan = case.roster.plan
    got = Counter((task.ratee, task.relation) for task in case.roster.tasks)
    for relation in (relation for relation in plan.relations if relation in CONFIDENTIAL):
        least = plan.scheme.least_submissions
        lowest = 0 if relation is Relation.PEER else 1
        yield from _about(
            case.roster,
            [id for id in case.roster.ratees if lowest <= got[id, relation] < least],
            Severity.WARNING,
            f"few_{relation}",
            "%(count)s pegawai memiliki kurang dari %(least)s penilai %(relation)s, sehingga "
            "hasil kelompok itu tidak akan ditampilkan.",
            FEW_REMEDIES[relation],
            least=least,
            relation=RELATION_LABELS[relation].lower(),
        )


#: In the order of the page.
CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    check_dates,
    check_people,
    check_units,
    check_instruments,
    check_versions,
    check_weights,
    check_supervisors,
    check_disclosure,
    check_emails,
    check_sending,
)
