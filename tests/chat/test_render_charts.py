"""Charts in the themes of the surfaces, and as pictures."""

from __future__ import annotations

import json
import struct
import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from analysis.words.charts import axis, spec
from chat.render import charts
from chat.render.charts import (
    VEGA_VERSION,
    chart_png,
    theme_config,
    themed,
    vega_bundle,
)
from tests.chat.replies import BARS

ROWS = [{"x": x, "y": x * x % 7, "g": "ab"[x % 2], "end": x + 1} for x in range(12)]
LAYERS = {
    "data": {"values": ROWS},
    "layer": [
        {
            "mark": {"type": "rule", "style": "reference"},
            "encoding": {"x": {"datum": 5}},
        },
        {
            "mark": {"type": "rule", "style": "interval"},
            "encoding": {
                "x": {"field": "x", "type": "quantitative"},
                "x2": {"field": "end"},
                "y": {"field": "y", "type": "ordinal"},
            },
        },
        {
            "mark": {"type": "point", "style": "muted"},
            "encoding": {
                "x": {"field": "end", "type": "quantitative"},
                "y": {"field": "y", "type": "ordinal"},
            },
        },
    ],
}
FACETS = {
    "data": {"values": ROWS},
    "facet": {"field": "g", "type": "nominal"},
    "columns": 2,
    "spec": {
        "mark": "line",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    },
}
HEATMAP = {
    "data": {"values": ROWS},
    "mark": "rect",
    "encoding": {
        "x": {"field": "x", "type": "ordinal"},
        "y": {"field": "g", "type": "nominal"},
        "color": {
            "field": "y",
            "type": "quantitative",
            "scale": {"domain": [-6, 6], "domainMid": 0},
        },
    },
}
SPECS = {"bars": BARS, "layers": LAYERS, "facets": FACETS, "heatmap": HEATMAP}


@cache
def vega_lite_schema() -> Draft7Validator:
    # Altair's copy of the schema of Vega-Lite 6, read without the import of Altair.
    altair = Path(find_spec("altair").origin).parent
    schema = altair / "vegalite" / "v6" / "schema" / "vega-lite-schema.json"
    return Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def ink_of(picture: bytes) -> int:
    """How many bytes of the decompressed rows are not those of the white ground."""
    place, data = 8, b""
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        if picture[place + 4 : place + 8] == b"IDAT":
            data += picture[place + 8 : place + 8 + length]
        place += 12 + length
    return sum(byte not in (0, 255) for byte in zlib.decompress(data))


@pytest.mark.parametrize("theme", ["web-light", "web-dark", "png", "phone"])
@pytest.mark.parametrize("name", SPECS)
def test_a_themed_specification_is_valid_vega_lite(name, theme):
    spec = themed(SPECS[name], theme)

    assert list(vega_lite_schema().iter_errors(spec)) == []


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_is_drawn_with_marks_and_text(name):
    picture = chart_png(SPECS[name], scale=1)
    bare = chart_png(
        {**SPECS[name], "config": {"axis": {"labels": False, "title": None}}}, scale=1
    )
    width, height = size_of(picture)

    assert 100 < width < 1200
    assert 60 < height < 800
    assert ink_of(picture) > ink_of(bare) > 0


def test_scale_is_in_pixels_to_a_point():
    small, large = (size_of(chart_png(BARS, scale=scale)) for scale in (1, 3))

    assert large == (small[0] * 3, small[1] * 3)


def test_a_killed_draughtsman_is_replaced():
    chart_png(BARS)
    for process in charts._draughtsman()._processes.values():
        process.kill()

    assert chart_png(BARS).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["bars", "layers", "heatmap"])
def test_letters_on_a_phone_are_as_large_as_its_own(name):
    """A phone is about 400 points wide: no chart is wider, or much narrower, than that.

    So 13 points in it are 13 on the phone; of the usual picture they would be fewer.
    """
    wide, _ = size_of(chart_png(SPECS[name], "phone", scale=1))

    assert 380 <= wide <= 440
    assert theme_config("phone")["axis"]["labelFontSize"] == 13


def test_pictures_for_a_phone_have_as_many_pixels_as_telegram_keeps():
    wide, _ = size_of(chart_png(BARS, "phone"))

    assert 1200 <= wide <= 1400


def test_what_cannot_be_drawn_is_a_value_error():
    with pytest.raises(ValueError):
        chart_png({"mark": "no such mark", "data": {"values": []}})


def test_a_chart_fetches_nothing():
    with pytest.raises(ValueError, match=r"not allowed|External data"):
        chart_png({**BARS, "data": {"url": "http://127.0.0.1:9/data.json"}})


def test_light_and_dark_have_the_same_parts_in_other_colours():
    light, dark = theme_config("web-light"), theme_config("web-dark")

    assert light.keys() == dark.keys()
    assert light["mark"] != dark["mark"]
    assert len(light["range"]["category"]) == len(dark["range"]["category"])


def test_the_script_for_browsers_is_made_once(tmp_path):
    script = vega_bundle(tmp_path)
    kept = tmp_path / f"vega-{VEGA_VERSION}.js"
    kept.write_bytes(b"kept")

    assert b"vegaEmbed" in script
    assert len(script) > 500_000
    assert vega_bundle(tmp_path) == b"kept"


def test_short_labels_stand_upright_and_long_ones_lean():
    def angle(*labels):
        x = axis("x", "nominal", "town")
        drawn = spec([{"x": one, "y": 1} for one in labels], encoding={"x": x})
        return drawn["encoding"]["x"].get("axis", {}).get("labelAngle")

    assert angle("male", "female") == 0
    assert angle(*(f"a long name {number}" for number in range(9))) is None


def test_an_axis_without_words_has_no_title():
    assert axis("x", "nominal", "")["title"] is None
    assert axis("x", "nominal", " a\nb ")["title"] == "a b"
