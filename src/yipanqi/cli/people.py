"""`yipanqi people`: who may come in, from the terminal of whoever runs the board, served or not."""

import sys
from collections.abc import Callable
from typing import Annotated, TypeVar

import segno
import typer
from rich.console import Console
from rich.table import Table

from yipanqi.desk.people import GivenCode
from yipanqi.desk.permissions import ROLE_WORDS, ROLES, Person, Role, Scope
from yipanqi.desk.ports import Account
from yipanqi.ground.refusal import Refusal
from yipanqi.storage import CannotOpen
from yipanqi.web.people_codes import password_url, phone_url
from yipanqi.wiring import OpenPeople

console = Console(stderr=True)
people_app = typer.Typer(
    no_args_is_help=True, help="Who may come in: list, invite, revoke, let in again, enrol phones."
)

TERMINAL = Person("terminal", "commander")
"""Whoever can read the board's folder could read everything anyway."""

Folder = Annotated[str, typer.Argument(help="Data folder of the board, or a postgresql:// URL.")]
Board = Annotated[str, typer.Option("--board", help="Which of several boards in one database.")]
Address = Annotated[
    str, typer.Option("--url", envvar="YIPANQI_URL", help="Under which address people reach the board.")
]
T = TypeVar("T")


@people_app.command("list")
def list_people(folder: Folder, board_name: Board = "main") -> None:
    """Everybody, with role, scope, when last heard of, and phones."""
    accounts, phones = _with(folder, board_name, lambda opened: opened.people.everybody())
    table = Table(box=None)
    for head in ("姓名 Name", "角色 Role", "范围 Scope", "最近 Seen", "手机 Phones", ""):
        table.add_column(head)
    for account in accounts:
        mine = [p for p in phones if p.person == account.name and p.revoked_at is None]
        seen = f"{account.seen_at:%Y-%m-%d %H:%M} UTC" if account.seen_at else "-"
        out = "已撤销 revoked" if account.revoked_at else ""
        words = " ".join(ROLE_WORDS[account.role])
        table.add_row(account.name, words, _scope(account.scope), seen, str(len(mine)), out)
    Console().print(table)


@people_app.command()
def invite(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="To sign in with.")],
    role: Annotated[str, typer.Argument(help="One of: " + ", ".join(ROLES))],
    organisation: Annotated[str, typer.Option(help="Id of the organisation.")] = "",
    neighbourhood: Annotated[list[str] | None, typer.Option(help="Id; may be repeated.")] = None,
    crew: Annotated[str, typer.Option(help="Id of the crew.")] = "",
    supplier: Annotated[str, typer.Option(help="Id of the supplier.")] = "",
    address: Address = "http://127.0.0.1:8000",
    board_name: Board = "main",
) -> None:
    """Invite somebody: tells a code that works once, to choose a password with."""
    given_role = _role(role)
    scope = Scope(organisation, tuple(neighbourhood or ()), crew, supplier)
    given = _with(
        folder,
        board_name,
        lambda opened: opened.people.invite(TERMINAL, name, given_role, scope, opened.board),
    )
    _tell(_taken(given), password_url, address)


@people_app.command()
def password(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Who.")],
    address: Address = "http://127.0.0.1:8000",
    board_name: Board = "main",
) -> None:
    """A fresh code for somebody to choose a password with; the old password works until then."""
    given = _with(
        folder,
        board_name,
        lambda opened: opened.people.give_code(TERMINAL, name, "password", opened.board),
    )
    _tell(_taken(given), password_url, address)


@people_app.command()
def enrol(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Whose phone.")],
    address: Address = "http://127.0.0.1:8000",
    board_name: Board = "main",
) -> None:
    """Show a QR code to enrol somebody's phone with; good for ten minutes, once."""
    given = _taken(
        _with(
            folder,
            board_name,
            lambda opened: opened.people.give_code(TERMINAL, name, "phone", opened.board),
        )
    )
    segno.make(phone_url(address.rstrip("/"), given.code), error="m").terminal(out=sys.stdout, compact=True)
    _tell(given, phone_url, address)


@people_app.command()
def revoke(
    folder: Folder, name: Annotated[str, typer.Argument(help="Who.")], board_name: Board = "main"
) -> None:
    """Shut somebody out, browsers and phones; a running server knows within a second."""
    done = _with(folder, board_name, lambda opened: opened.people.revoke(TERMINAL, name, opened.board))
    console.print(f"[green]✓[/green] {_account(done).name} 已撤销 revoked", highlight=False)


@people_app.command()
def restore(
    folder: Folder, name: Annotated[str, typer.Argument(help="Who.")], board_name: Board = "main"
) -> None:
    """Let somebody in again."""
    done = _with(folder, board_name, lambda opened: opened.people.restore(TERMINAL, name, opened.board))
    console.print(f"[green]✓[/green] {_account(done).name} 已恢复 may come in again", highlight=False)


def _with(folder: str, board_name: str, do: "Callable[[OpenPeople], T]") -> T:
    """What is done with the people of a board; a board that can't be opened ends the command."""
    try:
        with OpenPeople(folder, name=board_name) as opened:
            return do(opened)
    except (CannotOpen, ValueError) as wrong:
        console.print(f"[red]✗[/red] {wrong}", highlight=False)
        raise typer.Exit(1) from None


def _role(said: str) -> Role:
    found = next((role for role in ROLES if role == said.replace("-", "_")), None)
    if found is None:
        console.print(f"[red]✗[/red] {said}: {', '.join(ROLES)}", highlight=False)
        raise typer.Exit(1)
    return found


def _taken(given: GivenCode | Refusal) -> GivenCode:
    if isinstance(given, Refusal):
        raise _refused(given)
    return given


def _account(done: Account | Refusal) -> Account:
    if isinstance(done, Refusal):
        raise _refused(done)
    return done


def _refused(refusal: Refusal) -> typer.Exit:
    facts = " ".join(f"{k}={v}" for k, v in refusal.facts.items())
    console.print(f"[red]✗[/red] {refusal.code} {facts}", highlight=False, markup=True)
    return typer.Exit(1)


def _tell(given: GivenCode, link: Callable[[str, str], str], address: str) -> None:
    """Print the code and its link to standard output, the only time they can be."""
    out = Console()
    out.print(f"{given.person}: [bold]{given.code}[/bold]", highlight=False)
    out.print(link(address.rstrip("/"), given.code), highlight=False, soft_wrap=True)
    until = f"{given.ends_at:%Y-%m-%d %H:%M} UTC"
    console.print(f"只显示这一次，有效至 Shown only now, until {until}", style="dim", highlight=False)


def _scope(scope: Scope) -> str:
    parts = (scope.organisation, *scope.neighbourhoods, scope.crew, scope.supplier)
    return " ".join(p for p in parts if p) or "-"
