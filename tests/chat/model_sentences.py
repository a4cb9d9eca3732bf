"""Sentences about trained models, by what they ask: the checking half was not tuned on."""

from __future__ import annotations

# On houses, whose price is predicted: sentences that the words were found with.
WORKING: dict[str, tuple[str, ...]] = {
    "quality": (
        "How good is it?", "how accurate is the model", "can I trust the predictions?",
        "what's the r2", "does it beat guessing?", "explain the score like I'm five",
    ),
    "overfit": (
        "Is the model overfitting?", "did it just memorise the data?",
        "does it generalise to new data?",
    ),
    "importance": (
        "what drives it?", "which features matter most?", "what does it rely on?",
        "what are the most important features",
    ),
    "errors": ("show me the residuals", "where is it wrong?"),
    "more_data": ("would more data help?", "do I need more rows?"),
    "facts": ("which features does it use?", "how was it tested?"),
    "dependence": (
        "partial dependence of sqft", "how does the prediction depend on age?",
        "show the effect of sqft on the prediction",
    ),
    "fairness": ("is it fair by location?", "how good is it for each location?"),
    "whatif": (
        "what if age were 50?", "and if sqft was 2500?", "what happens if age is 5",
        "suppose it had 5 bedrooms",
    ),
    "described": (
        "what would a 3 bedroom house in the north with 1500 sqft aged 10 cost?",
        "predict the price of a 2000 sqft house in the south with 4 bedrooms, age 12",
    ),
    "training": (
        "make it better", "improve it", "without location", "leave out age and train again",
        "same model but without sqft", "only age and sqft", "use only sqft",
        "try another model", "what about a decision tree?", "use gradient boosting instead",
    ),
    "best": ("which is best and why?", "compare the models", "which one should I use?"),
    "table": (
        "mean of age by location", "how many houses have 3 bedrooms?",
        "average price of houses in the north", "which columns are there?",
        "correlation between age and price", "show the first 5 rows",
    ),
}  # fmt: skip

# On shoppers, who buy or do not: written afterwards, in other words.
CHECKING: dict[str, tuple[str, ...]] = {
    "quality": (
        "how well does it do?", "is this model any good?", "so how reliable are the predictions",
        "what is its accuracy?", "Should I rely on it?", "is it better than chance?",
    ),
    "overfit": (
        "any overfitting?", "Has it learned the training rows by heart?",
        "will it hold up on unseen customers?",
    ),
    "confusion": (
        "give me the confusion matrix", "how many false positives did we get?",
        "how often is it wrong?",
    ),
    "roc": ("roc curve please", "draw the precision recall curve"),
    "calibration": ("is it well calibrated?", "are the probabilities honest?"),
    "importance": (
        "what are the main drivers?", "Which variables are most influential?",
        "feature importance", "what is it based on?",
    ),
    "facts": ("what was it trained on?", "which columns does the model use?"),
    "dependence": (
        "pdp of x", "how do the predictions change with z?",
        "what is the effect of x on the model?",
    ),
    "fairness": (
        "does it discriminate by town?", "recall for each town",
        "is it equally good for every town?",
    ),
    "threshold": (
        "which cut-off is best?", "find 80 percent of the buyers",
        "a miss costs 3 times as much as a false alarm", "use 0.4 as the threshold",
    ),
    "whatif": (
        "what if x was 2?", "and with x = -1 instead?", "how would it change if z were 1",
        "what would happen if town were b?",
    ),
    "described": (
        "would someone in town c with x 1.5 and z 0 have bought?",
        "how likely is it that a person with x 2, z 1 from town a bought?",
    ),
    "training": (
        "can we do better?", "tune it", "again without town", "drop z and retrain",
        "just x", "train it with x and z only", "try something different",
        "how about a random forest", "let's try naive bayes", "now with an svm",
    ),
    "best": ("what is the best model?", "rank the models", "which model wins?"),
    "table": (
        "mean of x by town", "how many people bought?", "share of yes by town",
        "what is the median of z?", "histogram of x", "is x different between towns?",
    ),
}  # fmt: skip
