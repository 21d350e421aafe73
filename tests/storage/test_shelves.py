"""Documents, snapshots and accounts, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from tests.storage.conftest import Boards
from tests.storage.drafting import SIX_PM, Opener
from yipanqi.desk.ports import Account, Snapshot
from yipanqi.ground.ids import Digest
from yipanqi.storage import StoredBoard

HASH = "$argon2id$x"
LEAD = Account(name="王春居委", password_hash=HASH, role="community_lead", created_at=SIX_PM)


class TestDocuments:
    """Kept by what is in them."""

    def test_found_again_by_their_bytes(self, opener: Opener) -> None:
        board = opener()
        photo = bytes(range(256)) * 5000
        digest = board.documents.put(photo, "image/jpeg")
        board.close()
        assert digest == sha256(photo).hexdigest()
        assert opener().documents.get(digest) == (photo, "image/jpeg")

    def test_unknown_is_none(self, board: StoredBoard) -> None:
        assert board.documents.get(Digest("0" * 64)) is None

    def test_the_same_bytes_are_kept_once_and_the_first_media_type_stands(self, board: StoredBoard) -> None:
        first = board.documents.put(b"", "text/plain")
        assert board.documents.put(b"", "text/csv") == first
        assert board.documents.get(first) == (b"", "text/plain")

    def test_put_by_many_at_once(self, board: StoredBoard) -> None:
        with ThreadPoolExecutor(8) as threads:
            digests = set(threads.map(lambda n: board.documents.put(b"%d" % (n % 3), "x/y"), range(40)))
        assert len(digests) == 3
        assert {board.documents.get(d) for d in digests} == {(b"%d" % n, "x/y") for n in range(3)}


class TestSnapshots:
    """The newest state of each fold."""

    def test_none_at_first(self, board: StoredBoard) -> None:
        assert board.snapshots.load("fold/1") is None

    def test_the_newest_is_loaded(self, opener: Opener) -> None:
        board = opener()
        for position in (10, 30, 20):
            board.snapshots.save(Snapshot(position=position, schema="fold/1", state=b"%d" % position))
        board.close()
        assert opener().snapshots.load("fold/1") == Snapshot(position=30, schema="fold/1", state=b"30")

    def test_each_fold_has_its_own(self, board: StoredBoard) -> None:
        board.snapshots.save(Snapshot(position=5, schema="fold/1", state=b"one"))
        assert board.snapshots.load("fold/2") is None


class TestAccounts:
    """Who may sign in."""

    def test_nobody_at_first(self, board: StoredBoard) -> None:
        assert not board.accounts.any()
        assert board.accounts.find(LEAD.name) is None

    def test_found_by_name(self, opener: Opener) -> None:
        board = opener()
        board.accounts.add(LEAD)
        board.close()
        board = opener()
        assert board.accounts.any()
        assert board.accounts.find(LEAD.name) == LEAD

    def test_a_name_is_given_once(self, board: StoredBoard) -> None:
        board.accounts.add(LEAD)
        with pytest.raises(ValueError, match="王春居委"):
            board.accounts.add(LEAD)


@pytest.mark.parametrize("boards", ["postgresql"], indirect=True)
def test_boards_of_one_database_know_nothing_of_each_other(boards: Boards) -> None:
    one, other = boards.open(boards.fresh_name()), boards.open(boards.fresh_name())
    one.accounts.add(LEAD)
    digest = one.documents.put(b"map", "text/plain")
    one.snapshots.save(Snapshot(position=1, schema="fold/1", state=b""))
    assert not other.accounts.any()
    assert other.documents.get(digest) is None
    assert other.snapshots.load("fold/1") is None
