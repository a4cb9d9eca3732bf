"""Requests in plain words and the steps they must be read as."""

from __future__ import annotations

from typing import Any

Steps = tuple[tuple[str, dict[str, Any]], ...]

ABOUT_PASSENGERS: tuple[tuple[str, Steps], ...] = (
    (
        "What is the mean of fare?",
        (("describe", {"statistics": ["mean"], "columns": ["fare"]}),),
    ),
    ("Calculate statistics for age", (("describe", {"columns": ["age"]}),)),
    (
        "Calculate mean and std for all columns",
        (("describe", {"statistics": ["mean", "std"]}),),
    ),
    (
        "Show correlation between age and fare",
        (("correlation", {"columns": ["age", "fare"]}),),
    ),
    ("Show correlation matrix", (("correlation", {}),)),
    (
        "Get descriptive statistics for age, fare",
        (("describe", {"columns": ["age", "fare"]}),),
    ),
    (
        "remove outliers of fare by IQR, then the mean by sex",
        (
            ("remove_outliers", {"method": "iqr", "columns": ["fare"]}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "sex"}],
                },
            ),
        ),
    ),
    (
        "average fare of women over 40 in first class",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "sex", "op": "==", "value": "female"},
                            {"column": "age", "op": ">", "value": 40},
                            {"column": "class", "op": "==", "value": "First"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "add total = sibsp + parch and correlate it with fare",
        (
            ("add_column", {"name": "total", "expression": "sibsp + parch"}),
            ("relate", {"columns": ["total", "fare"]}),
        ),
    ),
    (
        "mean and median of age, and the correlation of age with fare",
        (
            ("describe", {"statistics": ["mean", "median"], "columns": ["age"]}),
            ("correlation", {"columns": ["age", "fare"]}),
        ),
    ),
    (
        "create a new column FamilySize by summing SibSp and Parch. Then calculate the Pearson correlation between FamilySize and Fare",
        (
            ("add_column", {"name": "FamilySize", "expression": "sibsp + parch"}),
            ("correlation", {"method": "pearson", "columns": ["FamilySize", "fare"]}),
        ),
    ),
    (
        "fill missing age with the median, then correlate age and fare with Spearman",
        (
            ("fill_missing", {"strategy": "median", "columns": ["age"]}),
            ("correlation", {"method": "spearman", "columns": ["age", "fare"]}),
        ),
    ),
    (
        "what percentage of women survived",
        (
            (
                "filter_rows",
                {"where": {"column": "sex", "op": "==", "value": "female"}},
            ),
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "survived", "op": "==", "value": 1},
                            "unit": "%",
                        }
                    ]
                },
            ),
        ),
    ),
    (
        "which class has the highest average fare",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "class"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "mean age of passengers who survived",
        (
            ("filter_rows", {"where": {"column": "survived", "op": "==", "value": 1}}),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
    ),
    (
        "mean age of passengers who did not survive",
        (
            ("filter_rows", {"where": {"column": "survived", "op": "==", "value": 0}}),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
    ),
    (
        "mean fare for passengers who survived versus passengers who did not survive",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "survived", "values": [1, 0]}],
                    "compare": {"kind": "difference"},
                },
            ),
        ),
    ),
    (
        "average age in third class",
        (
            (
                "filter_rows",
                {"where": {"column": "class", "op": "==", "value": "Third"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
    ),
    (
        "survival rate by class",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "survived", "op": "==", "value": 1},
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "class"}],
                },
            ),
        ),
    ),
    (
        "how many passengers survived",
        (
            ("filter_rows", {"where": {"column": "survived", "op": "==", "value": 1}}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "asks": "how_many",
                    "noun": "passengers",
                },
            ),
        ),
    ),
    (
        "how many women were in second class",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "class", "op": "==", "value": "Second"},
                            {"column": "sex", "op": "==", "value": "female"},
                        ]
                    }
                },
            ),
            (
                "calculate",
                {"measures": [{"statistic": "count", "of": None}], "asks": "how_many"},
            ),
        ),
    ),
    (
        "median fare of men embarked in Cherbourg",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "sex", "op": "==", "value": "male"},
                            {"column": "embark_town", "op": "==", "value": "Cherbourg"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["median"], "columns": ["fare"]}),
        ),
    ),
    (
        "fare of passengers from Southampton or Queenstown",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "column": "embark_town",
                        "op": "in",
                        "value": ["Southampton", "Queenstown"],
                    }
                },
            ),
            ("describe", {"columns": ["fare"]}),
        ),
    ),
    (
        "mean fare by embark_town excluding Queenstown",
        (
            (
                "filter_rows",
                {"where": {"column": "embark_town", "op": "!=", "value": "Queenstown"}},
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "embark_town"}],
                },
            ),
        ),
    ),
    (
        "number of passengers per deck",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "deck"}],
                    "noun": "passengers",
                },
            ),
        ),
    ),
    (
        "how many missing values does deck have",
        (("missing_values", {"columns": ["deck"]}),),
    ),
    ("which columns have missing values", (("missing_values", {}),)),
    (
        "drop rows where age is missing, then median age by class",
        (
            ("drop_missing", {"columns": ["age"]}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "median", "of": "age"}],
                    "by": [{"column": "class"}],
                },
            ),
        ),
    ),
    (
        "mean fare where age is not missing",
        (
            ("filter_rows", {"where": {"column": "age", "op": "not_missing"}}),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "passengers older than 60",
        (
            ("filter_rows", {"where": {"column": "age", "op": ">", "value": 60}}),
            ("show_rows", {}),
        ),
    ),
    (
        "passengers aged 20 to 30",
        (
            (
                "filter_rows",
                {"where": {"column": "age", "op": "between", "value": [20, 30]}},
            ),
            ("show_rows", {}),
        ),
    ),
    (
        "average fare of passengers between 20 and 30 years old",
        (
            (
                "filter_rows",
                {"where": {"column": "age", "op": "between", "value": [20, 30]}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "people under 18 in first class",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "age", "op": "<", "value": 18},
                            {"column": "class", "op": "==", "value": "First"},
                        ]
                    }
                },
            ),
            ("show_rows", {}),
        ),
    ),
    (
        "at least 2 siblings",
        (
            ("filter_rows", {"where": {"column": "sibsp", "op": ">=", "value": 2}}),
            ("show_rows", {}),
        ),
    ),
    (
        "mean fare with sibsp >= 2",
        (
            ("filter_rows", {"where": {"column": "sibsp", "op": ">=", "value": 2}}),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "mean fare when pclass = 1",
        (
            ("filter_rows", {"where": {"column": "pclass", "op": "==", "value": 1}}),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "mean fare when pclass is 1 or 2",
        (
            (
                "filter_rows",
                {"where": {"column": "pclass", "op": "in", "value": [1, 2]}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "describe fare for pclass 3",
        (
            ("filter_rows", {"where": {"column": "pclass", "op": "==", "value": 3}}),
            ("describe", {"columns": ["fare"]}),
        ),
    ),
    (
        "show the 10 rows with the highest fare",
        (("show_rows", {"descending": True, "limit": 10, "sort_by": "fare"}),),
    ),
    (
        "list the 3 oldest passengers",
        (("show_rows", {"descending": True, "sort_by": "age", "limit": 3}),),
    ),
    ("histogram of age", (("histogram", {"column": "age"}),)),
    (
        "histogram of fare with 20 bins by sex",
        (("histogram", {"bins": 20, "group_by": "sex", "column": "fare"}),),
    ),
    (
        "box plot of fare by class",
        (("box_plot", {"group_by": "class", "columns": ["fare"]}),),
    ),
    (
        "scatter plot of age and fare coloured by sex",
        (("scatter_plot", {"group_by": "sex", "x": "age", "y": "fare"}),),
    ),
    ("bar chart of class", (("bar_chart", {"category": "class"}),)),
    (
        "bar chart of average fare by class",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "class"}],
                    "chart": "bar",
                },
            ),
        ),
    ),
    ("pie chart of embark_town", (("pie_chart", {"category": "embark_town"}),)),
    ("heat map of class and sex", (("heat_map", {"x": "class", "y": "sex"}),)),
    ("plot fare against age", (("scatter_plot", {"x": "age", "y": "fare"}),)),
    (
        "violin plot of age by sex",
        (("violin_plot", {"group_by": "sex", "columns": ["age"]}),),
    ),
    (
        "line chart of mean fare by age",
        (("line_chart", {"statistic": "mean", "x": "age", "y": "fare"}),),
    ),
    ("are there outliers in fare", (("find_outliers", {"columns": ["fare"]}),)),
    (
        "how many outliers does fare have by z-score with a threshold of 3",
        (
            (
                "find_outliers",
                {"method": "zscore", "threshold": 3.0, "columns": ["fare"]},
            ),
        ),
    ),
    ("winsorize fare", (("winsorise", {"columns": ["fare"]}),)),
    (
        "scale age and fare with min-max",
        (("scale_columns", {"method": "minmax", "columns": ["age", "fare"]}),),
    ),
    (
        "create column fare_per_year = fare / (age + 1)",
        (("add_column", {"name": "fare_per_year", "expression": "fare / (age + 1)"}),),
    ),
    (
        "add a column called doubled that is fare multiplied by 2",
        (("add_column", {"name": "doubled", "expression": "fare * 2"}),),
    ),
    (
        "add logfare = log(fare + 1) and show its histogram",
        (
            ("add_column", {"name": "logfare", "expression": "log(fare + 1)"}),
            ("histogram", {"column": "logfare"}),
        ),
    ),
    ("bin age into 4 bins", (("bin_column", {"bins": 4, "column": "age"}),)),
    (
        "Create a column called AgeGroup with 'Child' (0-12), 'Teen' (13-19), 'Adult' (20-59) and 'Senior' (60 and above). Then calculate the mean fare for each AgeGroup.",
        (
            (
                "bin_column",
                {
                    "column": "age",
                    "name": "AgeGroup",
                    "edges": [0, 13, 20, 60, None],
                    "labels": ["Child", "Teen", "Adult", "Senior"],
                },
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "AgeGroup"}],
                },
            ),
        ),
    ),
    (
        "sort by fare descending",
        (("sort_rows", {"descending": True, "columns": ["fare"]}),),
    ),
    (
        "drop the columns deck and alive",
        (("drop_columns", {"columns": ["deck", "alive"]}),),
    ),
    (
        "keep only the columns age and fare",
        (("keep_columns", {"columns": ["age", "fare"]}),),
    ),
    ("remove duplicate rows", (("drop_duplicates", {}),)),
    (
        "rename sibsp to siblings",
        (("rename_column", {"name": "siblings", "column": "sibsp"}),),
    ),
    (
        "recode sex: male = 0, female = 1",
        (("recode", {"mapping": {"male": 0, "female": 1}, "column": "sex"}),),
    ),
    (
        "replace missing embarked with the mode",
        (("fill_missing", {"strategy": "mode", "columns": ["embarked"]}),),
    ),
    (
        "fill missing age with 30",
        (
            (
                "fill_missing",
                {"value": 30.0, "columns": ["age"], "strategy": "constant"},
            ),
        ),
    ),
    (
        "forward fill age",
        (("fill_missing", {"strategy": "forward", "columns": ["age"]}),),
    ),
    (
        "what is the most common deck",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "deck"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "frequency table of class by sex",
        (("frequency", {"group_by": ["sex"], "columns": ["class"]}),),
    ),
    (
        "how often does each deck occur",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "count",
                            "of": None,
                            "share": "total",
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "deck"}],
                },
            ),
        ),
    ),
    (
        "skewness of fare",
        (("describe", {"statistics": ["skewness"], "columns": ["fare"]}),),
    ),
    (
        "what is the range of fare",
        (("describe", {"statistics": ["range"], "columns": ["fare"]}),),
    ),
    (
        "standard deviation of age by class",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "std", "of": "age"}],
                    "by": [{"column": "class"}],
                },
            ),
        ),
    ),
    (
        "90th percentile of fare",
        (
            (
                "describe",
                {
                    "statistics": ["percentile"],
                    "percentiles": [90.0],
                    "columns": ["fare"],
                },
            ),
        ),
    ),
    (
        "variance and IQR of age",
        (("describe", {"statistics": ["variance", "iqr"], "columns": ["age"]}),),
    ),
    (
        "mean, median and standard deviation of fare for each class",
        (
            (
                "calculate",
                {
                    "measures": [
                        {"statistic": "mean", "of": "fare"},
                        {"statistic": "median", "of": "fare"},
                        {"statistic": "std", "of": "fare"},
                    ],
                    "by": [{"column": "class"}],
                },
            ),
        ),
    ),
    (
        "total fare per class, highest first",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "fare"}],
                    "by": [{"column": "class"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                },
            ),
        ),
    ),
    (
        "average age per class and sex",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "age"}],
                    "by": [{"column": "class"}, {"column": "sex"}],
                },
            ),
        ),
    ),
    (
        "correlation of age and fare by class",
        (("correlation", {"group_by": ["class"], "columns": ["age", "fare"]}),),
    ),
    (
        "kendall correlation between sibsp and parch",
        (("correlation", {"method": "kendall", "columns": ["sibsp", "parch"]}),),
    ),
    (
        "is there a relationship between age and fare",
        (("correlation", {"columns": ["age", "fare"]}),),
    ),
    (
        "how does fare vary with age",
        (("relate", {"columns": ["fare", "age"]}),),
    ),
    (
        "fare by class",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "class"}],
                },
            ),
        ),
    ),
    ("age", (("describe", {"columns": ["age"]}),)),
    (
        "compare fare across classes",
        (("compare_groups", {"group": "class", "columns": ["fare"]}),),
    ),
    (
        "Show me a bar graph of the number of passengers in each class",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "class"}],
                    "chart": "bar",
                    "noun": "passengers",
                },
            ),
        ),
    ),
    ("mean of `fare`", (("describe", {"statistics": ["mean"], "columns": ["fare"]}),)),
    (
        "mean of \"age\" for 'female'",
        (
            (
                "filter_rows",
                {"where": {"column": "sex", "op": "==", "value": "female"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
    ),
    (
        "the avrage fare by clas",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "class"}],
                },
            ),
        ),
    ),
    (
        "corelation betwen age and faer",
        (("correlation", {"columns": ["age", "fare"]}),),
    ),
    (
        "MEAN OF FARE BY SEX",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "sex"}],
                },
            ),
        ),
    ),
    ("mean(fare)", (("describe", {"statistics": ["mean"], "columns": ["fare"]}),)),
    (
        "Calculate the mean fare. Round to two decimal places.",
        (("describe", {"statistics": ["mean"], "columns": ["fare"]}),),
    ),
    (
        "Calculate the population standard deviation of age.",
        (("describe", {"statistics": ["std"], "ddof": 0, "columns": ["age"]}),),
    ),
    (
        "Calculate the Pearson correlation coefficient between age and fare. Use a significance level of 0.01.",
        (
            (
                "correlation",
                {"method": "pearson", "columns": ["age", "fare"], "alpha": 0.01},
            ),
        ),
    ),
    (
        "Identify outliers in fare using the Z-score method with a threshold of 2.5. Then remove them and calculate the mean fare.",
        (
            (
                "find_outliers",
                {"method": "zscore", "threshold": 2.5, "columns": ["fare"]},
            ),
            (
                "remove_outliers",
                {"method": "zscore", "threshold": 2.5, "columns": ["fare"]},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "1. What is the mean age?",
        (("describe", {"statistics": ["mean"], "columns": ["age"]}),),
    ),
    (
        "Ignore missing ages and compute the mean fare by sex",
        (
            ("drop_missing", {"columns": ["age"]}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "fare"}],
                    "by": [{"column": "sex"}],
                },
            ),
        ),
    ),
    (
        "average fare for everyone except children",
        (
            ("filter_rows", {"where": {"column": "who", "op": "!=", "value": "child"}}),
            ("describe", {"statistics": ["mean"], "columns": ["fare"]}),
        ),
    ),
    (
        "fares above 100",
        (
            ("filter_rows", {"where": {"column": "fare", "op": ">", "value": 100}}),
            ("show_rows", {}),
        ),
    ),
    (
        "in first class, what is the average age?",
        (
            (
                "filter_rows",
                {"where": {"column": "class", "op": "==", "value": "First"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["age"]}),
        ),
    ),
    (
        "among the survivors, what is the median fare?",
        (
            ("filter_rows", {"where": {"column": "survived", "op": "==", "value": 1}}),
            ("describe", {"statistics": ["median"], "columns": ["fare"]}),
        ),
    ),
    ("unique values of deck", (("frequency", {"columns": ["deck"]}),)),
    (
        "how many different decks are there",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "unique", "of": "deck"}],
                    "asks": "how_many",
                },
            ),
        ),
    ),
)

ABOUT_EMPLOYEES: tuple[tuple[str, Steps], ...] = (
    (
        "average salary per department for people over 40 hired since 2020, top 5",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "Age", "op": ">", "value": 40},
                            {"column": "hireDate", "op": ">=", "value": "2020-01-01"},
                        ]
                    }
                },
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Department"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "limit": 5,
                },
            ),
        ),
    ),
    (
        "average pay by dept",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Department"}],
                },
            ),
        ),
    ),
    (
        "mean salary of women",
        (
            ("filter_rows", {"where": {"column": "Gender", "op": "==", "value": "F"}}),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "mean salary of men and women",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Gender", "values": ["M", "F"]}],
                },
            ),
        ),
    ),
    (
        "salary of employees in Paris or London",
        (
            (
                "filter_rows",
                {"where": {"column": "City", "op": "in", "value": ["Paris", "London"]}},
            ),
            ("describe", {"columns": ["Salary"]}),
        ),
    ),
    (
        "average salary in são paulo",
        (
            (
                "filter_rows",
                {"where": {"column": "City", "op": "==", "value": "São Paulo"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "average salary in the United States",
        (
            (
                "filter_rows",
                {"where": {"column": "Country", "op": "==", "value": "USA"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "average salary of Americans",
        (
            (
                "filter_rows",
                {"where": {"column": "Country", "op": "==", "value": "USA"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "mean salary excluding Paris",
        (
            (
                "filter_rows",
                {"where": {"column": "City", "op": "!=", "value": "Paris"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "mean salary for everyone except interns",
        (
            (
                "filter_rows",
                {"where": {"column": "Job Level", "op": "!=", "value": "Intern"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "how many interns are there",
        (
            (
                "filter_rows",
                {"where": {"column": "Job Level", "op": "==", "value": "Intern"}},
            ),
            (
                "calculate",
                {"measures": [{"statistic": "count", "of": None}], "asks": "how_many"},
            ),
        ),
    ),
    (
        "number of employees per city",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "City"}],
                    "noun": "employees",
                },
            ),
        ),
    ),
    (
        "headcount by department",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "Department"}],
                },
            ),
        ),
    ),
    (
        "the 10 highest salaries",
        (("show_rows", {"descending": True, "limit": 10, "sort_by": "Salary"}),),
    ),
    (
        "top 3 departments by average salary",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Department"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "limit": 3,
                },
            ),
        ),
    ),
    (
        "which department has the lowest median salary",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "median", "of": "Salary"}],
                    "by": [{"column": "Department"}],
                    "order": {"by": "value", "measure": 0, "descending": False},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "histogram of salary with 30 bins",
        (("histogram", {"bins": 30, "column": "Salary"}),),
    ),
    (
        "box plot of salary by gender",
        (("box_plot", {"group_by": "Gender", "columns": ["Salary"]}),),
    ),
    ("scatter plot of age vs salary", (("scatter_plot", {"x": "Age", "y": "Salary"}),)),
    (
        "plot salary against age coloured by gender",
        (("scatter_plot", {"x": "Age", "group_by": "Gender", "y": "Salary"}),),
    ),
    (
        "line chart of average salary by hire date",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "hireDate", "grain": "year"}],
                    "chart": "line",
                },
            ),
        ),
    ),
    (
        "average salary over time",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "hireDate", "grain": "year"}],
                },
            ),
        ),
    ),
    (
        "correlation between salary and years of experience",
        (("correlation", {"columns": ["Salary", "years_experience"]}),),
    ),
    (
        "corelation betwen salry and age",
        (("correlation", {"columns": ["Salary", "Age"]}),),
    ),
    (
        "is salary related to performance?",
        (("relate", {"columns": ["Salary", "performance_score"]}),),
    ),
    (
        "spearman correlation of age and salary for sales",
        (
            (
                "filter_rows",
                {"where": {"column": "Department", "op": "==", "value": "Sales"}},
            ),
            ("correlation", {"method": "spearman", "columns": ["Age", "Salary"]}),
        ),
    ),
    ("correlation matrix", (("correlation", {}),)),
    (
        "correlation matrix of age, salary and performance score",
        (("correlation", {"columns": ["Age", "Salary", "performance_score"]}),),
    ),
    (
        "average age of employees earning more than 100k",
        (
            (
                "filter_rows",
                {"where": {"column": "Salary", "op": ">", "value": 100000}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Age"]}),
        ),
    ),
    (
        "employees hired before 2015",
        (
            (
                "filter_rows",
                {"where": {"column": "hireDate", "op": "<", "value": "2015-01-01"}},
            ),
            ("show_rows", {}),
        ),
    ),
    (
        "average salary of people hired in 2019",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "hireDate", "op": ">=", "value": "2019-01-01"},
                            {"column": "hireDate", "op": "<", "value": "2020-01-01"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "average salary of people hired between 2015 and 2018",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "hireDate", "op": ">=", "value": "2015-01-01"},
                            {"column": "hireDate", "op": "<", "value": "2019-01-01"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "average salary since March 2020",
        (
            (
                "filter_rows",
                {"where": {"column": "hireDate", "op": ">=", "value": "2020-03-01"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "average salary in the last 3 years",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "hireDate", "op": ">=", "value": "2020-11-21"},
                            {"column": "hireDate", "op": "<", "value": "2023-11-21"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    ("mean höhe", (("describe", {"statistics": ["mean"], "columns": ["höhe_cm"]}),)),
    (
        "mean hohe by gender",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "höhe_cm"}],
                    "by": [{"column": "Gender"}],
                },
            ),
        ),
    ),
    (
        "quantity by department",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "Qty"}],
                    "by": [{"column": "Department"}],
                },
            ),
        ),
    ),
    (
        "total qty per city",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "Qty"}],
                    "by": [{"column": "City"}],
                },
            ),
        ),
    ),
    (
        "95th percentile of salary",
        (
            (
                "describe",
                {
                    "statistics": ["percentile"],
                    "percentiles": [95.0],
                    "columns": ["Salary"],
                },
            ),
        ),
    ),
    (
        "quartiles of age",
        (("describe", {"statistics": ["q1", "q3"], "columns": ["Age"]}),),
    ),
    ("missing values per column", (("missing_values", {}),)),
    (
        "how many missing values are in salary",
        (("missing_values", {"columns": ["Salary"]}),),
    ),
    (
        "drop rows with missing salary and describe age",
        (
            ("drop_missing", {"columns": ["Salary"]}),
            ("describe", {"columns": ["Age"]}),
        ),
    ),
    (
        "fill missing salary with the median, then mean by department",
        (
            ("fill_missing", {"strategy": "median", "columns": ["Salary"]}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Department"}],
                },
            ),
        ),
    ),
    (
        "remove outliers of salary by z-score with threshold 2.5 and then describe salary",
        (
            (
                "remove_outliers",
                {"method": "zscore", "threshold": 2.5, "columns": ["Salary"]},
            ),
            ("describe", {"columns": ["Salary"]}),
        ),
    ),
    (
        "detect outliers in salary using iqr",
        (("find_outliers", {"method": "iqr", "columns": ["Salary"]}),),
    ),
    (
        "add ratio = Salary / Age and correlate it with performance_score",
        (
            ("add_column", {"name": "ratio", "expression": "Salary / Age"}),
            ("relate", {"columns": ["ratio", "performance_score"]}),
        ),
    ),
    (
        "add bonus as salary times 0.1",
        (("add_column", {"name": "bonus", "expression": "Salary * 0.1"}),),
    ),
    (
        'create a new feature called "Seniority" by subtracting years_experience from Age. What is its mean?',
        (
            (
                "add_column",
                {"name": "Seniority", "expression": "Age - years_experience"},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Seniority"]}),
        ),
    ),
    (
        "bin age into 4 groups and then average salary by age group",
        (
            ("bin_column", {"bins": 4, "column": "Age"}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Age group"}],
                },
            ),
        ),
    ),
    (
        "standardize salary",
        (("scale_columns", {"method": "standard", "columns": ["Salary"]}),),
    ),
    (
        "sort by salary descending",
        (("sort_rows", {"descending": True, "columns": ["Salary"]}),),
    ),
    ("show the first 5 rows", (("show_rows", {"limit": 5}),)),
    ("show 10 rows", (("show_rows", {"limit": 10}),)),
    ("describe everything", (("describe", {}),)),
    ("describe", (("describe", {}),)),
    (
        "summary statistics for salary and age by gender",
        (("describe", {"group_by": ["Gender"], "columns": ["Salary", "Age"]}),),
    ),
    (
        "share of employees by department",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "count",
                            "of": None,
                            "share": "total",
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "Department"}],
                },
            ),
        ),
    ),
    ("pie chart of departments", (("pie_chart", {"category": "Department"}),)),
    (
        "bar chart of average salary per city",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "City"}],
                    "chart": "bar",
                },
            ),
        ),
    ),
    (
        "heat map of department and gender",
        (("heat_map", {"x": "Department", "y": "Gender"}),),
    ),
    ("drop the column Name", (("drop_columns", {"columns": ["Name"]}),)),
    ("keep only Age and Salary", (("keep_columns", {"columns": ["Age", "Salary"]}),)),
    ("remove duplicates", (("drop_duplicates", {}),)),
    (
        "rename Qty to quantity",
        (("rename_column", {"name": "quantity", "column": "Qty"}),),
    ),
    (
        "mean salary where age > 30 and department is Sales",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "Age", "op": ">", "value": 30},
                            {"column": "Department", "op": "==", "value": "Sales"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "mean salary where age > 60 or age < 25",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "any": [
                            {"column": "Age", "op": ">", "value": 60},
                            {"column": "Age", "op": "<", "value": 25},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "mean salary of employees not in Paris",
        (
            (
                "filter_rows",
                {"where": {"column": "City", "op": "!=", "value": "Paris"}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "average salary of senior or manager employees",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "column": "Job Level",
                        "op": "in",
                        "value": ["Senior", "Manager"],
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Salary"]}),
        ),
    ),
    (
        "salary by department and gender",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Salary"}],
                    "by": [{"column": "Department"}, {"column": "Gender"}],
                },
            ),
        ),
    ),
    (
        "median salary of remote workers",
        (
            ("filter_rows", {"where": {"column": "remote", "op": "==", "value": True}}),
            ("describe", {"statistics": ["median"], "columns": ["Salary"]}),
        ),
    ),
    (
        "median salary of employees who are not remote",
        (
            (
                "filter_rows",
                {"where": {"column": "remote", "op": "==", "value": False}},
            ),
            ("describe", {"statistics": ["median"], "columns": ["Salary"]}),
        ),
    ),
    (
        "variance of salary",
        (("describe", {"statistics": ["variance"], "columns": ["Salary"]}),),
    ),
    (
        "skewness and kurtosis of salary",
        (
            (
                "describe",
                {"statistics": ["skewness", "kurtosis"], "columns": ["Salary"]},
            ),
        ),
    ),
    (
        "unique cities",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "unique", "of": "City"}],
                    "asks": "how_many",
                    "noun": "cities",
                },
            ),
        ),
    ),
    (
        "how many different cities are there",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "unique", "of": "City"}],
                    "asks": "how_many",
                },
            ),
        ),
    ),
    (
        "most common department",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "Department"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    ("frequency of job level", (("frequency", {"columns": ["Job Level"]}),)),
    ("mode of City", (("describe", {"statistics": ["mode"], "columns": ["City"]}),)),
)
