"""Calculations along the groups: running, moving, change, growth, rank."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chat.reader.base.items import (
    Key,
    Window,
)
from chat.reader.calculating.shares import SharesStage

# Parts of the calendar that come again: none is before the others.
_COMING_AGAIN = ("weekday", "hour_of_day", "season", "weekend")
_MOVING = ("sum", "mean", "min", "max")


class WindowsStage(SharesStage):
    """Calculations along the groups: running, moving, change, growth, rank."""

    def _windows(self) -> None:
        against = self.bag.mark("against")
        found = [window for _, window in self.bag.windows]
        if not found and against is None:
            return
        window = found[0] if found else Window("change")
        if len(found) > 1:
            names = {w.kind for w in found}
            window = Window("growth") if names <= {"growth", "change"} else window
        unit = window.unit
        if against is not None:
            unit = unit or str((against.data or {}).get("unit") or "")
        changes = window.kind in ("growth", "change") and against is None
        if changes and self._compares_groups(unit):
            return
        self._time_key(unit, against.concept if against else "")
        if not self.out.keys and window.kind == "cumulative_share":
            self._key_from_subjects()
        if not self.out.keys:
            self.out.fail("window without a key")
            return
        made: dict[str, Any] = {"kind": window.kind}
        if window.kind == "running" and self.out.params.pop("share", None):
            made["kind"] = "cumulative_share"
        if window.kind == "moving":
            window = self._with_own_statistic(window)
            made |= {"n": window.n or 3, "statistic": self._moving_statistic(window)}
            if window.n is None:
                self.out.assumed.append("a window of 3 was taken")
        if window.kind in ("growth", "change"):
            made["against"] = against.concept if against else "previous"
        if (
            window.kind == "growth"
            and found
            and against
            and "growth" not in {w.kind for w in found}
        ):
            made["kind"] = "change"
        if made["kind"] == "running":
            self._of_totals_so_far()
        self.out.params["window"] = made
        self._restart()

    def _of_totals_so_far(self) -> None:
        """ "cumulative bill by month": of what came together, and of no averages."""
        for at, measure in enumerate(self.out.measures):
            plain = measure.over is None and measure.of is not None
            if measure.given or measure.statistic != "mean" or not plain:
                continue
            self.out.measures[at] = replace(measure, statistic="sum")
            self.out.assumed = [
                one for one in self.out.assumed
                if not one.startswith(f"{measure.of} is averaged")
            ]  # fmt: skip

    def _compares_groups(self, unit: str) -> bool:
        """Whether a change is none along the time: two periods or groups, or refused."""
        keys = self.out.keys
        if any(len(key.get("periods", ())) == 2 for key in keys):
            self.out.params["compare"] = {"kind": "difference"}
            self.out.asks = "how_much_more"
            return True
        if unit:
            return False
        if any(key.get("grain") in _COMING_AGAIN for key in keys):
            self.out.fail("weekdays that differ are compared with each other")
            return True
        if self._time_keys():
            return False
        if self._two_groups():
            self.out.params["compare"] = {"kind": "difference"}
            self.doubtful = not any(m.given for m in self.out.measures)
        else:
            self.out.fail("growth of what over what")
        return True

    def _with_own_statistic(self, window: Window) -> Window:
        """ "rolling sum of signups": the statistic is the window's, not each period's."""
        if not self.bag.windows or len(self.out.measures) != 1:
            return window
        place = self.bag.windows[0][0].last
        measure = self.out.measures[0]
        behind = any(edge.first == place for edge, _ in self.bag.measures)
        if measure.of is None or not (behind and measure.given):
            return window
        if measure.over is not None or measure.statistic not in _MOVING:
            return window
        self.out.measures.clear()
        self._add_default(measure.of)
        return replace(window, statistic=measure.statistic)

    def _moving_statistic(self, window: Window) -> str:
        for _, m in self.bag.marks.get("statistic", []):
            if m.concept in _MOVING:
                self.uses_statistic = True
                return str(m.concept)
        return window.statistic if window.statistic in _MOVING else "mean"

    def _restart(self) -> None:
        others = [
            n for n, key in enumerate(self.out.keys) if not self._is_time_key(key)
        ]
        if others and len(others) < len(self.out.keys):
            self.out.params["window"]["restart"] = others

    def _time_key(self, unit: str, against: str) -> None:
        """The time along which a window goes, where no words gave one."""
        if self._time_keys() or (self.out.keys and not unit and not against):
            return
        if self.bag.windows and self.bag.windows[0][1].kind == "cumulative_share":
            return
        grain = unit or ("year" if against == "year_before" else "auto")
        made = self._key(Key(None, grain))
        if made is not None:
            self.out.keys.append(made)
            if not unit and against != "year_before":
                self.out.assumed.append(f"by {made.get('grain', made['column'])}")
