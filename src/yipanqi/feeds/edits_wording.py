"""The words for what can be wrong with a file of edits: code -> (Chinese, English)."""

EDITS = {
    "edit-odd": (
        "第 {number} 处修改没有改变什么（{why}）。",
        "edit {number} changes nothing ({why}).",
    ),
    "edit-asks": (
        "第 {number} 处修改：围墙横穿道路（{ways}）。那里走得通吗？看过现场再填“走不通”：是，或否。"
        "填之前仍算通路，照开口处理。",
        "edit {number}: the wall crosses ways ({ways}). Does it shut them? Look on the spot, then fill in "
        "“closes”: yes or no. Until then they count as open.",
    ),
    "edits-none": (
        "文件里没有任何修改。第一列要写“改什么”。",
        "the file holds no edit. Its column “do” says what each row corrects.",
    ),
    "edit-unknown-layer": (
        "不认识图层“{value}”。要用 neighbourhood、opening 或 wall。",
        "no layer is called “{value}”. Use neighbourhood, opening or wall.",
    ),
    "edit-unknown-neighbourhood": (
        "没有（或不止一个）小区叫“{value}”。请写编号。",
        "no neighbourhood, or more than one, is called “{value}”. Give its id.",
    ),
    "edit-unknown-opening": (
        "找不到开口“{value}”。请写编号，或写 25 米以内的位置。",
        "there is no opening “{value}”. Give its id, or a place within 25 m of it.",
    ),
    "edit-width-not-likely": (
        "宽度要在 0.3 到 200 米之间。",
        "a width lies between 0.3 and 200 m.",
    ),
    "edit-height-not-likely": (
        "净高要在 0.5 到 20 米之间。",
        "a clear height lies between 0.5 and 20 m.",
    ),
    "edit-too-few-places": (
        "线至少两点，面至少三点。",
        "a line needs two places, an area three.",
    ),
    "edit-outside-map": (
        "不在地图范围内。请检查坐标系（WGS 84）和经纬度顺序。",
        "outside the map. Check the coordinates (WGS 84, longitude first).",
    ),
    "edit-too-short": ("围墙太短。", "the wall is too short."),
    "edit-far-from-edge": (
        "离小区边界超过 60 米。请检查小区和位置。",
        "more than 60 m from the neighbourhood's edge. Check the neighbourhood and the place.",
    ),
    "edit-does-not-cross-edge": (
        "画的路没有穿过小区边界。",
        "the way that was drawn does not cross the neighbourhood's edge.",
    ),
    "edit-not-closed": (
        "边界没有闭合。最后一点要与第一点相同。",
        "the edge does not close. Make its last place equal to its first.",
    ),
    "edit-crosses-itself": ("边界自己相交。请重画。", "the edge crosses itself. Draw it again."),
    "edit-too-small": ("面积不足 50 平方米。", "the area is smaller than 50 square metres."),
    "edit-overlaps": (
        "与小区 {other} 重叠。请修正边界。",
        "it overlaps the neighbourhood {other}. Mend the edge.",
    ),
    "edit-no-digest": (
        "照片要写摘要（64 位十六进制的 SHA-256）。",
        "a photo is named by its digest (SHA-256, 64 hexadecimal digits).",
    ),
}
