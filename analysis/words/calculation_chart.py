"""A calculation in a picture: the very numbers of its table as bars, lines or slices."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

from analysis.base.reply import Chart
from analysis.base.wording import counted, name_of, percent
from analysis.calculations.measures import Shown
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult
from analysis.signatures.calculation import Key, Look
from analysis.words.calculation_table import label_of
from analysis.words.chart import capitalised
from analysis.words.charts import Encoding, axis, chart, colour, spec, tooltip

MOST_BARS = 50
MOST_POINTS = 2_000
MOST_GROUPS = 12
_DATED = ("month", "week", "day", "hour")


def picture(result: CalculationResult, plan: Plan, said: str) -> Chart | None:
    """The chart of the first measure; None where there is nothing to draw."""
    keys = plan.shown_keys
    if plan.form.rows or not 1 <= len(keys) <= 2 or not result["rows"]:
        return None
    place, shown = _drawn(plan)
    forms = [
        key for key, name in zip(plan.form.by, plan.names, strict=True) if name in keys
    ]
    number = next((n for n, key in enumerate(forms) if _is_time(key)), 0)
    points = _points(result, place, shown, number)
    if len(points) < 2 and not plan.form.chart:
        return None
    kind = plan.form.chart or _usual(forms, number)
    points, cut = _cut(points, kind)
    if not points:
        return None
    look = plan.form.look or Look()
    title = look.title or f"{capitalised(shown.name)} by {' and '.join(keys)}"
    frame = _Frame(plan, look, shown, forms[number], keys[number],
                   keys[1 - number] if len(keys) == 2 else "")  # fmt: skip
    drawing = {
        "pie": _pie, "line": _line, "area": _line, "bar": _bars, "stacked_bar": _bars,
    }[kind](points, frame, kind)  # fmt: skip
    alt = f"{_KINDS[kind]} of {shown.name} by {' and '.join(keys)}. {said}"
    return chart(title, drawing, alt, cut)


_KINDS = {
    "bar": "Bar chart", "stacked_bar": "Stacked bar chart", "line": "Line chart",
    "area": "Area chart", "pie": "Pie chart",
}  # fmt: skip


class Drawn(TypedDict):
    """One bar, point or slice: where it lies, its size, and what tells it apart."""

    key: str
    value: float
    group: NotRequired[str]
    rank: NotRequired[int]
    when: NotRequired[str]


class _Frame:
    """What all kinds of pictures need to know."""

    def __init__(
        self, plan: Plan, look: Look, shown: Shown, key: Key, name: str, group: str
    ) -> None:
        self.plan, self.look, self.shown = plan, look, shown
        self.key, self.name, self.group = key, name, group

    def value(self) -> Encoding:
        style = {"axis": {"format": ".0%"}} if self.shown.format == "percent" else {}
        return axis("value", "quantitative", self.shown.name, **style)

    def groups(self, points: list[Drawn]) -> Encoding:
        order = list(dict.fromkeys(point["group"] for point in points))
        return colour("group", self.group, order)

    def mark(self, kind: str, **more: Any) -> dict[str, Any]:
        painted = {"color": self.look.colour} if self.look.colour else {}
        return {"type": kind, **more, **painted}


def _is_time(key: Key) -> bool:
    return key.is_running


def _usual(forms: list[Key], number: int) -> str:
    return "line" if _is_time(forms[number]) else "bar"


def _drawn(plan: Plan) -> tuple[int, Shown]:
    """The column that is drawn: the answer; for ordered groups what they go by."""
    place = 0
    if plan.form.sequence and not plan.form.over_groups and not plan.form.position:
        place = [each.name for each in plan.shown].index(plan.ordering.size)
    return place, plan.shown[place]


def _points(
    result: CalculationResult, place: int, shown: Shown, number: int
) -> list[Drawn]:
    points: list[Drawn] = []
    for row in result["rows"]:
        value = row["values"][place]
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        if shown.format == "percent":
            value /= shown.scale
        point: Drawn = {"key": label_of(row["keys"][number]), "value": value}
        if len(row["keys"]) == 2:
            point["group"] = label_of(row["keys"][1 - number])
        points.append(point)
    return points


def _cut(points: list[Drawn], kind: str) -> tuple[list[Drawn], str]:
    """The points that fit a picture, and what is said of the others."""
    said = []
    most = MOST_POINTS if kind in ("line", "area") else MOST_BARS
    keys = list(dict.fromkeys(point["key"] for point in points))
    if len(keys) > most:
        kept = set(keys[:most])
        points = [point for point in points if point["key"] in kept]
        said.append(f"the first {most} of {len(keys):,}")
    groups = list(dict.fromkeys(point["group"] for point in points if "group" in point))
    if len(groups) > MOST_GROUPS:
        sizes = dict.fromkeys(groups, 0.0)
        for point in points:
            sizes[point["group"]] += abs(point["value"])
        largest = set(sorted(groups, key=lambda group: -sizes[group])[:MOST_GROUPS])
        points = [point for point in points if point["group"] in largest]
        said.append(f"the {MOST_GROUPS} largest of {counted(len(groups), 'group')}")
    return points[:MOST_POINTS], "; ".join(said)


def _bars(points: list[Drawn], frame: _Frame, kind: str) -> dict[str, Any]:
    order = list(dict.fromkeys(point["key"] for point in points))
    category = axis("key", "nominal", frame.name, sort=order)
    value = frame.value()
    upright = frame.key.grain is not None or frame.key.bins is not None
    if frame.look.horizontal is not None:
        upright = not frame.look.horizontal
    names = ("x", "y") if upright else ("y", "x")
    encoding: dict[str, Any] = {names[0]: category, names[1]: value}
    shown = [category, value]
    if frame.group:
        group = frame.groups(points)
        encoding["color"] = group
        shown.insert(1, group)
        if kind == "bar":
            offset = {"field": "group", "type": "nominal", "sort": group["sort"]}
            encoding[f"{names[0]}Offset"] = offset
        else:  # stacked in the order of the legend
            points = [{**p, "rank": group["sort"].index(p["group"])} for p in points]
            encoding["order"] = {"field": "rank", "type": "quantitative"}
    encoding["tooltip"] = tooltip(*shown)
    _titled(encoding, frame.look)
    return spec(points, mark=frame.mark("bar"), encoding=encoding)


def _line(points: list[Drawn], frame: _Frame, kind: str) -> dict[str, Any]:
    points = (
        sorted(points, key=lambda point: str(point["key"]))
        if frame.key.is_running
        else points
    )
    dated = frame.key.grain in _DATED
    if dated:
        points = [{**point, "when": _moment(point["key"])} for point in points]
        along = axis("when", "temporal", frame.name)
    else:
        order = list(dict.fromkeys(point["key"] for point in points))
        along = axis("key", "ordinal", frame.name, sort=order)
    value = frame.value()
    encoding: dict[str, Any] = {"x": along, "y": value}
    shown = [axis("key", "nominal", frame.name), value]
    if frame.group:
        encoding["color"] = frame.groups(points)
        shown.insert(1, encoding["color"])
    encoding["tooltip"] = tooltip(*shown)
    _titled(encoding, frame.look)
    few = len(points) <= 60
    mark = frame.mark(kind, **({"point": True} if few and kind == "line" else {}))
    return spec(points, mark=mark, encoding=encoding)


def _pie(points: list[Drawn], frame: _Frame, kind: str) -> dict[str, Any]:
    if frame.group:
        points = [{**p, "key": f"{p['key']} · {p['group']}"} for p in points]
    points = [point for point in points if point["value"] >= 0]
    whole = sum(point["value"] for point in points) or 1.0
    # The legend tells the shares, since a picture has no tooltips.
    slices = [
        {
            **point,
            "share": point["value"] / whole,
            "label": f"{point['key']} · {percent(point['value'] / whole)}",
            "rank": rank,
        }
        for rank, point in enumerate(points)
    ]
    part = colour("label", frame.name, [each["label"] for each in slices])
    encoding = {
        "theta": {**axis("share", "quantitative", "share"), "stack": True},
        "color": {**part, "legend": {"orient": "right"}},
        "order": {"field": "rank", "type": "quantitative"},
        "tooltip": tooltip(axis("key", "nominal", frame.name), frame.value()),
    }
    return spec(slices, mark={"type": "arc"}, encoding=encoding)


def _moment(label: str) -> str:
    """A month, day or hour as a date that charts read as local time."""
    if len(label) == 7:
        return f"{label}-01T00:00:00"
    return f"{label}T00:00:00" if len(label) == 10 else label.replace(" ", "T")


def _titled(encoding: dict[str, Any], look: Look) -> None:
    for name, title in (("x", look.x_title), ("y", look.y_title)):
        if title:
            encoding[name] = {**encoding[name], "title": name_of(title)}
