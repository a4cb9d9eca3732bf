"""Published data sets for the references of hypothesis tests."""

from __future__ import annotations

from typing import Any

# R, datasets::PlantGrowth (Dobson 1983): dried weight of plants
PLANT_GROWTH: dict[str, list[Any]] = {
    "weight": [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14,
               4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69,
               6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
    "group": ["ctrl"] * 10 + ["trt1"] * 10 + ["trt2"] * 10,
}  # fmt: skip

# R, datasets::InsectSprays (Beall 1942): insects counted after six sprays
INSECT_SPRAYS: dict[str, list[Any]] = {
    "count": [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13,
              11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13,
              0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4,
              3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4,
              3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4,
              11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
    "spray": [spray for spray in "ABCDEF" for _ in range(12)],
}  # fmt: skip

# R, datasets::ToothGrowth (Crampton 1947): tooth length by supplement and dose
TOOTH_GROWTH: dict[str, list[Any]] = {
    "len": [4.2, 11.5, 7.3, 5.8, 6.4, 10, 11.2, 11.2, 5.2, 7,
            16.5, 16.5, 15.2, 17.3, 22.5, 17.3, 13.6, 14.5, 18.8, 15.5,
            23.6, 18.5, 33.9, 25.5, 26.4, 32.5, 26.7, 21.5, 23.3, 29.5,
            15.2, 21.5, 17.6, 9.7, 14.5, 10, 8.2, 9.4, 16.5, 9.7,
            19.7, 23.3, 23.6, 26.4, 20, 25.2, 25.8, 21.2, 14.5, 27.3,
            25.5, 26.4, 22.4, 24.5, 24.8, 30.9, 26.4, 27.3, 29.4, 23],
    "supp": ["VC"] * 30 + ["OJ"] * 30,
    "dose": ([0.5] * 10 + [1.0] * 10 + [2.0] * 10) * 2,
}  # fmt: skip

# R, datasets::warpbreaks (Tippett 1950): breaks per loom
WARPBREAKS: dict[str, list[Any]] = {
    "breaks": [26, 30, 54, 25, 70, 52, 51, 26, 67, 18, 21, 29, 17, 12, 18, 35, 30, 36,
               36, 21, 24, 18, 10, 43, 28, 15, 26, 27, 14, 29, 19, 29, 31, 41, 20, 44,
               42, 26, 19, 16, 39, 28, 21, 39, 29, 20, 21, 24, 17, 13, 15, 15, 16, 28],
    "wool": ["A"] * 27 + ["B"] * 27,
    "tension": (["L"] * 9 + ["M"] * 9 + ["H"] * 9) * 2,
}  # fmt: skip

# R, datasets::mtcars (Henderson and Velleman 1981): miles per gallon
MPG = [21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2,
       10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4,
       15.8, 19.7, 15, 21.4]  # fmt: skip

# NIST StRD, analysis of variance, SiRstv: resistivity by instrument
SIRSTV: dict[str, list[Any]] = {
    "resistivity": [196.3052, 196.1240, 196.1890, 196.2569, 196.3403,
                    196.3042, 196.3825, 196.1669, 196.3257, 196.0422,
                    196.1303, 196.2005, 196.2889, 196.0343, 196.1811,
                    196.2795, 196.1748, 196.1494, 196.1485, 195.9885,
                    196.2119, 196.1051, 196.1850, 196.0052, 196.2090],
    "instrument": [number for number in "12345" for _ in range(5)],
}  # fmt: skip

# Hollander and Wolfe (1973), p. 29 (R ?wilcox.test): depression scale, two visits
DEPRESSION: dict[str, list[Any]] = {
    "first": [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30],
    "second": [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29],
}

# Hollander and Wolfe (1973), p. 69 (R ?wilcox.test): permeability of a membrane
PERMEABILITY: dict[str, list[Any]] = {
    "y": [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46,
          1.15, 0.88, 0.90, 0.74, 1.21],
    "age": ["at term"] * 10 + ["early"] * 5,
}  # fmt: skip

# Hollander and Wolfe (1973), p. 116 (R ?kruskal.test): mucociliary efficiency
MUCOCILIARY: dict[str, list[Any]] = {
    "y": [2.9, 3.0, 2.5, 2.6, 3.2, 3.8, 2.7, 4.0, 2.4, 2.8, 3.4, 3.7, 2.2, 2.0],
    "health": ["normal"] * 5 + ["obstructed"] * 4 + ["asbestosis"] * 5,
}

# Hollander and Wolfe (1973), p. 140 (R ?friedman.test): rounding first base
ROUNDING_TIMES: dict[str, list[Any]] = {
    "round out": [5.40, 5.85, 5.20, 5.55, 5.90, 5.45, 5.40, 5.45, 5.25, 5.85, 5.25,
                  5.65, 5.60, 5.05, 5.50, 5.45, 5.55, 5.45, 5.50, 5.65, 5.70, 6.30],
    "narrow angle": [5.50, 5.70, 5.60, 5.50, 5.85, 5.55, 5.40, 5.50, 5.15, 5.80, 5.20,
                     5.55, 5.35, 5.00, 5.50, 5.55, 5.55, 5.50, 5.45, 5.60, 5.65, 6.30],
    "wide angle": [5.55, 5.75, 5.50, 5.40, 5.70, 5.60, 5.35, 5.35, 5.00, 5.70, 5.10,
                   5.45, 5.45, 4.95, 5.40, 5.50, 5.35, 5.55, 5.25, 5.40, 5.55, 6.25],
}  # fmt: skip

# Winer (1971), table 4.3 (Stata manual, anova): reaction times under four drugs
WINER_DRUGS: dict[str, list[Any]] = {
    "drug 1": [30, 14, 24, 38, 26],
    "drug 2": [28, 18, 20, 34, 28],
    "drug 3": [16, 10, 18, 20, 14],
    "drug 4": [34, 22, 30, 44, 30],
}

# Ansari and Bradley (R ?mood.test): serum iron by two methods
SERUM_IRON: dict[str, list[Any]] = {
    "ramsay": [111, 107, 100, 99, 102, 106, 109, 108, 104, 99,
               101, 96, 97, 102, 107, 113, 116, 113, 110, 98],
    "jung parekh": [107, 108, 106, 98, 105, 103, 110, 105, 104, 100,
                    96, 108, 103, 104, 114, 114, 113, 108, 106, 99],
}  # fmt: skip


def table_rows(
    counts: list[list[int]], rows: list[str], columns: list[str]
) -> dict[str, list[Any]]:
    """A two-way table of counts as a data set: row, column, n."""
    return {
        "row": [row for row in rows for _ in columns],
        "column": columns * len(rows),
        "n": [count for line in counts for count in line],
    }


# Agresti (2007), p. 39 (R ?chisq.test): party by gender
PARTY = table_rows(
    [[762, 327, 468], [484, 239, 477]],
    ["F", "M"],
    ["Democrat", "Independent", "Republican"],
)
# Agresti (1990), p. 61 (R ?fisher.test): Fisher's tea drinker
TEA = table_rows([[3, 1], [1, 3]], ["Milk", "Tea"], ["Milk", "Tea"])
# Agresti (2002), p. 57 (R ?fisher.test): job satisfaction by income
JOB = table_rows(
    [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]],
    ["< 15k", "15-25k", "25-40k", "> 40k"],
    ["very dissatisfied", "little dissatisfied", "moderate", "very satisfied"],
)
# Fisher (1962, 1970) (R ?fisher.test): convictions of same-sex twins of criminals
CONVICTIONS = table_rows(
    [[2, 15], [10, 3]], ["dizygotic", "monozygotic"], ["convicted", "not convicted"]
)
# Agresti (1990), p. 350 (R ?mcnemar.test): approval of a president, two surveys
APPROVAL = table_rows(
    [[794, 150], [86, 570]], ["approve", "disapprove"], ["approve", "disapprove"]
)
# SAS/STAT, PROC FREQ, Cochran's Q: response to three drugs
SAS_DRUGS: dict[str, list[Any]] = {
    "A": ["F", "F", "F", "F", "U", "U", "U", "U"],
    "B": ["F", "F", "U", "U", "F", "F", "U", "U"],
    "C": ["F", "U", "F", "U", "F", "U", "F", "U"],
    "n": [6, 16, 2, 4, 2, 4, 6, 6],
}
# R, datasets::UCBAdmissions (Bickel and others 1975)
UCB: dict[str, list[Any]] = {
    "admit": ["Admitted", "Rejected"] * 12,
    "gender": ["Male", "Male", "Female", "Female"] * 6,
    "dept": [dept for dept in "ABCDEF" for _ in range(4)],
    "n": [512, 313, 89, 19, 353, 207, 17, 8, 120, 205, 202, 391,
          138, 279, 131, 244, 53, 138, 94, 299, 22, 351, 24, 317],
}  # fmt: skip
# Fleiss (1981), p. 139 (R ?prop.test): smokers among patients of four hospitals
SMOKERS = table_rows(
    [[83, 3], [90, 3], [129, 7], [70, 12]], ["1", "2", "3", "4"], ["yes", "no"]
)
# Hollander and Wolfe (1973), p. 121: pieces made by how much workers know of the result
MOTIVATION: dict[str, list[Any]] = {
    "pieces": [40, 35, 38, 43, 44, 41, 38, 40, 47, 44, 40, 42, 48, 40, 45, 43, 46, 44],
    "knowledge": [1] * 6 + [2] * 6 + [3] * 6,
}
# Income by job satisfaction of both genders, from low to high (R: coin::jobsatisfaction)
JOB_SATISFACTION: dict[str, list[Any]] = {
    "row": [income for income in (1, 2, 3, 4) for _ in range(4)],
    "column": [1, 2, 3, 4] * 4,
    "n": [2, 4, 13, 3, 2, 6, 22, 4, 0, 1, 15, 8, 0, 3, 13, 8],
}
