"""The proof while results are published: nothing becomes visible that it does not cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.relations import CONFIDENTIAL
from survei.errors import SurveiError
from survei.response.box_proof import ByRatee
from survei.result.choices import Coarsened, WhyCoarsened
from survei.result.document import ResultDocument
from survei.result.inputs import RateeInputs
from survei.result.integrity import digest_of, stored_proof
from survei.result.models import Result, ResultProof
from survei.result.proof import Found, Proof
from survei.result.seal import sealed
from survei.result.stored_document import decode_result, encode_result, fingerprint


class FiguresBeyond(SurveiError):
    """A document would show figures of a small group that the proof does not cover."""

    message = (
        "Hasil belum diterbitkan: hasil seorang pegawai memuat angka yang tidak tercakup oleh "
        "pemeriksaan kerahasiaan. Belum ada yang terlihat oleh siapa pun. Laporkan kepada "
        "administrator aplikasi."
    )


class ResultsChanged(SurveiError):
    """What is stored is not what was proved."""

    message = (
        "Hasil belum diterbitkan: dokumen hasil di basis data berubah selama diperiksa. Belum ada "
        "yang terlihat oleh siapa pun. Terbitkan sekali lagi; dokumen yang berubah dibuat ulang. "
        "Bila terulang, minta auditor memeriksanya."
    )


class Proving:
    """What one run of publishing proves: first every group, then every document."""

    def __init__(self, cycle_id: int, answers: ByRatee) -> None:
        #: What every reading of confidential answers must find.
        self.answers = answers
        self._cycle_id = cycle_id
        self._proof = Proof()
        self._found: Counter[Found] = Counter()
        self._hashes: list[tuple[int, str]] = []
        #: Hashes over documents, for the log.
        self.seals: list[str] = []

    def counted(self, inputs: RateeInputs) -> RateeInputs:
        """The inputs as they may be shown; what was found of their groups is counted."""
        proved, found = self._proof.applied(inputs)
        self._found.update(found)
        return proved

    def proved(self, inputs: RateeInputs) -> RateeInputs:
        """The same, without counting."""
        return self._proof.applied(inputs)[0]

    def require_covered(self, inputs: RateeInputs, document: ResultDocument) -> None:
        """Raises FiguresBeyond where a document holds something else than proved classes."""
        if not self._proof.covers(inputs, document):
            raise FiguresBeyond

    def seal(self, documents: Mapping[int, str]) -> Mapping[int, str]:
        """Remembers documents, hashes by ratee and in their order, as they were proved. Returns
        each one's way to the hash that the log will keep.
        """
        self._hashes += documents.items()
        seal, ways = sealed(len(self.seals), documents)
        self.seals.append(seal)
        return ways

    def require_as_proved(self) -> None:
        """Raises ResultsChanged unless exactly the proved documents are stored."""
        if stored_proof(self._cycle_id) != digest_of(self._hashes):
            raise ResultsChanged

    def count_remade(self, documents: int, *, actor: Actor) -> None:
        """Puts on record that stored documents were not what the answers make, and were made anew.
        Part of the caller's transaction.
        """
        if documents:
            _add(self._cycle_id, Coarsened.REMADE, "", documents)
            record(actor, "result.remake", "cycle", self._cycle_id, results=documents)

    def write_counts(self, narrowing: int) -> dict[str, int]:
        """Stores how many groups were found to be how, and gives it for the log. `narrowing`: the
        questions of which the bank tells no mean beside results. Part of the caller's transaction.
        """
        held = self._found[Coarsened.NOT, ""]
        self._found[Coarsened.NOT, ""] = held  # also none: that there was a proof
        for (step, why), groups in self._found.items():
            _add(self._cycle_id, step, why, groups)
        if narrowing:
            _add(self._cycle_id, Coarsened.POOLED, WhyCoarsened.NARROW, narrowing)
        coarsened = self._found.total() - held
        return {"proved": held, "coarsened": coarsened, "bank_narrowing": narrowing}


def _add(cycle_id: int, step: Coarsened, why: str, groups: int) -> None:
    row, _ = ResultProof.get_or_create(cycle=cycle_id, step=str(step), why=why)
    ResultProof.update(groups=ResultProof.groups + groups).where(ResultProof.id == row.id).execute()


def is_still(row: Result | None, document: ResultDocument) -> bool:
    """Whether a stored document is what the answers make now, but for what chance did."""
    if row is None or fingerprint(row.document) != row.sha256:
        return False
    try:
        stored = decode_result(row.document)
    except msgspec.MsgspecError:
        return False
    return encode_result(_in_order(stored)) == encode_result(_in_order(document))


def _in_order(document: ResultDocument) -> ResultDocument:
    """Without salt, and with the comments of confidential groups in an order that says nothing."""
    comments = [
        msgspec.structs.replace(one, texts=sorted(one.texts))
        if one.relation in CONFIDENTIAL
        else one
        for one in document.comments
    ]
    return msgspec.structs.replace(document, comments=comments, salt="")


def stored_documents(ids: list[int]) -> Mapping[int, Result]:
    """{ratee: the document of a publication that broke off}."""
    columns = (Result.ratee, Result.document, Result.sha256, Result.seal)
    rows = Result.select(*columns).where(Result.ratee.in_(ids))
    return {row.ratee_id: row for row in rows}
