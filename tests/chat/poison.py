"""Sentences that once left a conversation unusable, and their relatives.

Each is said to the table of ``conftest.travellers``; none of them changes how many rows
it has, whether it is carried out, refused or not understood.
"""

from __future__ import annotations

POISON = (
    # units and kinds that cannot be had
    "convert height to inches",
    "convert age to inches",
    "convert fare from dollars to euros",
    "convert age from years to months",
    "convert sex to number",
    "convert age to date",
    "convert fare to integer",
    "convert sex",
    "treat sex as number",
    "treat age as date",
    "treat nonsense as number",
    # renames of what is in use, and to what cannot be
    "rename age to years",
    "rename fare to age",
    "rename age to fare and fare to age",
    'rename age to "mean"',
    "rename age to a.b[0]",
    "rename age to",
    # names that another column has
    "rename parch to sex",
    "rename fare to age and then the mean of sibsp",
    "merge sex and sibsp into age",
    "split sex at the a into age and fare",
    # columns that are gone
    "drop column age",
    "drop columns age, fare, sex, sibsp, parch",
    "drop age and then the mean of age",
    "drop column nonsense",
    "keep only the columns age and fare",
    # formulas with errors, division by zero, huge numbers
    "add x = fare / 0",
    "add x = fare / (sibsp - sibsp)",
    "add x = log(0 - fare)",
    "add x = sqrt(sex)",
    "add x = age ** 999",
    "add x = 1e308 * fare * fare",
    "add y = 10^400",
    "add x = fare +",
    "add x = foo(fare)",
    "add x = (((((fare))))))",
    "add fare = fare / 0",
    "multiply fare by 1e400",
    # fillings, classes and scales that do not fit
    "scale sex",
    "fill missing age with banana",
    "fill missing values of age with the mean of sex",
    "fill missing age with 1e999",
    "bin age into 0 groups",
    "bin age into 100000 groups",
    "recode sex: 1 = 1e999",
    "winsorise sex",
    # odd charts
    "pie chart of fare",
    "pie chart of age by fare",
    "histogram of sex",
    "histogram of fare with 0 bins",
    "histogram of fare with 1000000 bins",
    "line chart of fare over sex",
    "heat map of sex",
    "reshape wide with sex as columns and fare as values",
    "undo undo undo",
)
