"""A file's name means the same wherever it stands, so that it is found by guessing."""

from __future__ import annotations

from collections import Counter

from survei.questionnaire.kinds import QuestionKind
from tests.architecture.product import module_of, sources

#: Name that several rooms have → what it means in each of them.
SAME_EVERYWHERE = {
    # What a file of an area holds.
    "choices": "the enums of an area",
    "rules": "pure functions, time passed in",
    "models": "columns and constraints",
    "queries": "reads",
    "services": "writes: one transaction, audit line and outbox row inside",
    "errors": "exceptions that state a fact",
    "document": "the typed document that an area keeps as JSON",
    "letters": "what an area writes by mail",
    "refusals": "why what came is not taken, with what to do instead",
    "imports": "a file from elsewhere: looked at, shown, confirmed or dropped",
    "reader": "the process that parses an upload",
    "base": "the class from which the others of its folder inherit",
    # What a file of an interface holds.
    "forms": "WTForms classes",
    "fields": "form fields",
    "pages": "the pages of one area of the admin",
    "home": "the first page",
    "presentation": "words and figures of a page, for its template",
    # Nouns that have an area of the domain, a page, a command; or a rule and a page.
    "bank": "published questions, found again",
    "checking": "the check of a cycle before its opening",
    "codes": "codes of sections and questions",
    "cycles": "cycles of appraisal",
    "default_versions": "for whom each questionnaire is",
    "disputes": "reports that somebody else sent a form",
    "installation": "the keys, the address and the database of this installation",
    "jobs": "what the worker was asked to do",
    "keys": "the keys of this installation",
    "links": "links of raters and ratees",
    "lost_link": "asking for a lost link",
    "mail": "the outbox and its delivery",
    "one_time": "one-time links of accounts",
    "paper": "paper forms",
    "preview": "the form as raters will see it",
    "questionnaires": "questionnaires",
    "questions": "questions of a questionnaire",
    "result": "what one person is told",
    "results": "results of a cycle",
    "retention": "how long data is kept",
    "roles": "job roles",
    "rubric": "all anchors in one grid for each scale",
    "scale_library": "scales that several questionnaires share",
    "sections": "sections of a questionnaire",
    "staff": "employees, units, job roles",
    "team": "a supervisor's own people",
    "units": "units of the organisation",
    "worker": "the process that works in the background",
}


def test_a_file_name_means_the_same_everywhere() -> None:
    counts = Counter(name for name in names())
    several = {name for name, count in counts.items() if count > 1} - set(QuestionKind)
    assert (several - set(SAME_EVERYWHERE), set(SAME_EVERYWHERE) - several) == (set(), set())


def names() -> list[str]:
    """Base names of all modules and packages, migrations apart."""
    return [module_of(path).rpartition(".")[2] for path in sources(".py")]
