"""A neighbourhood's closure as a Common Alerting Protocol message (OASIS CAP 1.2), for systems of others.

One alert has two `info` blocks, Chinese and English. A drill is `Exercise`, and says so in its headline. The
alert of a closure that has changed is an `Update` of the one before, that of a place opened again a `Cancel`.
"""

from datetime import datetime
from xml.etree import ElementTree as ET

from yipanqi.desk.alerting import Alert

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
LANGUAGES = ("zh-CN", "en-US")


def cap_xml(alert: Alert) -> bytes:
    """The alert as XML in UTF-8.

    Raises:
        ValueError: `sender` has a space, comma, `<` or `&`, which CAP forbids.
    """
    if not alert.sender or any(c in alert.sender for c in " ,<&"):
        raise ValueError(f"not a CAP sender: {alert.sender!r}")
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}alert")
    _put(root, "identifier", _identifier(alert, alert.version))
    _put(root, "sender", alert.sender)
    _put(root, "sent", _instant(alert.sent_at))
    _put(root, "status", "Exercise" if alert.exercise else "Actual")
    _put(root, "msgType", _type(alert))
    _put(root, "scope", "Public")
    if alert.before:
        named = (f"{alert.sender},{_identifier(alert, v)},{_instant(at)}" for v, at in alert.before)
        _put(root, "references", " ".join(named))
    for language in LANGUAGES:
        _info(root, alert, language)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _identifier(alert: Alert, version: int) -> str:
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in alert.neighbourhood)
    return f"{alert.sender}-{safe}-{version}"


def _type(alert: Alert) -> str:
    if alert.before:
        return "Cancel" if alert.ring == "open" else "Update"
    return "Alert"


def _info(root: ET.Element, alert: Alert, language: str) -> None:
    chinese = language == "zh-CN"
    info = _put(root, "info")
    _put(info, "language", language)
    _put(info, "category", "Safety")
    _put(info, "event", "小区封控" if chinese else "Neighbourhood closure")
    _put(info, "responseType", "AllClear" if alert.ring == "open" else "Execute")
    _put(info, "urgency", "Immediate" if alert.ring == "closing" else "Expected")
    _put(info, "severity", "Moderate")
    _put(info, "certainty", "Observed" if alert.ring == "closed" else "Likely")
    if alert.closed_at is not None:
        _put(info, "effective", _instant(alert.closed_at))
    if alert.until_at is not None:
        _put(info, "expires", _instant(alert.until_at))
    mark = ("【演练】" if chinese else "EXERCISE: ") if alert.exercise else ""
    _put(info, "headline", f"{mark}{_headline(alert, chinese=chinese)}")
    _put(info, "description", alert.said_zh if chinese else alert.said_en)
    _put(info, "instruction", alert.asks_zh if chinese else alert.asks_en)
    area = _put(info, "area")
    _put(area, "areaDesc", alert.name)
    _put(area, "polygon", " ".join(f"{lat:.6f},{lon:.6f}" for lon, lat in alert.area[0]))


def _headline(alert: Alert, *, chinese: bool) -> str:
    words = {
        "open": ("是开放的", "is open"),
        "closing": ("正在封控", "is being closed"),
        "closed": ("已经封控", "is closed"),
    }[alert.ring]
    return f"{alert.name}{words[0]}" if chinese else f"{alert.name} {words[1]}"


def _put(parent: ET.Element, tag: str, words: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = words
    return child


def _instant(at: datetime) -> str:
    """CAP wants seconds, and the zone as an offset, never Z."""
    stamp = at.isoformat(timespec="seconds")
    return f"{stamp[:-1]}-00:00" if stamp.endswith("Z") else stamp.replace("+00:00", "-00:00")
