"""Small published data sets with known results, for the operations' references."""

from __future__ import annotations

from typing import Any

Columns = dict[str, list[Any]]

# R, datasets::sleep (Student 1908): hours of extra sleep on two drugs, ten patients
SLEEP: Columns = {
    "extra": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0,
              1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    "group": ["1"] * 10 + ["2"] * 10,
}  # fmt: skip

# R, datasets::cars (Ezekiel 1930): speed in mph, stopping distance in feet
CARS: Columns = {
    "speed": [4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14,
              14, 14, 14, 15, 15, 15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19,
              20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25],
    "dist": [2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46,
             26, 36, 60, 80, 20, 26, 54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68,
             32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85],
}  # fmt: skip

# Hollander and Wolfe (1973), p. 187: tuna lightness and panel scores; R ?cor.test
TUNA: Columns = {
    "lightness": [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1],
    "score": [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8],
}

# Michelson's speeds of light (1879) as in NIST StRD, Michelso: 1,000 km/s
MICHELSON = [
    round(299 + thousandths / 1000, 3)
    for thousandths in (
        850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760,
        810, 1000, 1000, 960, 960, 960, 940, 960, 940, 880, 800, 850, 880, 900, 840,
        830, 790, 810, 880, 880, 830, 800, 790, 760, 800, 880, 880, 880, 860, 720, 720,
        620, 860, 970, 950, 880, 910, 850, 870, 840, 840, 850, 840, 840, 840, 890, 810,
        810, 820, 800, 770, 760, 740, 750, 760, 910, 920, 890, 860, 880, 720, 840, 850,
        850, 780, 890, 840, 780, 810, 760, 810, 790, 810, 820, 850, 870, 870, 810, 740,
        810, 940, 950, 800, 810, 870,
    )
]  # fmt: skip

# NIST/SEMATECH e-Handbook 7.1.6: 90 values with one outlier by the box plot's fences
NIST_BOX_PLOT = [
    30, 171, 184, 201, 212, 250, 265, 270, 272, 289, 305, 306, 322, 322, 336, 346, 351,
    370, 390, 404, 409, 411, 436, 437, 439, 441, 444, 448, 451, 453, 470, 480, 482, 487,
    494, 495, 499, 503, 514, 521, 522, 527, 548, 550, 559, 560, 570, 572, 574, 578, 585,
    592, 592, 607, 616, 618, 621, 629, 637, 638, 640, 656, 668, 707, 709, 719, 737, 739,
    752, 758, 766, 792, 792, 794, 802, 818, 830, 832, 843, 858, 860, 869, 918, 925, 953,
    991, 1000, 1005, 1068, 1441,
]  # fmt: skip

# Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, p. 12
IGLEWICZ_HOAGLIN = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]

# Microsoft Excel documentation of SKEW and KURT
EXCEL_SKEW: Columns = {"x": [3, 4, 5, 2, 3, 4, 5, 6, 4, 7]}


def numacc(low: str) -> Columns:
    """NIST StRD NumAcc2 to NumAcc4: ``low``.2, then .1 and .3 by turns, 1,001 values."""
    return {"y": [float(low + ".2")] + [float(low + ".1"), float(low + ".3")] * 500}


# R, datasets::trees (Meyer, 1953; Ryan et al., 1976): girth (inches), height (feet) and
# volume (cubic feet) of 31 black cherry trees.
TREES: Columns = {
    "girth": [8.3, 8.6, 8.8, 10.5, 10.7, 10.8, 11.0, 11.0, 11.1, 11.2, 11.3, 11.4, 11.4,
              11.7, 12.0, 12.9, 12.9, 13.3, 13.7, 13.8, 14.0, 14.2, 14.5, 16.0, 16.3, 17.3,
              17.5, 17.9, 18.0, 18.0, 20.6],
    "height": [70, 65, 63, 72, 81, 83, 66, 75, 80, 75, 79, 76, 76, 69, 75, 74, 85, 86, 71,
               64, 78, 80, 74, 72, 77, 81, 82, 80, 80, 80, 87],
    "volume": [10.3, 10.3, 10.2, 16.4, 18.8, 19.7, 15.6, 18.2, 22.6, 19.9, 24.2, 21.0, 21.4,
               21.3, 19.1, 22.2, 33.8, 27.4, 25.7, 24.9, 34.5, 31.7, 36.3, 38.3, 42.6, 55.4,
               55.7, 58.3, 51.5, 51.0, 77.0],
}  # fmt: skip

# Davies (1947), Statistical Methods in Research and Production: yields of dyestuff in
# grams from six batches; R, lme4::Dyestuff
DYESTUFF: Columns = {
    "yield": [1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605,
              1510, 1560, 1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520,
              1455, 1450, 1480, 1445],
    "batch": [batch for batch in "ABCDEF" for _ in range(5)],
}  # fmt: skip

# Shrout and Fleiss (1979), table 2: four judges' ratings of six targets
JUDGES: Columns = {
    "judge1": [9, 6, 8, 7, 10, 6],
    "judge2": [2, 1, 4, 1, 5, 2],
    "judge3": [5, 3, 6, 2, 6, 4],
    "judge4": [8, 2, 8, 6, 9, 7],
}

# Physicians' Health Study (1988): myocardial infarction by aspirin or placebo; Agresti
# (2007), An Introduction to Categorical Data Analysis, 2nd edition, table 2.3
ASPIRIN: Columns = {
    "drug": ["placebo", "placebo", "aspirin", "aspirin"],
    "infarction": ["yes", "no", "yes", "no"],
    "n": [189, 10845, 104, 10933],
}
