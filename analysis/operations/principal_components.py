"""Few components that hold most of what many columns vary in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns
from analysis.base.plain import plain
from analysis.base.reply import Chart, Table, TableColumn
from analysis.base.wording import (
    counted,
    muted,
    name_of,
    observed_words,
    of_words,
    percent,
)
from analysis.references.multivariate import US_ARRESTS
from analysis.results.multivariate import Component, PrincipalComponentsResult
from analysis.statistics.complete_rows import complete_matrix, standard_scores
from analysis.statistics.parallel_analysis import leading_above, noise_eigenvalues
from analysis.words.charts import axis, chart, spec, tooltip

Matrix = Literal["correlation", "covariance"]
MOST_VARIABLES = 200

operation = Operation(
    __name__,
    kind="analyse",
    title="Principal components",
    category="Multivariate",
    language=Language(
        phrases=(
            Phrase(r"\bprincipal[- ]components?(?: analysis)?\b", 6),
            Phrase(r"\bpca\b", 6),
            Phrase(r"\breduce (?:the )?dimension\w*|\bdimension\w* reduction\b", 5),
            Phrase(r"\bscree ?plot\b", 4.5),
        ),
        options={
            "matrix": {
                "covariance": r"\b(?:covariances?|unscaled|unstandardi[sz]ed)\b",
                "correlation": r"\b(?:correlations?|scaled|standardi[sz]ed)\b",
            }
        },
        numbers={"n_components": (r"{n} (?:principal )?components?",)},
        examples=(
            Example("principal component analysis of age, fare and sibsp",
                    {"columns": ["age", "fare", "sibsp"]}),
            Example("PCA of age, fare, sibsp and parch",
                    {"columns": ["age", "fare", "sibsp", "parch"]}),
            Example("PCA on age and fare with the covariance matrix",
                    {"columns": ["age", "fare"], "matrix": "covariance"}),
            Example("run a PCA", {}),
            Example("scree plot of age, fare and parch",
                    {"columns": ["age", "fare", "parch"]}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            US_ARRESTS,
            {"columns": list(US_ARRESTS)},
            {
                "components": [
                    {"std": 1.5748783, "share": 0.62006039},
                    {"std": 0.9948694, "share": 0.24744129},
                    {"std": 0.5971291, "share": 0.08914080},
                    {"std": 0.4164494, "share": 0.04335752},
                ]
            },
            "R: summary(prcomp(USArrests, scale. = TRUE)), an example of ?prcomp, "
            "and its $sdev",
            2e-7,
        ),
    ),
)  # fmt: skip


@operation.compute
def principal_components(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    matrix: Matrix = "correlation",
    n_components: int | None = None,
    random_state: int = 42,
) -> PrincipalComponentsResult:
    """Principal components of the columns' correlations or covariances.

    Args:
        matrix: "correlation" gives each column the same weight; "covariance" keeps units.
        n_components: how many to keep; else those with eigenvalues above the average
            (Kaiser 1960).
        random_state: of the parallel analysis (Horn 1965), which compares eigenvalues
            with the 95th percentiles of uncorrelated normal data.

    Returns per component its eigenvalue, standard deviation and share of the variance;
    loadings (unit length, the largest entry positive); how many to keep by both rules.

    Raises:
        DataError: fewer than two columns or three complete rows, or a constant column.
    """
    names, values, n_missing = complete_matrix(data, columns)
    if len(names) > MOST_VARIABLES:
        raise DataError(
            f"{len(names)} columns are too many; at most {MOST_VARIABLES} work.",
            "Name the columns to use.",
            names[0],
        )
    n_possible = min(len(names), len(values) - 1)
    if n_components is not None and not 1 <= n_components <= n_possible:
        raise DataError(
            f"{n_components} components cannot be kept of {len(names)} columns and "
            f"{len(values)} rows.",
            f"Ask for 1 to {n_possible}.",
        )
    used = standard_scores(values) if matrix == "correlation" else values
    used = used - used.mean(axis=0)
    eigenvalues, axes = principal_axes(used, n_possible)
    total = float(used.var(axis=0, ddof=1).sum())
    kaiser = max(1, int((eigenvalues > total / len(names)).sum()))
    kept = n_components or kaiser
    result: PrincipalComponentsResult = plain(
        {
            "components": component_rows(eigenvalues, total),
            "loadings": [
                {"column": name, "values": axes[:, place]}
                for place, name in enumerate(names)
            ],
            "n_components": kept,
            "explained": min(1.0, (eigenvalues / total)[:kept].sum()),
            "n_kaiser": kaiser,
            "n_parallel": (
                leading_above(
                    eigenvalues,
                    noise_eigenvalues(len(values), len(names), random_state),
                )
                if matrix == "correlation"
                else None
            ),
            "random_state": random_state,
            "method": f"principal components of the {matrix} matrix",
            "n_obs": len(values),
            "n_missing": n_missing,
        }
    )
    return result


def principal_axes(
    centred: np.ndarray, n_possible: int
) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, falling, and axes (components × columns, largest entry positive)."""
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    axes = axes[:n_possible]
    largest = axes[np.arange(n_possible), np.abs(axes).argmax(axis=1)]
    signs = np.where(largest < 0, -1.0, 1.0)
    eigenvalues = singular**2 / (len(centred) - 1)
    return eigenvalues[:n_possible], axes * signs[:, None]


def component_rows(eigenvalues: np.ndarray, total: float) -> list[Component]:
    """Each component with its share of the total variance."""
    shares = eigenvalues / total
    return [
        {
            "component": f"PC{place + 1}",
            "eigenvalue": eigenvalues[place],
            "std": np.sqrt(eigenvalues[place]),
            "share": shares[place],
            "cumulative": min(1.0, shares[: place + 1].sum()),
        }
        for place in range(len(eigenvalues))
    ]


@operation.restate
def restate(
    columns: list[str] | None = None, matrix: str = "correlation", **_: Any
) -> str:
    how = " (covariances)" if matrix == "covariance" else ""
    return f"Principal components{of_words(columns, 'all columns of numbers')}{how}"


@operation.present
def present(result: PrincipalComponentsResult) -> Answer:
    kept, parallel = result["n_components"], result["n_parallel"]
    names = f"The first {kept} components hold" if kept > 1 else "One component holds"
    summary = (
        f"{names} {percent(result['explained'])} of the variance of "
        f"{counted(len(result['loadings']), 'column')} (n = {result['n_obs']:,})"
    )
    if kept > 1:
        summary += f", the first alone {percent(result['components'][0]['share'])}"
    summary += "."
    rules = f"Kaiser's rule (eigenvalue above the average) keeps {result['n_kaiser']}"
    if parallel is not None:
        rules += f"; parallel analysis (seed {result['random_state']}) keeps {parallel}"
    how = f"{result['method'].capitalize()}; {observed_words(result)}."
    return Answer(
        summary,
        (
            _components_table(result),
            _loadings_table(result),
            scree_chart(result["components"]),
            muted(how, f"{rules}.", "The sign of a component is arbitrary."),
        ),
    )


def _components_table(result: PrincipalComponentsResult) -> Table:
    rows: Sequence[Mapping[str, Any]] = result["components"]
    keys = ("component", "eigenvalue", "std", "share", "cumulative")
    return Table(
        title="Components",
        columns=(
            TableColumn(label="component", format="text"),
            TableColumn(label="eigenvalue"),
            TableColumn(label="sd"),
            TableColumn(label="share of variance", format="percent"),
            TableColumn(label="cumulative", format="percent"),
        ),
        rows=tuple(tuple(row[key] for key in keys) for row in rows),
    )


def _loadings_table(result: PrincipalComponentsResult) -> Table:
    kept = min(max(2, result["n_components"]), len(result["components"]), 8)
    return Table(
        title="Loadings (eigenvectors)",
        columns=(
            TableColumn(label="column", format="text"),
            *(TableColumn(label=f"PC{place + 1}") for place in range(kept)),
        ),
        rows=tuple(
            (name_of(row["column"]), *row["values"][:kept])
            for row in result["loadings"]
        ),
    )


def scree_chart(components: list[Component]) -> Chart:
    """The share of each component, in their order."""
    shown = components[:20]
    values = [
        {"x": place + 1, "y": row["share"], "name": row["component"]}
        for place, row in enumerate(shown)
    ]
    x = axis("x", "ordinal", "component")
    y = axis("y", "quantitative", "share of variance", axis={"format": ".0%"})
    drawn = spec(
        values,
        mark={"type": "line", "point": True},
        encoding={"x": x, "y": y, "tooltip": tooltip(x, {**y, "format": ".1%"})},
    )
    first, last = percent(shown[0]["share"]), percent(shown[-1]["share"])
    return chart(
        "Scree plot",
        drawn,
        f"Share of variance by component, from {first} for the first to {last} for the "
        f"last of {counted(len(shown), 'component')} shown.",
    )
