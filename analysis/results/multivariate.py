"""Factors, components, clusters and scales."""

from typing import TypedDict


class Factor(TypedDict):
    factor: str
    ss_loadings: float
    share: float
    cumulative: float


class Loading(TypedDict):
    column: str
    values: list[float]
    communality: float
    uniqueness: float
    sampling_adequacy: float | None
    at_bound: bool


class ModelTest(TypedDict):
    statistic: float
    dof: int
    p_value: float


class Component(TypedDict):
    component: str
    eigenvalue: float
    std: float
    share: float
    cumulative: float


class PrincipalComponentsLoading(TypedDict):
    column: str
    values: list[float]


class Cluster(TypedDict):
    cluster: int
    n_obs: int
    share: float
    centres: list[float]


class TriedClusters(TypedDict):
    n_clusters: int
    silhouette: float | None
    within_ss: float


class TreeLeaf(TypedDict):
    y: float
    name: str
    cluster: int


class TreeLine(TypedDict):
    points: list[list[float]]
    cluster: int


class Tree(TypedDict):
    leaves: list[TreeLeaf]
    lines: list[TreeLine]


class ClusterPoint(TypedDict):
    x: float
    y: float
    group: str


class ClusterPlaces(TypedDict):
    x: str
    y: str
    points: list[ClusterPoint]


class ScaleItem(TypedDict):
    item: str
    mean: float
    std: float
    item_rest_correlation: float
    alpha_without: float | None


class FactorAnalysisResult(TypedDict):
    n_factors: int
    rule: str
    n_parallel: int
    n_kaiser: int
    explained: float
    factors: list[Factor]
    loadings: list[Loading]
    factor_correlations: list[list[float]] | None
    eigenvalues: list[float]
    noise: list[float]
    kmo: float | None
    sphericity: ModelTest | None
    fit: ModelTest | None
    extraction: str
    rotation: str
    random_state: int
    method: str
    n_obs: int
    n_missing: int


class PrincipalComponentsResult(TypedDict):
    components: list[Component]
    loadings: list[PrincipalComponentsLoading]
    n_components: int
    explained: float
    n_kaiser: int
    n_parallel: int | None
    random_state: int
    method: str
    n_obs: int
    n_missing: int


class ClustersResult(TypedDict):
    """Rows in clusters: what each is like, and how well they are apart."""

    n_clusters: int
    clusters: list[Cluster]
    columns: list[str]
    silhouette: float | None
    within_ss: float
    tried: list[TriedClusters]
    places: ClusterPlaces
    standardised: bool
    random_state: int
    method: str
    n_obs: int
    n_missing: int


class HierarchicalClustersResult(ClustersResult):
    heights: list[float]
    lowest_heights: list[float]
    cut: float
    cophenetic_correlation: float
    tree: Tree
    linkage_method: str
    metric: str
    label: str | None
    n_complete: int


class KMeansResult(ClustersResult):
    n_tried_on: int
    n_starts: int


class ReliabilityResult(TypedDict):
    alpha: float
    ci_low: float
    ci_high: float
    confidence_level: float
    standardised_alpha: float
    average_correlation: float
    items: list[ScaleItem]
    n_items: int
    method: str
    n_obs: int
    n_missing: int
