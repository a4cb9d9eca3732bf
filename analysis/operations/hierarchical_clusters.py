"""Rows joined step by step into ever larger clusters: a tree, and where it is cut."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import pdist

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns, ColumnRole
from analysis.base.plain import plain
from analysis.base.reply import Block, Notice
from analysis.base.wording import muted, name_of, observed_words, of_words
from analysis.references.multivariate import US_ARRESTS
from analysis.results.multivariate import HierarchicalClustersResult, TriedClusters
from analysis.statistics.clusters import (
    cluster_points,
    cluster_rows,
    labels_in_order,
    numbers_to_try,
    random_rows,
    silhouette_of,
    sum_of_squares_within,
)
from analysis.statistics.complete_rows import complete_matrix, standard_scores
from analysis.statistics.linkage_tree import (
    clusters_of_nodes,
    height_of_cut,
    tree_lines,
)
from analysis.statistics.values import numbers_of, one_column
from analysis.words.cluster import (
    HARDLY_ANY,
    clusters_chart,
    clusters_table,
    found_words,
    silhouettes_chart,
    tree_chart,
    tried_table,
)

LinkageMethod = Literal["ward", "complete", "average", "single", "weighted"]
DistanceMetric = Literal["euclidean", "cityblock", "chebyshev", "cosine", "correlation"]
NameColumn = Annotated[
    str, ColumnRole("any", markers=("labelled by", "labeled by", "named by", "label"))
]
MAX_TREE_ROWS = 5_000
LINKAGE_WORDS = {
    "ward": "Ward's method",
    "complete": "complete linkage",
    "average": "average linkage",
    "single": "single linkage",
    "weighted": "weighted average linkage",
}
DISTANCE_WORDS = {
    "euclidean": "Euclidean distances",
    "cityblock": "Manhattan distances",
    "chebyshev": "Chebyshev (largest) distances",
    "cosine": "cosine distances",
    "correlation": "correlation distances (1 − r)",
}

operation = Operation(
    __name__,
    kind="analyse",
    title="Hierarchical clusters",
    category="Multivariate",
    language=Language(
        phrases=(
            Phrase(r"\bhierarchical(?:ly)? cluster\w*|\bhierarchical (?:groups|tree)\b", 8),
            Phrase(r"\bcluster\w* .{0,60}\bhierarch\w+\b|\bhclust\b", 8),
            Phrase(r"\bagglomerative\b", 7),
            Phrase(r"\bdendro(?:gram|graph)s?\b|\bcluster tree\b|\btree of clusters\b", 8),
            Phrase(r"\bward(?:'?s)?\b.{0,30}\b(?:method|linkage|clusters?|clustering)\b", 7),
            Phrase(r"\b(?:complete|average|single|weighted)[- ]linkage\b", 7),
        ),
        anti=(Phrase(r"\bk[- ]?means\b", 4),),
        options={
            "linkage_method": {
                "ward": r"\bward\b",
                "complete": r"\bcomplete(?:[- ]linkage)\b|\bcomplete method\b",
                "average": r"\baverage(?:[- ]linkage)\b|\bupgma\b|\baverage method\b",
                "single": r"\bsingle(?:[- ]linkage)\b|\bnearest neighbou?r\b|\bsingle method\b",
                "weighted": r"\bweighted(?:[- ]linkage)\b|\bmcquitty\b|\bwpgma\b",
            },
            "metric": {
                "euclidean": r"\beuclid\w+\b",
                "cityblock": r"\b(?:manhattan|city[- ]?block)\b",
                "chebyshev": r"\bchebyshev\b|\bmaximum distances?\b",
                "cosine": r"\bcosine\b",
                "correlation": r"\bcorrelation distances?\b",
            },
            "standardise": {
                "false": r"\b(?:without (?:scaling|standardi[sz]ing)"
                r"|un(?:scaled|standardi[sz]ed)|raw)\b"
            },
        },
        numbers={
            "n_clusters": (r"{n} (?:hierarchical )?(?:clusters?|groups)\b",
                           r"\bk ?(?:=|of|is) ?{n}"),
            "random_state": (r"\b(?:seed|random[_ ]state) ?(?:=|of|is)? ?{n}",),
        },
        examples=(
            Example("hierarchical clustering of age and fare", {"columns": ["age", "fare"]}),
            Example("hierarchical clusters of age, fare and sibsp with complete linkage",
                    {"columns": ["age", "fare", "sibsp"], "linkage_method": "complete"}),
            Example("dendrogram of age, fare and parch",
                    {"columns": ["age", "fare", "parch"]}),
            Example("cluster age and fare hierarchically into 3 clusters",
                    {"columns": ["age", "fare"], "n_clusters": 3}),
            Example("agglomerative clustering of age and fare with Manhattan distances and "
                    "average linkage",
                    {"columns": ["age", "fare"], "metric": "cityblock",
                     "linkage_method": "average"}),
            Example("Ward's method for age, fare and pclass without scaling",
                    {"columns": ["age", "fare", "pclass"], "linkage_method": "ward",
                     "standardise": False}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            US_ARRESTS,
            {"columns": list(US_ARRESTS), "linkage_method": "average", "n_clusters": 2,
             "standardise": False},
            {
                "clusters": [{"n_obs": 34}, {"n_obs": 16}],
                "heights": [152.314, 89.2, 77.6, 54.7, 44.83793, 44.3, 41.1, 39.4, 38.5,
                            33.1],
                "lowest_heights": [2.29, 3.83, 3.93],
            },
            'R: as.dendrogram(hclust(dist(USArrests), "ave")), output of the help page '
            "(printed to three digits)",
            2e-3,
        ),
        Reference(
            {"x": [0.0, 1.0, 3.0, 10.0]},
            {"columns": ["x"], "n_clusters": 2, "standardise": False},
            # Ward: 1; then √(2 · 2 · 1 / 3) · 2.5 for {0, 1} and 3; then {0, 1, 3} and 10
            {"heights": [(2 * 3 / 4) ** 0.5 * 26 / 3, (4 / 3) ** 0.5 * 2.5, 1.0],
             "clusters": [{"n_obs": 3}, {"n_obs": 1}]},
            "by hand: √(2 a b / (a + b)) times the distance of the means (Ward 1963)",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def hierarchical_clusters(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    n_clusters: int | None = None,
    linkage_method: LinkageMethod = "ward",
    metric: DistanceMetric = "euclidean",
    standardise: bool = True,
    label: NameColumn | None = None,
    random_state: int = 42,
) -> HierarchicalClustersResult:
    """Agglomerative clusters of the complete rows, and the tree they come from.

    Args:
        n_clusters: how many; else the number from 2 to 8 with the highest silhouette (in
            the same distances).
        linkage_method: how the distance of two clusters follows from their rows'; Ward's
            (1963, as Murtagh and Legendre 2014, R's ward.D2) needs Euclidean distances.
        metric: the distance of two rows.
        standardise: each column by its mean and standard deviation before.
        label: a column that names the leaves; else the rows' numbers do.
        random_state: of the sample: of more than 5,000 rows that many are clustered,
            since the work grows with the square of the rows.

    Returns sizes and means (in the columns' units), numbered by the first column's mean;
    the tree's heights and how well it keeps the distances (Sokal and Rohlf 1962).

    Raises:
        DataError: a constant column, fewer different rows than clusters, or a distance
            that the method or the columns do not allow.
    """
    names, values, n_missing = complete_matrix(data, columns, at_least=1)
    known = pd.DataFrame({name: numbers_of(data, name) for name in names}).notna()
    rows = np.flatnonzero(known.all(axis=1).to_numpy())
    chosen = random_rows(len(values), MAX_TREE_ROWS, random_state)
    rows, values, n_complete = rows[chosen], values[chosen], len(values)
    used = standard_scores(values) if standardise else values
    n_different = len(np.unique(used, axis=0))
    distances = row_distances(used, metric, linkage_method)
    merges = linkage(distances, linkage_method)
    tried = [
        cut_tree(used, merges, k, metric, random_state)
        for k in numbers_to_try(n_different, len(used), n_clusters)
    ]
    place = max(range(len(tried)), key=lambda n: tried[n]["silhouette"] or -1.0)
    best, n_best = tried[place], tried[place]["n_clusters"]
    nodes = clusters_of_nodes(merges, n_best)
    labels = labels_in_order(values, nodes[: len(used)])
    renamed = dict(zip(nodes[: len(used)].tolist(), labels.tolist(), strict=True))
    result: HierarchicalClustersResult = plain(
        {
            "n_clusters": n_best,
            "clusters": cluster_rows(values, labels),
            "columns": names,
            "silhouette": best["silhouette"],
            "within_ss": best["within_ss"],
            "tried": tried,
            "heights": merges[:, 2][::-1][:50],
            "lowest_heights": merges[:10, 2],
            "cut": height_of_cut(merges, n_best),
            "cophenetic_correlation": kept_distances(merges, distances),
            "tree": tree_lines(
                merges,
                np.array([renamed.get(int(node), 0) for node in nodes]),
                leaf_names(data, label, rows),
            ),
            "places": cluster_points(values, used, labels, names, random_state),
            "standardised": standardise,
            "linkage_method": linkage_method,
            "metric": metric,
            "label": label,
            "random_state": random_state,
            "method": f"hierarchical clusters, {LINKAGE_WORDS[linkage_method]}",
            "n_complete": n_complete,
            "n_obs": len(values),
            "n_missing": n_missing,
        }
    )
    return result


def cut_tree(
    values: np.ndarray, merges: np.ndarray, k: int, metric: str, random_state: int
) -> TriedClusters:
    """How well k clusters of the tree are apart."""
    labels = clusters_of_nodes(merges, k)[: len(values)]
    return {
        "n_clusters": k,
        "silhouette": silhouette_of(values, labels, random_state, metric),
        "within_ss": sum_of_squares_within(values, labels),
    }


def row_distances(values: np.ndarray, metric: str, linkage_method: str) -> np.ndarray:
    """The distances of all pairs of rows.

    Raises:
        DataError: Ward's method without Euclidean distances, or a row to which the
            distance does not apply (only zeros, or all the same).
    """
    if linkage_method == "ward" and metric != "euclidean":
        raise DataError(
            f"Ward's method needs Euclidean distances, not {DISTANCE_WORDS[metric]}.",
            "Ask for average or complete linkage.",
        )
    if metric == "correlation" and values.shape[1] < 3:
        raise DataError(
            "Correlation distances need at least three columns.",
            "Name more columns, or ask for Euclidean distances.",
        )
    distances = np.asarray(pdist(values, metric))
    if not np.isfinite(distances).all():
        raise DataError(
            f"{DISTANCE_WORDS[metric].capitalize()} are not defined for rows of zeros or "
            "of equal values.",
            "Ask for Euclidean or Manhattan distances.",
        )
    return distances


def kept_distances(merges: np.ndarray, distances: np.ndarray) -> float | None:
    """The correlation of the rows' distances with the heights at which they are joined."""
    joined = cophenet(merges)
    if np.ptp(joined) == 0 or np.ptp(distances) == 0:
        return None
    return float(np.corrcoef(joined, distances)[0, 1])


def leaf_names(data: pd.DataFrame, label: str | None, rows: np.ndarray) -> list[str]:
    """What the leaves are called: a column's values, or the rows' numbers from 1."""
    if label is None:
        return [f"row {row + 1:,}" for row in rows]
    return [str(value)[:40] for value in one_column(data, label).iloc[rows]]


@operation.restate
def restate(
    columns: list[str] | None = None,
    n_clusters: int | None = None,
    linkage_method: str = "ward",
    **_: Any,
) -> str:
    many = f"{n_clusters} hierarchical" if n_clusters else "Hierarchical"
    what = of_words(columns, "all columns of numbers")
    return f"{many} clusters{what} ({LINKAGE_WORDS[linkage_method]})"


@operation.present
def present(
    result: HierarchicalClustersResult, n_clusters: int | None = None
) -> Answer:
    blocks: list[Block] = [clusters_table(result), tree_chart(result)]
    if result["places"]["points"]:
        blocks.append(clusters_chart(result))
    if len(result["tried"]) > 1:
        blocks += [tried_table(result), silhouettes_chart(result)]
    if result["n_obs"] < result["n_complete"]:
        blocks.append(
            Notice(
                text=f"{result['n_obs']:,} of {result['n_complete']:,} rows, chosen at "
                f"random (seed {result['random_state']}), were clustered.",
                level="warning",
                fix="k-means clusters all rows.",
            )
        )
    scaled = "standardised columns" if result["standardised"] else "columns as they are"
    kept = result["cophenetic_correlation"]
    blocks.append(
        muted(
            f"Agglomerative clustering by {LINKAGE_WORDS[result['linkage_method']]}, "
            f"{DISTANCE_WORDS[result['metric']]} of {scaled}; {observed_words(result)}.",
            f"Cophenetic correlation {kept:.3f}: how well the tree keeps the distances."
            if kept is not None
            else "",
            f"Leaves are named by {name_of(result['label'])}."
            if result["label"]
            else "",
            HARDLY_ANY,
        )
    )
    return Answer(found_words(result, bool(n_clusters)), tuple(blocks))
