"""A cycle of the cast: the headmaster's two teachers, and a stranger under another head."""

from __future__ import annotations

from survei.audit.choices import SYSTEM
from survei.cycle.choices import CycleState, Relation
from survei.lifecycle.publishing import publish_results
from tests.cast import Cast
from tests.result.rows import School, make_school, ratings

#: Words that only one side's people were given.
OURS, THEIRS = "KATA-TIM-KAMI", "KATA-TIM-MEREKA"


def cast_school(cast: Cast, *, state: CycleState = CycleState.COMPUTED, peers: int = 3) -> School:
    """`ratee` is rated by self, headmaster and `peers` peers, `stranger` by his headmaster."""
    school = make_school(state=state, with_unit=False)
    head = school.freeze(cast.headmaster, None)
    other = school.freeze(cast.other_headmaster, None)
    school.freeze(cast.ratee, head)
    school.freeze(cast.rater, head)
    school.freeze(cast.stranger, other)
    ratee = cast.ratee.name
    school.ask(ratee, ratee, Relation.SELF, ratings(5, "Saya rajin"))
    school.ask(cast.headmaster.name, ratee, Relation.SUPERVISOR, ratings(4, OURS))
    school.ask(cast.rater.name, ratee, Relation.PEER, ratings(3, "dari rekan"))
    for number in range(peers - 1):
        school.person(f"Rekan {number}", cast.headmaster.name, unit=cast.school)
        school.ask(f"Rekan {number}", ratee, Relation.PEER, ratings(3, "dari rekan"))
    school.ask(
        cast.other_headmaster.name, cast.stranger.name, Relation.SUPERVISOR, ratings(2, THEIRS)
    )
    return school


def publish(school: School) -> None:
    """Publishes the results of that cycle."""
    publish_results(school.cycle.id, actor=SYSTEM)
