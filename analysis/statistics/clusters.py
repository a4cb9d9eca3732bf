"""Rows in clusters: how well they are apart, their sizes, means and places."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import silhouette_score

from analysis.base.errors import DataError
from analysis.results.multivariate import Cluster, ClusterPlaces, ClusterPoint

LARGEST_K = 8
MOST_ASKED = 50
MAX_SILHOUETTE_ROWS = 5_000
MAX_CLUSTER_POINTS = 400


def silhouette_of(
    values: np.ndarray,
    labels: np.ndarray,
    random_state: int,
    metric: str = "euclidean",
) -> float | None:
    """The mean silhouette of at most 5,000 rows; None where it is not defined.

    Rousseeuw (1987): near 1 for clusters far apart, below 0 for rows in wrong ones.
    """
    chosen = random_rows(len(values), MAX_SILHOUETTE_ROWS, random_state)
    values, labels = values[chosen], labels[chosen]
    if not 2 <= len(np.unique(labels)) < len(values):
        return None
    return float(silhouette_score(values, labels, metric=metric))


def random_rows(n_rows: int, most: int, random_state: int) -> np.ndarray:
    """The numbers of at most so many rows, chosen at random, in their order."""
    if n_rows <= most:
        return np.arange(n_rows)
    chance = np.random.default_rng(random_state)
    return np.sort(chance.choice(n_rows, most, replace=False))


def numbers_to_try(n_different: int, n_rows: int, wanted: int | None) -> list[int]:
    """The number of clusters asked for, or 2 to 8 as far as the rows allow.

    Raises:
        DataError: fewer different rows than clusters.
    """
    if wanted is not None:
        if 2 <= wanted <= min(MOST_ASKED, n_different):
            return [wanted]
    else:
        # a silhouette needs fewer clusters than rows
        possible = range(2, min(LARGEST_K, n_different, n_rows - 1) + 1)
        if possible:
            return list(possible)
    raise DataError(
        f"{n_different:,} different rows cannot form {wanted or 'two or more'} clusters.",
        f"Ask for at least 2 clusters, at most {MOST_ASKED}, and no more than different "
        "rows.",
    )


def labels_in_order(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The clusters numbered from 1 by their means, the first column's before others'."""
    found = np.unique(labels)
    means = [tuple(values[labels == label].mean(axis=0)) for label in found]
    renamed = np.empty(int(found.max()) + 1, dtype="int64")
    for number, place in enumerate(sorted(range(len(found)), key=lambda n: means[n])):
        renamed[found[place]] = number + 1
    numbered: np.ndarray = renamed[labels]
    return numbered


def cluster_rows(values: np.ndarray, labels: np.ndarray) -> list[Cluster]:
    """Each cluster's number, size, share of the rows and means in the columns' units."""
    return [
        {
            "cluster": int(label),
            "n_obs": int((labels == label).sum()),
            "share": float((labels == label).mean()),
            "centres": values[labels == label].mean(axis=0),
        }
        for label in np.unique(labels)
    ]


def sum_of_squares_within(values: np.ndarray, labels: np.ndarray) -> float:
    """The squared distances of the rows from the means of their clusters, summed."""
    return float(
        sum(
            (
                (values[labels == label] - values[labels == label].mean(axis=0)) ** 2
            ).sum()
            for label in np.unique(labels)
        )
    )


def cluster_points(
    values: np.ndarray,
    used: np.ndarray,
    labels: np.ndarray,
    names: list[str],
    random_state: int,
) -> ClusterPlaces:
    """Places of at most 400 rows for a picture: two columns as they are, or of more
    columns the first two principal components of what was clustered (``used``)."""
    places, x, y = values, names[0], names[-1]
    if len(names) > 2:
        centred = used - used.mean(axis=0)
        _, axes = np.linalg.eigh(np.cov(centred, rowvar=False))
        axes = axes[:, ::-1][:, :2]
        largest = axes[np.abs(axes).argmax(axis=0), [0, 1]]
        places = centred @ (axes * np.sign(largest))
        x, y = "first principal component", "second principal component"
    chosen = random_rows(len(values), MAX_CLUSTER_POINTS, random_state)
    points: list[ClusterPoint] = [
        {"x": float(row[0]), "y": float(row[1]), "group": f"cluster {label}"}
        for row, label in zip(places[chosen], labels[chosen], strict=True)
        if len(row) > 1
    ]
    return {"x": x, "y": y, "points": points}
