"""What a plan is called."""

from __future__ import annotations

from analysis.base.wording import names_of
from mlmodels.base.plan import TrainingPlan
from mlmodels.estimators import estimator_named


def plan_title(plan: TrainingPlan) -> str:
    """``"Random forest to predict price from sqft and age"``."""
    title = estimator_named(plan.estimator).title_for(plan.kind)
    features = plan.features
    named = names_of(features) if len(features) <= 6 else f"{len(features)} columns"
    return f"{title} to predict {plan.target} from {named}"
