"""How strongly columns of any kinds go together, pair by pair."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Chart, Notice
from analysis.base.wording import (
    counted,
    figure,
    muted,
    name_of,
    names_of,
    of_words,
    p_words,
)
from analysis.references.tables import PLANT_GROWTH
from analysis.results.associations import Association, AssociationMatrixResult, Measured
from analysis.statistics.adjustment import adjusted_p_values
from analysis.statistics.kinds import role_of
from analysis.statistics.mixed_association import (
    correlation_ratio,
    cramers_v_of,
    number_correlation,
)
from analysis.statistics.values import numbers_of, one_column, require_rows
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.inference import table_of

NumberMethod = Literal["pearson", "spearman"]
MAX_ASSOCIATED = 25

operation = Operation(
    __name__,
    kind="analyse",
    title="Association matrix",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bassociation (?:matrix|table|heat ?map)\b", 8),
            Phrase(r"\bheat ?map of (?:the )?(?:\w+ )?associations?\b", 9),
            Phrase(r"\bassociations? (?:of|between|among) (?:all|every|each)\b", 7),
            Phrase(r"\bmixed[- ](?:type )?(?:correlations?|associations?)\b", 8),
            Phrase(r"\bcorrelation ratios?\b", 7),
            Phrase(r"\bbias[- ]corrected cram[eé]r", 7),
            Phrase(r"\bcorrelat\w+ .{0,40}\b(?:including|and|with) (?:the )?"
                   r"(?:categor\w+|nominal|text)\b", 6),
            Phrase(r"\bare (?:all |any )?(?:of )?(?:the )?(?:columns|variables|features) "
                   r"(?:related|associated|connected)\b", 6),
            Phrase(r"\bhow (?:strongly )?(?:are|is) (?:all |all of )?(?:the )?(?:columns|"
                   r"variables|features) (?:related|associated|connected)\b", 6),
        ),
        options={
            "number_method": {"spearman": r"\bspearman\b|\brank\b",
                              "pearson": r"\bpearson\b"},
            "bias_correction": {
                "false": r"\b(?:uncorrected|without (?:the )?(?:bias )?correction)\b",
                "true": r"\bbias[- ]corrected\b",
            },
        },
        examples=(
            Example("correlation between all columns including categorical ones", {}),
            Example("association matrix", {}),
            Example("association matrix of sex, class and fare",
                    {"columns": ["sex", "class", "fare"]}),
            Example("mixed correlations of age, sex and embarked with Spearman",
                    {"columns": ["age", "sex", "embarked"], "number_method": "spearman"}),
            Example("correlation ratio of fare and class", {"columns": ["fare", "class"]}),
            Example("bias-corrected Cramér's V of sex and class",
                    {"columns": ["sex", "class"], "bias_correction": True}),
            Example("How strongly are all the columns associated?", {}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            PLANT_GROWTH,
            {"columns": ["group", "weight"]},
            # sums of squares 3.76634 between and 10.49209 within
            {"pairs": [{"measure": "correlation ratio", "p_value": 0.01591,
                        "value": (3.76634 / (3.76634 + 10.49209)) ** 0.5}]},
            "R: summary(aov(weight ~ group, data = PlantGrowth)), help page",
            2e-4,
        ),
        Reference(
            {"a": ["x"] * 40 + ["y"] * 60,
             "b": ["s"] * 30 + ["t"] * 10 + ["s"] * 10 + ["t"] * 50},
            {},
            # chi² = 100 · 1400² / (40 · 60)²; minus 1 / 99, over 1 - 1 / 99
            {"pairs": [{"measure": "Cramér's V", "value": (
                (1400**2 / 2400**2 - 1 / 99) / (1 - 1 / 99)) ** 0.5}]},
            "by hand from Bergsma (2013): V of a 2 × 2 table, corrected for bias",
            1e-12,
        ),
    ),
)  # fmt: skip


@operation.compute
def association_matrix(
    data: pd.DataFrame,
    columns: AllColumns | None = None,
    number_method: NumberMethod = "pearson",
    bias_correction: bool = True,
    alpha: float = 0.05,
) -> AssociationMatrixResult:
    """How strongly each pair of columns goes together, on its complete rows.

    Args:
        columns: two or more of any kinds; without, all that can be compared. Numbers
            with two values are groups; dates and words of many values are left out.
        number_method: of two columns of numbers. Numbers and groups: the correlation
            ratio; groups and groups: Cramér's V.
        bias_correction: of Cramér's V (Bergsma 2013).
        alpha: for the p-values, adjusted for the number of pairs (Holm 1979).

    Returns ``pairs``, strongest first. Correlations lie between -1 and 1, the others
    between 0 and 1; they are shares of different things, and only roughly comparable.

    Raises:
        DataError: fewer than two columns that can be compared, or more than 25.
    """
    require_rows(data)
    named = list(dict.fromkeys(columns or (str(name) for name in data.columns)))
    roles, left_out = comparable_columns(data, named, asked=bool(columns))
    if not 2 <= len(roles) <= MAX_ASSOCIATED:
        raise DataError(
            f"Associations need 2 to {MAX_ASSOCIATED} columns that can be compared; here "
            f"are {len(roles)}.",
            "Name the columns.",
            named[0] if named else "",
        )
    values = {name: coded_values(data, name, role) for name, role in roles.items()}
    pairs: list[Association] = []
    for x, y in combinations(roles, 2):
        both = np.isfinite(values[x]) & np.isfinite(values[y])
        first, second = values[x][both], values[y][both]
        kinds = roles[x], roles[y]
        measure, found = association_of(
            first, second, kinds, number_method, bias_correction
        )
        pairs.append(
            {"x": x, "y": y, "measure": measure, **found, "n_obs": int(both.sum())}
        )
    tested = [pair for pair in pairs if pair["p_value"] is not None]
    adjusted = adjusted_p_values([pair["p_value"] or 0.0 for pair in tested], "holm")
    for pair, p_adjusted in zip(tested, adjusted, strict=True):
        pair["p_adjusted"] = p_adjusted
        pair["significant"] = bool(p_adjusted < alpha)
    complete = np.all([np.isfinite(column) for column in values.values()], axis=0)
    result: AssociationMatrixResult = plain(
        {
            "pairs": sorted(pairs, key=lambda pair: -abs(pair["value"] or 0.0)),
            "columns": list(roles),
            "left_out": left_out,
            "number_method": number_method,
            "bias_correction": bias_correction,
            "alpha": alpha,
            "method": "associations by the kinds of the columns",
            "n_obs": int(complete.sum()),
            "n_missing": int((~complete).sum()),
        }
    )
    return result


def comparable_columns(
    data: pd.DataFrame, names: list[str], *, asked: bool
) -> tuple[dict[str, str], list[str]]:
    """The columns' roles, and which cannot be compared (an error where asked for).

    Running numbers of the rows are left out too, unless asked for.
    """
    roles, left_out = {}, []
    for name in names:
        if not asked and is_running_number(one_column(data, name)):
            left_out.append(name)
            continue
        try:
            roles[name] = role_of(data, name)
        except DataError:
            if asked:
                raise
            left_out.append(name)
    return roles, left_out


def is_running_number(values: pd.Series) -> bool:
    """Whether the values only number the rows: consecutive integers, each once."""
    if not pd.api.types.is_integer_dtype(values.dtype) or len(values) < 10:
        return False
    if values.isna().any() or not values.is_unique:
        return False
    return int(values.max()) - int(values.min()) == len(values) - 1


def coded_values(data: pd.DataFrame, name: str, role: str) -> np.ndarray:
    """Numbers as they are, groups as codes; not a number where missing."""
    if role == "numbers":
        return np.asarray(numbers_of(data, name).to_numpy(dtype="float64"))
    codes, _ = pd.factorize(one_column(data, name), sort=False)
    return np.where(codes < 0, np.nan, codes.astype("float64"))


def association_of(
    first: np.ndarray,
    second: np.ndarray,
    kinds: tuple[str, str],
    number_method: str,
    bias_correction: bool,
) -> tuple[str, Measured]:
    """The measure that the kinds ask for, and what it gives."""
    match kinds:
        case ("numbers", "numbers"):
            found = number_correlation(first, second, number_method)
            return f"{number_method.capitalize()} correlation", found
        case ("groups", "groups"):
            return "Cramér's V", cramers_v_of(first, second, bias_correction)
        case ("groups", "numbers"):
            first, second = second, first
    if len(first) < 3:
        return "correlation ratio", {"value": None, "p_value": None}
    return "correlation ratio", correlation_ratio(first, second)


@operation.restate
def restate(columns: list[str] | None = None, **_: Any) -> str:
    return f"Association matrix{of_words(columns, 'all columns')}"


@operation.present
def present(result: AssociationMatrixResult) -> Answer:
    known = [pair for pair in result["pairs"] if pair["value"] is not None]
    if not known:
        summary = "No pair of columns has an association that is defined."
    else:
        top = known[0]
        n_significant = sum(bool(pair.get("significant")) for pair in result["pairs"])
        summary = (
            f"The strongest association is between {name_of(top['x'])} and "
            f"{name_of(top['y'])}: {top['measure']} {figure(top['value'])} "
            f"({p_words(top.get('p_adjusted'))}, n = {top['n_obs']:,}); {n_significant} of "
            f"{counted(len(result['pairs']), 'pair')} "
            f"{'is' if len(result['pairs']) == 1 else 'are'} significant."
        )
    heads = {
        "x": ("column", "code"),
        "y": ("with", "code"),
        "measure": ("measure", "text"),
        "value": ("value", "number"),
        "p_adjusted": ("p adjusted", "p_value"),
        "n_obs": ("n", "integer"),
    }
    blocks: list[Block] = []
    if len(result["columns"]) > 2 and known:
        blocks.append(association_chart(result))
    blocks.append(table_of(result["pairs"], heads))
    if result["left_out"]:
        blocks.append(
            Notice(
                text=f"Left out: {names_of(result['left_out'][:12])} (dates, row numbers, "
                "too many different words, or no values)."
            )
        )
    corrected = (
        "corrected for bias (Bergsma 2013)" if result["bias_correction"] else "raw"
    )
    blocks.append(
        muted(
            f"Two columns of numbers: {result['number_method'].capitalize()} correlation; "
            "numbers and groups: correlation ratio (eta); groups: Cramér's V, "
            f"{corrected}.",
            "P-values of t, F and chi-square, adjusted by Holm's method; each pair on the "
            "rows where both values are there.",
        )
    )
    return Answer(summary, tuple(blocks))


def association_chart(result: AssociationMatrixResult) -> Chart:
    """Columns against columns, shaded by the strength of the association."""
    names = [name_of(name) for name in result["columns"]]
    cells = [
        {
            "x": name_of(x),
            "y": name_of(y),
            "value": pair["value"],
            "measure": pair["measure"],
            "n": pair["n_obs"],
            "size": abs(pair["value"]),
        }
        for pair in result["pairs"]
        if pair["value"] is not None
        for x, y in ((pair["x"], pair["y"]), (pair["y"], pair["x"]))
    ]
    x, y = (axis(key, "nominal", "", sort=names) for key in ("x", "y"))
    x["title"] = y["title"] = None
    shade = axis(
        "value",
        "quantitative",
        "association",
        scale={"domain": [-1, 1], "domainMid": 0},
    )
    named = tooltip(
        {**x, "title": "column"},
        {**y, "title": "with"},
        axis("measure", "nominal", "measure"),
        {**shade, "format": ".3f"},
        axis("n", "quantitative", "rows"),
    )
    figures = {
        "encoding": {"x": x, "y": y, "text": {"field": "value", "format": ".2f"}},
        "layer": [
            {"transform": [{"filter": f"datum.size {sign} 0.6"}],
             "mark": {"type": "text", "style": style}}
            for sign, style in (("<", "label"), (">=", "on-accent"))
        ],
    }  # fmt: skip
    squares = {
        "mark": {"type": "rect"},
        "encoding": {"x": x, "y": y, "color": shade, "tooltip": named},
    }
    top = result["pairs"][0]
    return chart(
        f"Associations of {counted(len(names), 'column')}",
        spec(cells, layer=[squares, figures], width={"step": 46}),
        f"Heat map of the associations of {counted(len(names), 'column')}; the strongest is "
        f"between {name_of(top['x'])} and {name_of(top['y'])}.",
    )
