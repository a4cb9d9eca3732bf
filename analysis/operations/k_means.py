"""Rows gathered into clusters around their means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns
from analysis.base.plain import plain
from analysis.base.reply import Block
from analysis.base.wording import muted, observed_words, of_words
from analysis.results.multivariate import KMeansResult
from analysis.statistics.clusters import (
    cluster_points,
    cluster_rows,
    labels_in_order,
    numbers_to_try,
    random_rows,
    silhouette_of,
)
from analysis.statistics.complete_rows import complete_matrix, standard_scores
from analysis.words.cluster import (
    HARDLY_ANY,
    clusters_chart,
    clusters_table,
    found_words,
    silhouettes_chart,
    tried_table,
)

N_STARTS = 10
MAX_START_ROWS = 10_000

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
            Phrase(r"\bsegment (?:the )?\w+ (?:by|on|using|with|into)\b"
                   r"|\bsegment (?:the )?(?:rows|customers|people|data)\b", 5),
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
            Example("segment the passengers by age and fare", {"columns": ["age", "fare"]}),
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
) -> KMeansResult:
    """k-means clusters (Lloyd's algorithm) of the complete rows.

    Args:
        n_clusters: how many; else the number from 2 to 8 with the highest silhouette.
            Each number is fitted from 10 starts, and the best is taken. Of more than
            10,000 rows that many, chosen at random, find the number and the start; the
            clusters are then fitted to all rows from there.
        standardise: each column by its mean and standard deviation before.
        random_state: of the starts, and of the rows chosen: for silhouettes 5,000.

    Returns sizes and centres (in the columns' units), numbered by the first column's
    centre; the sum of squares within (in the units clustered in) and the silhouette.

    Raises:
        DataError: a constant column, or fewer different rows than clusters.
    """
    names, values, n_missing = complete_matrix(data, columns, at_least=1)
    used = standard_scores(values) if standardise else values
    chosen = random_rows(len(used), MAX_START_ROWS, random_state)
    n_different = len(np.unique(used[chosen], axis=0))
    tried = []
    for k in numbers_to_try(n_different, len(used), n_clusters):
        model = KMeans(k, n_init=N_STARTS, random_state=random_state).fit(used[chosen])
        silhouette = silhouette_of(used[chosen], model.labels_, random_state)
        tried.append((silhouette, model))
    silhouette, model = max(
        tried, key=lambda pair: -1.0 if pair[0] is None else pair[0]
    )
    if len(chosen) < len(used):
        start = model.cluster_centers_
        model = KMeans(len(start), init=start, n_init=1).fit(used)
        silhouette = silhouette_of(used, model.labels_, random_state)
    labels = labels_in_order(values, model.labels_)
    result: KMeansResult = plain(
        {
            "n_clusters": model.n_clusters,
            "clusters": cluster_rows(values, labels),
            "columns": names,
            "silhouette": silhouette,
            "within_ss": float(model.inertia_),
            "tried": [
                {"n_clusters": m.n_clusters, "silhouette": s, "within_ss": m.inertia_}
                for s, m in tried
            ],
            "n_tried_on": len(chosen),
            "places": cluster_points(values, used, labels, names, random_state),
            "standardised": standardise,
            "n_starts": N_STARTS,
            "random_state": random_state,
            "method": "k-means",
            "n_obs": len(values),
            "n_missing": n_missing,
        }
    )
    return result


@operation.restate
def restate(
    columns: list[str] | None = None, n_clusters: int | None = None, **_: Any
) -> str:
    many = f"{n_clusters} clusters" if n_clusters else "clusters"
    return f"k-means {many}{of_words(columns, 'all columns of numbers')}"


@operation.present
def present(result: KMeansResult, n_clusters: int | None = None) -> Answer:
    blocks: list[Block] = [clusters_table(result)]
    if result["places"]["points"]:
        blocks.append(clusters_chart(result))
    if len(result["tried"]) > 1:
        blocks += [tried_table(result), silhouettes_chart(result)]
    scaled = "standardised columns" if result["standardised"] else "columns as they are"
    on = ""
    if result["n_tried_on"] < result["n_obs"]:
        on = f" on {result['n_tried_on']:,} rows chosen at random, then fitted to all"
    blocks.append(
        muted(
            f"k-means, {scaled}, the best of {result['n_starts']} starts{on}, seed "
            f"{result['random_state']}; {observed_words(result)}.",
            HARDLY_ANY,
        )
    )
    return Answer(found_words(result, bool(n_clusters)), tuple(blocks))
