"""Cycles that were running when links began to be replaced all at once: what was in reach."""

from __future__ import annotations

from collections.abc import Callable

from survei.database import is_sqlite
from tests.migrations.conftest import Old

THIS = "0111_replaced_links"
MOMENTS = {name: f"2026-11-0{day} 00:00:00.000000" for day, name in enumerate("abcdef", 1)}
CYCLE = (
    "INSERT INTO cycle (id, name, period_start, period_end, opens_at, closes_at, grace_minutes, "
    "state, plan, revision, created_at) VALUES ({id}, '{state}', '2026-01-01', '2026-12-31', "
    "'{at}', '{at}', 15, '{state}', '{{}}', 1, '{at}')"
)
FORM = (
    "INSERT INTO assignment (id, cycle_id, rater_id, ratee_id, relation, version_id, state, "
    "decline_note, is_disputed, sent_in_reach) "
    "VALUES ({id}, {cycle}, {rater}, {id}, 'peer', 1, '{state}', '', FALSE, FALSE)"
)
LINK = (
    "INSERT INTO link (token_hash, nonce, purpose, participant_id, assignment_id, revoked_at, "
    "is_handed_out) VALUES ('{id}', '', '{purpose}', {rater}, {form}, {revoked}, {handed})"
)
HANDOUT = (
    "INSERT INTO handout (id, cycle_id, way, at, made_by, reason) "
    "VALUES ({id}, {cycle}, 'slip', '{at}', 'user', '')"
)
HANDED = "INSERT INTO handed_link (handout_id, link_id) VALUES ({id}, '{link}')"

#: By rater: their links as (name, state of the form or none for the list, revoked, handed out);
#: when they were handed out.
RATERS: dict[str, tuple[list[tuple[str, str, str, bool]], str]] = {
    # The list and the open form were replaced; what was sent kept its link.
    "half": (
        [
            ("list-old", "", "c", True), ("list-new", "", "", False),
            ("open-old", "open", "c", True), ("open-new", "open", "", False),
            ("kept", "submitted", "", True),
            ("late-old", "submitted", "c", True), ("late-new", "submitted", "", False),
        ],
        "b",
    ),
    # One that was declined when the list was seen.
    "back": (
        [
            ("list-old", "", "c", True), ("list-new", "", "", False),
            ("declined", "declined", "", False),
        ],
        "b",
    ),
    # All were replaced after they were seen.
    "all": (
        [
            ("list-old", "", "c", True), ("list-new", "", "", False),
            ("open-old", "open", "c", True), ("open-new", "open", "", False),
            ("sent-old", "submitted", "c", False), ("sent-new", "submitted", "", False),
        ],
        "b",
    ),
    # And were seen again.
    "again": (
        [
            ("list-old", "", "c", True), ("list-new", "", "", True),
            ("sent-old", "submitted", "c", False), ("sent-new", "submitted", "", False),
            ("open", "open", "", True),
        ],
        "d",
    ),
    # Nobody had them.
    "none": ([("list", "", "", False), ("open", "open", "", False)], ""),
}  # fmt: skip
#: In cycles that still count.
REACHED = {
    "half": {"list-new", "open-new", "kept"},
    "back": {"list-new", "declined"},
    "again": {"list-new", "open"},
}
STATES = ("open", "closed", "computed", "published")


def test_what_an_old_link_leads_to_is_in_reach(database_before: Callable[[str], Old]) -> None:
    own, runner = database_before(THIS)
    run = own.execute_sql
    run("PRAGMA foreign_keys = OFF" if is_sqlite() else "SET session_replication_role = replica")
    for cycle, state in enumerate(STATES, 1):
        run(CYCLE.format(id=cycle, state=state, at=MOMENTS["a"]))
        for place, name in enumerate(RATERS):
            _insert(run, cycle, cycle * 10 + place, name)
    runner.up(THIS)
    live = run("SELECT token_hash FROM link WHERE is_handed_out AND revoked_at IS NULL").fetchall()
    old = {"half": {"kept"}, "again": {"list-new", "open"}}
    assert {key for (key,) in live} == {
        f"{cycle} {name} {link}"
        for cycle in range(1, 5)
        for name, links in (REACHED if cycle <= 2 else old).items()
        for link in links
    }
    told = run("SELECT handout_id, link_id FROM handed_link").fetchall()
    assert sorted(key for key, link in told if link.endswith("half open-new")) == [10, 20]
    assert len(told) == len(set(map(tuple, told)))
    counted = run("SELECT id FROM assignment WHERE sent_in_reach ORDER BY id").fetchall()
    assert [key for (key,) in counted] == [1003, 2003]
    runner.down(THIS)
    runner.up(THIS)
    again = run("SELECT handout_id, link_id FROM handed_link").fetchall()
    assert sorted(map(tuple, again)) == sorted(map(tuple, told))


def _insert(run: Callable[[str], object], cycle: int, rater: int, name: str) -> None:
    links, handed_at = RATERS[name]
    if handed_at:
        run(HANDOUT.format(id=rater, cycle=cycle, at=MOMENTS[handed_at]))
    forms: dict[str, int] = {}
    for link, state, revoked, handed in links:
        subject = link.partition("-")[0]
        form = "NULL"
        if state:
            if subject not in forms:
                forms[subject] = rater * 100 + len(forms) + 1
                run(FORM.format(id=forms[subject], cycle=cycle, rater=rater, state=state))
            form = str(forms[subject])
        at = f"'{MOMENTS[revoked]}'" if revoked else "NULL"
        token = f"{cycle} {name} {link}"
        run(LINK.format(id=token, purpose="form" if state else "list", rater=rater, form=form,
                        revoked=at, handed=handed))  # fmt: skip
        if handed:
            run(HANDED.format(id=rater, link=token))
