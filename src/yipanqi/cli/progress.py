"""Progress of a command: a live line on a terminal, a line a step elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Steps:
    """Named steps one after the other, each with a share done where it is known; keeps how long each took."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.took_s: dict[str, float] = {}
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            TextColumn("{task.fields[detail]}", style="dim"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    @contextmanager
    def step(self, key: str, words: str) -> "Iterator[Step]":
        """One step; told with its seconds when it is done."""
        task = self._bar.add_task(escape(words), total=None, detail="")
        began = monotonic()
        step = Step(self._bar, task)
        try:
            yield step
        finally:
            self._bar.remove_task(task)
        self.took_s[key] = took_s = monotonic() - began
        said = f" [dim]{escape(step.said)}[/dim]" if step.said else ""
        mark = "[red]✗[/red]" if step.failed else "[green]✓[/green]"
        self.console.print(f"{mark} {escape(words)}{said} [dim]{took_s:.1f} s[/dim]", highlight=False)


class Step:
    """A step under way; call it with what is being done and the share that is done."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar = bar
        self._task = task
        self.said = ""
        """What to tell of it once it is done."""
        self.failed = False

    def __call__(self, detail: str, share: float) -> None:
        self._bar.update(self._task, detail=escape(detail), completed=share, total=1.0)
