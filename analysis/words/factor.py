"""Factor analyses as answers: loadings, checks, and the eigenvalues against noise."""

from __future__ import annotations

from typing import Any

from analysis.base.operation import Answer
from analysis.base.reply import (
    Block,
    Chart,
    Item,
    KeyValues,
    Notice,
    Table,
    TableColumn,
)
from analysis.base.wording import (
    counted,
    muted,
    name_of,
    names_of,
    observed_words,
    p_words,
    percent,
)
from analysis.results.multivariate import FactorAnalysisResult
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.inference import short

LARGE_LOADING = 0.4
MOST_DRAWN = 40
_ROTATIONS = {
    "varimax": "varimax rotation (uncorrelated factors)",
    "promax": "promax rotation (correlated factors, pattern loadings)",
    "oblimin": "oblimin rotation (correlated factors, pattern loadings)",
    "none": "no rotation",
}


def answer_of_factors(result: FactorAnalysisResult) -> Answer:
    """Everything that is said of a factor analysis."""
    k = result["n_factors"]
    chosen = {
        "asked for": "",
        "parallel analysis": " by parallel analysis",
        "kaiser": " by Kaiser's rule",
    }[result["rule"]]
    explain = "explain" if k > 1 else "explains"
    summary = (
        f"{counted(k, 'factor')}{', the number' + chosen + ',' if chosen else ''} "
        f"{explain} {percent(result['explained'])} of the variance of "
        f"{counted(len(result['loadings']), 'column')} (n = {result['n_obs']:,}); "
        f"{_meanings(result)}."
    )
    blocks: list[Block] = [_tiles(result), _loadings_table(result)]
    if len(result["loadings"]) <= MOST_DRAWN:
        blocks.append(loadings_chart(result))
    blocks.append(_factors_table(result))
    if result["factor_correlations"]:
        blocks.append(_correlations_table(result))
    blocks += [eigenvalues_chart(result), *_notices(result), _how(result)]
    return Answer(summary, tuple(blocks))


def _meanings(result: FactorAnalysisResult) -> str:
    """Which columns each factor stands for."""
    said = []
    for place, factor in enumerate(result["factors"][:4]):
        large = sorted(
            (-abs(row["values"][place]), row["column"])
            for row in result["loadings"]
            if abs(row["values"][place]) >= LARGE_LOADING
        )
        names = names_of(name for _, name in large[:4]) or "no column"
        more = f" and {len(large) - 4} more" if len(large) > 4 else ""
        said.append(f"{factor['factor']} loads on {names}{more}")
    return "; ".join(said)


def _tiles(result: FactorAnalysisResult) -> KeyValues:
    fit, sphericity = result["fit"], result["sphericity"]
    items = [
        Item(label="factors", value=result["n_factors"], format="integer"),
        Item(label="variance explained", value=result["explained"], format="percent"),
        Item(label="KMO", value=result["kmo"], note=kmo_words(result["kmo"])),
    ]
    if sphericity:
        items.append(
            Item(
                label="Bartlett's sphericity, p",
                value=sphericity["p_value"],
                format="p_value",
                note=f"chi²({sphericity['dof']}) = {short(sphericity['statistic'])}",
            )
        )
    if fit:
        items.append(
            Item(
                label="factors suffice, p",
                value=fit["p_value"],
                format="p_value",
                note=f"chi²({fit['dof']}) = {short(fit['statistic'])}",
            )
        )
    items.append(Item(label="n", value=result["n_obs"], format="integer"))
    return KeyValues(style="tiles", items=tuple(items))


def kmo_words(kmo: float | None) -> str:
    """Kaiser's (1974) words for the measure of sampling adequacy."""
    if kmo is None:
        return "undefined"
    bounds = ((0.9, "marvelous"), (0.8, "meritorious"), (0.7, "middling"),
              (0.6, "mediocre"), (0.5, "miserable"))  # fmt: skip
    return next((word for bound, word in bounds if kmo >= bound), "unacceptable")


def _loadings_table(result: FactorAnalysisResult) -> Table:
    return Table(
        title="Loadings",
        columns=(
            TableColumn(label="column", format="code"),
            *(TableColumn(label=row["factor"]) for row in result["factors"]),
            TableColumn(label="communality"),
            TableColumn(label="uniqueness"),
            TableColumn(label="KMO"),
        ),
        rows=tuple(
            (
                row["column"],
                *row["values"],
                row["communality"],
                row["uniqueness"],
                row["sampling_adequacy"],
            )
            for row in result["loadings"]
        ),
    )


def _factors_table(result: FactorAnalysisResult) -> Table:
    return Table(
        title="Factors",
        columns=(
            TableColumn(label="factor", format="text"),
            TableColumn(label="sum of squared loadings"),
            TableColumn(label="share of variance", format="percent"),
            TableColumn(label="cumulative", format="percent"),
        ),
        rows=tuple(
            (row["factor"], row["ss_loadings"], row["share"], row["cumulative"])
            for row in result["factors"]
        ),
    )


def _correlations_table(result: FactorAnalysisResult) -> Table:
    names = [row["factor"] for row in result["factors"]]
    return Table(
        title="Correlations of the factors",
        columns=(
            TableColumn(label="factor", format="text"),
            *(TableColumn(label=name) for name in names),
        ),
        rows=tuple(
            (name, *row)
            for name, row in zip(
                names, result["factor_correlations"] or [], strict=True
            )
        ),
    )


def loadings_chart(result: FactorAnalysisResult) -> Chart:
    """Columns down, factors across, each loading as a shade with its figure."""
    factors = [row["factor"] for row in result["factors"]]
    values = [
        {
            "x": factor,
            "y": name_of(row["column"]),
            "value": row["values"][place],
            "size": abs(row["values"][place]),
        }
        for row in result["loadings"]
        for place, factor in enumerate(factors)
    ]
    # columns of one factor stand together, the strongest first
    order = sorted(
        result["loadings"],
        key=lambda row: (
            max(range(len(factors)), key=lambda place: abs(row["values"][place])),
            -max(abs(value) for value in row["values"]),
        ),
    )
    x = axis("x", "nominal", "", sort=factors, axis={"labelAngle": 0})
    y = axis("y", "nominal", "", sort=[name_of(row["column"]) for row in order])
    x["title"] = y["title"] = None
    shade = axis(
        "value",
        "quantitative",
        "loading",
        scale={"domain": [-1, 1], "domainMid": 0, "clamp": True},
    )
    shown = tooltip(
        {**x, "title": "factor"}, {**y, "title": "column"}, {**shade, "format": ".3f"}
    )
    cells = {
        "mark": {"type": "rect"},
        "encoding": {"x": x, "y": y, "color": shade, "tooltip": shown},
    }
    figures = {
        "encoding": {"x": x, "y": y, "text": {"field": "value", "format": ".2f"}},
        "layer": [
            {"transform": [{"filter": f"datum.size {sign} 0.6"}],
             "mark": {"type": "text", "style": style}}
            for sign, style in (("<", "label"), (">=", "on-accent"))
        ],
    }  # fmt: skip
    return chart(
        "Loadings",
        spec(values, layer=[cells, figures], width={"step": 90}),
        f"Heat map of the loadings of {counted(len(order), 'column')} on "
        f"{counted(len(factors), 'factor')}: {_meanings(result)}.",
    )


def eigenvalues_chart(result: FactorAnalysisResult) -> Chart:
    """Eigenvalues in their order, beside those of noise or Kaiser's limit."""
    known = result["eigenvalues"][:20]
    limits = (result["noise"] or [1.0] * len(known))[:20]
    name = "95th percentile of noise" if result["noise"] else "Kaiser's limit"
    series = (("eigenvalue", known), (name, limits))
    values = [
        {"x": place + 1, "y": value, "group": label}
        for label, row in series
        for place, value in enumerate(row)
    ]
    x = axis(
        "x",
        "quantitative",
        "eigenvalue number",
        scale={"zero": False, "nice": False, "padding": 12},
        axis={"tickMinStep": 1, "format": "d"},
    )
    y = axis("y", "quantitative", "eigenvalue")
    shade = axis("group", "nominal", "", sort=[label for label, _ in series])
    shade["title"] = None
    drawn = spec(
        values,
        mark={"type": "line", "point": True},
        encoding={
            "x": x,
            "y": y,
            "color": shade,
            "tooltip": tooltip({**shade, "title": "series"}, x, {**y, "format": ".3f"}),
        },
    )
    n_above = sum(one > limit for one, limit in zip(known, limits, strict=True))
    return chart(
        "Eigenvalues of the correlations",
        drawn,
        f"Eigenvalues from {short(known[0])} to {short(known[-1])}; "
        f"{n_above} of {len(known)} lie above {name}.",
    )


def _notices(result: FactorAnalysisResult) -> list[Notice]:
    found = []
    at_bound = [row["column"] for row in result["loadings"] if row["at_bound"]]
    if at_bound:
        found.append(
            Notice(
                text=f"{names_of(at_bound)}: nothing unique is left (a Heywood case).",
                level="warning",
                fix="Try fewer factors, or leave the column out.",
            )
        )
    if result["kmo"] is not None and result["kmo"] < 0.5:
        found.append(
            Notice(
                text=f"KMO is {short(result['kmo'])}: these columns hardly share factors.",
                level="warning",
                fix="Leave out the columns with the lowest KMO.",
            )
        )
    fit = result["fit"]
    if fit and fit["p_value"] < 0.05:
        found.append(
            Notice(
                text="The correlations are not fully explained by "
                f"{counted(result['n_factors'], 'factor')} ({p_words(fit['p_value'])}).",
                fix="More factors may; with many rows small misfits are significant.",
            )
        )
    return found


def _how(result: FactorAnalysisResult) -> Any:
    rules = f"Kaiser's rule (eigenvalue above 1) keeps {result['n_kaiser']}"
    if result["n_parallel"] is not None:
        rules += (
            f"; parallel analysis (seed {result['random_state']}) keeps "
            f"{result['n_parallel']}"
        )
    return muted(
        f"{result['method'].capitalize()} of the correlation matrix, "
        f"{_ROTATIONS[result['rotation']]}; {observed_words(result)}.",
        f"{rules}.",
        "The sign of a factor is arbitrary. KMO in the words of Kaiser (1974).",
    )
