"""A study to plan: how many it needs, how likely it finds an effect, or how small a one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chat.reader.enquiries.sentence import Sentence, Span

# What names the numbers: cues before them, and cues behind them.
_BEFORE: dict[str, tuple[str, ...]] = {
    "effect": ("symbol_d", "symbol_f", "symbol_r", "symbol_w", "effect"),
    "sd": ("sd",),
    "difference": ("difference",),
    "power": ("power",),
    "alpha": ("alpha", "twosided", "onesided"),
    "confidence": ("confidence",),
    "n": ("symbol_n", "groupsof"),
    "dof": ("dof",),
}
_BEHIND: dict[str, tuple[str, ...]] = {
    "effect": ("sd",),
    "difference": ("difference",),
    "points": ("percentagepoints",),
    "power": ("power",),
    "alpha": ("alpha", "twosided", "onesided"),
    "confidence": ("confidence",),
    "n": ("pergroup", "subjects"),
    "groups": ("groups",),
    "dof": ("dof",),
}
_SIZES = {
    "small": {"d": 0.2, "f": 0.1, "r": 0.1, "w": 0.1},
    "medium": {"d": 0.5, "f": 0.25, "r": 0.3, "w": 0.3},
    "large": {"d": 0.8, "f": 0.4, "r": 0.5, "w": 0.5},
}
_DESIGNS = {
    "d": "two_sample_t", "f": "anova", "r": "correlation", "w": "chi_square",
}  # fmt: skip
_TO = ("to", "or", "and", "versus", "vs")  # "from 3 to 4 percent"
_MOST_GROUPS = 20
_LEAST_N = 3
_CUES = frozenset(
    {cue for roles in (_BEFORE, _BEHIND) for cues in roles.values() for cue in cues}
    | {"samplesize", "howmany", "needed", "detect", "enough", "smallest", "half"}
    | {"small", "medium", "large", "paired", "onesample", "unpaired", "anova", "relative"}
    | {"proportions", "chisquare", "total", "percentword"}
)  # fmt: skip


@dataclass
class Plan:
    """The numbers of a study by what they are, and what was assumed."""

    numbers: dict[str, float] = field(default_factory=dict)
    shares: list[float] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)


def planned(sentence: Sentence) -> tuple[dict[str, Any], list[str]] | None:
    """The parameters of a plan and what was assumed; None for what is no plan."""
    if sentence.has("otherdesign") or not _is_plan(sentence):
        return None
    for cue in sentence.cues:
        if cue.name in _CUES and cue.last - cue.first > 1:
            sentence.use(cue)  # "one-way anova", "two-sided": no numbers of the plan
    plan = Plan()
    _place(sentence, plan)
    _parts(sentence, plan)
    _shares(sentence, plan)
    if any(True for _ in sentence.numbers()):
        return None
    params = _params(sentence, plan)
    if params is None:
        return None
    sentence.use_cues(_CUES)
    return (params, plan.assumed) if not sentence.limits() else None


def _is_plan(sentence: Sentence) -> bool:
    asks = sentence.has("howmany") and sentence.has("needed", "detect")
    return (
        sentence.has("samplesize", "smallest")
        or (sentence.has("power") and sentence.has("detect"))
        or any(c.first < c.last for c in _powers(sentence))
        or (sentence.has("detect") and (asks or sentence.has("enough")))
        or (asks and sentence.has("symbol_d", "symbol_f", "symbol_r", "sd"))
    )


def _powers(sentence: Sentence) -> Iterator[Span]:
    """The word power itself; a chance alone may be that of anything."""
    for cue in sentence.of("power"):
        if sentence.words[cue.last - 1].stem == "power":
            yield cue


def _candidates(sentence: Sentence, at: int) -> dict[str, int]:
    """What a number can be, with how far its cue stands away."""
    word = sentence.words[at]
    found: dict[str, int] = {}
    end = at + 1
    if end < len(sentence.words) and any(
        c.first == end for c in sentence.of("percentword")
    ):
        end += 1
    for role, cues in _BEFORE.items():
        for cue in sentence.of(*cues):
            gap = sentence.between(cue.last, at)
            if gap is not None and _can_be(sentence, role, at):
                found[role] = min(gap, found.get(role, gap))
    for role, cues in _BEHIND.items():
        for cue in sentence.of(*cues):
            gap = _gap_behind(sentence, end, cue, role)
            if gap is not None and _can_be(sentence, role, at):
                found[role] = min(gap, found.get(role, gap))
    if "power" in found and word.number is not None and word.number < 1:
        found.pop("effect", None)
    return found


def _gap_behind(sentence: Sentence, end: int, cue: Span, role: str) -> int | None:
    """How far a cue stands behind a number; one noun may stand between ("60 vans each")."""
    gap = sentence.between(end, cue.first)
    if gap is not None or role not in ("n", "difference", "groups"):
        return gap
    if cue.first == end + 1 and not sentence.words[cue.first].breaks:
        return 1
    return None


def _can_be(sentence: Sentence, role: str, at: int) -> bool:
    word = sentence.words[at]
    value = word.number or 0.0
    percent = word.percent or any(c.first == at + 1 for c in sentence.of("percentword"))
    whole = value == int(value) and not percent
    if role == "power":
        return 50 <= value < 100 if percent or value >= 1 else value >= 0.5
    if role == "alpha":
        return 0 < value <= 20 if percent else 0 < value < 0.3
    if role == "confidence":
        return 80 <= value < 100 if percent or value >= 1 else value >= 0.8
    if role == "n":
        return whole and value >= _LEAST_N
    if role == "groups":
        return whole and 2 <= value <= _MOST_GROUPS
    if role == "dof":
        return whole and value >= 1
    if role == "points":
        return value < 100
    return value > 0 and not percent


def _place(sentence: Sentence, plan: Plan) -> None:
    """Gives each number the place that its words name, the surest first."""
    open_ = {at: _candidates(sentence, at) for at in sentence.numbers()}
    while True:
        free = [
            (len(roles), gap, at, role)
            for at, roles in open_.items()
            for role, gap in roles.items()
            if role not in plan.numbers
        ]
        if not free:
            break
        _, _, at, role = min(free)
        word = sentence.words[at]
        value = float(word.number or 0.0)
        if role in ("power", "alpha", "confidence") and (
            word.percent or value >= 1 or _is_percent(sentence, at)
        ):
            value /= 100
        plan.numbers[role] = value
        sentence.used.add(at)
        del open_[at]
        for roles in open_.values():
            roles.pop(role, None)
    _halves(sentence, plan)


def _parts(sentence: Sentence, plan: Plan) -> None:
    """ "4 fertilisers": how many groups an analysis of variance has, by their own noun."""
    if "groups" in plan.numbers or _symbol(sentence) != "f":
        return
    left = [at for at in sentence.numbers() if _can_be(sentence, "groups", at)]
    if len(left) == 1 and left[0] + 1 < len(sentence.words):
        plan.numbers["groups"] = float(sentence.words[left[0]].number or 0.0)
        sentence.used.add(left[0])


def _is_percent(sentence: Sentence, at: int) -> bool:
    if any(c.first == at + 1 for c in sentence.of("percentword")):
        return True
    if at + 2 >= len(sentence.words) or sentence.words[at + 1].text not in _TO:
        return False
    return sentence.words[at + 2].percent or any(
        c.first == at + 3 and sentence.words[at + 2].number is not None
        for c in sentence.of("percentword")
    )


def _halves(sentence: Sentence, plan: Plan) -> None:
    """ "half a standard deviation"."""
    for half in sentence.of("half"):
        for cue in sentence.of("sd"):
            if sentence.between(half.last, cue.first) is not None:
                plan.numbers.setdefault("effect", 0.5)


def _shares(sentence: Sentence, plan: Plan) -> None:
    """The two proportions to tell apart: percentages, "one in ten", or numbers below 1."""
    left = list(sentence.numbers())
    taken: set[int] = set()
    for at in left:
        word = sentence.words[at]
        value = float(word.number or 0.0)
        if at in taken or value <= 0:
            continue
        if word.percent or _is_percent(sentence, at):
            plan.shares.append(value / 100)
            taken.add(at)
        elif at + 2 in left and sentence.words[at + 1].text == "in":
            plan.shares.append(value / float(sentence.words[at + 2].number or 1.0))
            taken |= {at, at + 2}
        elif value < 1:
            plan.shares.append(value)
            taken.add(at)
    sentence.used |= taken


def _params(sentence: Sentence, plan: Plan) -> dict[str, Any] | None:
    numbers = plan.numbers
    params: dict[str, Any] = {}
    if plan.shares:
        two = _two_shares(sentence, plan)
        if two is None or {"effect", "difference", "sd"} & numbers.keys():
            return None
        params |= {"design": "proportions", "p1": two[0], "p2": two[1]}
    else:
        sized = _sized(sentence, plan)
        if sized is None:
            return None
        params |= sized
    if "power" in numbers:
        params["power"] = numbers["power"]
    if "alpha" in numbers or "confidence" in numbers:
        params["alpha"] = numbers.get(
            "alpha", round(1 - numbers.get("confidence", 0.95), 6)
        )
    if sentence.has("onesided"):
        params["alternative"] = "one-sided"
    return _counted(sentence, plan, params)


def _two_shares(sentence: Sentence, plan: Plan) -> tuple[float, float] | None:
    """Two proportions, or one and how much it changes."""
    shares, points = plan.shares, plan.numbers.get("points")
    if len(shares) == 2 and points is None:
        if sentence.has("relative"):
            base, change = max(shares), min(shares)
            order = shares[0] != base
            return None if order and base == change else (base, base * (1 + change))
        return shares[0], shares[1]
    if len(shares) == 1 and points is not None:
        other = shares[0] + points / 100
        return (shares[0], other) if other < 1 else None
    return None


def _sized(sentence: Sentence, plan: Plan) -> dict[str, Any] | None:
    """The design and its effect."""
    symbol = _symbol(sentence)
    if symbol is None:
        return None
    numbers = plan.numbers
    effect = numbers.get("effect")
    if "sd" in numbers and "points" in numbers:
        numbers.setdefault("difference", numbers.pop("points"))
    if effect is None and {"difference", "sd"} <= numbers.keys():
        effect = round(numbers["difference"] / numbers["sd"], 6)
        plan.assumed.append(
            f"d = {numbers['difference']:g} / {numbers['sd']:g}: "
            "the difference in standard deviations"
        )
        numbers.pop("difference")
        numbers.pop("sd")
    if "difference" in numbers or "sd" in numbers or "points" in numbers:
        return None
    if effect is None:
        for size, values in _SIZES.items():
            if sentence.has(size):
                effect = values[symbol]
                plan.assumed.append(
                    f"a {size} effect is {symbol} = {effect} (Cohen 1988)"
                )
    if effect is None and not ("n" in numbers and sentence.has("smallest")):
        return None
    design = _DESIGNS[symbol]
    if symbol == "d":
        said = [n for n in ("paired", "onesample") if sentence.has(n)]
        if len(said) > 1 or numbers.get("groups", 2) != 2:
            return None
        design = {"paired": "paired_t", "onesample": "one_sample_t"}.get(
            said[0] if said else "", design
        )
    params: dict[str, Any] = {"design": design}
    if effect is not None:
        params["effect_size"] = effect
    return params


def _symbol(sentence: Sentence) -> str | None:
    """What the effect is measured by; None where the words contradict each other."""
    found = set()
    for symbol, cues in (
        ("d", ("symbol_d", "paired", "onesample", "unpaired", "sd")),
        ("f", ("symbol_f", "anova")),
        ("r", ("symbol_r",)),
        ("w", ("symbol_w", "chisquare")),
    ):
        if sentence.has(*cues):
            found.add(symbol)
    return (found or {"d"}).pop() if len(found) < 2 else None


def _counted(
    sentence: Sentence, plan: Plan, params: dict[str, Any]
) -> dict[str, Any] | None:
    """The parameters with how many there are, and in how many groups."""
    numbers, design = plan.numbers, params["design"]
    groups = int(numbers.get("groups", 2))
    if design == "anova":
        if "groups" not in numbers:
            return None
        params["groups"] = groups
    elif groups != 2:
        return None
    if design == "chi_square":
        if "dof" not in numbers:
            return None
        params["dof"] = int(numbers["dof"])
    elif "dof" in numbers:
        return None
    if "n" in numbers:
        n = int(numbers["n"])
        parted = design in ("two_sample_t", "anova", "proportions")
        if parted and sentence.has("total"):
            if n % groups:
                return None
            plan.assumed.append(f"{n} in all are {n // groups} per group")
            n //= groups
        params["n"] = n
    return params
