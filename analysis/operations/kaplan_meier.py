"""Kaplan–Meier: the share that survives, over time."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import figure, muted, name_of, percent
from analysis.references.series import AML
from analysis.results.survival import KaplanMeierResult
from analysis.signatures.inference import CONFIDENCE_NUMBERS
from analysis.signatures.survival import (
    EVENT_NUMBERS,
    DurationColumn,
    EventColumn,
    SurvivalGroup,
)
from analysis.statistics.model_points import even_places
from analysis.statistics.samples import check_shares
from analysis.statistics.survival import (
    kaplan_meier_curve,
    median_time,
    survival_at,
    survival_groups,
    survival_rows,
)
from analysis.words.charts import BAND, axis, chart, colour, spec, tooltip
from analysis.words.inference import short, table_of

Scale = Literal["log", "log-log", "plain"]
MOST_CURVE_POINTS = 5_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Survival curve (Kaplan–Meier)",
    category="Survival",
    language=Language(
        phrases=(
            Phrase(r"\bkaplan[- –]?meier\b|\bkm (?:curve|plot|estimate)s?\b", 5.5),
            Phrase(
                r"\bsurvival (?:curves?|analysis|function|probabilit\w+|plot|chart)\b",
                5,
            ),
            Phrase(r"\bmedian survival\b", 5),
            Phrase(r"\bsurvival of {num}", 3.5),
            Phrase(r"\bsurvival of {num}.*\bevents?\b", 3),
            Phrase(r"\bsurvival (?:times?|estimates?)\b", 3.5),
        ),
        anti=(Phrase(r"\b(?:cox|hazard|log[- ]?rank)\b", 4),),
        options={
            "scale": {
                "log-log": r"\blog[- ]log\b",
                "plain": r"\b(?:plain|linear) (?:interval|ci|confidence)",
            }
        },
        numbers={"confidence_level": CONFIDENCE_NUMBERS, "event_value": EVENT_NUMBERS},
        examples=(
            Example(
                "Kaplan-Meier of fare with event survived",
                {"duration": "fare", "event": "survived"},
            ),
            Example(
                "Kaplan-Meier of age by sex with event survived",
                {"duration": "age", "event": "survived", "group": "sex"},
            ),
            Example(
                "KM curve of age with event alive",
                {"duration": "age", "event": "alive"},
            ),
            Example(
                "kaplan meier estimate of fare by class with event survived",
                {"duration": "fare", "event": "survived", "group": "class"},
            ),
            Example(
                "kaplan meier curves of age by pclass with event alone",
                {"duration": "age", "event": "alone", "group": "pclass"},
            ),
        ),
    ),
    references=(
        Reference(
            AML,
            {"duration": "time", "event": "status", "group": "x"},
            {
                "groups": [
                    {
                        "group": "Maintained",
                        "n_obs": 11,
                        "n_events": 7,
                        "median": 31.0,
                        "ci_low": 18.0,
                        "ci_high": None,
                    },
                    {
                        "group": "Nonmaintained",
                        "n_obs": 12,
                        "n_events": 11,
                        "median": 23.0,
                        "ci_low": 8.0,
                        "ci_high": None,
                    },
                ]
            },
            "R, survival: survfit(Surv(time, status) ~ x, data = aml)",
        ),
        Reference(
            {name: values[:11] for name, values in AML.items()},
            {"duration": "time", "event": "status"},
            {
                "curves": [
                    {
                        "points": [
                            {
                                "time": 9.0,
                                "survival": 0.909,
                                "std_error": 0.0867,
                                "ci_low": 0.7541,
                            },
                            {"time": 13.0, "survival": 0.818, "std_error": 0.1163},
                        ]
                    }
                ]
            },
            "R, survival: summary(survfit(Surv(time, status) ~ x, data = aml))",
            relative=1e-3,
        ),
    ),
)


@operation.compute
def kaplan_meier(
    data: pd.DataFrame,
    duration: DurationColumn,
    event: EventColumn | None = None,
    group: SurvivalGroup | None = None,
    event_value: float | None = None,
    scale: Scale = "log",
    confidence_level: float = 0.95,
    at_time: float | None = None,
) -> KaplanMeierResult:
    """Product-limit estimates with Greenwood intervals, medians and numbers at risk.

    Args:
        event: whether the duration ended with the event (else it is censored).
        event_value: which number of it is the event; without, the greater of two.
        scale: on which the interval is symmetric; log is the default of R.
        at_time: a time for which the share that survives it is given, too.

    Of a curve with more than 5,000 times every second, third … is given.

    Source: Kaplan and Meier (1958); interval of the median: Brookmeyer and Crowley (1982).
    """
    check_shares(confidence_level=confidence_level)
    table, facts = survival_rows(
        data, duration, event, [group] if group else [], event_value
    )
    parts = survival_groups(table, "other 0", group) if group else {"all": table}
    curves, groups = [], []
    end = float(table["duration"].max())
    marks = np.linspace(0, end, 6)
    for label, rows in parts.items():
        durations = rows["duration"].to_numpy()
        events = rows["event"].to_numpy()
        curve = kaplan_meier_curve(durations, events, confidence_level, scale)
        known = {
            key: np.nan_to_num(curve[key], nan=1.0) for key in ("ci_low", "ci_high")
        }
        times = curve["time"]
        groups.append(
            {
                "group": label,
                "n_obs": len(rows),
                "n_events": int(events.sum()),
                "median": median_time(times, curve["survival"]),
                "ci_low": median_time(times, known["ci_low"]),
                "ci_high": median_time(times, known["ci_high"]),
                "at_risk": [int((durations >= mark).sum()) for mark in marks],
                **survival_at(curve, at_time, float(durations.max())),
            }
        )
        last = float(durations.max())
        curves.append({"group": label, "points": steps_of_curve(curve), "last": last})
    result: KaplanMeierResult = plain(
        {
            **facts,
            "duration": duration,
            "event": event,
            "group": group,
            "scale": scale,
            "confidence_level": confidence_level,
            "groups": groups,
            "curves": curves,
            "marks": marks,
            "at_time": at_time,
        }
    )
    return result


def steps_of_curve(curve: dict[str, np.ndarray]) -> list[dict[str, float]]:
    """The points of a curve that are given: all, or evenly spread ones."""
    shown = even_places(len(curve["time"]), MOST_CURVE_POINTS)
    return [
        dict(zip(curve, each, strict=True))
        for each in zip(*(kept[shown] for kept in curve.values()), strict=True)
    ]


@operation.restate
def restate(
    duration: str,
    event: str | None = None,
    group: str | None = None,
    at_time: float | None = None,
    **_: Any,
) -> str:
    with_event = f" with event {name_of(event)}" if event else ""
    at = f" at {figure(at_time)}" if at_time is not None else ""
    return f"Kaplan–Meier survival of {name_of(duration)}{at}{with_event}" + (
        f" by {name_of(group)}" if group else ""
    )


def _said_of_time(result: KaplanMeierResult, level: str) -> list[str]:
    """The share without the event at the time that is asked for, of each group."""
    said = []
    for row in result["groups"]:
        of = f" of {row['group']}" if result["group"] else ""
        if row["survival"] is None:
            said.append(
                f"of the share{of} at {figure(result['at_time'])} nothing is known"
            )
            continue
        low, high = row["survival_low"], row["survival_high"]
        interval = "" if low is None or high is None else (
            f" ({level} CI {percent(low)} to {percent(high)})"
        )  # fmt: skip
        said.append(
            f"{percent(row['survival'])}{of} are without the event at "
            f"{result['duration']} = {figure(result['at_time'])}{interval}"
        )
    return said


def _said_of_medians(result: KaplanMeierResult, level: str) -> list[str]:
    said = []
    for row in result["groups"]:
        of = (
            ""
            if row["group"] == "all" and not result["group"]
            else f" of {row['group']}"
        )
        if row["median"] is None:
            said.append(f"the median survival{of} is not reached")
            continue
        high = "open" if row["ci_high"] is None else short(row["ci_high"])
        low = "open" if row["ci_low"] is None else short(row["ci_low"])
        said.append(
            f"the median survival{of} is {short(row['median'])} ({level} CI {low} to {high})"
        )
    return said


@operation.present
def present(result: KaplanMeierResult) -> Answer:
    level = percent(result["confidence_level"])
    asked = result["at_time"] is not None
    said = _said_of_time(result, level) if asked else _said_of_medians(result, level)
    words = "; ".join(said)
    words = (
        f"{words[:1].upper()}{words[1:]}, by {result['n_events']:,} events among "
        f"{result['n_obs']:,} rows."
    )
    heads: dict[str, tuple[str, Any]] = {
        "group": (result["group"] or "group", "text"),
        "n_obs": ("n", "integer"),
        "n_events": ("events", "integer"),
        "median": ("median survival", "number"),
        "ci_low": (f"{level} low", "number"),
        "ci_high": (f"{level} high", "number"),
    }
    if asked:
        heads["survival"] = (f"share at {figure(result['at_time'])}", "percent")
    risk_heads: dict[str, tuple[str, Any]] = {"group": ("at time", "text")}
    risk_heads |= {
        str(at): (figure(mark), "integer") for at, mark in enumerate(result["marks"])
    }
    risks = [
        {"group": r["group"], **{str(at): n for at, n in enumerate(r["at_risk"])}}
        for r in result["groups"]
    ]
    missing = (
        f"{result['n_missing']:,} rows with missing values left out."
        if result["n_missing"]
        else ""
    )
    note = muted(
        f"Kaplan–Meier; the event is {name_of(result['event_is'])}; Greenwood interval on the "
        f"{result['scale']} scale; a duration without the event is censored.",
        missing,
    )
    return Answer(
        words,
        (
            _picture(result, words),
            table_of(result["groups"], heads),
            table_of(risks, risk_heads, "Number at risk"),
            note,
        ),
    )


def _picture(result: KaplanMeierResult, words: str) -> Any:
    values = []
    most = max(2, 1_600 // len(result["curves"]))
    for curve in result["curves"]:
        points = curve["points"][:: max(1, -(-len(curve["points"]) // most))]
        values.append(
            {"x": 0.0, "y": 1.0, "low": 1.0, "high": 1.0, "group": curve["group"]}
        )
        values += [
            {
                "x": p["time"],
                "y": p["survival"],
                "low": p["ci_low"],
                "high": p["ci_high"],
                "group": curve["group"],
            }
            for p in points
        ]
        if points:
            values.append({**values[-1], "x": curve["last"]})
    x = axis("x", "quantitative", result["duration"], scale={"nice": False})
    y = axis("y", "quantitative", "share surviving", scale={"domain": [0, 1]})
    shade = colour(
        "group", result["group"] or "group", [c["group"] for c in result["curves"]]
    )
    encoding: dict[str, Any] = {"x": x, "y": y, "tooltip": tooltip(shade, x, y)}
    band: dict[str, Any] = {
        "x": x,
        "y": axis("low", "quantitative", "share surviving"),
        "y2": {"field": "high"},
    }
    if result["group"]:
        encoding["color"] = band["color"] = shade
    layers = [
        {
            "mark": {**BAND, "interpolate": "step-after"},
            "encoding": band,
        },
        {"mark": {"type": "line", "interpolate": "step-after"}, "encoding": encoding},
    ]
    by = f" by {name_of(result['group'])}" if result["group"] else ""
    return chart(
        f"Survival of {name_of(result['duration'])}{by}",
        spec(values, layer=layers),
        f"Kaplan–Meier curve{by} with its confidence band. {words}",
        f"band: {percent(result['confidence_level'])} confidence interval",
    )
