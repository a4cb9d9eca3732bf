"""Rows gathered into clusters around their means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from analysis.errors import DataError
from analysis.inference_words import short, table_of
from analysis.language import Example, Language, Phrase
from analysis.operation import Answer, Operation, Reference
from analysis.parameters import AllNumericColumns
from analysis.plain import plain
from analysis.reply import Block, Table, TableColumn
from analysis.statistics.complete_rows import complete_matrix, standard_scores
from analysis.wording import counted, muted, name_of, observed_words, of_words

LARGEST_K = 6
MAX_SILHOUETTE_ROWS = 5_000

operation = Operation(
    __name__,
    kind="analyse",
    title="k-means clusters",
    category="Multivariate",
    language=Language(
        phrases=(
            Phrase(r"\bk[- ]?means\b", 7),
            Phrase(r"\b(?:find|make|build|form) (?:{n} )?clusters?\b", 5),
            Phrase(r"\bcluster(?:s|ing)?(?: analysis)?\b", 4.5),
            Phrase(r"\bsegment (?:the )?(?:rows|customers|people|data)\b", 4.5),
        ),
        anti=(Phrase(r"\b(?:hierarch\w+|dendrogram|ward)\b", 5),),
        numbers={
            "n_clusters": (r"{n} (?:clusters?|groups)\b", r"\bk ?(?:=|of|is) ?{n}"),
            "random_state": (r"\b(?:seed|random[_ ]state) ?(?:=|of|is)? ?{n}",),
        },
        options={
            "standardise": {
                "false": r"\b(?:without (?:scaling|standardi[sz]ing)"
                r"|un(?:scaled|standardi[sz]ed)|raw)\b"
            }
        },
        examples=(
            Example("k-means of age and fare", {"columns": ["age", "fare"]}),
            Example("k-means of age, fare with 3 clusters",
                    {"columns": ["age", "fare"], "n_clusters": 3}),
            Example("cluster analysis of age, fare and sibsp",
                    {"columns": ["age", "fare", "sibsp"]}),
            Example("kmeans clustering of age and fare, k = 2",
                    {"columns": ["age", "fare"], "n_clusters": 2}),
            Example("k-means clustering of fare and parch without scaling",
                    {"columns": ["fare", "parch"], "standardise": False}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            {"x": [0.0, 1.0, 10.0, 11.0]},
            {"columns": ["x"], "n_clusters": 2, "standardise": False},
            # silhouettes 1 - 1/10.5 (the outer two) and 1 - 1/9.5 (the inner two)
            {
                "within_ss": 1.0,
                "silhouette": 1 - (1 / 10.5 + 1 / 9.5) / 2,
                "clusters": [
                    {"cluster": 1, "n_obs": 2, "centres": [0.5]},
                    {"cluster": 2, "n_obs": 2, "centres": [10.5]},
                ],
            },
            "by hand from the definitions; silhouette of Rousseeuw (1987)",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def k_means(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    n_clusters: int | None = None,
    standardise: bool = True,
    random_state: int = 42,
) -> dict[str, Any]:
    """k-means clusters (Lloyd's algorithm) of the complete rows.

    Args:
        n_clusters: how many; else the number from 2 to 6 with the highest silhouette.
            The best of 10 starts is taken; of 3 for each number that is tried.
        standardise: each column by its mean and standard deviation before.
        random_state: of the starts, and of the sample of at most 5,000 rows that
            silhouettes are taken from.

    Returns sizes and centres (in the columns' units), numbered by the first column's
    centre; the sum of squares within (in the units clustered in) and the silhouette.

    Raises:
        DataError: a constant column, or fewer different rows than clusters.
    """
    names, values, n_missing = complete_matrix(data, columns, at_least=1)
    used = standard_scores(values) if standardise else values
    n_different = len(np.unique(used, axis=0))
    most = min(LARGEST_K, n_different - 1, len(used) - 1)
    if (
        n_clusters is not None and not 2 <= n_clusters <= min(50, n_different)
    ) or most < 2:
        raise DataError(
            f"{counted(n_different, 'different row')} cannot form "
            f"{n_clusters or 'two or more'} clusters.",
            "Ask for at least 2 clusters, at most 50, and no more than different rows.",
            names[0],
        )
    tried = []
    for k in [n_clusters] if n_clusters else range(2, most + 1):
        starts = 10 if n_clusters else 3
        model = KMeans(k, n_init=starts, random_state=random_state).fit(used)
        tried.append((silhouette_of(used, model.labels_, random_state), model))
    silhouette, model = max(
        tried, key=lambda pair: -1.0 if pair[0] is None else pair[0]
    )
    labels = model.labels_
    centres = [
        values[labels == label].mean(axis=0) for label in range(model.n_clusters)
    ]
    order = sorted(range(len(centres)), key=lambda label: tuple(centres[label]))
    result: dict[str, Any] = plain(
        {
            "n_clusters": model.n_clusters,
            "clusters": [
                {
                    "cluster": place + 1,
                    "n_obs": int((labels == label).sum()),
                    "share": float((labels == label).mean()),
                    "centres": centres[label],
                }
                for place, label in enumerate(order)
            ],
            "columns": names,
            "silhouette": silhouette,
            "within_ss": float(model.inertia_),
            "tried": [
                {"n_clusters": m.n_clusters, "silhouette": s, "within_ss": m.inertia_}
                for s, m in tried
            ],
            "standardised": standardise,
            "random_state": random_state,
            "method": "k-means",
            "n_obs": len(values),
            "n_missing": n_missing,
        }
    )
    return result


def silhouette_of(
    values: np.ndarray, labels: np.ndarray, random_state: int
) -> float | None:
    """The mean silhouette of at most 5,000 rows; None where it is not defined."""
    if len(values) > MAX_SILHOUETTE_ROWS:
        chosen = np.random.default_rng(random_state).choice(
            len(values), MAX_SILHOUETTE_ROWS, replace=False
        )
        values, labels = values[chosen], labels[chosen]
    if not 2 <= len(np.unique(labels)) < len(values):
        return None
    return float(silhouette_score(values, labels))


@operation.restate
def restate(
    columns: list[str] | None = None, n_clusters: int | None = None, **_: Any
) -> str:
    many = f"{n_clusters} clusters" if n_clusters else "clusters"
    return f"k-means {many}{of_words(columns, 'all columns of numbers')}"


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    chosen = "" if params.get("n_clusters") else ", the number with the best silhouette"
    sizes = ", ".join(f"{row['n_obs']:,}" for row in result["clusters"])
    summary = (
        f"{counted(result['n_obs'], 'row')} form {result['n_clusters']} clusters of "
        f"{sizes} rows{chosen} (silhouette {short(result['silhouette'])})."
    )
    centres = Table(
        title="Clusters and their means",
        columns=(
            TableColumn(label="cluster", format="integer"),
            TableColumn(label="n", format="integer"),
            TableColumn(label="share", format="percent"),
            *(TableColumn(label=name_of(name)) for name in result["columns"]),
        ),
        rows=tuple(
            (row["cluster"], row["n_obs"], row["share"], *row["centres"])
            for row in result["clusters"]
        ),
    )
    blocks: list[Block] = [centres]
    if len(result["tried"]) > 1:
        heads = {
            "n_clusters": ("clusters", "integer"),
            "silhouette": ("silhouette", "number"),
            "within_ss": ("sum of squares within", "number"),
        }
        blocks.append(table_of(result["tried"], heads, "Numbers of clusters tried"))
    scaled = "standardised columns" if result["standardised"] else "columns as they are"
    blocks.append(
        muted(
            f"k-means, {scaled}, seed {result['random_state']}; {observed_words(result)}.",
            "k-means finds clusters in any data; a silhouette below 0.25 says that there "
            "is hardly any structure (Kaufman and Rousseeuw 1990).",
        )
    )
    return Answer(summary, tuple(blocks))
