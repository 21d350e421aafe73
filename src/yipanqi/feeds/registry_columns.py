"""The tables of a registry: each sheet and column with its headers, limits and words in both languages.

Reader, writer, templates and the reference page all go by these definitions.
"""

from yipanqi.feeds.registry_goods import GOODS_SHEETS
from yipanqi.feeds.registry_sheet import Choice, Column, Sheet

MARKS = ("示例（本行不读取）", "example (this row is not read)")
"""What stands in the first cell of a template's example row, in Chinese and English."""

GUIDE = ("说明", "Read me")
"""The title of the template's sheet of explanations, which is not a table."""

_OPEN = Choice("open", "开放式", "open", ("开放", "no wall"))
_WALLED = Choice("walled", "封闭式", "walled", ("封闭", "closed", "gated"))
_YES = Choice("yes", "是", "yes", ("y", "true", "1", "已确认", "confirmed", "√", "✓"))
_NO = Choice("no", "否", "no", ("n", "false", "0", "未确认", "×", "✗"))
_KINDS = (
    Choice("community", "社区", "community", ("居委会", "社区居委会")),
    Choice("cooperative", "经济合作社", "cooperative", ("合作社", "economic cooperative")),
    Choice("village", "村", "village", ("村委会", "行政村")),
    Choice("partner unit", "共建单位", "partner unit", ("partner", "单位")),
)


def _id(zh: str, en: str) -> Column:
    says = (
        "每行自己的编号。可不填，不填时以名称为编号。",
        "The row's own id. May be left blank: then the name is the id.",
    )
    return Column("id", "编号", "code", says, (zh, en), ("code", "代码", "序号"))


def _name(zh: str, en: str, *, required: bool = True) -> Column:
    says = ("大家怎么叫它。", "What people call it.")
    if not required:
        says = (
            "大家怎么叫它。编号和名称至少填一个。",
            "What people call it; this or the id has to be given.",
        )
    return Column("name", "名称", "text", says, (zh, en), ("名字",), required=required)


def _lat(required: bool = True) -> Column:
    says = ("纬度，十进制度，WGS 84。", "Latitude in decimal degrees, WGS 84.")
    return Column(
        "lat", "纬度", "lat", says, ("29.2911", "29.2911"), ("latitude",), required, least=-90, most=90
    )


def _lon(required: bool = True) -> Column:
    says = ("经度，十进制度，WGS 84。", "Longitude in decimal degrees, WGS 84.")
    also = ("longitude", "lng", "long")
    return Column("lon", "经度", "lon", says, ("120.2310", "120.2310"), also, required, least=-180, most=180)


def _phone() -> Column:
    says = ("联系电话，设为文本格式。", "Telephone number; keep the cell formatted as text.")
    return Column(
        "phone", "电话", "code", says, ("000 0000 0000", "000 0000 0000"), ("tel", "手机", "联系电话")
    )


ORGANISATIONS = Sheet(
    "organisations",
    "单位",
    (
        "社区、经济合作社、村和共建单位，各自的人手和网。",
        "Communities, cooperatives, villages and partner units, with their own hands and net.",
    ),
    (
        _id("C1", "C1"),
        _name("示例社区", "Example community"),
        Column(
            "kind",
            "类别",
            "choice",
            ("单位的类别。", "What kind of organisation it is."),
            ("社区", "community"),
            ("type", "类型"),
            required=True,
            choices=_KINDS,
        ),
        Column(
            "cadres",
            "干部人数",
            "whole",
            ("不靠外援能出多少人。", "People it can send without help."),
            ("6", "6"),
            ("社区干部", "干部", "人数"),
            least=0,
            most=10_000,
            unit="人",
        ),
        Column(
            "net_m",
            "自有防护网（米）",
            "number",
            ("手头现成的隔离防护网，米。", "Metres of barrier net lying ready."),
            ("80", "80"),
            ("net", "防护网（米）", "隔离防护网（米）"),
            least=0,
            most=1_000_000,
            unit="米",
        ),
    ),
    ("organizations", "单位表", "组织", "units"),
)

NEIGHBOURHOODS = Sheet(
    "neighbourhoods",
    "小区",
    (
        "每个小区属于哪个单位。按编号或名称与地图对应。",
        "Which organisation each neighbourhood belongs to. Joined to the map by id or name.",
    ),
    (
        _id("N1", "N1"),
        _name("示例小区", "Example neighbourhood", required=False),
        Column(
            "community",
            "所属社区",
            "link",
            ("负责的社区（或村）的编号或名称。", "Id or name of the community (or village) in charge."),
            ("示例社区", "Example community"),
            ("社区", "所属单位"),
            required=True,
            link="organisations",
        ),
        Column(
            "kind",
            "类型",
            "choice",
            ("开放式或封闭式；不填为开放式。", "open or walled; blank means open."),
            ("开放式", "open"),
            ("开放/封闭", "小区类型"),
            choices=(_OPEN, _WALLED),
        ),
        Column(
            "households",
            "户数",
            "whole",
            ("住户数。", "Number of households."),
            ("320", "320"),
            least=0,
            most=1_000_000,
            unit="户",
        ),
    ),
    ("neighborhoods", "小区表"),
)

CREWS = Sheet(
    "crews",
    "封控队",
    ("当晚的封控队和车。", "The night's crews and their vans."),
    (
        _id("K1", "K1"),
        _name("示例一队", "Example crew"),
        Column(
            "lender",
            "出借单位",
            "link",
            ("出人的单位的编号或名称。", "Id or name of the organisation that lends it."),
            ("示例社区", "Example community"),
            ("所属单位", "单位", "organisation"),
            required=True,
            link="organisations",
        ),
        _lat(),
        _lon(),
        Column(
            "people",
            "人数",
            "whole",
            ("队员人数。", "How many people."),
            ("4", "4"),
            ("队员", "队员人数"),
            required=True,
            least=1,
            most=1_000,
            unit="人",
        ),
        Column(
            "from",
            "开始时刻",
            "time",
            ("最早出发时刻，如 18:00。", "When it can set out, such as 18:00."),
            ("18:00", "18:00"),
            ("开始", "开始时间", "start"),
            required=True,
        ),
        Column(
            "until",
            "结束时刻",
            "time",
            ("干到几点，如 次日04:00。", "Until when, such as next day 04:00."),
            ("次日04:00", "next day 04:00"),
            ("结束", "结束时间", "end"),
            required=True,
        ),
        Column(
            "van_m",
            "车载量（米）",
            "whole",
            ("车能装多少米防护网；没有车填 0。", "Metres of net its van holds; 0 without a van."),
            ("60", "60"),
            ("van", "车载（米）"),
            required=True,
            least=0,
            most=10_000,
            unit="米",
        ),
        Column(
            "loaded_m",
            "已装（米）",
            "whole",
            ("出发时车上已有的网，米。", "Metres of net already in the van."),
            ("0", "0"),
            ("loaded",),
            least=0,
            most=10_000,
            unit="米",
        ),
        Column(
            "skills",
            "技能",
            "list",
            ("用分号隔开，如 电焊；高空。", "Separated by semicolons, such as welding; heights."),
            ("电焊", "welding"),
            ("特长",),
        ),
        _phone(),
    ),
    ("队伍", "封控队表", "crew"),
)

SUPPLIERS = Sheet(
    "suppliers",
    "供应商",
    ("有防护网的堆场和商家。", "Yards and firms that have barrier net."),
    (
        _id("S1", "S1"),
        _name("示例建材", "Example builders' yard"),
        _lat(),
        _lon(),
        Column(
            "stock_m",
            "存量（米）",
            "whole",
            ("有多少米；不填表示够用。", "Metres in stock; blank means enough for anybody."),
            ("1500", "1500"),
            ("stock", "库存（米）"),
            least=0,
            most=10_000_000,
            unit="米",
        ),
        Column(
            "load_min",
            "装车分钟",
            "number",
            ("装满一车要几分钟。", "Minutes to fill a van."),
            ("10", "10"),
            ("装车时间（分钟）", "loading minutes"),
            required=True,
            least=0,
            most=600,
            unit="分钟",
        ),
        Column(
            "opens",
            "开门时刻",
            "time",
            ("几点起能装车；不填表示一直开着。", "When it opens; blank means it is open already."),
            ("18:00", "18:00"),
            ("开门", "opening time"),
        ),
        Column(
            "closes",
            "关门时刻",
            "time",
            (
                "装好的车最迟几点离开；不填表示不关门。",
                "By when loaded vans have left; blank means it does not close.",
            ),
            ("次日02:00", "next day 02:00"),
            ("关门", "closing time"),
        ),
        _phone(),
    ),
    ("供货商", "supplier"),
)

OPENINGS = Sheet(
    "openings",
    "开口",
    (
        "现场量过的开口（可不填）。按位置与地图上的开口对应。",
        "Openings measured on the spot (optional). Joined to the map's own by place.",
    ),
    (
        Column(
            "neighbourhood",
            "小区",
            "link",
            ("小区的编号或名称。", "Id or name of the neighbourhood."),
            ("示例小区", "Example neighbourhood"),
            ("所属小区", "neighborhood"),
            required=True,
            link="neighbourhoods",
        ),
        _lat(),
        _lon(),
        Column(
            "width_m",
            "宽度（米）",
            "number",
            ("量得的宽度，米。", "The width as measured, in metres."),
            ("4.5", "4.5"),
            ("width", "宽度", "宽（米）"),
            required=True,
            least=0.3,
            most=200,
            unit="米",
        ),
        Column(
            "name",
            "名称",
            "text",
            ("大家怎么叫它，或在哪条街。", "What people call it, or its street."),
            ("东侧小路", "path on the east side"),
        ),
        Column(
            "confirmed",
            "已确认",
            "choice",
            ("现场看过吗？不填为是。", "Seen on the spot? Blank means yes."),
            ("是", "yes"),
            ("确认",),
            choices=(_YES, _NO),
        ),
    ),
    ("路口", "开口表", "opening"),
)

SHEETS = (ORGANISATIONS, NEIGHBOURHOODS, CREWS, SUPPLIERS, OPENINGS, *GOODS_SHEETS)
