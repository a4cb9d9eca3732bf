"""Trees of clusters: which rows a cut leaves together, and the tree as lines."""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import dendrogram

from analysis.results.multivariate import Tree, TreeLeaf, TreeLine

FEWEST_LEAVES = 30
ALL_LEAVES = 40


def clusters_of_nodes(merges: np.ndarray, n_clusters: int) -> np.ndarray:
    """Which of so many clusters each row and each merge belongs to; -1 above the cut.

    Args:
        merges: scipy's linkage matrix of n rows; merge i makes node n + i. The last
            ``n_clusters - 1`` of them are undone, as R's ``cutree`` does.
    """
    n = len(merges) + 1
    top = np.arange(2 * n - 1)
    for place in reversed(range(n - n_clusters)):
        left, right = merges[place, :2].astype(int)
        top[left] = top[right] = top[n + place]
    _, rows = np.unique(top[:n], return_inverse=True)
    cluster_at = dict(zip(top[:n].tolist(), rows.tolist(), strict=True))
    return np.array([cluster_at.get(int(node), -1) for node in top])


def height_of_cut(merges: np.ndarray, n_clusters: int) -> float:
    """Half way between the last merge kept and the first undone."""
    heights = np.concatenate([[0.0], merges[:, 2]])
    return float(heights[-n_clusters] + heights[-n_clusters + 1]) / 2


def tree_lines(merges: np.ndarray, clusters: np.ndarray, names: list[str]) -> Tree:
    """The tree as a picture: its leaves, and a line of four points for each merge.

    Beyond 40 rows small branches are one leaf with their number of rows, so that at
    least 30 leaves and one for each cluster are left.

    Args:
        clusters: of each node, numbered from 1, or below 1 above the cut.
        names: of each row.
    """
    n = len(names)
    n_leaves = max(FEWEST_LEAVES, int(clusters.max()))
    whole = n <= max(ALL_LEAVES, n_leaves)
    drawn = dendrogram(
        merges,
        p=n if whole else n_leaves,
        truncate_mode=None if whole else "lastp",
        no_plot=True,
    )
    nodes = [int(node) for node in drawn["leaves"]]
    leaves: list[TreeLeaf] = [
        {
            "y": 10.0 * place + 5,
            "name": names[node] if node < n else f"{int(merges[node - n, 3]):,} rows",
            "cluster": int(clusters[node]),
        }
        for place, node in enumerate(nodes)
    ]
    lines: list[TreeLine] = []
    for across, along in zip(drawn["icoord"], drawn["dcoord"], strict=True):
        below = {
            leaf["cluster"]
            for leaf in leaves
            if min(across) <= leaf["y"] <= max(across)
        }
        lines.append(
            {
                "points": [list(pair) for pair in zip(along, across, strict=True)],
                "cluster": below.pop() if len(below) == 1 else 0,
            }
        )
    return {"leaves": leaves, "lines": lines}
