"""Taking other keys into use on purpose, where those of the database are lost or have leaked."""

from __future__ import annotations

from dataclasses import dataclass

from survei.account.one_time import live_links, replace_links
from survei.audit.choices import Actor
from survei.audit.key_changes import mark_now
from survei.audit.lines import facts_in, lines_after
from survei.audit.queries import log_start
from survei.audit.rules import ADOPTION
from survei.audit.services import hold_chain, record
from survei.database import database
from survei.errors import SurveiError
from survei.installation import queries, services
from survei.installation.choices import KeyKind
from survei.installation.new_keys import write_keys
from survei.installation.rules import Problem
from survei.invitation.replacing import (
    LinksAtStake,
    links_at_stake,
    post_new_links,
    replace_all_links,
)
from survei.keys import use_keys
from survei.lifecycle.boxes import adopt_receipts
from survei.response.models import Draft
from survei.settings import Settings
from survei.starting import problems_of


class NothingToAdopt(SurveiError):
    """The keys at hand are those of the database."""

    message = "Semua kunci yang ada memang milik basis data ini; tidak ada yang perlu diganti."


@dataclass(frozen=True)
class AdoptionLosses:
    """What is lost when the keys at hand are adopted."""

    problems: list[Problem]
    #: None unless the link key is another one.
    links: LinksAtStake | None = None
    #: Drafts that nobody can read any more, since the old link alone opens them.
    drafts: int = 0
    #: Activation and reset links that nobody has used yet.
    account_links: int = 0

    def concerns(self, kind: KeyKind) -> bool:
        """Whether a key of this kind is adopted."""
        return any(problem.kind is kind for problem in self.problems)


@dataclass(frozen=True)
class Adopted:
    """What adopting did."""

    links: int = 0
    #: New letters, and earlier ones that were not sent yet and bring the new link as well.
    letters: int = 0
    waiting: int = 0
    account_letters: int = 0


def adoption_losses(settings: Settings) -> AdoptionLosses:
    """What adopting would cost now. Raises NothingToAdopt."""
    problems = problems_of(settings)
    if not problems:
        raise NothingToAdopt
    losses = AdoptionLosses(problems)
    if not losses.concerns(KeyKind.LINK):
        return losses
    return AdoptionLosses(problems, links_at_stake(), Draft.select().count(), len(live_links()))


def adopt_keys(settings: Settings, *, actor: Actor) -> Adopted:
    """The keys at hand belong to the database from now on, and absent ones are written into the
    instance folder. With another link key every link is replaced and its holder told; with
    another audit key the line of the adoption is a mark in the chain. All or nothing.

    Every other process has to be stopped: one that runs on with an old key is refused by the log.
    """
    with database.atomic():
        services.take_turn()
        losses = adoption_losses(settings)
        settings = write_keys(settings)
        chain = _mark(losses)
        for problem in losses.problems:
            services.replace_keys(problem.kind, queries.fingerprints(settings)[problem.kind])
        use_keys(settings.keys)
        kinds = [str(problem.kind) for problem in losses.problems]
        links = losses.links.total if losses.links else 0
        # The first line under the new key, since it is the mark.
        record(actor, ADOPTION, "keys", "-", kinds=kinds, links=links, **chain)
        adopt_receipts()
        return _replace(losses.links, actor) if losses.links else Adopted()


def _mark(losses: AdoptionLosses) -> dict[str, object]:
    """What the line has to hold of the chain before it, when that goes on under another key: a
    digest of it, and the facts that prove what is kept longer.
    """
    if not losses.concerns(KeyKind.AUDIT):
        return {}
    hold_chain()
    start = log_start()
    mark = mark_now(_old_audit_key(), gone=start.lines)
    return {"chain": mark.as_details(), "carried": dict(start.carried) | facts_in(lines_after())}


def _replace(at_stake: LinksAtStake, actor: Actor) -> Adopted:
    links, letters = replace_all_links(), post_new_links()
    return Adopted(links, letters, at_stake.reachable - letters, replace_links(actor=actor))


def _old_audit_key() -> str:
    """Fingerprint of the key under which the chain was written so far; empty when unknown."""
    known = queries.known_keys()[KeyKind.AUDIT]
    return next((one for one, is_in_use in known.items() if is_in_use), "")
