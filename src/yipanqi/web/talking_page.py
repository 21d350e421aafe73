"""Talking points as a page to print: one A4 sheet in large type, to be held at a gate."""

from html import escape
from typing import Literal

from yipanqi.close.state import Board
from yipanqi.close.talking_points import TalkingPoints

_STYLE = """
@page { size: A4; margin: 18mm 20mm }
body { font: 13.5pt/1.5 "Noto Sans SC Variable", "Noto Sans SC", "Microsoft YaHei", sans-serif; color: #111;
  max-width: 178mm; margin: 8mm auto; padding: 0 6mm }
h1 { font-size: 26pt; margin: 0 0 1mm } h2 { font-size: 14.5pt; margin: 5mm 0 0.5mm }
p { margin: 0 } header p, footer { color: #444; font-size: 10.5pt } footer { margin-top: 8mm;
  border-top: 1px solid #999; padding-top: 2mm } .exercise { color: #8a2b00; font-weight: 700 }
"""


def talking_page(told: TalkingPoints, board: Board, language: Literal["zh", "en"]) -> str:
    """The page in one language."""
    zh = language == "zh"
    title = "对居民的口径" if zh else "What to tell residents"
    lines = [
        f"<h2>{escape(p.asked_zh if zh else p.asked_en)}</h2><p>{escape(p.zh if zh else p.en)}</p>"
        for p in told.points
    ]
    version = f"方案第 {told.plan_version} 版" if zh else f"plan version {told.plan_version}"
    exercise = f'<p class="exercise">{"演练" if zh else "EXERCISE"}</p>' if board.exercise else ""
    return (
        f'<!doctype html><html lang="{"zh-CN" if zh else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(told.name)} · {title}</title>'
        f"<style>{_STYLE}</style></head><body><header>{exercise}<h1>{escape(told.name)}</h1>"
        f"<p>{title} · {escape(board.name)}</p></header><main>{''.join(lines)}</main>"
        f"<footer>{version} · {escape(told.neighbourhood)} · #{board.position}</footer></body></html>"
    )
