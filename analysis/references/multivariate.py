"""Published data sets for the references of multivariate methods."""

from __future__ import annotations

import numpy as np

# R, datasets::USArrests (McNeil 1977, Interactive Data Analysis): arrests per 100,000 in
# 50 states, 1973; compared value by value with Rdatasets, csv/datasets/USArrests.csv
US_ARRESTS: dict[str, list[float]] = {
    "Murder": [13.2, 10, 8.1, 8.8, 9, 7.9, 3.3, 5.9, 15.4, 17.4, 5.3, 2.6, 10.4, 7.2,
               2.2, 6, 9.7, 15.4, 2.1, 11.3, 4.4, 12.1, 2.7, 16.1, 9, 6, 4.3, 12.2, 2.1,
               7.4, 11.4, 11.1, 13, 0.8, 7.3, 6.6, 4.9, 6.3, 3.4, 14.4, 3.8, 13.2, 12.7,
               3.2, 2.2, 8.5, 4, 5.7, 2.6, 6.8],
    "Assault": [236, 263, 294, 190, 276, 204, 110, 238, 335, 211, 46, 120, 249, 113, 56,
                115, 109, 249, 83, 300, 149, 255, 72, 259, 178, 109, 102, 252, 57, 159,
                285, 254, 337, 45, 120, 151, 159, 106, 174, 279, 86, 188, 201, 120, 48,
                156, 145, 81, 53, 161],
    "UrbanPop": [58, 48, 80, 50, 91, 78, 77, 72, 80, 60, 83, 54, 83, 65, 57, 66, 52, 66,
                 51, 67, 85, 74, 66, 44, 70, 53, 62, 81, 56, 89, 70, 86, 45, 44, 75, 68,
                 67, 72, 87, 48, 45, 59, 80, 80, 32, 63, 73, 39, 66, 60],
    "Rape": [21.2, 44.5, 31, 19.5, 40.6, 38.7, 11.1, 15.8, 31.9, 25.8, 20.2, 14.2, 24,
             21, 11.3, 18, 16.3, 22.2, 7.8, 27.8, 16.3, 35.1, 14.9, 17.1, 28.2, 16.4,
             16.5, 46, 9.5, 18.8, 32.1, 26.1, 16.1, 7.3, 21.4, 20, 29.3, 14.9, 8.3, 22.5,
             12.8, 26.9, 25.5, 22.9, 11.2, 20.7, 26.2, 9.3, 10.8, 15.6],
}  # fmt: skip

# R, datasets::attitude (Chatterjee and Price 1977, Regression Analysis by Example, sec.
# 3.7): a survey of 30 departments; compared with Rdatasets, csv/datasets/attitude.csv
ATTITUDE: dict[str, list[float]] = {
    "rating": [43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77, 81, 74, 65,
               65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82],
    "complaints": [51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77, 90, 85,
                   60, 70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82],
    "privileges": [30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47, 57, 83, 54, 50, 64,
                   65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39],
    "learning": [39, 54, 69, 47, 66, 44, 56, 55, 67, 47, 58, 39, 42, 45, 72, 72, 69, 75,
                 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59],
    "raises": [61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79, 60, 79, 55,
               75, 64, 43, 66, 63, 50, 66, 88, 80, 51, 77, 64],
    "critical": [92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77, 54, 79, 80,
                 85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78],
    "advance": [45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41, 25, 35, 46, 36, 63, 60,
                46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39],
}  # fmt: skip


def columns_with_covariance(
    names: tuple[str, ...], covariance: list[list[float]], n_rows: int
) -> dict[str, list[float]]:
    """Rows whose sample covariance is exactly the one published (cosines are orthogonal).

    For methods that depend on the covariance and the number of rows only.
    """
    angles = np.pi * (np.arange(n_rows)[:, None] + 0.5) / n_rows
    waves = np.cos(angles * np.arange(1, len(names) + 1)) * np.sqrt(2 / n_rows)
    rows = waves @ np.linalg.cholesky(np.array(covariance)).T * np.sqrt(n_rows - 1)
    return {name: rows[:, place].tolist() for place, name in enumerate(names)}


# R, datasets::ability.cov (Bartholomew 1987): six tests of 112 people
ABILITY = columns_with_covariance(
    ("general", "picture", "blocks", "maze", "reading", "vocab"),
    [[24.641, 5.991, 33.520, 6.023, 20.755, 29.701],
     [5.991, 6.700, 18.137, 1.782, 4.936, 7.204],
     [33.520, 18.137, 149.831, 19.424, 31.430, 50.753],
     [6.023, 1.782, 19.424, 12.711, 4.757, 9.075],
     [20.755, 4.936, 31.430, 4.757, 52.604, 66.762],
     [29.701, 7.204, 50.753, 9.075, 66.762, 135.292]],
    112,
)  # fmt: skip

# Efron and Tibshirani (1993), tables 2.1 (survival of mice in days) and 3.1 (law schools)
MICE = {
    "treatment": [94, 197, 16, 38, 99, 141, 23],
    "control": [52, 104, 146, 10, 51, 30, 40, 27, 46],
}
LAW_SCHOOLS: dict[str, list[float]] = {
    "LSAT": [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594],
    "GPA": [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76,
            2.88, 2.96],
}  # fmt: skip
