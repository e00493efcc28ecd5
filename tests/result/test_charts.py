"""Geometry of the radar and the sentence above each chart."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from math import hypot

from survei.cycle.choices import Relation as R
from survei.presentation.chart_captions import finding_of_sections, finding_of_views
from survei.presentation.charts import HEIGHT, MARKER, MIDDLE, RADIUS, WIDTH, radar_of
from survei.questionnaire.score_scale import HUNDRED, Level, ScoreScale
from survei.result.choices import Showing
from survei.result.document import Cell, InstrumentResult, ResultDocument, SectionResult

Make = Callable[..., ResultDocument]


FIVE = ScoreScale(
    lowest=1, highest=5, levels=[Level(value=n, label=f"Tingkat {n}") for n in range(1, 6)]
)


def instrument(scores: dict[R, list[int | None]], titles: list[str]) -> InstrumentResult:
    def cell(score: int | None) -> Cell:
        showing = Showing.WITHHELD if score is None else Showing.SHOWN
        exact = None if score is None else Fraction(score)
        return Cell(showing=showing, n=None if score is None else 3, score=exact)

    sections = [
        SectionResult(
            code=f"s{place}",
            title=title,
            weight=Fraction(10),
            items=[],
            items_en=[],
            cells={relation: cell(values[place]) for relation, values in scores.items()},
        )
        for place, title in enumerate(titles)
    ]
    return InstrumentResult(
        version_id=1, title="Uji", number=1, relations=list(scores), sections=sections
    )


TITLES = ["Keteraturan suasana kelas", "Disiplin positif", "Umpan balik", "Instruksi"]


def test_a_full_score_lies_at_the_end_of_its_axis() -> None:
    radar = radar_of(instrument({R.SELF: [100, 0, 50, 100]}, TITLES), FIVE)
    assert radar
    top = radar.series[0].markers[0].at
    assert (round(top.x, 6), round(top.y, 6)) == (MIDDLE[0], MIDDLE[1] - RADIUS)
    assert radar.series[0].path.startswith(f"M{top}")


def test_equal_scores_lie_side_by_side() -> None:
    radar = radar_of(instrument(dict.fromkeys(R, [60] * 4), TITLES), FIVE)
    assert radar
    for place in range(4):
        here = [series.markers[place].at for series in radar.series]
        for one, other in combinations(here, 2):
            assert hypot(one.x - other.x, one.y - other.y) >= MARKER - 1


def test_a_withheld_section_breaks_the_line() -> None:
    radar = radar_of(instrument({R.PEER: [50, None, 50, 50]}, TITLES), FIVE)
    assert radar
    assert [part[0] for part in radar.series[0].path.split()] == ["M", "M", "L", "L"]
    assert len(radar.series[0].markers) == 3


def test_rings_are_the_levels_of_the_scale() -> None:
    radar = radar_of(instrument({R.SELF: [50] * 4}, TITLES), FIVE)
    assert radar
    assert [level for _, _, level in radar.rings] == [1, 2, 3, 4, 5]
    assert radar.series[0].path.split()[0] == f"M{radar.rings[2][0].split()[0]}"


def test_no_radar_where_scales_differ() -> None:
    assert radar_of(instrument({R.SELF: [50] * 4}, TITLES), HUNDRED) is None


def test_no_radar_below_three_sections_or_without_figures() -> None:
    assert radar_of(instrument({R.SELF: [1, 2]}, TITLES[:2]), FIVE) is None
    assert radar_of(instrument({R.PEER: [None] * 4}, TITLES), FIVE) is None


def test_long_titles_break_and_stay_inside() -> None:
    titles = ["Perhatian dan kepedulian kepada setiap peserta didik di kelas"] * 5
    radar = radar_of(instrument({R.SELF: [50] * 5}, titles), FIVE)
    assert radar
    for axis in radar.axes:
        assert len(axis.lines) <= 4
        assert 0 < axis.label_at.y < HEIGHT
        assert 0 <= axis.label_at.x <= WIDTH


def row(a: int, b: int) -> list:
    return [([a] * 3, [b] * 2, "")]


def test_findings(result_of: Make) -> None:
    higher = result_of({R.SELF: row(5, 5), R.SUPERVISOR: row(4, 2)})
    assert finding_of_sections(higher).params == {"best": "Aspek A", "least": "Aspek B"}
    assert finding_of_views(higher, higher.instruments[0]).code == "finding_self_higher"
    lower = result_of({R.SELF: row(2, 4), R.SUPERVISOR: row(4, 4)})
    assert finding_of_views(lower, lower.instruments[0]).params == {"count": 1, "total": 2}
    same = result_of({R.SELF: row(4, 4), R.SUPERVISOR: row(4, 4)})
    assert finding_of_sections(same).code == "finding_even"
    assert finding_of_views(same, same.instruments[0]).code == "finding_self_same"
    none = result_of({R.SELF: row(4, 4), R.PEER: row(4, 4)})
    assert finding_of_sections(none).code == "finding_none"
    assert finding_of_views(none, none.instruments[0]).code == "finding_groups"
