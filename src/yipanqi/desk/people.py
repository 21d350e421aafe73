"""Use cases of people: invited, let in, revoked; and of the phones they carry.

A code or token is made here, given out once, and kept as a SHA-256 only: both are long and by chance, so a
slow hash would protect nothing. Passwords come in hashed already (argon2, in `web`).
"""

import unicodedata
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from yipanqi.close.state import Board
from yipanqi.desk.people_ports import Code, Codes, Phone, Phones, Purpose
from yipanqi.desk.permissions import Person, Role, Scope
from yipanqi.desk.permissions_scope import may_give, unknown_in
from yipanqi.desk.ports import Account, Accounts, Clock
from yipanqi.ground.refusal import Refusal

INVITED_FOR = timedelta(days=3)
SHOWN_FOR = timedelta(minutes=10)
"""How long the code of a phone is good; it is meant to be scanned from the screen at once."""
NAME_MOST = 60
LABEL_MOST = 80

Chance = Callable[[int], bytes]
"""So many bytes nobody can guess."""


class GivenCode(Struct, frozen=True):
    """A one-time code as it is shown, once."""

    person: str
    code: str
    ends_at: datetime


class Enrolled(Struct, frozen=True):
    """What a phone gets for its code: the token it will show from now on."""

    token: str
    device: str
    person: Person


class People:
    """Everybody of one board. Methods may be called from any thread."""

    def __init__(
        self, accounts: Accounts, codes: Codes, phones: Phones, clock: Clock, chance: Chance
    ) -> None:
        self._accounts = accounts
        self._codes = codes
        self._phones = phones
        self._clock = clock
        self._chance = chance
        self.changes = 0
        """Goes up whenever somebody may come in who might not before, or the other way round."""

    def everybody(self) -> tuple[Sequence[Account], Sequence[Phone]]:
        """All accounts and all phones, revoked ones too."""
        return self._accounts.all(), self._phones.all()

    def invite(self, by: Person, name: str, role: Role, scope: Scope, board: Board) -> GivenCode | Refusal:
        """A new person with a role and a scope, and the code to choose a password with."""
        tidy = tidied(name)
        refusal = _unfit(tidy, name) or _beyond(by, role, scope, board)
        if refusal:
            return refusal
        account = Account(tidy, "", role, self._clock.now(), scope, invited_by=by.name)
        try:
            self._accounts.add(account)
        except ValueError:
            return Refusal("people.name_taken", {"name": tidy})
        return self._code("password", tidy, by)

    def give_code(self, by: Person, name: str, purpose: Purpose, board: Board) -> GivenCode | Refusal:
        """A code for somebody who is there already: a new password, or a phone."""
        account = self._accounts.find(name)
        if account is None:
            return Refusal("people.unknown", {"name": name})
        if account.revoked_at is not None:
            return Refusal("people.revoked", {"name": name, "by": account.revoked_by})
        own_phone = purpose == "phone" and account.name == by.name
        if not own_phone and not may_give(by.role, by.scope, account.role, account.scope, board):
            return _not_yours(account.role)
        return self._code(purpose, name, by)

    def reassign(self, by: Person, name: str, role: Role, scope: Scope, board: Board) -> Account | Refusal:
        """Another role or scope for somebody; it counts from the next request on."""
        beyond = _beyond(by, role, scope, board)

        def rule(account: Account, everybody: Sequence[Account]) -> Account | Refusal:
            if beyond or not may_give(by.role, by.scope, account.role, account.scope, board):
                return beyond or _not_yours(account.role)
            if role != "commander" and _last_commander(account, everybody):
                return Refusal("people.last_commander", {"name": name})
            return replace(account, role=role, scope=scope)

        return self._changed(name, rule)

    def revoke(self, by: Person, name: str, board: Board) -> Account | Refusal:
        """Shut somebody out at once: browsers, phones and codes; the last commander stays."""
        now = self._clock.now()

        def rule(account: Account, everybody: Sequence[Account]) -> Account | Refusal:
            if not may_give(by.role, by.scope, account.role, account.scope, board):
                return _not_yours(account.role)
            if _last_commander(account, everybody):
                return Refusal("people.last_commander", {"name": name})
            return replace(account, epoch=account.epoch + 1, revoked_at=now, revoked_by=by.name)

        changed = self._changed(name, rule)
        if isinstance(changed, Account):
            self._codes.drop(name, now)
        return changed

    def restore(self, by: Person, name: str, board: Board) -> Account | Refusal:
        """Let somebody in again: phones not revoked themselves work again, browsers sign in anew."""

        def rule(account: Account, _: Sequence[Account]) -> Account | Refusal:
            if not may_give(by.role, by.scope, account.role, account.scope, board):
                return _not_yours(account.role)
            return replace(account, revoked_at=None, revoked_by="")

        return self._changed(name, rule)

    def choose_password(self, code: str, password_hash: str) -> Account | Refusal:
        """A password for whom the code was made for; sessions of before end."""
        found = self._codes.redeem(hashed(code), "password", self._clock.now())
        if found is None:
            return Refusal("code.unknown")
        return self.set_password(found.person, password_hash)

    def set_password(self, name: str, password_hash: str) -> Account | Refusal:
        """Another password; sessions of before end."""
        return self._changed(name, lambda a, _: replace(a, password_hash=password_hash, epoch=a.epoch + 1))

    def sign_out_everywhere(self, name: str) -> Account | Refusal:
        """End all of somebody's sessions in browsers; phones stay enrolled."""
        return self._changed(name, lambda a, _: replace(a, epoch=a.epoch + 1))

    def from_office(self, name: str, subject: str, role: Role | None, scope: Scope) -> Account | Refusal:
        """Whom the office's own server vouches for: known by its id, else new, if a role was named.

        `role` None leaves the role as it is.
        """
        known = self._accounts.by_subject(subject)
        if known is not None:
            return self._vouched(known, role, scope)
        if role is None:
            return Refusal("sign_in.no_role", {"name": name})
        tidy = tidied(name)
        if unfit := _unfit(tidy, name):
            return unfit
        account = Account(tidy, "", role, self._clock.now(), scope, subject=subject, invited_by="oidc")
        try:
            self._accounts.add(account)
        except ValueError:
            return Refusal("people.name_taken", {"name": tidy})
        return account

    def _vouched(self, known: Account, role: Role | None, scope: Scope) -> Account | Refusal:
        def rule(account: Account, everybody: Sequence[Account]) -> Account | Refusal:
            if account.revoked_at is not None:
                return Refusal("people.revoked", {"name": account.name, "by": account.revoked_by})
            if role is None or (role != "commander" and _last_commander(account, everybody)):
                return account
            return replace(account, role=role, scope=scope)

        return self._changed(known.name, rule)

    def enrol(self, code: str, label: str) -> Enrolled | Refusal:
        """A phone's token for its code, once."""
        now = self._clock.now()
        found = self._codes.redeem(hashed(code), "phone", now)
        account = self._accounts.find(found.person) if found else None
        if found is None or account is None or account.revoked_at is not None:
            return Refusal("code.unknown")
        token = "yp-" + urlsafe_b64encode(self._chance(32)).decode().rstrip("=")
        phone = "phone-" + b32encode(self._chance(10)).decode().lower()
        kept = _plain(label)[:LABEL_MOST]
        self._phones.add(Phone(phone, _digest(token), account.name, kept, now, found.made_by, seen_at=now))
        return Enrolled(token, phone, _person(account, phone))

    def revoke_phone(self, by: Person, phone: str, board: Board, *, back: bool = False) -> Phone | Refusal:
        """Shut one phone out at once, or with `back` let it in again."""
        found = self._phones.find(phone)
        account = self._accounts.find(found.person) if found else None
        if found is None or account is None:
            return Refusal("device.unknown", {"device": phone})
        own = account.name == by.name
        if not own and not may_give(by.role, by.scope, account.role, account.scope, board):
            return _not_yours(account.role)
        at = None if back else self._clock.now()
        self._phones.revoke(phone, by.name, at)
        self.changes += 1
        return replace(found, revoked_at=at, revoked_by="" if back else by.name)

    def by_session(self, name: str, epoch: int) -> Person | None:
        """Who a browser's session stands for; None once it counts no more."""
        account = self._accounts.find(name)
        if account is None or account.epoch != epoch or account.revoked_at is not None:
            return None
        return _person(account)

    def by_token(self, token: str) -> Person | Refusal:
        """Who a phone's token stands for; `device.revoked` once it counts no more."""
        phone = self._phones.by_token(_digest(token))
        if phone is None:
            return Refusal("device.unknown")
        account = self._accounts.find(phone.person)
        if account is None or phone.revoked_at is not None or account.revoked_at is not None:
            return Refusal("device.revoked", {"device": phone.id})
        return _person(account, phone.id)

    def heard_of(self, person: Person) -> None:
        """Note that somebody, and the phone it came from, was just heard of."""
        now = self._clock.now()
        self._accounts.seen(person.name, now)
        if person.device:
            self._phones.seen(person.device, now)

    def _changed(
        self, name: str, rule: Callable[[Account, Sequence[Account]], Account | Refusal]
    ) -> Account | Refusal:
        changed = self._accounts.change(name, rule)
        self.changes += 1
        return Refusal("people.unknown", {"name": name}) if changed is None else changed

    def _code(self, purpose: Purpose, person: str, by: Person) -> GivenCode:
        now = self._clock.now()
        text = b32encode(self._chance(10)).decode()
        code = "-".join(text[i : i + 4] for i in range(0, 16, 4))
        ends_at = now + (SHOWN_FOR if purpose == "phone" else INVITED_FOR)
        self._codes.add(Code(hashed(code), purpose, person, now, by.name, ends_at))
        return GivenCode(person, code, ends_at)


def hashed(code: str) -> str:
    """The hash under which a code is kept; typed in small letters or without dashes it is the same one."""
    return _digest("".join(c for c in code.upper() if c.isalnum()))


def tidied(name: str) -> str:
    """A name as it is kept: one Unicode form, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isprintable())


def _person(account: Account, device: str = "") -> Person:
    return Person(account.name, account.role, account.scope, device)


def _unfit(tidy: str, given: str) -> Refusal | None:
    if not tidy or len(tidy) > NAME_MOST or "/" in tidy or not tidy.isprintable():
        return Refusal("people.name_unfit", {"name": _plain(given)[:NAME_MOST], "most": NAME_MOST})
    return None


def _beyond(by: Person, role: Role, scope: Scope, board: Board) -> Refusal | None:
    """Why somebody may not give that role and scope, if so."""
    if not may_give(by.role, by.scope, role, scope, board):
        return _not_yours(role)
    unknown = unknown_in(scope, board)
    return Refusal("people.scope_unknown", {"unknown": unknown}) if unknown else None


def _not_yours(role: Role) -> Refusal:
    return Refusal("people.not_yours", {"role": role})


def _last_commander(account: Account, everybody: Sequence[Account]) -> bool:
    """Whether without this one nobody could command: an invited commander without a way in is none yet."""
    if account.role != "commander" or account.revoked_at is not None:
        return False
    return not any(
        a.role == "commander"
        and a.revoked_at is None
        and a.name != account.name
        and (a.password_hash or a.subject)
        for a in everybody
    )
