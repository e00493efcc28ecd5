"""List and page of letters. Bodies are shown only where mails land in the instance folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from peewee import Field, ModelSelect, Select, fn

from admin.base import ListFilter, ModelView, action, expose
from admin.links.handing_out import Request, granted
from admin.listing import MOST_ROWS
from admin.mail.landed_mail import Mail, read_letter
from admin.mail.letter_kinds import KIND_LABELS, kind_label
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import Principal, permits, staff_scope
from survei.cycle.models import Cycle, Participant
from survei.cycle.queries import within
from survei.database import database, often
from survei.errors import SurveiError
from survei.invitation.choices import HandoutWay
from survei.invitation.handouts import Occasion, hand_out_letter, is_kept_from
from survei.invitation.mail_only import MailOnly
from survei.mail import services
from survei.mail.choices import LANE_LABELS, LETTER_STATE_LABELS, Lane, LetterState
from survei.mail.letters import TEST
from survei.mail.models import Letter
from survei.mail.rules import GIVE_UP
from survei.mail.transports import mail_folder
from survei.retention.choices import DataClass
from survei.retention.periods import due_from, period_words
from survei.retention.queries import period_of
from survei.search.queries import found


def _cycles() -> list[tuple[str, str]]:
    return [(str(c.id), c.name) for c in Cycle.select(Cycle.id, Cycle.name).order_by(-Cycle.id)]


def _by(column: Field) -> Callable[[ModelSelect, str], ModelSelect]:
    """Letters with this value. Those of one unit are found by its people, not by the value."""
    return lambda query, value: query.where(often(column == value))


def short_moment(at: datetime) -> str:
    """ "23 Nov 2026 10.32": for a narrow column; the letter's page says it in full."""
    return format_datetime(clock.to_local(at), "d MMM y HH.mm", rebase=False)


class Outbox(ModelView[Letter]):
    """Letters of cycles; letters about accounts only for those who manage users."""

    permission = Permission.VIEW_MAIL
    permissions = {
        "action_view": Permission.MANAGE_LINKS,
        "retry_all": Permission.MANAGE_LINKS,
        "test": Permission.MANAGE_LINKS,
        "show_links": Permission.MANAGE_LINKS,
    }
    description = "Surat yang terkirim, menunggu, atau gagal beserta sebabnya."
    can_view_details = True
    noun = "surat"
    list_template = "mail/list.html"
    column_list = ("queued_at", "recipient", "kind", "state", "last_error")
    column_details_list = ("recipient",)
    column_labels = {
        "queued_at": "Masuk antrean",
        "recipient": "Penerima",
        "kind": "Jenis",
        "state": "Keadaan",
        "last_error": "Keterangan",
    }
    column_sortable_list = ("queued_at",)
    column_searchable_list = ("recipient",)
    column_default_sort = ("queued_at", True)
    column_formatters = {
        "queued_at": lambda view, context, letter, name: short_moment(letter.queued_at),
        "kind": lambda view, context, letter, name: _(kind_label(letter.kind)),
        "state": lambda view, context, letter, name: _(LETTER_STATE_LABELS[letter.state]),
        "last_error": lambda view, context, letter, name: _(letter.last_error) or "–",
    }
    list_filters = (
        ListFilter("state", "Keadaan", list(LETTER_STATE_LABELS.items()), _by(Letter.state)),
        ListFilter("kind", "Jenis", list(KIND_LABELS.items()), _by(Letter.kind)),
        ListFilter("cycle", "Periode", _cycles, _by(Letter.cycle_id)),
    )
    search_text = "Cari alamat penerima"
    empty_text = "Belum ada surat. Surat dibuat saat periode dibuka atau pengguna ditambahkan."

    def scope(self, query: ModelSelect[Letter], principal: Principal) -> ModelSelect[Letter]:
        """HR of a unit sees letters to its people; account letters need MANAGE_USERS."""
        if not permits(principal, Permission.MANAGE_USERS):
            query = query.where(Letter.cycle_id.is_null(False))
        if principal.unit_lineage:
            # Named by cycle, so that the index of units answers.
            people = Participant.select(Participant.id).where(
                Participant.cycle.in_(Cycle.select(Cycle.id)), within(staff_scope(principal))
            )
            query = query.where(Letter.participant_id.in_(people))
        return query

    def searched(self, query: ModelSelect[Letter], words: Sequence[str]) -> ModelSelect[Letter]:
        """By the address."""
        return found(query, (Letter.recipient,), words, parts=None)

    def describe(self, record: Letter) -> str:
        """A letter by kind and recipient."""
        return f"{_(kind_label(record.kind))}, {record.recipient}"

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        """Where a letter is on its way, and what it says where it can be read; links masked."""
        letter: Letter = self.get_one(request.args.get("id", ""))
        mail = self._mail(letter)
        return self._letter_page(letter, mail.masked() if mail else None)

    @expose("/tautan/", methods=("GET", "POST"))
    def show_links(self) -> ResponseReturnValue:
        """The letter with its links: whoever sees them could answer as its recipient."""
        letter: Letter = self.get_one(request.args.get("id", ""))
        mail = self._mail(letter) or abort(404)
        back = self.get_url(".details_view", id=letter.id)
        if is_kept_from(mail.tokens()):
            flash(_(MailOnly.message), "error")
            return redirect(back, 303)

        def hand(occasion: Occasion) -> ResponseReturnValue:
            hand_out_letter(letter, mail.tokens(), occasion)
            return self._letter_page(letter, mail, has_links=True)

        return granted(self, Request(HandoutWay.SHOWN, (self.describe(letter),), 1, back), hand)

    def _mail(self, letter: Letter) -> Mail | None:
        """What landed here, for those who may hand links out."""
        if not self.may("show_links"):
            return None
        return read_letter(mail_folder(self._settings), letter.id)

    def _letter_page(
        self, letter: Letter, mail: Mail | None, *, has_links: bool = False
    ) -> ResponseReturnValue:
        return self.render(
            "mail/letter.html",
            letter=letter,
            lane=LANE_LABELS[Lane(letter.lane)],
            mail=mail,
            has_links=has_links,
            has_server=self._settings.mail_url is not None,
            may_step=self.may("show_links"),
            read_until=letter.sent_at
            and due_from(letter.sent_at, period_of(DataClass.LANDED_MAILS)),
            return_url=self._return_url(),
        )

    @action("retry", "Kirim ulang")
    def action_retry(self, letters: list[Letter]) -> ResponseReturnValue:
        """Failed and cancelled ones go back into the queue."""
        return self._each(letters, services.retry_letter, _("masuk antrean kirim"))

    @action(
        "cancel",
        "Batalkan",
        "Surat yang menunggu atau gagal tidak akan dikirim; yang sudah terkirim dilewati.",
    )
    def action_cancel(self, letters: list[Letter]) -> ResponseReturnValue:
        """Waiting and failed ones are not sent."""
        return self._each(letters, services.cancel_letter, _("dibatalkan"))

    def _each(self, letters: list[Letter], step: Any, done: str) -> ResponseReturnValue:
        count = sum(self._tried(step, letter) for letter in letters)
        flash(_("%(count)s surat %(done)s.", count=count, done=done), "success")
        if count < len(letters):
            skipped = len(letters) - count
            flash(_("%(count)s surat dilewati karena keadaannya.", count=skipped), "info")
        return redirect(self._return_url(), 303)

    def _tried(self, step: Any, letter: Letter) -> bool:
        try:
            with database.atomic():
                step(letter.id, actor=self.principal.actor)
        except SurveiError:
            return False
        return True

    @expose("/ulangi/", methods=("POST",))
    def retry_all(self) -> ResponseReturnValue:
        """Every failed letter that one may see goes back into the queue: after a wrong setting."""
        failed = self.visible().where(Letter.state == LetterState.FAILED)
        ids = [letter.id for letter in failed.select(Letter.id)]
        count = services.retry_failed(ids, actor=self.principal.actor)
        flash(_("%(count)s surat masuk antrean kirim.", count=count), "success")
        return redirect(self.get_url(".index_view"), 303)

    @expose("/uji/", methods=("POST",))
    def test(self) -> ResponseReturnValue:
        """A letter to oneself that shows whether mail arrives."""
        principal = self.principal
        services.post_test_letter(
            TEST, recipient=principal.email, name=principal.name, actor=principal.actor
        )
        flash(_("Surat uji ke %(email)s masuk antrean.", email=principal.email), "success")
        return redirect(self.get_url(".index_view"), 303)

    @property
    def _settings(self) -> Any:
        return current_app.config["SETTINGS"]

    @property
    def has_server(self) -> bool:
        """Whether mails leave this machine."""
        return self._settings.mail_url is not None

    give_up_hours = int(GIVE_UP.total_seconds()) // 3600

    @property
    def landed_for(self) -> str:
        """How long a mail that landed here can be read, in words: "30 hari"."""
        return period_words(period_of(DataClass.LANDED_MAILS), ngettext)

    @property
    def hours_left(self) -> int:
        """How long the waiting letters take under the cap, in hours; 0 when soon done."""
        waiting = self.visible().where(
            often(Letter.state == LetterState.QUEUED), often(Letter.lane == Lane.BULK)
        )
        return waiting.count() // self._settings.mails_per_hour

    @property
    def per_hour(self) -> int:
        """The cap on mails."""
        return self._settings.mails_per_hour

    def state_counts(self) -> list[tuple[LetterState, str, int]]:
        """State, label and number (at most `MOST_ROWS` + 1: "more") of the letters in sight."""
        counted = Select(columns=[self._some_of(state) for state in LetterState])
        (counts,) = counted.bind(database).tuples().execute()
        known = zip(LetterState, counts, strict=True)
        return [(state, LETTER_STATE_LABELS[state], count) for state, count in known if count]

    def _some_of(self, state: LetterState) -> Select:
        """How many letters of a state, counted no further than the list goes."""
        some = self.visible().select(Letter.id).where(often(Letter.state == state))
        some = some.limit(MOST_ROWS + 1).alias("some")
        return Select([some], [fn.COUNT(some.c.id)]).alias(state.value)
