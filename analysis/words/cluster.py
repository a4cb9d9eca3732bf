"""Clusters as answers: their means, the numbers tried, and where the rows lie."""

from __future__ import annotations

from analysis.base.reply import Chart, Table, TableColumn
from analysis.base.wording import counted, name_of
from analysis.results.multivariate import (
    ClustersResult,
    HierarchicalClustersResult,
    Tree,
)
from analysis.words.charts import axis, chart, colour, spec, tooltip
from analysis.words.inference import short, table_of

HARDLY_ANY = (
    "Clusters are found in any data; a silhouette below 0.25 says that there is hardly "
    "any structure (Kaufman and Rousseeuw 1990)."
)


def found_words(result: ClustersResult, chosen: bool) -> str:
    """``891 rows form 3 clusters of 204, 600 and 87 rows (silhouette 0.61).``"""
    best = "" if chosen else ", the number with the best silhouette"
    clusters = result["clusters"]
    sizes = ", ".join(f"{row['n_obs']:,}" for row in clusters[:10])
    more = ", …" if len(clusters) > 10 else ""
    return (
        f"{counted(result['n_obs'], 'row')} form {result['n_clusters']} clusters of "
        f"{sizes}{more} rows{best} (silhouette {short(result['silhouette'])})."
    )


def clusters_table(result: ClustersResult) -> Table:
    """Clusters down; size, share and the mean of each column across."""
    return Table(
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


def tried_table(result: ClustersResult) -> Table:
    """The numbers of clusters that were tried."""
    heads = {
        "n_clusters": ("clusters", "integer"),
        "silhouette": ("silhouette", "number"),
        "within_ss": ("sum of squares within", "number"),
    }
    return table_of(result["tried"], heads, "Numbers of clusters tried")


def silhouettes_chart(result: ClustersResult) -> Chart:
    """The silhouette by the number of clusters; the best stands out."""
    values = [
        {
            "x": row["n_clusters"],
            "y": row["silhouette"],
            "best": row["n_clusters"] == result["n_clusters"],
        }
        for row in result["tried"]
    ]
    x = axis(
        "x",
        "quantitative",
        "number of clusters",
        scale={"zero": False, "nice": False, "padding": 12},
        axis={"tickMinStep": 1, "format": "d"},
    )
    y = axis("y", "quantitative", "silhouette")
    shown = tooltip(x, {**y, "format": ".3f"})
    line = {"mark": {"type": "line"}, "encoding": {"x": x, "y": y}}
    points = {
        "mark": {"type": "point", "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "size": {"condition": {"test": "datum.best", "value": 130}, "value": 36},
            "tooltip": shown,
        },
    }
    known = "; ".join(f"{row['x']}: {short(row['y'])}" for row in values)
    return chart(
        "Silhouette by number of clusters",
        spec(values, layer=[line, points]),
        f"Silhouette by number of clusters: {known}. The best is marked.",
    )


def clusters_chart(result: ClustersResult) -> Chart:
    """The rows where they lie, coloured by cluster."""
    place = result["places"]
    x = axis("x", "quantitative", place["x"], scale={"zero": False})
    y = axis("y", "quantitative", place["y"], scale={"zero": False})
    order = [f"cluster {row['cluster']}" for row in result["clusters"]]
    shade = {**colour("group", "cluster", order), "title": None}
    drawn = spec(
        place["points"],
        mark={"type": "point"},
        encoding={
            "x": x,
            "y": y,
            "color": shade,
            "tooltip": tooltip(x, y, {**shade, "title": "cluster"}),
        },
    )
    n_shown = len(place["points"])
    subtitle = (
        f"{n_shown:,} of {result['n_obs']:,} rows, seed {result['random_state']}"
        if n_shown < result["n_obs"]
        else ""
    )
    sizes = "; ".join(
        f"cluster {row['cluster']} has {counted(row['n_obs'], 'row')}"
        for row in result["clusters"]
    )
    return chart(
        "Rows by cluster",
        drawn,
        f"Scatter plot of {name_of(place['y'])} against {name_of(place['x'])}, "
        f"coloured by cluster: {sizes}.",
        subtitle,
    )


def _tree_points(tree: Tree) -> list[dict[str, float | str]]:
    """The ends and corners of the lines that join branches, in their order."""
    return [
        {
            "x": point[0],
            "y": point[1],
            "line": number,
            "place": place,
            "group": f"cluster {line['cluster']}" if line["cluster"] > 0 else "",
        }
        for number, line in enumerate(tree["lines"])
        for place, point in enumerate(line["points"])
    ]


def tree_chart(result: HierarchicalClustersResult) -> Chart:
    """The dendrogram: leaves down, heights to the right, coloured below the cut."""
    tree = result["tree"]
    order = [f"cluster {row['cluster']}" for row in result["clusters"]]
    x = axis("x", "quantitative", "height of the merge", scale={"nice": False})
    y = axis(
        "y",
        "quantitative",
        "",
        axis=None,
        scale={"domain": [0, 10 * len(tree["leaves"])], "reverse": True},
    )
    line = {
        "x": x,
        "y": y,
        "detail": {"field": "line", "type": "nominal"},
        "order": {"field": "place", "type": "quantitative"},
    }
    shade = {**colour("group", "cluster", order), "title": None}
    shade["scale"] = {"domain": order}
    leaves = [
        {"x": 0, "y": leaf["y"], "name": name_of(leaf["name"])}
        for leaf in tree["leaves"]
    ]
    layers = [
        {
            "transform": [{"filter": "datum.group == ''"}],
            "mark": {"type": "line", "style": "muted", "strokeWidth": 1.5},
            "encoding": line,
        },
        {
            "transform": [{"filter": "datum.group != ''"}],
            "mark": {"type": "line", "strokeWidth": 1.5},
            "encoding": {**line, "color": shade},
        },
        {
            "data": {"values": [{"x": result["cut"]}]},
            "mark": {"type": "rule", "style": "reference"},
            "encoding": {"x": x},
        },
        {
            "data": {"values": leaves},
            "mark": {"type": "text", "align": "right", "dx": -6},
            "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}},
        },
    ]
    sizes = ", ".join(f"{row['n_obs']:,}" for row in result["clusters"][:10])
    n_leaves, n_rows = len(leaves), result["n_obs"]
    whole = n_leaves == n_rows
    return chart(
        "Dendrogram",
        spec(_tree_points(tree), layer=layers, height=max(120, 15 * n_leaves)),
        f"Tree of {counted(n_rows, 'row')}; cut at height {short(result['cut'])} it falls "
        f"into {result['n_clusters']} clusters of {sizes} rows.",
        ""
        if whole
        else f"{n_leaves} branches; small ones are one leaf with their rows",
    )
