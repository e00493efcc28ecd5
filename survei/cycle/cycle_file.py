"""A cycle written as TOML: the same decisions as the wizard, for the terminal.

Times are wall-clock times of the configured zone (WITA); units, job roles and questionnaires go
by name, so that the file means the same in another installation. The format is in README.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from survei import clock
from survei.cycle.choices import PeerReach, Relation
from survei.cycle.plan import USUAL_RELATIONS, Instrument, Plan, Scheme
from survei.cycle.rules import (
    LONGEST_NAME,
    MOST_GRACE_MINUTES,
    MOST_PEERS,
    MOST_SUBORDINATES,
)
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import SurveiError
from survei.retention.choices import DataClass
from survei.retention.queries import period_of
from survei.retention.rules import bounds_of
from survei.staff.models import JobRole, Unit
from survei.typed_json import TypeReader

LEAST_YEARS, MOST_YEARS = bounds_of(DataClass.SUBMISSIONS)


class CycleFileInvalid(SurveiError):
    """The file cannot be used; `problems` are sentences that begin with the place."""

    message = "Berkas periode tidak dapat digunakan: %(problems)s"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(problems="; ".join(problems))


class Questionnaires(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One `[[questionnaires]]` table."""

    #: Names of job roles; empty serves every role without an entry of its own.
    job_roles: list[str] = []
    relations: list[Relation] = msgspec.field(default_factory=lambda: list(Relation))
    key: str
    #: Number of the version; left out: the newest.
    version: int | None = None


class CycleFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The whole file."""

    name: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    period_start: date
    period_end: date
    opens_at: datetime
    closes_at: datetime
    grace_minutes: Annotated[int, Meta(ge=0, le=MOST_GRACE_MINUTES)] = 15
    #: Names, or paths from the top joined with " / "; empty: everyone.
    units: list[str] = []
    relations: list[Relation] = msgspec.field(default_factory=lambda: list(USUAL_RELATIONS))
    peers: Annotated[int, Meta(ge=1, le=MOST_PEERS)] = 5
    peer_reach: PeerReach = PeerReach.PARENT
    subordinates: Annotated[int, Meta(ge=0, le=MOST_SUBORDINATES)] = 0
    #: Drew the raters in older releases; now each opening makes a number of its own.
    seed: Any = None
    reminder_days: list[Annotated[int, Meta(ge=0, le=365)]] = msgspec.field(
        default_factory=lambda: [7, 3, 1]
    )
    #: Absent: what counts for new cycles at the moment.
    retention_years: Annotated[int, Meta(ge=LEAST_YEARS, le=MOST_YEARS)] | None = None
    questionnaires: list[Questionnaires] = []
    scheme: Scheme = msgspec.field(default_factory=Scheme)


def read_cycle_file(text: str) -> dict[str, Any]:
    """The arguments of `services.create_cycle` (without the actor).

    Raises CycleFileInvalid with every problem that could be found.
    """
    file = _parse(text)
    problems: list[str] = []
    columns = {
        "name": file.name,
        "period_start": file.period_start,
        "period_end": file.period_end,
        "opens_at": _moment(file.opens_at),
        "closes_at": _moment(file.closes_at),
        "grace_minutes": file.grace_minutes,
        "plan": _plan(file, problems),
    }
    if problems:
        raise CycleFileInvalid(problems)
    return columns


def names_seed(text: str) -> bool:
    """Whether a file that can be read holds a `seed`, which draws nothing any more."""
    return "seed" in tomllib.loads(text)


def _moment(at: datetime) -> datetime:
    return at if at.tzinfo else clock.from_local(at)


def _plan(file: CycleFile, problems: list[str]) -> Plan:
    return Plan(
        unit_ids=_units(file, problems),
        relations=file.relations,
        peers=file.peers,
        peer_reach=file.peer_reach,
        subordinates=file.subordinates,
        instruments=_instruments(file, problems),
        scheme=file.scheme,
        reminder_days=file.reminder_days,
        retention_years=file.retention_years or period_of(DataClass.SUBMISSIONS).amount,
    )


def _fold(text: str) -> str:
    return " / ".join(" ".join(part.casefold().split()) for part in text.split("/"))


def _units(file: CycleFile, problems: list[str]) -> list[int]:
    if not file.units:
        return []
    by_name: dict[str, list[Unit]] = {}
    for unit in Unit.select().order_by(Unit.path_key):
        for key in {_fold(unit.name), _fold(unit.path_key)}:
            by_name.setdefault(key, []).append(unit)
    found: list[int] = []
    for place, name in enumerate(file.units):
        units = by_name.get(_fold(name), [])
        if len(units) == 1:
            found.append(units[0].id)
        elif units:
            paths = ", ".join(f'"{unit.path_key}"' for unit in units[:3])
            problems.append(f'units[{place}]: "{name}" ada beberapa; tulis jalurnya: {paths}')
        else:
            problems.append(f'units[{place}]: unit kerja "{name}" tidak ada')
    return found


def _instruments(file: CycleFile, problems: list[str]) -> list[Instrument]:
    roles = {_fold(role.name): role.id for role in JobRole.select()}
    instruments: list[Instrument] = []
    for number, entry in enumerate(file.questionnaires):
        place = f"questionnaires[{number}]"
        version_id = _version_id(entry, place, problems)
        for role_id in _role_ids(entry, place, roles, problems):
            instruments += (
                Instrument(job_role_id=role_id, relation=relation, version_id=version_id)
                for relation in entry.relations
            )
    return instruments


def _role_ids(
    entry: Questionnaires, place: str, roles: dict[str, int], problems: list[str]
) -> list[int | None]:
    problems += (
        f'{place}.job_roles: jabatan "{name}" tidak ada'
        for name in entry.job_roles
        if _fold(name) not in roles
    )
    known: list[int | None] = [
        roles[_fold(name)] for name in entry.job_roles if _fold(name) in roles
    ]
    return known if entry.job_roles else [None]


def _version_id(entry: Questionnaires, place: str, problems: list[str]) -> int:
    query = (
        QuestionnaireVersion.select(QuestionnaireVersion.id)
        .join(Questionnaire)
        .where(Questionnaire.key == entry.key)
        .order_by(QuestionnaireVersion.number.desc())
    )
    if entry.version is not None:
        query = query.where(QuestionnaireVersion.number == entry.version)
    version = query.first()
    if version is None:
        which = f"versi {entry.version}" if entry.version else "versi terbit"
        problems.append(f'{place}.key: kuesioner "{entry.key}" tidak memiliki {which}')
        return 0
    return int(version.id)


_file = TypeReader(CycleFile)


def _parse(text: str) -> CycleFile:
    try:
        return _file.convert(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"baris {place[1]}, kolom {place[2]}" if place else "berkas"
        raise CycleFileInvalid([f"{where}: bukan TOML yang benar"]) from error
    except msgspec.ValidationError as error:
        raise CycleFileInvalid([_in_indonesian(str(error))]) from error


#: What msgspec expects, in the words of the file's author.
TYPES = {
    "int": "bilangan bulat",
    "float": "bilangan",
    "bool": "true atau false",
    "str": "teks",
    "array": "daftar",
    "object": "tabel",
    "date": "tanggal, misalnya 2026-01-31",
    "datetime": "waktu, misalnya 2026-01-31T08:00:00",
}
#: (pattern of msgspec's message, sentence made of its groups).
SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"missing required field `(.+?)`", lambda m: f'"{m[1]}" wajib diisi'),
    (r"unknown field `(.+?)`", lambda m: f'"{m[1]}" tidak dikenal'),
    (r"Invalid enum value '(.*?)'", lambda m: f'"{m[1]}" bukan salah satu pilihan'),
    (r"length >= 1", lambda m: "tidak boleh kosong"),
    (r"length <= (\d+)", lambda m: f"paling panjang {m[1]} huruf"),
    (r"`(?:int|float)` >= (\d+)", lambda m: f"paling sedikit {m[1]}"),
    (r"`(?:int|float)` <= (\d+)", lambda m: f"paling banyak {m[1]}"),
    (r"Expected `(.+?)`", lambda m: f"harus berupa {_type_name(m[1])}"),
    (r"Invalid RFC3339", lambda m: f"harus berupa {TYPES['datetime']}"),
)


def _type_name(expected: str) -> str:
    return TYPES.get(expected.split(" |")[0], expected)


def _in_indonesian(message: str) -> str:
    place = re.search(r"`\$\.?(.*?)`$", message)
    where = (place[1] if place else "") or "berkas"
    for pattern, sentence in SENTENCES:
        if match := re.search(pattern, message):
            return f"{where}: {sentence(match)}"
    return f"{where}: nilai tidak dapat digunakan"
