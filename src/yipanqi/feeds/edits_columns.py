"""The columns of a table of edits, with their headers in both languages."""

from yipanqi.feeds.registry_sheet import Choice, Column

_YES = Choice("yes", "是", "yes", ("y", "true", "1", "√", "✓"))
_NO = Choice("no", "否", "no", ("n", "false", "0", "×", "✗"))

DO = Column(
    "do",
    "改什么",
    "choice",
    ("这一行改什么。", "What this row corrects."),
    ("宽度", "width"),
    ("edit", "类型", "操作", "kind"),
    required=True,
    choices=(
        Choice("width", "宽度", "width", ("测宽", "measured")),
        Choice("confirmed", "已确认", "confirmed", ("确认", "confirm")),
        Choice("no-opening", "没有此开口", "no opening", ("不存在", "absent")),
        Choice("opening", "新开口", "opening", ("加开口", "new opening", "add opening")),
        Choice("gate", "出入口", "gate", ("指定出入口",)),
        Choice("consent", "同意合围", "consent", ("合围", "share ring")),
        Choice("wall", "新围墙", "wall", ("围墙", "add wall")),
        Choice("no-wall", "没有此墙", "no wall", ("拆墙",)),
        Choice("photo", "照片", "photo"),
    ),
)


def _degrees(key: str, zh: str, words: tuple[str, str], kind: str) -> Column:
    most = 90.0 if kind == "lat" else 180.0
    return Column(key, zh, "number", words, ("", ""), least=-most, most=most, unit="°")


COLUMNS = (
    DO,
    Column(
        "opening",
        "开口",
        "code",
        ("开口编号；不填则取最近的开口。", "The opening's id; else the nearest to the place."),
        ("", ""),
        ("opening id", "开口编号"),
    ),
    Column("neighbourhood", "小区", "code", ("编号或名称。", "Id or name."), ("", ""), ("neighborhood",)),
    _degrees("lat", "纬度", ("纬度，WGS 84。", "Latitude, WGS 84."), "lat"),
    _degrees("lon", "经度", ("经度，WGS 84。", "Longitude, WGS 84."), "lon"),
    _degrees("lat2", "终点纬度", ("围墙另一端。", "The wall's other end."), "lat"),
    _degrees("lon2", "终点经度", ("围墙另一端。", "The wall's other end."), "lon"),
    Column(
        "width_m",
        "宽度（米）",
        "number",
        ("量得的宽度。", "As measured."),
        ("", ""),
        ("width", "宽度"),
        unit="米",
    ),
    Column(
        "height_m",
        "净高（米）",
        "number",
        ("净高。", "Clear height."),
        ("", ""),
        ("height", "净高"),
        unit="米",
    ),
    Column("vehicle", "通车", "choice", ("车能过吗？", "Can cars pass?"), ("", ""), choices=(_YES, _NO)),
    Column(
        "gate",
        "出入口",
        "choice",
        ("必须、不得、或不限。", "Force, forbid, or leave free."),
        ("", ""),
        choices=(
            Choice("force", "必须", "force", ("保留",)),
            Choice("forbid", "不得", "forbid", ("禁止",)),
            Choice("free", "不限", "free"),
        ),
    ),
    Column(
        "accepts",
        "同意",
        "choice",
        ("居民同意共用封控圈吗？", "Do residents accept a shared ring?"),
        ("", ""),
        ("consent", "同意合围"),
        choices=(_YES, _NO),
    ),
    Column(
        "stops",
        "拦住",
        "choice",
        ("围墙拦住谁。", "Whom the wall stops."),
        ("", ""),
        choices=(
            Choice("everybody", "所有人", "everybody"),
            Choice("vehicles", "车", "vehicles"),
            Choice("nobody", "都不拦", "nobody"),
        ),
    ),
    Column(
        "closes",
        "走不通",
        "choice",
        (
            "围墙横穿道路处，现场看过走不通吗？不填则仍算通路，并会问。",
            "Does the wall, as seen on the spot, shut the ways it crosses? Blank: open, and asked about.",
        ),
        ("", ""),
        choices=(_YES, _NO),
    ),
    Column("name", "名称", "text", ("大家怎么叫它。", "What people call it."), ("", "")),
    Column("photo", "照片", "code", ("照片的摘要（SHA-256）。", "The photo's digest (SHA-256)."), ("", "")),
)
