"""A command group with a command of its own: `plan MAP` runs it, `plan crews …` runs the sub-command."""

from typing import Any

from typer.core import TyperGroup

DEFAULT = "map"


class DefaultCommandGroup(TyperGroup):
    """Takes its first word for a sub-command only if it is one; everything else goes to `map`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command's name in where it was left out."""
        if not args or args[0] not in self.commands:
            self._tell_of_the_others(ctx)
            args = [DEFAULT, *(args or ["--help"])]
        return super().parse_args(ctx, args)

    def _tell_of_the_others(self, ctx: Any) -> None:
        """Help of the default command names the sub-commands beside it, which nobody would find otherwise."""
        default = self.commands.get(DEFAULT)
        others = [c for name, c in sorted(self.commands.items()) if name != DEFAULT and not c.hidden]
        if default is not None and others:
            lines = (f"[bold]{ctx.command_path} {c.name}[/bold]  {c.get_short_help_str(90)}" for c in others)
            default.epilog = "See also:\n\n" + "\n\n".join(lines)
