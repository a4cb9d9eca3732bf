"""Charts in the themes of each surface, and as pictures.

A specification names roles only: marks, encodings and the styles below. Colours, fonts
and sizes are the theme's, as a Vega-Lite ``config``. Styles a specification may use on a
mark: ``accent`` (the thing that matters), ``second`` (what it is compared with),
``muted`` (not significant, background), ``interval`` (a rule from low to high),
``reference`` (a dashed rule at zero, a mean), ``label`` (text on the ground or on pale
cells) and ``on-accent`` (text on strong cells).

Pictures are drawn by vl-convert in one process of its own: it never gives up the
interpreter lock, so a picture drawn here would stop every socket meanwhile, and it hangs
for ever when first used before a fork.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import re
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

logger = logging.getLogger(__name__)
T = TypeVar("T")
_replacing = threading.Lock()
VEGA_LITE = "6.4"
VEGA_VERSION = "6.4-1"
Picture = Literal["png", "phone"]
Theme = Literal["web-light", "web-dark"] | Picture
# The wheel's own Liberation Sans answers to it; a name that is not installed, without
# a generic family behind it, draws no text at all.
_PICTURE_FONT = "sans-serif"
_WEB_FONT = (
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Inter, Roboto, "Noto Sans",'
    " sans-serif"
)
_WIDTH, _HEIGHT, _STEP = 460, 260, 30
_PHONE_LETTERS = 13
_PHONE_VIEW = {
    "continuousWidth": 310,
    "continuousHeight": 230,
    "discreteHeight": {"step": 34},
}
_PHONE_PADDING, _PHONE_WIDTH = 8, 390
_PHONE_SCALE = 3.2  # of about 400 points: Telegram's 1280 pixels
_STOPS = 9
# Ten times what the largest chart of ours takes on a busy machine.
_LONGEST_DRAWING = 30.0
NOT_DRAWN = "This picture cannot be drawn."
_NOTICE = {
    "data": {"values": [{}]},
    "width": 320,
    "height": 60,
    "mark": {"type": "text", "text": NOT_DRAWN},
}
_LIGHT = {
    "background": "transparent",
    "ink": "#1c1d21",
    "label": "#5b5d66",
    "grid": "#efece6",
    "axis": "#d9d5cc",
    "muted": "#a5a7af",
    "on_accent": "#ffffff",
    "paper": "#f4f2ee",
    "series": ["#1f56c9", "#b4761a", "#0b8a76", "#9a4fb0", "#c2413b", "#5f7d1f"],
}
_DARK = {
    "background": "transparent",
    "ink": "#ececee",
    "label": "#a3a6b0",
    "grid": "#22252a",
    "axis": "#3a3e46",
    "muted": "#666a74",
    "on_accent": "#0d1530",
    "paper": "#23262b",
    "series": ["#8fb0ff", "#e2a95c", "#4fc4ae", "#cf93e2", "#f08a84", "#a9c766"],
}


def theme_config(theme: Theme) -> dict[str, Any]:
    """The Vega-Lite ``config`` of a surface."""
    match theme:
        case "web-light":
            return _config(_LIGHT, font=_WEB_FONT, size=11)
        case "web-dark":
            return _config(_DARK, font=_WEB_FONT, size=11)
        case "png":
            picture = {**_LIGHT, "background": "#ffffff"}
            return _config(picture, font=_PICTURE_FONT, size=12)
        case "phone":
            picture = {**_LIGHT, "background": "#ffffff"}
            return _on_a_phone(
                _config(picture, font=_PICTURE_FONT, size=_PHONE_LETTERS)
            )


def _config(colours: dict[str, Any], *, font: str, size: int) -> dict[str, Any]:
    accent, second = colours["series"][:2]
    ramp = _blend(colours["paper"], accent)
    text = {"labelColor": colours["label"], "titleColor": colours["label"]}
    sizes = {"labelFontSize": size, "titleFontSize": size + 0.5}
    return {
        "background": colours["background"],
        "font": font,
        "padding": 4,
        "view": {
            "stroke": None,
            "continuousWidth": _WIDTH,
            "continuousHeight": _HEIGHT,
            "discreteHeight": {"step": _STEP},
        },
        "axis": {
            **text,
            **sizes,
            "titleFontWeight": 500,
            "titlePadding": 9,
            "labelPadding": 6,
            "labelLimit": 150,
            "gridColor": colours["grid"],
            "domainColor": colours["axis"],
            "tickColor": colours["axis"],
            "ticks": False,
        },
        "axisX": {"grid": False, "labelOverlap": "parity", "labelSeparation": 8},
        "axisXBand": {"labelAngle": -30, "labelOverlap": False},
        "axisY": {"domain": False, "tickCount": 5},
        "scale": {"barBandPaddingInner": 0.3, "rectBandPaddingInner": 0},
        "legend": {
            **text,
            **sizes,
            "orient": "top",
            "symbolType": "circle",
            "symbolSize": 90,
            "symbolOpacity": 1,
            "columnPadding": 14,
            "labelLimit": 280,
        },
        "header": {**text, **sizes, "labelFontWeight": 500},
        "title": {"color": colours["ink"], "fontSize": 13, "anchor": "start"},
        "range": {
            "category": colours["series"],
            "heatmap": ramp,
            "ramp": ramp,
            "ordinal": ramp,
            "diverging": [*_blend(second, colours["paper"])[:-1], *ramp],
        },
        **_marks(accent, colours["label"], size),
        "style": _styles(colours),
    }


def _on_a_phone(config: dict[str, Any]) -> dict[str, Any]:
    """Narrow, so that the letters stay legible once the picture is as wide as a phone.

    Telegram scales a photo to about 1280 pixels, and a phone to its 390 points or so.
    """
    view = {**config["view"], **_PHONE_VIEW}
    axis = {**config["axis"], "labelLimit": 110, "labelPadding": 5}
    legend = {**config["legend"], "columns": 2, "labelLimit": 150}
    across = {**config["axisX"], "tickCount": 5}
    return {
        **config,
        "view": view,
        "axis": axis,
        "axisX": across,
        "legend": legend,
        "padding": _PHONE_PADDING,
        "facet": {"columns": 2},
        "concat": {"columns": 1},
    }


def _styles(colours: dict[str, Any]) -> dict[str, Any]:
    accent, second = colours["series"][:2]
    return {
        "accent": {"color": accent},
        "second": {"color": second},
        "muted": {"color": colours["muted"]},
        "reference": {"color": colours["label"], "strokeDash": [3, 3]},
        "interval": {"color": accent, "size": 2, "strokeCap": "round"},
        "label": {"color": colours["ink"]},
        "on-accent": {"color": colours["on_accent"]},
    }


def _blend(first: str, last: str) -> list[str]:
    """Colours from one to the other; Vega left alone would go through purple."""
    ends = [
        [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        for colour in (first, last)
    ]
    return [
        "#"
        + "".join(
            f"{round(low + (high - low) * stop / (_STOPS - 1)):02x}"
            for low, high in zip(*ends, strict=True)
        )
        for stop in range(_STOPS)
    ]


def _marks(accent: str, label: str, size: int) -> dict[str, Any]:
    return {
        "mark": {"color": accent},
        "bar": {"color": accent, "binSpacing": 1},
        "rect": {"strokeWidth": 0},
        "line": {"color": accent, "strokeWidth": 2, "strokeCap": "round"},
        "area": {"color": accent, "fillOpacity": 0.18, "line": True},
        "point": {"color": accent, "filled": True, "size": 36, "opacity": 0.65},
        "circle": {"color": accent, "size": 36, "opacity": 0.65},
        "tick": {"color": accent},
        "rule": {"color": label},
        "arc": {"padAngle": 0.01},
        "text": {"color": label, "fontSize": size},
        "boxplot": {
            "size": 22,
            "box": {"color": accent, "fillOpacity": 0.25},
            "median": {"color": accent, "strokeWidth": 2},
            "rule": {"color": accent},
            "outliers": {"color": accent, "size": 16, "opacity": 0.6},
        },
        "errorbar": {"thickness": 2, "rule": {"color": accent}},
    }


def themed(spec: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """The specification with the theme's ``config``; what it says itself goes first."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **spec,
        "config": {**theme_config(theme), **spec.get("config", {})},
    }


def chart_png(
    spec: dict[str, Any], theme: Picture = "png", *, scale: float | None = None
) -> bytes:
    """The chart as a PNG with ``scale`` pixels to a point (2, for a phone more).

    Raises:
        ValueError: if the specification cannot be drawn.
    """
    wanted = themed(spec, theme)
    if theme == "phone":
        return _by_draughtsman(_draw_for_phone, wanted, scale or _PHONE_SCALE)
    return _by_draughtsman(_draw, wanted, scale or 2)


def notice_png(theme: Picture = "png") -> bytes:
    """A picture that says that the wanted one cannot be drawn.

    Raises:
        ValueError: no picture can be drawn at all.
    """
    return chart_png(_NOTICE, theme)


def chart_svg(spec: dict[str, Any]) -> str:
    """The chart as SVG on a white ground.

    Raises:
        ValueError: if the specification cannot be drawn.
    """
    return _by_draughtsman(_draw_svg, themed(spec, "png"))


def vega_bundle(directory: Path) -> bytes:
    """The script that draws charts in a browser (vega, vega-lite, vega-embed).

    It comes from the wheel that draws the pictures, so both surfaces have one Vega. It
    takes seconds to make, and is kept in ``directory``.
    """
    kept = directory / f"vega-{VEGA_VERSION}.js"
    if not kept.exists():
        directory.mkdir(parents=True, exist_ok=True)
        bundle = _by_draughtsman(_bundle)
        fresh = kept.with_suffix(".new")
        fresh.write_bytes(bundle)
        fresh.replace(kept)
    return kept.read_bytes()


def _by_draughtsman(work: Callable[..., T], *args: Any) -> T:
    """What the work returns; a process that was killed meanwhile is started again.

    Raises:
        ValueError: it cannot be drawn, killed its process twice, or takes too long.
    """
    for _ in range(2):
        pool = _draughtsman()
        try:
            return pool.submit(_careful, work, *args).result(_LONGEST_DRAWING)
        except BrokenProcessPool:
            logger.warning("the process that draws charts ended; starting another")
            _replace(pool)
        except TimeoutError:
            _replace(pool)
            raise ValueError("the chart takes too long to draw") from None
    raise ValueError("the chart cannot be drawn: its process ends each time")


def _careful(work: Callable[..., T], *args: Any) -> T:
    """The library may panic, with an exception that no other process can read."""
    try:
        return work(*args)
    except BaseException as problem:
        raise ValueError(f"{type(problem).__name__}: {problem}") from None


def _replace(pool: ProcessPoolExecutor) -> None:
    """Have the next picture drawn by another process; this one may hang for ever."""
    with _replacing:
        if _draughtsman() is pool:
            _draughtsman.cache_clear()
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


@cache
def _draughtsman() -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    atexit.register(pool.shutdown, wait=False, cancel_futures=True)
    return pool


def _draw(spec: dict[str, Any], scale: float) -> bytes:
    import vl_convert

    picture: bytes = vl_convert.vegalite_to_png(
        spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[]
    )
    return picture


def _draw_for_phone(spec: dict[str, Any], scale: float) -> bytes:
    """A narrow chart gets room at its sides: a phone would blow it up otherwise."""
    width = float(re.search(r'width="([\d.]+)"', _draw_svg(spec))[1])  # type: ignore[index]  # it has one
    sides = _PHONE_PADDING + max(0, (_PHONE_WIDTH - width) / 2)
    ends = {"top": _PHONE_PADDING, "bottom": _PHONE_PADDING}
    return _draw({**spec, "padding": {"left": sides, "right": sides, **ends}}, scale)


def _draw_svg(spec: dict[str, Any]) -> str:
    import vl_convert

    picture: str = vl_convert.vegalite_to_svg(
        spec, vl_version=VEGA_LITE, allowed_base_urls=[]
    )
    return picture


def _bundle() -> bytes:
    import vl_convert

    script: str = vl_convert.javascript_bundle(
        "window.vegaEmbed = vegaEmbed;",
        vl_version=VEGA_LITE,
    )
    return script.encode()
