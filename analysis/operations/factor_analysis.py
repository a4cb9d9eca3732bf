"""Few common factors that explain why many columns correlate."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllNumericColumns
from analysis.base.plain import plain
from analysis.base.wording import of_words
from analysis.references.multivariate import ABILITY
from analysis.results.multivariate import Factor, FactorAnalysisResult, Loading
from analysis.statistics.complete_rows import complete_matrix
from analysis.statistics.factors import (
    LOWEST_UNIQUENESS,
    fit_of_factors,
    likelihood_loadings,
    most_factors,
    principal_axis_loadings,
    sampling_adequacy,
    sphericity_test,
)
from analysis.statistics.parallel_analysis import leading_above, noise_eigenvalues
from analysis.statistics.rotation import rotated_loadings
from analysis.words.factor import answer_of_factors

Extraction = Literal["maximum likelihood", "principal axis"]
Rotation = Literal["varimax", "promax", "oblimin", "none"]
FactorRule = Literal["parallel analysis", "kaiser"]
MOST_FACTORED = 150
# smallest eigenvalue of correlations from which a likelihood can be computed
SINGULAR = 1e-9

operation = Operation(
    __name__,
    kind="analyse",
    title="Factor analysis",
    category="Multivariate",
    language=Language(
        phrases=(
            Phrase(r"\bfactor[- ]anal\w+\b|\befa\b", 8),
            Phrase(r"\b(?:factor loadings|factor structure|common factors?)\b", 7),
            Phrase(r"\b(?:latent|underlying|hidden) (?:factors?|dimensions?|constructs?)\b",
                   6.5),
            Phrase(r"\breduce\b.{0,120}\bfactors?\b", 6),
            Phrase(r"\b(?:extract|find|how many) (?:{n} )?(?:common )?factors\b", 5.5),
            Phrase(r"\b(?:varimax|promax|oblimin|principal[- ]axis)\b", 6),
            Phrase(r"\bkmo\b|\bkaiser[- ]meyer[- ]olkin\b|\bsampling adequacy\b", 7),
            Phrase(r"\bsphericity\b(?!.*\bmauchly)", 6),
        ),
        anti=(Phrase(r"\brepeated[- ]measures?\b|\bmauchly\w*", 5),),
        options={
            "extraction": {
                "principal axis": r"\bprincipal[- ]ax[ie]s\b|\bpaf\b",
                "maximum likelihood": r"\bmaximum[- ]likelihood\b|\bml\b",
            },
            "rotation": {
                "varimax": r"\bvarimax\b",
                "promax": r"\bpromax\b",
                "oblimin": r"\boblimin\b|\boblique\b",
                "none": r"\b(?:unrotated|no rotation|without (?:a )?rotation)\b",
            },
            "rule": {
                "kaiser": r"\bkaiser(?:'s)?\b(?![- ]meyer)|\beigenvalues? (?:above|over|greater"
                          r" than|>)",
                "parallel analysis": r"\bparallel analysis\b|\bhorn\b",
            },
        },
        numbers={
            "n_factors": (r"{n}[- ](?:common )?factors?\b", r"\bfactors? ?(?:=|:) ?{n}"),
            "random_state": (r"\b(?:seed|random[_ ]state) ?(?:=|of|is)? ?{n}",),
        },
        examples=(
            Example("factor analysis of age, fare, sibsp and parch",
                    {"columns": ["age", "fare", "sibsp", "parch"]}),
            Example("reduce age, fare, sibsp, parch and pclass to 2 factors",
                    {"columns": ["age", "fare", "sibsp", "parch", "pclass"],
                     "n_factors": 2}),
            Example("exploratory factor analysis with 1 factor of age, fare and pclass",
                    {"columns": ["age", "fare", "pclass"], "n_factors": 1}),
            Example("principal axis factoring of age, fare, parch, sibsp with promax",
                    {"columns": ["age", "fare", "parch", "sibsp"],
                     "extraction": "principal axis", "rotation": "promax"}),
            Example("Which latent factors are behind age, fare, pclass and sibsp?",
                    {"columns": ["age", "fare", "pclass", "sibsp"]}),
            Example("KMO and Bartlett's test of sphericity of age, fare, sibsp, parch",
                    {"columns": ["age", "fare", "sibsp", "parch"]}),
            Example("run a factor analysis with Kaiser's rule", {"rule": "kaiser"}),
            Example("EFA of age, fare, sibsp and pclass without rotation",
                    {"columns": ["age", "fare", "sibsp", "pclass"], "rotation": "none"}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            ABILITY,
            {"columns": list(ABILITY), "n_factors": 2},
            {
                "loadings": [
                    {"uniqueness": 0.455}, {"uniqueness": 0.589}, {"uniqueness": 0.218},
                    {"uniqueness": 0.769}, {"uniqueness": 0.052}, {"uniqueness": 0.334},
                ],
                "factors": [{"ss_loadings": 1.858}, {"ss_loadings": 1.724}],
                "fit": {"statistic": 6.11, "dof": 4, "p_value": 0.191},
            },
            "R: factanal(factors = 2, covmat = ability.cov), output of the help page; the "
            "sums depend on where varimax stops",
            9e-3,
        ),
        Reference(
            ABILITY,
            {"columns": list(ABILITY), "n_factors": 2},
            {
                "loadings": [
                    {"values": [0.499, 0.543]}, {"values": [0.156, 0.622]},
                    {"values": [0.206, 0.860]}, {"values": [0.109, 0.468]},
                    {"values": [0.956, 0.182]}, {"values": [0.785, 0.225]},
                ],
            },
            "R: the same, varimax, which R stops after smaller changes than 1e-5",
            2e-2,
        ),
        Reference(
            ABILITY,
            {"columns": list(ABILITY), "n_factors": 1},
            {
                "loadings": [
                    {"values": [0.682]}, {"values": [0.384]}, {"values": [0.502]},
                    {"values": [0.300]}, {"values": [0.877]}, {"values": [0.849]},
                ],
                "fit": {"statistic": 75.18, "dof": 9},
            },
            "R: factanal(factors = 1, covmat = ability.cov), output of the help page",
            2e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def factor_analysis(
    data: pd.DataFrame,
    columns: AllNumericColumns | None = None,
    n_factors: int | None = None,
    extraction: Extraction = "maximum likelihood",
    rotation: Rotation = "varimax",
    rule: FactorRule = "parallel analysis",
    random_state: int = 42,
) -> FactorAnalysisResult:
    """Exploratory factor analysis of the columns' correlations, on the complete rows.

    Args:
        n_factors: how many; else by ``rule``: eigenvalues above the 95th percentiles of
            noise (Horn 1965, seeded by ``random_state``) or above 1 (Kaiser 1960).
        extraction: maximum likelihood (Lawley and Maxwell 1971) or principal axes.
        rotation: varimax keeps the factors uncorrelated; promax and oblimin do not.

    Returns per column loadings (of oblique rotations the pattern), communality,
    uniqueness and sampling adequacy; per factor its share of the variance; the tests of
    Bartlett that columns correlate at all and, by likelihood, that the factors suffice.

    Raises:
        DataError: fewer than three columns or rows than columns, more factors than the
            columns can tell, or columns that follow from others (likelihood only).
    """
    names, values, n_missing = complete_matrix(data, columns, at_least=3)
    p, n = len(names), len(values)
    if p > MOST_FACTORED or n <= p:
        raise DataError(
            f"{p} columns and {n:,} complete rows do not fit a factor analysis.",
            f"Use at most {MOST_FACTORED} columns and more rows than columns.",
            names[0],
        )
    correlations = np.corrcoef(values, rowvar=False)
    eigenvalues = np.linalg.eigvalsh(correlations)[::-1]
    noise = noise_eigenvalues(n, p, random_state)
    parallel, kaiser = leading_above(eigenvalues, noise), int((eigenvalues > 1).sum())
    by_noise = rule == "parallel analysis" and parallel is not None
    k = n_factors_used(n_factors, (parallel or 1) if by_noise else kaiser, p)
    raw, discrepancy = extracted_loadings(correlations, k, extraction, names)
    loadings, phi = rotated_loadings(raw, rotation)
    squares = np.diag(phi @ loadings.T @ loadings)
    adequacy = sampling_adequacy(correlations)
    result: FactorAnalysisResult = plain(
        {
            "n_factors": k,
            "rule": "asked for" if n_factors else rule if by_noise else "kaiser",
            "n_parallel": parallel,
            "n_kaiser": kaiser,
            "explained": squares.sum() / p,
            "factors": factor_rows(squares, p),
            "loadings": loading_rows(names, loadings, phi, adequacy),
            "factor_correlations": phi if rotation in ("promax", "oblimin") else None,
            "eigenvalues": eigenvalues,
            "noise": noise,
            "kmo": adequacy[0] if adequacy else None,
            "sphericity": sphericity_test(correlations, n),
            "fit": None
            if discrepancy is None
            else fit_of_factors(discrepancy, p, k, n),
            "extraction": extraction,
            "rotation": rotation if k > 1 else "none",
            "random_state": random_state,
            "method": f"{extraction} factor analysis",
            "n_obs": n,
            "n_missing": n_missing,
        }
    )
    return result


def extracted_loadings(
    correlations: np.ndarray, k: int, extraction: str, names: list[str]
) -> tuple[np.ndarray, float | None]:
    """Unrotated loadings (columns × k); of the likelihood also how far they miss it."""
    if extraction == "maximum likelihood":
        require_invertible(correlations, names)
        return likelihood_loadings(correlations, k)
    return principal_axis_loadings(correlations, k), None


def factor_rows(squares: np.ndarray, p: int) -> list[Factor]:
    """Each factor's sum of squared loadings and its share of p columns' variance."""
    return [
        {
            "factor": f"factor {place + 1}",
            "ss_loadings": squares[place],
            "share": squares[place] / p,
            "cumulative": squares[: place + 1].sum() / p,
        }
        for place in range(len(squares))
    ]


def loading_rows(
    names: list[str],
    loadings: np.ndarray,
    phi: np.ndarray,
    adequacy: tuple[float, np.ndarray] | None,
) -> list[Loading]:
    """Each column's loadings, and what of it the factors (correlated as phi) share."""
    shared = np.einsum("ij,jk,ik->i", loadings, phi, loadings)
    return [
        {
            "column": name,
            "values": loadings[place],
            "communality": shared[place],
            "uniqueness": 1 - shared[place],
            "sampling_adequacy": adequacy[1][place] if adequacy else None,
            "at_bound": bool(shared[place] > 1 - 1.01 * LOWEST_UNIQUENESS),
        }
        for place, name in enumerate(names)
    ]


def n_factors_used(wanted: int | None, suggested: int, p: int) -> int:
    """The number asked for, or the suggested one as far as p columns can tell."""
    most = most_factors(p)
    if wanted is None:
        return min(max(suggested, 1), most)
    if not 1 <= wanted <= most:
        raise DataError(
            f"{p} columns cannot tell {wanted} factors apart.",
            f"Ask for at least 1 and at most {most}, or add columns.",
        )
    return wanted


def require_invertible(correlations: np.ndarray, names: list[str]) -> None:
    """A DataError if a column is (nearly) a sum of multiples of the others."""
    values, vectors = np.linalg.eigh(correlations)
    if values[0] < SINGULAR:
        name = names[int(np.abs(vectors[:, 0]).argmax())]
        raise DataError(
            f"“{name}” follows from the other columns, so that there is no likelihood.",
            "Leave it out, or ask for principal axis factoring.",
            name,
        )


@operation.restate
def restate(
    columns: list[str] | None = None, n_factors: int | None = None, **_: Any
) -> str:
    many = (
        f" with {n_factors} factor{'s' if n_factors != 1 else ''}" if n_factors else ""
    )
    return f"Factor analysis{of_words(columns, 'all columns of numbers')}{many}"


@operation.present
def present(result: FactorAnalysisResult) -> Answer:
    return answer_of_factors(result)
