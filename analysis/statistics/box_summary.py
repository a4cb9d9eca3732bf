"""Tukey's summary of one group of numbers, as a box plot draws it."""

from __future__ import annotations

import numpy as np

from analysis.results.charts import BoxSummary


def box_summary(numbers: np.ndarray, most_outliers: int = 200) -> BoxSummary:
    """Quartiles, whiskers and the points beyond them.

    Whiskers reach to the outermost values within 1.5 interquartile ranges of the box
    (Tukey 1977); quartiles are R's type 7. Of many outliers a sample (seed 7) is given,
    with the outermost ones; ``n_outliers`` counts all.
    """
    # quarters of numbers near the end of floating point still have a difference
    scale = 4.0 if float(np.abs(numbers).max()) > 1e300 else 1.0
    numbers = numbers / scale
    q1, median, q3 = (float(q) for q in np.quantile(numbers, [0.25, 0.5, 0.75]))
    reach = 1.5 * (q3 - q1)
    inside = numbers[(numbers >= q1 - reach) & (numbers <= q3 + reach)]
    outside = np.sort(numbers[(numbers < q1 - reach) | (numbers > q3 + reach)])
    shown = outside
    if len(outside) > most_outliers:
        chosen = np.random.default_rng(7).choice(
            outside[1:-1], most_outliers - 2, replace=False
        )
        shown = np.concatenate([outside[:1], np.sort(chosen), outside[-1:]])
    return {
        "low": min(float(inside.min()), q1) * scale,
        "q1": q1 * scale,
        "median": median * scale,
        "q3": q3 * scale,
        "high": max(float(inside.max()), q3) * scale,
        "n": len(numbers),
        "n_outliers": len(outside),
        "outliers": (shown * scale).tolist(),
    }
