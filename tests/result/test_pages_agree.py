"""Whatever a reader can reckon again from a page comes to what the page says.

Pages of generated people: the appraised person's, the supervisor's, HR's, and the workbook.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from random import Random

import openpyxl
import pytest

from survei.figures import half_up, places_of
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.presentation.result_words import ResultWords
from survei.presentation.results_workbook import write_workbook
from survei.presentation.sums import sums_of
from survei.result.composition import make_result
from survei.result.document import Group, ResultDocument, SectionResult
from survei.result.norms import Norms
from survei.result.sentences import SENTENCES
from survei.result.stored_document import encode_result
from tests.admin.result_world import cast_school, publish
from tests.cast import Cast
from tests.client import Browser
from tests.result.pages import ResultPage, number, numbers
from tests.result.people import make_form, make_person
from tests.result.rows import store_as_published

#: People who are looked at, and those with whom they are compared.
SHOWN, CROWD = 14, 70
#: (|difference|, limit) in the sentence about a difference.
#: A figure with its scale; at an end what it counts as.
LEVEL = r"(?:di \w+ [\d,]+ \(dihitung sebagai )?([\d,]+) (?:dari|pada skala) .*"
SENTENCE = re.compile(r"(?:Selisih (?P<size>[\d,]+): penilaian diri (?P<words>[^.]*)\.|Tidak ada)")


@cache
def results() -> list[ResultDocument]:
    """Results of people of one cycle, enough of them for bands and limits."""
    chance = Random(2026)
    forms = [make_form(chance, 1), make_form(chance, 2), make_form(chance, 3)]
    crowd, norms = [make_person(forms, chance) for _ in range(CROWD)], Norms()
    for inputs in crowd:
        norms.add(inputs.groups, inputs.scheme)
    made = [make_result(one, norms=norms, chance=Random(1)) for one in crowd]
    with_gaps = [result for result in made if result.gaps]
    return with_gaps[: SHOWN - 4] + [result for result in made if not result.gaps][:4]


class Reader:
    """Opens the pages of one person, whose result is put in place."""

    def __init__(self, client: Browser, cast: Cast) -> None:
        school = cast_school(cast)
        publish(school)
        self.client, self.cast = client, cast
        self.key = school.people[cast.ratee.name].id
        link = link_of_participant(self.key, LinkPurpose.RESULT)
        assert link
        self.path = path_of(link)

    def pages(self, result: ResultDocument) -> Iterator[tuple[str, ResultPage]]:
        """The three pages in Indonesian."""
        store_as_published(self.key, encode_result(result))
        yield "own", self._page(self.path)
        self.client.sign_in(self.cast.appraiser)
        yield "supervisor", self._page(f"/admin/tim/{self.key}/")
        self.client.sign_in(self.cast.hr)
        yield "hr", self._page(f"/admin/hasil/pegawai/{self.key}/")
        self.client.sign_out()

    def _page(self, path: str) -> ResultPage:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return ResultPage(answer.get_data(as_text=True))


@pytest.fixture
def reader(client: Browser, cast: Cast) -> Reader:
    return Reader(client, cast)


def test_pages_and_workbook_agree_with_themselves_and_each_other(reader: Reader) -> None:
    for result in results():
        sentences = []
        for name, page in reader.pages(result):
            check_differences(page)
            check_shares(page, "Bobot" if name == "own" else "Bobot dipakai")
            check_sums(page)
            check_charts(page)
            sentences.append(page.column("Arti", "Selisih"))
        sentences.append(list(check_workbook(result)))
        assert sentences == [sentences[0]] * 4
        assert len(sentences[0]) == len(result.gaps)


def check_differences(page: ResultPage) -> None:
    """Self minus others is the difference; the sentence says it, sure only beyond the limit."""
    rows = page.table("Selisih", "Penilai lain", "Arti")
    for row in rows[1:]:
        own, others, difference = map(number, row[1:4])
        assert own - others == difference, row
        said = SENTENCE.match(row[4])
        assert said, row
        size = number(said["size"]) if said["size"] else Decimal(0)
        assert size == abs(difference), row
        assert ("lebih tinggi" in row[4]) == (difference > 0), row
        assert ("lebih rendah" in row[4]) == (difference < 0), row
        limit = re.search(r"\(?batas kebetulan \(?([\d,]+)", row[4])
        if limit and difference:
            assert ("melampaui" in row[4]) == (abs(difference) > number(limit[1])), row


def check_shares(page: ResultPage, column: str) -> None:
    """Shares of groups add up to 100, and so do those of sections and questionnaires."""
    used = [number(text) for text in page.column(column, "Kelompok")]
    assert sum(used) in (0, 100), used
    weights: list[Decimal] = []
    for heading in page.headings:
        if found := re.search(r" bobot ([\d,]+%)", heading):
            weights.append(number(found[1]))
    assert sum(weights) % 100 == 0, weights


def check_sums(page: ResultPage) -> None:
    """Every sum comes out, and its result stands on the page."""
    shown = {text for _, rows in page.tables for row in rows for cell in row for text in [cell]}
    figures = {one for cell in shown for one in numbers(cell)}
    for label, text in page.sums:
        found = re.fullmatch(r"\((.*)\) ÷ ([\d.,]+) ([=≈]) ([\d,]+)", text)
        assert found, text
        terms = [tuple(map(number, term.split(" × "))) for term in found[1].split(" + ")]
        whole, result = number(found[2]), number(found[4])
        total = sum(weight * figure for weight, figure in terms)
        assert sum(weight for weight, _ in terms) == whole, text
        assert rounded(total / whole, result) == result, (label, text)
        assert (found[3] == "=") == (total == result * whole), text
        if "“" in label and label.startswith("Gabungan aspek"):
            assert {rounded(figure, result) for _, figure in terms} <= figures, (label, text)


def test_every_mean_of_several_figures_is_followed_as_a_sum() -> None:
    for result in results():
        found = [
            (one.part.code, None)
            for one in sums_of(result)
            if one.kind == "section" and isinstance(one.part, SectionResult)
        ]
        found += [("", one.relation) for one in sums_of(result) if one.kind == "group"]
        expected = [(part.code, None) for part in result.sections() if len(part.weights_used) > 1]
        expected += [
            ("", group.relation) for group in result.groups if sections_of(result, group) > 1
        ]
        assert sorted(map(str, found)) == sorted(map(str, expected))


def sections_of(result: ResultDocument, group: Group) -> int:
    """How many sections with a weight have a figure of a group."""
    parts = (part for part in result.instruments if group.relation in part.relations)
    sections = next(parts).sections
    return sum(one.cells[group.relation].score is not None and one.weight > 0 for one in sections)


def test_a_figure_of_another_scale_leads_to_the_one_in_the_sum() -> None:
    found = [
        (result, term)
        for result in results()
        for one in sums_of(result)
        for term in one.sum.terms
        if term.origin is not None
    ]
    assert found
    for result, term in found:
        scales = [scale for scale in result.scales.values() if scale.highest == term.highest]
        shares = [scale.share(term.origin) for scale in scales]
        assert term.figure in [half_up(share, places_of(term.figure)) for share in shares]


def rounded(value: Decimal, like: Decimal) -> Decimal:
    return value.quantize(like, rounding=ROUND_HALF_UP)


def check_charts(page: ResultPage) -> None:
    """A marker stands where its figure lies between the ends of the axis as it is numbered."""
    said = [
        row[-1]
        for _, rows in page.tables
        for row in rows[1:]
        if "Grafik" in rows[0] and re.match(LEVEL, row[-1])
    ]
    said = [re.sub(LEVEL, r"\1", text) for text in said]
    for text, (ticks, mark) in zip(said, page.strips, strict=True):
        (start, low), (end, high) = ticks[0], ticks[-1]
        share = (float(number(text)) - low) / (high - low)
        assert mark == pytest.approx(start + share * (end - start), abs=0.02), text


def check_workbook(result: ResultDocument) -> Iterator[str]:
    """The sentences of the sheet of differences, whose figures agree as those of the page do."""
    file = io.BytesIO()
    write_workbook(file, [result])
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    for row in book["Selisih"].iter_rows(min_row=2, values_only=True):
        own, others, difference = (Decimal(str(value)) for value in row[3:6])
        assert own - others == difference, row
        yield row[9]


def test_figures_in_english_are_the_same(reader: Reader) -> None:
    for result in results()[:3]:
        _, own = next(reader.pages(result))
        english = ResultPage(reader.client.get(f"{reader.path}?lang=en").get_data(as_text=True))
        here = page_numbers(own, ",", ".")
        assert here == page_numbers(english, ".", ",")


def page_numbers(page: ResultPage, decimal: str, group: str) -> list[str]:
    """Every number in the tables, without its language."""
    texts = [cell for _, rows in page.tables for row in rows[1:] for cell in row[1:4]]
    return [
        one.replace(group, "").replace(decimal, ".")
        for text in texts
        for one in re.findall(r"[+−]?\d+(?:[.,]\d+)?", text)
    ]


def test_a_difference_is_never_called_agreement() -> None:
    for text in SENTENCES.values():
        assert not re.search(r"sejalan|wajar", text), text
    said = [ResultWords(result).gap_sentence(gap) for result in results() for gap in result.gaps]
    assert any("Masih mungkin kebetulan karena" in text for text in said)
    assert any("melampaui batas kebetulan" in text for text in said)


def test_a_figure_from_0_to_100_is_explained_and_stands_only_where_scales_meet(
    reader: Reader,
) -> None:
    mixed = [result for result in results() if result.score is not None and not result.scale]
    single = [
        result
        for result in results()
        if result.scale and all(section.scale for section in result.sections())
    ]
    assert mixed
    assert single
    for result, is_mixed in ((mixed[0], True), (single[0], False)):
        for name, _ in reader.pages(result):
            if name == "own":
                html = reader.client.get(reader.path).get_data(as_text=True)
                assert ("0–100" in html) == is_mixed
                assert ("bukan nilai rapor" in html) == is_mixed
