"""The command `yipanqi` and its sub-commands."""

import typer

from yipanqi import __version__
from yipanqi.cli.blocks import blocks
from yipanqi.cli.checklist import checklist
from yipanqi.cli.demo import demo
from yipanqi.cli.drill import drill
from yipanqi.cli.orders import orders
from yipanqi.cli.people import people_app
from yipanqi.cli.plan import plan_app
from yipanqi.cli.serve import serve
from yipanqi.cli.template import template
from yipanqi.cli.verify import verify

app = typer.Typer(
    name="yipanqi",
    help="一盘棋 Yipanqi: close a town's open neighbourhoods in a night, on one board.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo)
app.command()(serve)
app.command()(drill)
app.command()(orders)
app.command()(template)
app.command()(verify)
app.command()(checklist)
app.command()(blocks)
app.add_typer(plan_app, name="plan")
app.add_typer(people_app, name="people")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"yipanqi {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Tell the version."
    ),
) -> None:
    """One board: survey, plan, close."""


def main() -> None:
    """Run the command line."""
    app()
