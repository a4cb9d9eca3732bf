"""Requests for methods and charts, with what each must be read as.

A row is a sentence, the operations that are right, and what must hold of the last step:
``cols``, all columns that it uses; ``rows``, the condition before it; any other key is a
parameter. Tables of ``CHECKING`` were not looked at while the words were gathered.
"""

from __future__ import annotations

from typing import Any

CHECKING = frozenset(
    ("reading", "implants", "wines", "vote", "batteries", "staff_survey")
)
_COMPARE = "compare_groups|two_sample_t|one_way_anova|relate"
_SHARES = "compare_groups|proportion_test|relate|chi_square"
_PAIRED = "compare_groups|paired_t"

Row = tuple[str, str, dict[str, Any]]
SENTENCES: dict[str, tuple[Row, ...]] = {
    "yields": (
        (
            "does fertilizer make a difference to yield_kg?",
            _COMPARE,
            {"cols": {"fertilizer", "yield_kg"}},
        ),
        (
            "is the yield higher on irrigated plots than on the others?",
            _COMPARE,
            {"cols": {"irrigated", "yield_kg"}},
        ),
        ("Is the mean soil ph 6.5?", "one_sample_t", {"cols": {"soil_ph"}, "mu": 6.5}),
        (
            "one-way anova of yield_kg by fertilizer",
            "one_way_anova",
            {"cols": {"yield_kg", "fertilizer"}},
        ),
        (
            "which fertilizers differ from each other in yield_kg? tukey",
            "post_hoc",
            {"method": "tukey"},
        ),
        (
            "two-way ANOVA: yield_kg by fertilizer and irrigated with interaction",
            "two_way_anova",
            {"outcome": "yield_kg", "factors": ["fertilizer", "irrigated"]},
        ),
        (
            "how does yield depend on rainfall, holding soil ph constant?",
            "linear_regression|partial_correlation",
            {"cols": {"yield_kg", "rainfall_mm", "soil_ph"}},
        ),
        (
            "regress yield_kg on rainfall_mm and soil_ph with robust standard errors",
            "linear_regression",
            {"outcome": "yield_kg", "covariance": "HC3"},
        ),
        (
            "are the variances of yield_kg the same for the fertilizers?",
            "variance_equality",
            {"cols": {"yield_kg", "fertilizer"}},
        ),
        (
            "compare organic and mineral on yield_kg",
            _COMPARE,
            {"cols": {"fertilizer", "yield_kg"}, "levels": ["organic", "mineral"]},
        ),
        (
            "is rainfall_mm normally distributed?",
            "normality",
            {"cols": {"rainfall_mm"}},
        ),
        (
            "boxplot of yield_kg by fertilizer",
            "box_plot",
            {"cols": {"yield_kg", "fertilizer"}},
        ),
        (
            "do yield_kg, soil_ph and rainfall_mm differ between irrigated and non-irrigated plots?",
            "compare_outcomes",
            {"cols": {"yield_kg", "soil_ph", "rainfall_mm", "irrigated"}},
        ),
    ),
    "pressure": (
        (
            "did the drug change bp from bp_before to bp_after?",
            _PAIRED,
            {
                "cols": {"bp_before", "bp_after"},
                "rows": {"column": "arm", "op": "==", "value": "drug"},
            },
        ),
        (
            "is bp_after lower than bp_before?",
            _PAIRED,
            {"cols": {"bp_before", "bp_after"}},
        ),
        (
            "paired t-test of bp_before and bp_after among the placebo group",
            "paired_t",
            {
                "cols": {"bp_before", "bp_after"},
                "rows": {"column": "arm", "op": "==", "value": "placebo"},
            },
        ),
        (
            "Wilcoxon signed rank test for bp_before vs bp_after",
            "wilcoxon",
            {"cols": {"bp_before", "bp_after"}},
        ),
        ("is relapse related to arm?", _SHARES, {"cols": {"relapse", "arm"}}),
        (
            "logistic regression of relapse on age, arm and bp_before",
            "logistic_regression",
            {"outcome": "relapse", "predictors": ["age", "arm", "bp_before"]},
        ),
        (
            "Do men have a higher bp_before than women?",
            _COMPARE,
            {"cols": {"sex", "bp_before"}, "levels": ["male", "female"]},
        ),
        (
            "test whether the mean of bp_before exceeds 145",
            "one_sample_t",
            {"mu": 145, "alternative": "greater"},
        ),
        (
            "did 25% of the patients relapse?",
            "binomial_test|proportion_test",
            {"cols": {"relapse"}, "p": 0.25},
        ),
        (
            "compare bp_after between drug and placebo adjusting for bp_before",
            "linear_regression|ancova",
            {"cols": {"bp_after", "bp_before", "arm"}},
        ),
        (
            "Table 1: age, bp_before and sex by arm",
            "compare_outcomes",
            {"cols": {"age", "bp_before", "sex", "arm"}},
        ),
        (
            "fisher's exact test of relapse by sex",
            "fisher_exact",
            {"cols": {"relapse", "sex"}},
        ),
        (
            "scatter plot of bp_after against age with a regression line",
            "scatter_plot",
            {"x": "age", "y": "bp_after", "trend": True},
        ),
    ),
    "checkout": (
        (
            "does the new design convert better than the old one?",
            _SHARES,
            {"cols": {"design", "purchased"}},
        ),
        (
            "is there a significant difference in purchase rate between the designs?",
            _SHARES,
            {"cols": {"design", "purchased"}},
        ),
        ("A/B test of purchased by design", _SHARES, {"cols": {"design", "purchased"}}),
        ("does basket differ by device?", _COMPARE, {"cols": {"basket", "device"}}),
        (
            "Mann-Whitney U of minutes by design",
            "mann_whitney",
            {"cols": {"minutes", "design"}},
        ),
        (
            "kruskal wallis test: minutes across devices",
            "kruskal_wallis",
            {"cols": {"minutes", "device"}},
        ),
        (
            "chi2 test between device and purchased",
            "chi_square",
            {"cols": {"device", "purchased"}},
        ),
        (
            "how are minutes and basket correlated? use spearman",
            "correlation",
            {"cols": {"minutes", "basket"}, "method": "spearman"},
        ),
        (
            "95% confidence interval for the proportion of purchased",
            "proportion_test",
            {"cols": {"purchased"}, "confidence_level": 0.95},
        ),
        (
            "bootstrap the median of basket with 5000 resamples",
            "bootstrap_interval",
            {"statistic": "median", "n_resamples": 5000},
        ),
        (
            "how many visitors per design do I need to detect an increase from 12 % to 14 % with 90 % power?",
            "sample_size",
            {"p1": 0.12, "p2": 0.14, "power": 0.9},
        ),
        (
            "are device and design independent?",
            "chi_square",
            {"cols": {"device", "design"}},
        ),
        (
            "find outliers in basket using the z score",
            "find_outliers",
            {"method": "zscore"},
        ),
    ),
    "power_plant": (
        (
            "is there a trend in load_mw?",
            "trend_test",
            {"column": "load_mw", "time": "day"},
        ),
        (
            "forecast load_mw for the next 14 days",
            "forecast",
            {"column": "load_mw", "horizon": 14},
        ),
        ("is load_mw stationary?", "stationarity", {"column": "load_mw"}),
        (
            "autocorrelation of price_eur up to lag 20",
            "autocorrelation",
            {"column": "price_eur", "lags": 20},
        ),
        (
            "does price_eur depend on temperature?",
            "relate|correlation",
            {"cols": {"price_eur", "temperature"}},
        ),
        (
            "seasonal decomposition of load_mw with period 7",
            "seasonal_decomposition",
            {"period": 7},
        ),
        ("7 day moving average of load_mw", "moving_average|calculate", {}),
        (
            "correlation between temperature and load_mw",
            "correlation",
            {"cols": {"temperature", "load_mw"}},
        ),
        (
            "does load_mw have a weekly pattern?",
            "seasonal_decomposition",
            {"column": "load_mw"},
        ),
        (
            "histogram of price_eur with 30 bins",
            "histogram",
            {"column": "price_eur", "bins": 30},
        ),
    ),
    "traffic": (
        (
            "poisson regression of accidents on vehicles_per_day and lights",
            "poisson_regression",
            {"outcome": "accidents", "predictors": ["vehicles_per_day", "lights"]},
        ),
        (
            "do junctions with lights have fewer accidents?",
            _COMPARE,
            {"cols": {"lights", "accidents"}},
        ),
        (
            "does the number of accidents vary by district?",
            _COMPARE,
            {"cols": {"accidents", "district"}},
        ),
        (
            "effect of lights on accidents after controlling for vehicles_per_day",
            "linear_regression|poisson_regression",
            {"cols": {"lights", "accidents", "vehicles_per_day"}},
        ),
        (
            "is the median of vehicles_per_day above 8500?",
            "wilcoxon|sign_test",
            {"mu": 8500, "alternative": "greater"},
        ),
        (
            "test if accidents follow a normal distribution",
            "normality",
            {"cols": {"accidents"}},
        ),
        (
            "what is the correlation of accidents and vehicles_per_day, 99% confidence",
            "correlation",
            {"confidence_level": 0.99},
        ),
        (
            "welch anova of vehicles_per_day by district",
            "one_way_anova",
            {"equal_var": False},
        ),
        (
            "which distribution fits vehicles_per_day best?",
            "distribution_fit",
            {"column": "vehicles_per_day"},
        ),
        (
            "are lights equally common in all districts?",
            _SHARES,
            {"cols": {"lights", "district"}},
        ),
    ),
    "penguins": (
        ("are males heavier than females?", _COMPARE, {"cols": {"sex", "body_mass_g"}}),
        (
            "principal component analysis of bill_length_mm, flipper_length_mm and body_mass_g",
            "principal_components",
            {"cols": {"bill_length_mm", "flipper_length_mm", "body_mass_g"}},
        ),
        (
            "cluster the penguins into 3 groups by bill_length_mm and flipper_length_mm",
            "k_means",
            {"n_clusters": 3, "cols": {"bill_length_mm", "flipper_length_mm"}},
        ),
        (
            "does body mass depend on species?",
            _COMPARE,
            {"cols": {"body_mass_g", "species"}},
        ),
        (
            "is there a relationship between species and island",
            "relate|chi_square",
            {"cols": {"species", "island"}},
        ),
        (
            "t test: flipper_length_mm, Biscoe vs Dream",
            "two_sample_t",
            {"cols": {"flipper_length_mm", "island"}, "levels": ["Biscoe", "Dream"]},
        ),
        (
            "student t-test of body_mass_g by sex, equal variances",
            "two_sample_t",
            {"equal_var": True},
        ),
        (
            "violin plot of body_mass_g by species",
            "violin_plot",
            {"cols": {"body_mass_g", "species"}},
        ),
        (
            "regress body_mass_g on flipper_length_mm for Gentoo only",
            "linear_regression",
            {
                "outcome": "body_mass_g",
                "rows": {"column": "species", "op": "==", "value": "Gentoo"},
            },
        ),
        (
            "do the three species have the same distribution of island?",
            _SHARES,
            {"cols": {"species", "island"}},
        ),
        (
            "effect size of sex on body_mass_g",
            _COMPARE,
            {"cols": {"sex", "body_mass_g"}},
        ),
        ("show a scatter matrix of the numeric columns by species", "pair_plot", {}),
    ),
    # --- checking ---
    "reading": (
        (
            "did words_per_minute increase from autumn to spring?",
            _PAIRED,
            {
                "cols": {"words_per_minute", "wave", "pupil"},
                "levels": ["autumn", "spring"],
            },
        ),
        (
            "do words_per_minute change over the waves? every pupil was tested three times",
            "compare_groups|repeated_anova",
            {"cols": {"words_per_minute", "wave", "pupil"}},
        ),
        (
            "repeated measures anova of words_per_minute over wave with pupil as subject",
            "repeated_anova",
            {"cols": {"words_per_minute", "wave", "pupil"}},
        ),
        (
            "friedman test of words_per_minute by wave, subject pupil",
            "friedman",
            {"cols": {"words_per_minute", "wave", "pupil"}},
        ),
        (
            "was words_per_minute in winter different from autumn for the same pupils?",
            _PAIRED,
            {"cols": {"words_per_minute", "wave", "pupil"}},
        ),
        (
            "does language matter for words_per_minute?",
            _COMPARE,
            {"cols": {"language", "words_per_minute"}},
        ),
        (
            "correlation of class_size and words_per_minute in spring",
            "correlation",
            {
                "cols": {"class_size", "words_per_minute"},
                "rows": {"column": "wave", "op": "==", "value": "spring"},
            },
        ),
        (
            "is the mean words_per_minute less than 100?",
            "one_sample_t",
            {"mu": 100, "alternative": "less"},
        ),
        (
            "paired wilcoxon of words_per_minute, autumn versus winter, paired by pupil",
            "wilcoxon",
            {"cols": {"words_per_minute", "wave", "pupil"}},
        ),
    ),
    "staff_survey": (
        (
            "cronbach's alpha of sat1 to sat6",
            "reliability",
            {"columns": [f"sat{i}" for i in range(1, 7)]},
        ),
        (
            "are the items sat1-sat6 a reliable scale?",
            "reliability",
            {"columns": [f"sat{i}" for i in range(1, 7)]},
        ),
        (
            "exploratory factor analysis of sat1 through sat6 with 2 factors and promax rotation",
            "factor_analysis",
            {"n_factors": 2, "rotation": "promax"},
        ),
        (
            "is stress related to tenure?",
            "relate|correlation",
            {"cols": {"stress", "tenure_years"}},
        ),
        (
            "Do remote workers feel less stress?",
            _COMPARE,
            {"cols": {"remote", "stress"}},
        ),
        (
            "differences in stress and tenure_years between departments",
            "compare_outcomes",
            {"cols": {"stress", "tenure_years", "department"}},
        ),
        (
            "does remote depend on department?",
            _SHARES,
            {"cols": {"remote", "department"}},
        ),
        (
            "correlation matrix of sat1 to sat6 using kendall",
            "correlation",
            {"method": "kendall", "columns": [f"sat{i}" for i in range(1, 7)]},
        ),
        (
            "are 40 percent of the employees remote?",
            "binomial_test|proportion_test",
            {"p": 0.4, "cols": {"remote"}},
        ),
        (
            "stress ~ department * remote anova",
            "two_way_anova",
            {"outcome": "stress", "factors": ["department", "remote"]},
        ),
        (
            "partial correlation of stress and sat1 controlling for tenure_years",
            "partial_correlation",
            {"cols": {"stress", "sat1", "tenure_years"}},
        ),
        ("qq plot of stress", "qq_plot", {"column": "stress"}),
    ),
    "implants": (
        (
            "kaplan meier curve by surface, time months, event failed",
            "kaplan_meier",
            {"duration": "months", "event": "failed", "group": "surface"},
        ),
        (
            "do smokers lose their implants earlier? log-rank test with months and failed",
            "log_rank",
            {"duration": "months", "event": "failed", "group": "smoker"},
        ),
        (
            "cox regression of months on bone_density and smoker, event = failed",
            "cox_regression",
            {
                "duration": "months",
                "event": "failed",
                "predictors": ["bone_density", "smoker"],
            },
        ),
        (
            "what is the median survival time? months is the time and failed the event",
            "kaplan_meier",
            {"duration": "months", "event": "failed"},
        ),
        (
            "hazard ratio of surface adjusted for bone_density; duration months, event failed",
            "cox_regression",
            {"cols": {"months", "failed", "surface", "bone_density"}},
        ),
        (
            "does survival differ between rough and smooth surfaces (months, failed)?",
            "log_rank",
            {"group": "surface"},
        ),
        (
            "is bone_density the same for smokers and non-smokers?",
            _COMPARE,
            {"cols": {"bone_density", "smoker"}},
        ),
        ("is failed associated with smoker?", _SHARES, {"cols": {"failed", "smoker"}}),
    ),
    "wines": (
        (
            "does variety influence the rating?",
            _COMPARE,
            {"cols": {"variety", "rating"}},
        ),
        (
            "does alcohol predict rating?",
            "linear_regression|relate|correlation",
            {"cols": {"alcohol", "rating"}},
        ),
        (
            "multiple regression predicting rating from alcohol, acidity and sugar",
            "linear_regression",
            {"outcome": "rating", "predictors": ["alcohol", "acidity", "sugar"]},
        ),
        (
            "pairwise comparisons of rating between varieties",
            "post_hoc",
            {"cols": {"rating", "variety"}},
        ),
        ("is sugar lognormal?", "distribution_fit", {"column": "sugar"}),
        (
            "compare merlot and syrah: is acidity different?",
            _COMPARE,
            {"levels": ["merlot", "syrah"], "cols": {"acidity", "variety"}},
        ),
        (
            "are southern wines rated higher than northern ones?",
            _COMPARE,
            {"cols": {"region", "rating"}},
        ),
        (
            "H0: mean alcohol = 13, H1: greater",
            "one_sample_t",
            {"mu": 13, "alternative": "greater"},
        ),
        (
            "levene's test for alcohol by variety",
            "variance_equality",
            {"method": "levene"},
        ),
        (
            "polynomial regression of rating on sugar of degree 2",
            "linear_regression",
            {"degree": 2},
        ),
        (
            "heat map of the correlations of alcohol, acidity, sugar and rating",
            "heat_map",
            {"statistic": "correlation"},
        ),
        ("how many outliers does sugar have?", "find_outliers", {"columns": ["sugar"]}),
        (
            "do rating, alcohol and acidity differ by region, with p values?",
            "compare_outcomes",
            {"cols": {"rating", "alcohol", "acidity", "region"}},
        ),
    ),
    "vote": (
        (
            "did support change from support_before to support_after?",
            "compare_groups|mcnemar",
            {"cols": {"support_before", "support_after"}},
        ),
        (
            "McNemar's test of support_before and support_after",
            "mcnemar",
            {"cols": {"support_before", "support_after"}},
        ),
        (
            "is support_after different for men and women?",
            _SHARES,
            {"cols": {"support_after", "gender"}},
        ),
        (
            "does education affect support_before?",
            _SHARES,
            {"cols": {"education", "support_before"}},
        ),
        (
            "is income related to education?",
            _COMPARE,
            {"cols": {"income", "education"}},
        ),
        (
            "are education and gender associated, controlling for support_before?",
            "mantel_haenszel|logistic_regression",
            {"cols": {"education", "gender", "support_before"}},
        ),
        (
            "Is the average income of women below 3300?",
            "one_sample_t",
            {
                "mu": 3300,
                "alternative": "less",
                "rows": {"column": "gender", "op": "==", "value": "woman"},
            },
        ),
        (
            "odds ratio of support_after for gender",
            "fisher_exact|logistic_regression",
            {"cols": {"support_after", "gender"}},
        ),
        (
            "does the share of support_after = yes equal 0.5?",
            "binomial_test|proportion_test",
            {"p": 0.5, "success": "yes"},
        ),
    ),
    "batteries": (
        ("do the makers differ in hours?", _COMPARE, {"cols": {"maker", "hours"}}),
        (
            "is A better than B in hours?",
            _COMPARE,
            {"cols": {"maker", "hours"}, "levels": ["A", "B"]},
        ),
        ("test whether hours differ from 20", "one_sample_t|wilcoxon", {"mu": 20}),
        (
            "is the defect rate different between makers?",
            _SHARES,
            {"cols": {"defective", "maker"}},
        ),
        (
            "does temperature_c affect hours?",
            "relate|one_way_anova|compare_groups|linear_regression",
            {"cols": {"temperature_c", "hours"}},
        ),
        ("games-howell test of hours by maker", "post_hoc", {"method": "games_howell"}),
        (
            "ancova of hours by maker with weight_g as covariate",
            "linear_regression|ancova",
            {"cols": {"hours", "maker", "weight_g"}},
        ),
        (
            "sample size to detect d = 0.4 with 85% power, two-sided",
            "sample_size",
            {"effect_size": 0.4, "power": 0.85},
        ),
        (
            "what power do we have with 30 per group for an effect of 0.6?",
            "sample_size",
            {"n": 30, "effect_size": 0.6},
        ),
        (
            "equivalence test of weight_g between A and B with a margin of 0.5",
            "equivalence_test",
            {"bound": 0.5, "levels": ["A", "B"]},
        ),
        ("density of hours by maker", "density_plot", {"cols": {"hours", "maker"}}),
        (
            "is hours linked with weight_g?",
            "relate|correlation",
            {"cols": {"hours", "weight_g"}},
        ),
    ),
}
