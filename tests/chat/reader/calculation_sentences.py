"""Sentences about calculations, and the steps or the refused word they come to."""

from __future__ import annotations

from typing import Any

# A word where the message is refused by name.
Expected = tuple[tuple[str, dict[str, Any]], ...] | str

SENTENCES: tuple[tuple[str, str, Expected], ...] = (
    (
        "bookings.csv",
        "how much money did we take in last year?",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "checkin", "op": ">=", "value": "2022-01-01"},
                            {"column": "checkin", "op": "<", "value": "2023-01-01"},
                        ]
                    }
                },
            ),
            ("calculate", {"measures": [{"statistic": "sum", "of": "amount_eur"}]}),
        ),
    ),
    (
        "bookings.csv",
        "number of bookings per hotel",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "hotel"}],
                    "noun": "bookings",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "what share of bookings was cancelled in the Alpen?",
        (
            (
                "filter_rows",
                {"where": {"column": "hotel", "op": "==", "value": "Alpen"}},
            ),
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {
                                "column": "cancelled",
                                "op": "==",
                                "value": "yes",
                            },
                            "unit": "%",
                        }
                    ]
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "cancellation rate by room type",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {
                                "column": "cancelled",
                                "op": "==",
                                "value": "yes",
                            },
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "room_type"}],
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "average amount per night by hotel",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "sum",
                            "of": "amount_eur",
                            "over": {"statistic": "sum", "of": "nights"},
                        }
                    ],
                    "by": [{"column": "hotel"}],
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "which guest stayed the most nights",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "nights"}],
                    "by": [{"column": "guest"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "how many guests came more than 10 times?",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "guest"}],
                    "over_groups": {"statistic": "count"},
                    "having": [
                        {
                            "measure": {"statistic": "count", "of": None},
                            "op": ">",
                            "value": 10,
                        }
                    ],
                    "noun": "guests",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "revenue by quarter",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "amount_eur"}],
                    "by": [{"column": "checkin", "grain": "quarter"}],
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "top 3 hotels by number of nights",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "nights"}],
                    "by": [{"column": "hotel"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "limit": 3,
                    "noun": "nights",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "average rating of suites, without cancelled bookings",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "room_type", "op": "==", "value": "suite"},
                            {"column": "cancelled", "op": "==", "value": "no"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["rating"]}),
        ),
    ),
    (
        "bookings.csv",
        "compare Alpen and Seeblick on rating",
        (
            (
                "compare_groups",
                {
                    "group": "hotel",
                    "levels": ["Alpen", "Seeblick"],
                    "columns": ["rating"],
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "how many bookings had no rating",
        (
            ("filter_rows", {"where": {"column": "rating", "op": "is_missing"}}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "asks": "how_many",
                    "noun": "bookings",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "what percentage of nights were in doubles?",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "sum",
                            "of": "nights",
                            "where": {
                                "column": "room_type",
                                "op": "==",
                                "value": "double",
                            },
                            "over": {"statistic": "sum", "of": "nights"},
                            "times": 100,
                            "unit": "%",
                        }
                    ]
                },
            ),
        ),
    ),
    ("bookings.csv", "mean price for breakfast", "breakfast"),
    ("bookings.csv", "total amount in Vienna", "Vienna"),
    (
        "bookings.csv",
        "monthly bookings in 2023",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "checkin", "op": ">=", "value": "2023-01-01"},
                            {"column": "checkin", "op": "<", "value": "2024-01-01"},
                        ]
                    }
                },
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "checkin", "grain": "month"}],
                    "noun": "bookings",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "busiest month",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "checkin", "grain": "month"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "amount in 2023 versus 2022",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "amount_eur"}],
                    "by": [
                        {
                            "column": "checkin",
                            "periods": [
                                {
                                    "label": "2022",
                                    "start": "2022-01-01",
                                    "end": "2023-01-01",
                                },
                                {
                                    "label": "2023",
                                    "start": "2023-01-01",
                                    "end": "2024-01-01",
                                },
                            ],
                        }
                    ],
                    "compare": {"kind": "difference"},
                },
            ),
        ),
    ),
    (
        "bookings.csv",
        "the five most expensive bookings",
        (
            (
                "show_rows",
                {"sort_by": "price_per_night", "descending": True, "limit": 5},
            ),
        ),
    ),
    (
        "bookings.csv",
        "median price per night by hotel and room type",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "median", "of": "price_per_night"}],
                    "by": [{"column": "hotel"}, {"column": "room_type"}],
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "how many pupils failed?",
        (
            (
                "filter_rows",
                {"where": {"column": "Passed", "op": "==", "value": False}},
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "asks": "how_many",
                    "noun": "pupils",
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "average math score of girls who take the bus",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "Sex", "op": "==", "value": "girl"},
                            {"column": "Bus", "op": "==", "value": "Y"},
                        ]
                    }
                },
            ),
            ("describe", {"statistics": ["mean"], "columns": ["Math"]}),
        ),
    ),
    (
        "pupils.csv",
        "which school has the most absences per pupil",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "sum",
                            "of": "Absences",
                            "over": {"statistic": "count", "of": None},
                        }
                    ],
                    "by": [{"column": "School"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "pass rate of boys and girls",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "Passed", "op": "==", "value": True},
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "Sex", "values": ["boy", "girl"]}],
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "who has the best reading score?",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Reading"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "rows": {
                        "sort": "Reading",
                        "descending": True,
                        "limit": 1,
                        "columns": ["Name", "Reading"],
                    },
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "how many pupils are in grade 10",
        (
            ("filter_rows", {"where": {"column": "Grade", "op": "==", "value": 10}}),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "asks": "how_many",
                    "noun": "pupils",
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "average Math for grades 9 and 10",
        (
            (
                "filter_rows",
                {"where": {"column": "Grade", "op": "in", "value": [9, 10]}},
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Math"}],
                    "by": [{"column": "Grade", "values": [9, 10]}],
                },
            ),
        ),
    ),
    (
        "pupils.csv",
        "share of pupils with more than 5 absences in each school",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "Absences", "op": ">", "value": 5},
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "School"}],
                },
            ),
        ),
    ),
    ("pupils.csv", "mean reading by teacher", "teacher"),
    (
        "pupils.csv",
        "highest and lowest math score",
        (("describe", {"statistics": ["max", "min"], "columns": ["Math"]}),),
    ),
    (
        "games.csv",
        "points per game for each player",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "sum",
                            "of": "points",
                            "over": {"statistic": "count", "of": None},
                        }
                    ],
                    "by": [{"column": "player"}],
                },
            ),
        ),
    ),
    (
        "games.csv",
        "how many games did the Reds win",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "team", "op": "==", "value": "Reds"},
                            {"column": "won", "op": "==", "value": 1},
                        ]
                    }
                },
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "asks": "how_many",
                    "noun": "games",
                },
            ),
        ),
    ),
    (
        "games.csv",
        "win rate at home versus away",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "won", "op": "==", "value": 1},
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "home", "values": ["home", "away"]}],
                    "compare": {"kind": "difference"},
                },
            ),
        ),
    ),
    (
        "games.csv",
        "who scored the most points",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "points"}],
                    "by": [{"column": "player"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "games.csv",
        "cumulative points of Ann by month",
        (
            (
                "filter_rows",
                {"where": {"column": "player", "op": "==", "value": "Ann"}},
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "points"}],
                    "by": [{"column": "date", "grain": "month"}],
                    "window": {"kind": "running"},
                },
            ),
        ),
    ),
    (
        "games.csv",
        "average fouls per 48 minutes",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "sum",
                            "of": "fouls",
                            "over": {"statistic": "sum", "of": "minutes"},
                            "times": 48,
                        }
                    ]
                },
            ),
        ),
    ),
    (
        "games.csv",
        "how many points did Bea score in May 2023?",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "all": [
                            {"column": "player", "op": "==", "value": "Bea"},
                            {
                                "all": [
                                    {
                                        "column": "date",
                                        "op": ">=",
                                        "value": "2023-05-01",
                                    },
                                    {
                                        "column": "date",
                                        "op": "<",
                                        "value": "2023-06-01",
                                    },
                                ]
                            },
                        ]
                    }
                },
            ),
            (
                "calculate",
                {"measures": [{"statistic": "sum", "of": "points"}], "noun": "points"},
            ),
        ),
    ),
    (
        "branches.csv",
        "total Umsatz by Filiale",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "Umsatz"}],
                    "by": [{"column": "Filiale"}],
                },
            ),
        ),
    ),
    (
        "branches.csv",
        "Umsatz per Kunde by month",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "sum",
                            "of": "Umsatz",
                            "over": {"statistic": "sum", "of": "Kunden"},
                        }
                    ],
                    "by": [{"column": "Zeit", "grain": "month"}],
                },
            ),
        ),
    ),
    (
        "branches.csv",
        "average Umsatz in Berlin and Ulm",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "column": "Filiale",
                        "op": "in",
                        "value": ["Berlin", "Ulm"],
                    }
                },
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "Umsatz"}],
                    "by": [{"column": "Filiale", "values": ["Berlin", "Ulm"]}],
                },
            ),
        ),
    ),
    (
        "countries.csv",
        "population by continent",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "sum", "of": "population"}],
                    "by": [{"column": "continent"}],
                },
            ),
        ),
    ),
    (
        "countries.csv",
        "which continent has the highest life expectancy",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "life_expectancy"}],
                    "by": [{"column": "continent"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
    (
        "countries.csv",
        "countries with a population over 50 million",
        (
            (
                "filter_rows",
                {"where": {"column": "population", "op": ">", "value": 50000000}},
            ),
            ("show_rows", {}),
        ),
    ),
    (
        "countries.csv",
        "top 5 countries by gdp per capita",
        (("show_rows", {"sort_by": "gdp_per_capita", "descending": True, "limit": 5}),),
    ),
    (
        "countries.csv",
        "how many countries are in Asia or Africa",
        (
            (
                "filter_rows",
                {
                    "where": {
                        "column": "continent",
                        "op": "in",
                        "value": ["Asia", "Africa"],
                    }
                },
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "asks": "how_many",
                    "noun": "countries",
                },
            ),
        ),
    ),
    (
        "countries.csv",
        "average gdp per capita of countries with life expectancy below 70",
        (
            (
                "filter_rows",
                {"where": {"column": "life_expectancy", "op": "<", "value": 70}},
            ),
            ("describe", {"statistics": ["mean"], "columns": ["gdp_per_capita"]}),
        ),
    ),
    (
        "tickets.csv",
        "how many tickets did each agent handle",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "agent"}],
                    "noun": "tickets",
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "average first reply time by priority",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "first_reply_minutes"}],
                    "by": [{"column": "priority"}],
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "share of unhappy customers by agent",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {
                                "column": "satisfaction",
                                "op": "==",
                                "value": "unhappy",
                            },
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "agent"}],
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "tickets per week",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "opened", "grain": "week"}],
                    "noun": "tickets",
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "which topic is the most common among high priority tickets",
        (
            (
                "filter_rows",
                {"where": {"column": "priority", "op": "==", "value": "high"}},
            ),
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [{"column": "topic"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                    "noun": "tickets",
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "percentage of resolved tickets by topic",
        (
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "resolved", "op": "==", "value": "Yes"},
                            "unit": "%",
                        }
                    ],
                    "by": [{"column": "topic"}],
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "how many tickets were opened on Mondays",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "count", "of": None}],
                    "by": [
                        {"column": "opened", "grain": "weekday", "values": ["Monday"]}
                    ],
                    "noun": "tickets",
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "what fraction of billing tickets was not resolved?",
        (
            (
                "filter_rows",
                {"where": {"column": "topic", "op": "==", "value": "billing"}},
            ),
            (
                "calculate",
                {
                    "measures": [
                        {
                            "statistic": "rate",
                            "of": None,
                            "where": {"column": "resolved", "op": "==", "value": "No"},
                            "unit": "%",
                        }
                    ]
                },
            ),
        ),
    ),
    (
        "tickets.csv",
        "which agent is the slowest to reply",
        (
            (
                "calculate",
                {
                    "measures": [{"statistic": "mean", "of": "first_reply_minutes"}],
                    "by": [{"column": "agent"}],
                    "order": {"by": "value", "measure": 0, "descending": True},
                    "asks": "which",
                },
            ),
        ),
    ),
)
