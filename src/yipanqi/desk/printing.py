"""What is put on paper: a port to the press, which alone knows how."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from yipanqi.close.state import Board
from yipanqi.desk.afterwards import Afterwards
from yipanqi.desk.alerting import Alert
from yipanqi.desk.ports import Paper
from yipanqi.ground.ids import CrewId, OrganisationId
from yipanqi.ground.refusal import Refusal

PaperForm = Literal["pdf", "xlsx", "gpx", "zip"]
PaperLanguage = Literal["zh", "en"]


@runtime_checkable
class Printing(Protocol):
    """Prints from the board as it stands."""

    def orders(
        self,
        board: Board,
        crews: Sequence[CrewId] | None,
        form: PaperForm,
        *,
        now: datetime,
        url: str,
        language: PaperLanguage,
    ) -> Paper | Refusal:
        """Work orders of some crews, or of all for None; a refusal with its reason where there is none."""
        ...

    def afterwards(
        self, told: Afterwards, form: Literal["pdf", "xlsx"], language: PaperLanguage
    ) -> Paper | Refusal:
        """The account of a night."""
        ...

    def alert(self, alert: Alert) -> bytes:
        """An alert for systems of others, as CAP 1.2."""
        ...

    def account(
        self,
        board: Board,
        lender: OrganisationId,
        form: PaperForm,
        *,
        now: datetime,
        language: PaperLanguage,
    ) -> Paper | Refusal:
        """A lender's account of hours and goods, as `pdf` or `xlsx`."""
        ...
