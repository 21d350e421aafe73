"""The press: whatever the desk wants on paper, out of the board as it stands."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yipanqi.close.state import Board
from yipanqi.desk.afterwards import Afterwards
from yipanqi.desk.alerting import Alert
from yipanqi.desk.ports import Documents, Paper
from yipanqi.desk.printing import PaperForm
from yipanqi.ground.ids import CrewId, Digest, OrganisationId
from yipanqi.ground.refusal import Refusal
from yipanqi.papers.account import account_of, account_pdf, account_xlsx
from yipanqi.papers.afterwards.pdf import afterwards_pdf
from yipanqi.papers.afterwards.xlsx import afterwards_xlsx
from yipanqi.papers.cap import cap_xml
from yipanqi.papers.orders.bundle import MEDIA, file_name, order_file, orders_zip, plain_file_name
from yipanqi.papers.orders.from_board import orders_of_board
from yipanqi.papers.orders.model import Language
from yipanqi.papers.pdf import NoChineseFontError


class Press:
    """Prints for one board."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def orders(
        self,
        board: Board,
        crews: Sequence[CrewId] | None,
        form: PaperForm,
        *,
        now: datetime,
        url: str,
        language: Language,
    ) -> Paper | Refusal:
        """Work orders of some crews or of all; a refusal where there are none, or no font to set them in."""
        for crew in crews or ():
            if crew not in board.crews:
                return Refusal("crew.unknown", {"crew": crew})
        told = orders_of_board(board, made_at=now, zone=zone_of(board), url=url, crews=crews)
        if told is None or not told.orders:
            return Refusal("plan.nothing_in_force")
        try:
            body = (
                orders_zip(told, self._map(board), language)
                if form == "zip"
                else order_file(told, self._map(board), form, language)
            )
        except NoChineseFontError as lacking:
            return Refusal("paper.no_font", {"detail": str(lacking)})
        name = file_name(told.orders[0]) if crews is not None and len(told.orders) == 1 else "orders"
        return Paper(body, MEDIA[form], f"{name}.{form}")

    def afterwards(
        self, told: Afterwards, form: Literal["pdf", "xlsx"], language: Language
    ) -> Paper | Refusal:
        """The account of a night; a refusal where there is no font to set it in."""
        name = f"{'复盘' if language == 'zh' else 'afterwards'}.{form}"
        if form == "xlsx":
            return Paper(afterwards_xlsx(told, language), MEDIA["xlsx"], name)
        try:
            return Paper(afterwards_pdf(told, language), MEDIA["pdf"], name)
        except NoChineseFontError as lacking:
            return Refusal("paper.no_font", {"detail": str(lacking)})

    def alert(self, alert: Alert) -> bytes:
        """An alert for systems of others, as CAP 1.2."""
        return cap_xml(alert)

    def account(
        self,
        board: Board,
        lender: OrganisationId,
        form: PaperForm,
        *,
        now: datetime,
        language: Language,
    ) -> Paper | Refusal:
        """A lender's account; a refusal where nobody knows the lender, or there is no font."""
        told = account_of(board, lender, made_at=now, zone=zone_of(board))
        if told is None:
            return Refusal("lender.unknown", {"lender": lender})
        try:
            body = account_xlsx(told, language) if form == "xlsx" else account_pdf(told, language)
        except NoChineseFontError as lacking:
            return Refusal("paper.no_font", {"detail": str(lacking)})
        form = "xlsx" if form == "xlsx" else "pdf"
        return Paper(body, MEDIA[form], f"{plain_file_name(told.lender)}.{form}")

    def _map(self, board: Board) -> bytes:
        found = self._documents.get(Digest(board.map_digest)) if board.map_digest else None
        return found[0] if found else b""


def zone_of(board: Board) -> tzinfo:
    """The town's time zone; UTC where nobody said, or said one this machine does not know."""
    try:
        return ZoneInfo(board.time_zone) if board.time_zone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
