"""Goods, amounts, money and times of the night in words, for papers and the terminal."""

from typing import Literal

from yipanqi.papers.materials import WORDS
from yipanqi.plan.goods.materials import NET

Language = Literal["zh", "en"]


def good_name(good: str, language: Language) -> str:
    """What a good is called; a good of somebody's own by its own name."""
    zh, en = WORDS.get(good, (good, good))
    short = zh.partition("（")[0], en.partition(" (")[0]
    return short[0] if language == "zh" else short[1].lower()


def amount_words(good: str, amount: int, language: Language) -> str:
    """A number with its unit: net in metres, all else in pieces."""
    if good == NET:
        return f"{amount:,} 米" if language == "zh" else f"{amount:,} m"
    return f"{amount:,} 件" if language == "zh" else f"{amount:,} pcs"


def money_words(fen: int, language: Language) -> str:
    """Money in yuan."""
    yuan = f"{fen / 100:,.2f}".removesuffix(".00")
    return f"{yuan} 元" if language == "zh" else f"¥{yuan}"


def night_clock(seconds: int, language: Language) -> str:
    """Hours and minutes after the night's start, or before it."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if seconds < 0:
        return f"开工前 {hours}:{minutes:02}" if language == "zh" else f"{hours}:{minutes:02} before"
    return f"开工后 {hours}:{minutes:02}" if language == "zh" else f"+{hours}:{minutes:02}"
