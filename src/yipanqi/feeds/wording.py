"""The words for every problem a feed can find: code -> (Chinese, English), filled from the problem's facts.

Each says what is wrong and what to do. A new code gets its two sentences here, filled from the same facts.
"""

from yipanqi.feeds.edits_wording import EDITS

UNWORDED = ("发现问题 {code}（{facts}）", "problem {code} ({facts})")

FILES = {
    "file-missing": (
        "找不到这个文件。请检查路径和文件名。",
        "there is no such file. Check the path and the name.",
    ),
    "file-unreadable": (
        "文件打不开（{reason}）。请检查它是否完整、是否有读取权限、是否正被其他程序占用。",
        "the file cannot be opened ({reason}). Check that it is whole, readable and not in use.",
    ),
    "file-empty": ("文件是空的。请换一个有内容的文件。", "the file is empty. Give one with something in it."),
    "file-truncated": (
        "文件不完整，读到中途就断了（{reason}）。请重新下载或重新导出。",
        "the file is cut off in the middle ({reason}). Download or export it again.",
    ),
    "format-unknown": (
        "不认识这种文件。可以读的有：{known}。",
        "this kind of file is not known here. What can be read: {known}.",
    ),
    "encoding-unknown": (
        "文字编码无法识别。请另存为 UTF-8（或 GB18030）的 CSV。",
        "the text encoding cannot be recognised. Save it as CSV in UTF-8 (or GB18030).",
    ),
    "file-too-large": (
        "文件太大（{size}，上限 {limit}）。请截取需要的范围后再试。",
        "the file is too large ({size}, the limit is {limit}). Cut out the part that is needed.",
    ),
}

MAPS = {
    "map-broken": (
        "地图文件内容有误（{reason}）。请重新导出。",
        "the map file is broken ({reason}). Export it again.",
    ),
    "map-empty": (
        "地图里没有任何道路。请换一个包含道路的地图。",
        "the map holds no ways at all. Give an extract with its streets.",
    ),
    "no-residential-areas": (
        "地图里没有 landuse=residential 的居住区。请用 --neighbourhoods 提供小区边界（GeoJSON）。",
        "the map has no landuse=residential area. Give edges with --neighbourhoods (GeoJSON).",
    ),
    "json-broken": (
        "不是有效的 JSON（{reason}）。请检查文件是否完整。",
        "this is not valid JSON ({reason}). Check that the file is whole.",
    ),
    "geojson-not-collection": (
        "不是 GeoJSON 要素集合（FeatureCollection）。请导出为 GeoJSON。",
        "this is not a GeoJSON FeatureCollection. Export it as GeoJSON.",
    ),
    "geometry-not-area": (
        "要素 {feature} 是 {geometry}，不是面。小区边界要用 Polygon 或 MultiPolygon。",
        "feature {feature} is a {geometry}, not an area. An edge is a Polygon or MultiPolygon.",
    ),
    "polygon-too-short": (
        "要素 {feature} 的边界不足三个点。请重画这个小区。",
        "feature {feature} has an edge of fewer than three places. Draw the neighbourhood again.",
    ),
    "polygon-not-closed": (
        "要素 {feature} 的边界没有闭合。请让最后一点与第一点相同。",
        "feature {feature} has an edge that does not close. Make its last place equal to its first.",
    ),
    "polygon-self-crossing": (
        "要素 {feature} 的边界自己相交（在 {lon}, {lat} 附近）。请修正这条边界。",
        "feature {feature} has an edge that crosses itself (near {lon}, {lat}). Mend the edge there.",
    ),
    "place-not-numbers": (
        "要素 {feature} 的坐标不是数字。请用经度、纬度（WGS 84）。",
        "feature {feature} has coordinates that are not numbers. Use longitude, latitude (WGS 84).",
    ),
    "place-outside-map": (
        "要素 {feature} 不在地图范围内。请检查坐标系（应为 WGS 84）和经纬度顺序。",
        "feature {feature} lies outside the map. Check the coordinates (WGS 84, longitude first).",
    ),
    "neighbourhoods-overlap": (
        "小区 {feature} 与 {other} 重叠。请修正边界。",
        "neighbourhood {feature} overlaps {other}. Mend their edges.",
    ),
    "duplicate-feature": (
        "编号“{value}”出现不止一次。每个小区的编号要唯一。",
        "the id “{value}” occurs more than once. Each neighbourhood needs its own.",
    ),
    "no-neighbourhoods": (
        "文件里没有一个小区。请检查导出的内容。",
        "the file holds not one neighbourhood. Check what was exported.",
    ),
}

TABLES = {
    "sheet-unknown": (
        "不认识工作表“{sheet_name}”，没有读取。可用的有：{known}。",
        "the sheet “{sheet_name}” is not known and was not read. Known are: {known}.",
    ),
    "sheet-empty": (
        "表里没有一行内容。请填写，或删去这张表。",
        "the table holds not one row. Fill it in, or leave the table out.",
    ),
    "sheet-blank": (
        "表是空的，连表头也没有。请对照模板填写，或删去这张表。",
        "the table is blank, without even a header. Fill it in by the template, or leave the table out.",
    ),
    "sheet-missing": (
        "缺少“{wanted}”表，{count} 行引用了它。请补上这张表。",
        "the table “{wanted}” is missing, and {count} rows refer to it. Add it.",
    ),
    "nothing-to-read": (
        "没有找到任何可读的表（.xlsx 或 .csv）。请用 yipanqi template 生成模板。",
        "no table (.xlsx or .csv) was found. Let yipanqi template write the templates.",
    ),
    "column-missing": (
        "缺少“{wanted}”列。请补上这一列（列名也可写作 {other}）。",
        "the column “{wanted}” is missing. Add it (its header may also be {other}).",
    ),
    "column-unknown": (
        "不认识这一列，没有读取。如果是笔误，请对照模板改正。",
        "this column is not known and was not read. If it is a slip, correct it by the template.",
    ),
    "column-doubled": (
        "这一列与“{other}”列重复。请只留一列。",
        "this column is the same as “{other}”. Keep one of them.",
    ),
    "cells-merged": (
        "有合并单元格（{range}）。请取消合并，每行填全。",
        "there are merged cells ({range}). Unmerge them and fill in every row.",
    ),
    "row-too-long": (
        "这一行有 {cells} 格，表头只有 {columns} 列。请检查是否多了分隔符。",
        "this row has {cells} cells, the header {columns} columns. Look for a separator too many.",
    ),
    "cell-missing": ("没有填写。这一列必须填。", "nothing is filled in. This column must be."),
    "formula-error": (
        "公式出错：{value}。请改成数值或文字。",
        "the formula gives {value}. Put a number or text in its place.",
    ),
    "formula-unsaved": (
        "是公式，但文件里没有它的结果。请用表格软件打开并保存一次，或改成数值。",
        "this is a formula whose result is not in the file. Open and save it once in a spreadsheet "
        "program, or put the value.",
    ),
    "not-a-number": (
        "“{value}”不是数字。请只填数字（例如 {example}）。",
        "“{value}” is not a number. Put digits only (for example {example}).",
    ),
    "not-whole": ("“{value}”不是整数。", "“{value}” is not a whole number."),
    "number-too-small": (
        "{value} 太小，至少应为 {least}。",
        "{value} is too small; it must be at least {least}.",
    ),
    "number-too-large": (
        "{value} 太大，最多 {most}。请检查单位（{unit}）。",
        "{value} is too large; the most is {most}. Check the unit ({unit}).",
    ),
    "not-one-of": (
        "“{value}”不在可选范围内。可填：{known}。",
        "“{value}” is not one of the choices: {known}.",
    ),
    "not-a-time": (
        "“{value}”不是时刻。请写成 18:00 或 次日04:00。",
        "“{value}” is not a time of day. Write 18:00, or next day 04:00.",
    ),
    "is-a-date": (
        "“{value}”是日期，这里要填时刻（例如 18:00）。",
        "“{value}” is a date; a time of day belongs here (for example 18:00).",
    ),
    "date-for-text": (
        "“{value}”是日期，这里要填文字。表格软件可能改动了它，请把单元格设为文本后重填。",
        "“{value}” is a date where text belongs. A spreadsheet program may have changed it: format as text.",
    ),
    "digits-lost": (
        "“{value}”是科学记数法，原来的数字已经丢失。请把单元格设为文本后重填。",
        "“{value}” is in scientific notation, its digits are lost. Format the cell as text and type it anew.",
    ),
    "date-for-number": (
        "“{value}”是日期，这里要填数字。请检查单元格格式。",
        "“{value}” is a date where a number belongs. Check the cell's format.",
    ),
    "until-before-from": (
        "结束时刻（{until}）不在开始时刻（{begin}）之后。次日的时刻请写“次日”。",
        "the end ({until}) is not after the start ({begin}). Write “next day” before a time of the next day.",
    ),
    "latitude-impossible": (
        "纬度 {value} 不可能，应在 −90 到 90 之间。",
        "a latitude of {value} is impossible; it lies between −90 and 90.",
    ),
    "longitude-impossible": (
        "经度 {value} 不可能，应在 −180 到 180 之间。",
        "a longitude of {value} is impossible; it lies between −180 and 180.",
    ),
    "place-swapped": (
        "经度和纬度像是填反了（纬度 {lat}，经度 {lon}）。请对调。",
        "latitude and longitude look swapped (latitude {lat}, longitude {lon}). Exchange them.",
    ),
    "place-far": (
        "地点（纬度 {lat}，经度 {lon}）离地图有 {km} 公里。请检查坐标。",
        "the place (latitude {lat}, longitude {lon}) is {km} km away from the map. Check the coordinates.",
    ),
    "place-half": (
        "经度和纬度只填了一个。请两个都填。",
        "only one of latitude and longitude is filled in. Fill in both.",
    ),
    "id-doubled": (
        "“{value}”已在 {first} 用过，内容却不同。每行要有自己的编号。",
        "“{value}” is already used in {first}, with other contents. Each row needs its own id.",
    ),
    "place-doubled": (
        "同一小区同一地点已在 {first} 登记，内容却不同。请只留一行。",
        "the same place of the same neighbourhood is already in {first}, with other contents. Keep one row.",
    ),
    "example-changed": (
        "这一行还带着“{mark}”的标记，内容却改过。要读取请删去标记，不要读取请删去整行。",
        "this row still carries the mark “{mark}” but was changed. Remove the mark (or the row).",
    ),
    "name-ambiguous": (
        "有不止一个“{value}”。请改填编号。",
        "there is more than one “{value}”. Put the id instead.",
    ),
    "row-doubled": (
        "与 {first} 完全相同，只算一次。",
        "the same as {first} in every cell; it counts once.",
    ),
    "organisation-unknown": (
        "单位表里没有“{value}”。请先在单位表登记，或检查写法{near}。",
        "“{value}” is not in the table of organisations. Enter it there, or check the spelling{near}.",
    ),
    "supplier-unknown": (
        "供应商表里没有“{value}”。请先在供应商表登记，或检查写法{near}。",
        "“{value}” is not in the table of suppliers. Enter it there, or check the spelling{near}.",
    ),
    "neighbourhood-unknown": (
        "没有小区“{value}”。请检查写法{near}。",
        "there is no neighbourhood “{value}”. Check the spelling{near}.",
    ),
    "all-walled": (
        "登记表里地图上的每个小区都是封闭式，没有需要封控的开放小区。请检查“类型”列。",
        "by the registry every neighbourhood of the map is walled; there is none to close. See its “kind”.",
    ),
    "loaded-beyond-van": (
        "车上已装 {loaded} 米，超过车的容量 {van} 米。",
        "{loaded} m are loaded in a van that holds {van} m.",
    ),
}

WORDING: dict[str, tuple[str, str]] = {**FILES, **MAPS, **TABLES, **EDITS}
