"""How the night went as a picture: openings done over time, as first planned and as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from yipanqi.desk.afterwards import Afterwards
from yipanqi.papers.afterwards.words import clock

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 24, 12, 26


def curve(told: Afterwards) -> str:
    """An SVG; empty where there is nothing to draw."""
    work = [o for o in told.openings if o.role not in (None, "inside")]
    planned = sorted(o.first_due_at for o in work if o.first_due_at is not None)
    done = sorted(o.done_at for o in work if o.done_at is not None)
    if told.night is None or not planned:
        return ""
    start = told.night.starts_at
    end = max([told.night.deadline_at, *planned[-1:], *done[-1:]])
    most = max(len(planned), len(done), 1)

    def x(at: datetime) -> float:
        share = (at - start) / max(end - start, timedelta(minutes=1))
        return LEFT + max(0.0, min(1.0, share)) * (WIDTH - LEFT - RIGHT)

    def y(count: int) -> float:
        return HEIGHT - BOTTOM - count / most * (HEIGHT - TOP - BOTTOM)

    def steps(times: list[datetime]) -> str:
        points = [(x(start), y(0))]
        for count, at in enumerate(times, start=1):
            points += [(x(at), y(count - 1)), (x(at), y(count))]
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in points)

    deadline = x(told.night.deadline_at)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Noto Sans SC" font-size="11">'
        + _grid(told, start, end, most, x, y)
        + f'<line x1="{deadline:.1f}" x2="{deadline:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" '
        'stroke="#d55e00" stroke-width="1.5"/>'
        f'<polyline points="{steps(planned)}" fill="none" stroke="#666" stroke-width="1.6" '
        'stroke-dasharray="6 4"/>'
        f'<polyline points="{steps(done)}" fill="none" stroke="#0072b2" stroke-width="2.4"/></svg>'
    )


def _grid(
    told: Afterwards,
    start: datetime,
    end: datetime,
    most: int,
    x: Callable[[datetime], float],
    y: Callable[[int], float],
) -> str:
    """Hours below, counts at the left."""
    parts = []
    at = start
    while at <= end:
        parts.append(
            f'<line x1="{x(at):.1f}" x2="{x(at):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
            f'<text x="{x(at):.1f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#444">'
            f"{escape(clock(at, told.time_zone))}</text>"
        )
        at += timedelta(hours=1 if end - start <= timedelta(hours=12) else 3)
    parts += [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(count):.1f}" y2="{y(count):.1f}" stroke="#ddd"/>'
        f'<text x="{LEFT - 6}" y="{y(count) + 4:.1f}" text-anchor="end" fill="#444">{count}</text>'
        for count in (0, most // 2, most)
    ]
    return "".join(parts)
