"""Accounts, one-time codes and phones, on both databases."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from msgspec.structs import replace
from sqlalchemy import create_engine

from tests.storage.drafting import SIX_PM, Ticking
from yipanqi.desk.people_ports import Code, Phone, Purpose
from yipanqi.desk.permissions import Scope
from yipanqi.desk.ports import Account
from yipanqi.ground.refusal import Refusal
from yipanqi.storage import StoredBoard, open_board

LEAD = Account("王春居委", "$argon2id$x", "community_lead", SIX_PM, Scope(organisation="wangchun"))
PHONE = Phone("p1", "t1", LEAD.name, "a phone", SIX_PM, "commander")
SOON = SIX_PM + timedelta(minutes=10)


def code(name: str, purpose: Purpose = "phone", person: str = LEAD.name) -> Code:
    return Code(name, purpose, person, SIX_PM, "commander", SOON)


class TestAccounts:
    """Who may sign in, and what is said of them later."""

    def test_a_change_sees_everybody_and_stays(self, board: StoredBoard) -> None:
        board.accounts.add(LEAD)
        board.accounts.add(replace(LEAD, name="another"))

        def rule(account: Account, everybody: Sequence[Account]) -> Account:
            return replace(account, epoch=len(everybody), revoked_at=SIX_PM, revoked_by="commander")

        changed = board.accounts.change(LEAD.name, rule)
        assert isinstance(changed, Account)
        assert board.accounts.find(LEAD.name) == changed
        assert changed.epoch == 2
        assert [a.name for a in board.accounts.all()] == ["another", LEAD.name]

    def test_a_refused_change_changes_nothing(self, board: StoredBoard) -> None:
        board.accounts.add(LEAD)
        assert board.accounts.change(LEAD.name, lambda *_: Refusal("no")) == Refusal("no")
        assert board.accounts.change("nobody", lambda *_: Refusal("no")) is None
        assert board.accounts.find(LEAD.name) == LEAD

    def test_changes_at_once_come_one_after_the_other(self, board: StoredBoard) -> None:
        board.accounts.add(LEAD)
        with ThreadPoolExecutor(8) as threads:
            list(
                threads.map(
                    lambda _: board.accounts.change(LEAD.name, lambda a, _: replace(a, epoch=a.epoch + 1)),
                    range(24),
                )
            )
        found = board.accounts.find(LEAD.name)
        assert found is not None
        assert found.epoch == 24

    def test_found_by_the_offices_own_id(self, board: StoredBoard) -> None:
        board.accounts.add(LEAD)
        board.accounts.add(replace(LEAD, name="from elsewhere", subject="https://office 42"))
        found = board.accounts.by_subject("https://office 42")
        assert found is not None
        assert found.name == "from elsewhere"
        assert board.accounts.by_subject("") is None


class TestCodes:
    """Worth something once, and for a while."""

    def test_used_once_even_by_many_at_once(self, board: StoredBoard) -> None:
        board.codes.add(code("c1"))
        with ThreadPoolExecutor(8) as threads:
            got = list(threads.map(lambda _: board.codes.redeem("c1", "phone", SIX_PM), range(16)))
        assert sum(g is not None for g in got) == 1

    def test_worth_nothing_after_its_end_or_for_another_purpose(self, board: StoredBoard) -> None:
        board.codes.add(code("c1"))
        assert board.codes.redeem("c1", "password", SIX_PM) is None
        assert board.codes.redeem("c1", "phone", SOON) is None
        assert board.codes.redeem("unknown", "phone", SIX_PM) is None
        assert board.codes.redeem("c1", "phone", SIX_PM) == code("c1")

    def test_a_newer_one_overtakes_the_older(self, board: StoredBoard) -> None:
        for name, purpose in (("c1", "phone"), ("c2", "password"), ("c3", "phone")):
            board.codes.add(code(name, purpose))  # type: ignore[arg-type]
        assert board.codes.redeem("c1", "phone", SIX_PM) is None
        assert board.codes.redeem("c2", "password", SIX_PM) is not None
        board.codes.drop(LEAD.name, SIX_PM)
        assert board.codes.redeem("c3", "phone", SIX_PM) is None


class TestPhones:
    """Found by what they hold, and revoked."""

    def test_found_by_token_and_id(self, board: StoredBoard) -> None:
        board.phones.add(PHONE)
        assert board.phones.by_token("t1") == board.phones.find("p1") == PHONE
        assert board.phones.by_token("t2") is None

    def test_revoked_and_taken_back(self, board: StoredBoard) -> None:
        board.phones.add(PHONE)
        board.phones.seen("p1", SOON)
        board.phones.revoke("p1", "commander", SOON)
        revoked = replace(PHONE, seen_at=SOON, revoked_at=SOON, revoked_by="commander")
        assert board.phones.all() == [revoked]
        board.phones.revoke("p1", "commander", None)
        assert board.phones.find("p1") == replace(PHONE, seen_at=SOON)


@pytest.mark.parametrize("name", ["commander"])
def test_an_account_of_before_scopes_comes_along(tmp_path: Path, name: str) -> None:
    file = tmp_path / "board.sqlite3"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "yipanqi.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "v0001")
        connection.exec_driver_sql(
            "INSERT INTO account (board, name, password_hash, role, created_at)"
            " VALUES ('main', ?, 'h', ?, ?)",
            (name, "commander", SIX_PM.isoformat(timespec="microseconds")),
        )
    engine.dispose()
    with open_board(tmp_path, Ticking()) as board:
        assert board.accounts.find(name) == Account(name, "h", "commander", SIX_PM)
        assert board.codes.redeem("x", "phone", SIX_PM) is None
        assert board.phones.all() == []
