"""What every answer can be asked: its chart, and how many rows it used."""

from __future__ import annotations

from analysis.base.operation import Answer, Asked
from analysis.base.wording import counted
from analysis.further.charts import chart_of
from analysis.further.family import Family


def used_rows(asked: Asked) -> Answer | None:
    """The rows that the answer stands on, where the result tells."""
    n_obs = asked.result.get("n_obs", asked.result.get("n_rows"))
    if not isinstance(n_obs, int) or n_obs == 0:
        return None
    missing = asked.result.get("n_missing") or 0
    rest = f"; {counted(missing, 'missing value')} left out" if missing else ""
    return Answer(f"It used {counted(n_obs, 'row')}{rest}.")


family = Family(
    order=90,
    holds=lambda asked: True,
    answers={"plot": chart_of, "used_rows": used_rows},
)
