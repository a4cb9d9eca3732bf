"""Methods that are asked for by name and that no operation offers."""

from __future__ import annotations

import re
from functools import cache

from chat.language.clause import Clause
from chat.language.phrases import phrase_scores

_OFFERED = 1.5

# Pattern → words to try on the operations' phrases: a method that some operation knows
# is left to it.
_METHODS = {
    r"t-?\s?tests?": "t-test",
    r"anova|analysis of variance": "anova",
    r"chi-?\s?squared?(?: test)?": "chi-square test",
    r"fisher'?s? exact": "fisher exact test",
    r"mann-?\s?whitney": "mann-whitney",
    r"wilcoxon": "wilcoxon",
    r"kruskal\w*": "kruskal-wallis",
    r"friedman": "friedman test",
    r"shapiro\w*": "shapiro-wilk test",
    r"two-sample kolmogorov\w*": "two-sample kolmogorov-smirnov test",
    r"kolmogorov\w*": "kolmogorov-smirnov test for normality",
    r"anderson-?\s?darling": "anderson-darling",
    r"lilliefors": "lilliefors",
    r"d'?agostino|normaltest": "d'agostino",
    r"normality|normal(?:ly)? distribut\w+": "normality normally distributed",
    r"levene\w*": "levene",
    r"bartlett\w*": "bartlett",
    r"f-test": "f-test",
    r"mantel\w*": "mantel-haenszel",
    r"mcnemar\w*": "mcnemar",
    r"cochran\w*": "cochran q",
    r"(?:linear|polynomial|ridge|lasso|multiple) regression": "linear regression",
    r"logistic regression": "logistic regression",
    r"regress\w*": "regression",
    r"forecast\w*|arima|exponential smoothing": "forecast",
    r"seasonal\w*": "seasonality",
    r"stationar\w+": "stationarity",
    r"autocorrelation": "autocorrelation",
    r"hierarchical(?:ly)? cluster\w*|agglomerative cluster\w*|dendrograms?":
        "hierarchical clustering dendrogram",
    r"cluster\w*|k-?means": "clustering",
    r"pca|principal components?": "pca",
    r"factor analysis|factor loadings": "factor analysis",
    r"survival (?:analysis|curve)|kaplan\w*": "kaplan-meier",
    r"cox (?:model|regression)": "cox regression",
    r"statistical power|power analysis|sample size": "power analysis",
    r"bootstrap\w*": "bootstrap",
    r"pair ?plots?|pairs plot|scatter ?plot matrix|plot matrix": "pair plot",
    r"covariances?(?: matrix)?": "covariance matrix",
    r"partial correlation": "partial correlation",
    r"cronbach\w*": "cronbach",
    r"one-?\s?hot|label encod\w+": "one-hot encoding",
    r"hypothesis test\w*|paired test": "hypothesis test",
    r"significant(?:ly)? differen\w+": "significant difference in ꙮn0ꙮ between ꙮc1ꙮ",
}  # fmt: skip
# What a trained model does, at another door than the operations'.
_TRAINED = {
    r"random forests?|decision trees?|gradient boosting|xgboost": "random forest",
    r"support vector\w*|svm|k-?nn|naive bayes|neural networks?": "neural network",
    r"(?:train|build|fit|develop)(?:ing)? (?:a|an|the) (?:\w+ ){0,4}model": "train a model",
    r"machine learning|classifier": "machine learning",
    r"predict(?:ing|ion|ions|s|ive)?": "predict",
    r"cross-?\s?validat\w+": "cross-validation",
}

# Methods that nothing else answers: the mean by group is no answer to "Scheffé test by
# group", however plainly the rest of the sentence asks for one.
_NEVER = (
    r"manova|hotelling\w*(?: t\S*)?",
    r"scheff[eé](?:'s)?(?: test)?",
    r"ansari[- –]bradley(?: test)?|siegel[- –]tukey(?: test)?",
    r"brunner[- –]munzel(?: test)?|yuen(?:'s)?(?: \w+)?(?: t-?test)?",
    r"jonckheere\S*(?: \S+)?(?: test)?|page'?s (?:l|trend) test",
    r"cochran[- –]armitage(?: trend)?(?: test)?",
    r"(?:permutation|randomi[sz]ation) tests?",
    r"(?:wald[- –]wolfowitz )?runs tests?",
    r"theil'?s u|(?:goodman[- –]?(?:and )?kruskal'?s? )(?:gamma|lambda|tau)|somers'? ?'?d",
    r"(?:cohen|fleiss)'?s? kappa|kappa coefficient",
    r"intra-?class correlations?|\bicc\b",
    r"(?:distance|canonical|tetrachoric|polychoric) correlations?",
    r"mutual information",
    r"gini (?:coefficient|index)|lorenz curve",
    r"granger(?:[- ]caus\w+)?|cointegrat\w+|johansen(?: test)?",
    r"cross-?correlations?",
    r"mcdonald'?s omega",
    r"dbscan|gaussian mixtures?|spectral clustering|mean[- ]?shift",
    r"(?:multidimensional scaling|\bmds\b|t-?sne|umap|correspondence analysis)",
    r"(?:linear |quadratic )?discriminant analysis",
    r"tolerance intervals?",
    r"mahalanobis(?: distances?)?",
    r"(?:winsori[sz]ed|interquartile) means?|midhinge|quartile coefficient of dispersion",
    r"structural equation\w*|\bsem model|confirmatory factor\w*|path analysis",
)


@cache
def _never_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_NEVER)})(?!\w)")


def refused_methods(text: str) -> tuple[str, ...]:
    """The methods named in a text (in lower case) that nothing else can stand in for."""
    found = (match[0] for match in _never_pattern().finditer(text))
    return tuple(dict.fromkeys(found))


@cache
def _pattern_of(trained: bool) -> re.Pattern[str] | None:
    """The method words that no operation's phrases know."""
    methods = _TRAINED if trained else _METHODS
    left = [method for method, sample in methods.items() if not _is_offered(sample)]
    return re.compile(rf"\b(?:{'|'.join(left)})\b") if left else None


def _is_offered(sample: str) -> bool:
    clause = Clause(sample, sample, (), (), {})
    return any(score >= _OFFERED for score in phrase_scores(clause).values())


def unmet_methods(text: str) -> tuple[str, ...]:
    """The methods named in a text (in lower case) that are no operation's."""
    return tuple(dict.fromkeys((*_named(text, False), *_named(text, True))))


def is_trained(method: str) -> bool:
    """Whether such a method can be had by training a model."""
    pattern = _pattern_of(True)
    return pattern is not None and pattern.fullmatch(method) is not None


def _named(text: str, trained: bool) -> list[str]:
    pattern = _pattern_of(trained)
    return [] if pattern is None else [match[0] for match in pattern.finditer(text)]
