"""Sixty small files as people meet them, with what is in them.

Each says how many rows it has, its columns with their kinds, five numbers, and what the
receipt must say wherever a cell is read otherwise than it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

Rows = list[list[Any]]


@dataclass(frozen=True)
class Awkward:
    """``kinds``: a letter for each column (i n b d c t k for identifier).

    ``numbers``: "sum x=3; missing x=1" and so on. ``said``: words of the receipt.
    ``content``: text, the rows of a sheet, or what writes the file.
    """

    name: str
    content: str | Rows | Callable[[Path], None]
    rows: int
    columns: str
    kinds: str
    numbers: str
    said: tuple[str, ...] = ()
    suffix: str = ".csv"
    overrides: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """The file in a folder."""
        path = folder / f"{self.name}{self.suffix}"
        if callable(self.content):
            self.content(path)
        elif isinstance(self.content, str):
            path.write_text(self.content, encoding="utf-8")
        else:
            frame = pd.DataFrame(self.content)
            frame.to_excel(path, header=False, index=False, sheet_name="Sheet")
        return path


def _spss(path: Path) -> None:
    frame = pd.DataFrame(
        {
            "age": [31.0, 42.0, 55.0, 998.0, 23.0, 61.0, 999.0, 38.0],
            "sex": [1.0, 2.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0],
            "trust": [1.0, 3.0, 2.0, 4.0, 4.0, 2.0, 3.0, 1.0],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=["Age in years", "Sex", "Trust in others"],
        variable_value_labels={
            "age": {998.0: "Refused", 999.0: "No answer"},
            "sex": {1.0: "Man", 2.0: "Woman"},
            "trust": {1.0: "none", 2.0: "little", 3.0: "some", 4.0: "much"},
        },
        missing_ranges={"age": [{"lo": 998.0, "hi": 999.0}]},
        variable_measure={"age": "scale", "sex": "nominal", "trust": "ordinal"},
    )


def _stata(path: Path) -> None:
    frame = pd.DataFrame({"rank": [0, 2, 1, 0, 2], "score": [1.5, 2.5, 3.0, 4.0, 5.0]})
    labels = {"rank": {0: "low", 1: "mid", 2: "high"}}
    pyreadstat.write_dta(frame, str(path), variable_value_labels=labels)


def _partly_labelled(path: Path) -> None:
    frame = pd.DataFrame({"kids": [0, 2, 1, 3, 0, 1, 4, 2, -99, 1]})
    labels = {"kids": {0: "none", -99: "no answer"}}
    pyreadstat.write_dta(frame, str(path), variable_value_labels=labels)


def _transport(path: Path) -> None:
    frame = pd.DataFrame({"DOSE": [1.0, 2.0, 4.0], "ARM": ["A", "B", "A"]})
    pyreadstat.write_xport(frame, str(path), file_format_version=5)


HEADERS = (
    Awkward(
        "two_rows_of_names",
        [["Plot", "Spring", None, "Autumn", None],
         [None, "Yield", "Rain", "Yield", "Rain"],
         ["A", 10, 3.5, 20, 4.5], ["B", 12, 2.5, 22, 5.5], ["C", 14, 1.5, 24, 6.5]],
        3, "Plot|Spring Yield|Spring Rain|Autumn Yield|Autumn Rain", "cinin",
        "sum Spring Yield=36; sum Autumn Yield=66; sum Spring Rain=7.5;"
        "max Autumn Rain=6.5; unique Plot=3", ("made of 2 rows",), ".xlsx",
    ),
    Awkward(
        "groups_above_repeated_names",
        ",2019,,2020,\nShop,Sales,Cost,Sales,Cost\nN,1,2,3,4\nS,5,6,7,8\nW,2,2,2,2\n",
        3, "Shop|2019 Sales|2019 Cost|2020 Sales|2020 Cost", "ciiii",
        "sum 2019 Sales=8; sum 2019 Cost=10; sum 2020 Sales=12; sum 2020 Cost=14;"
        "unique Shop=3", ("made of 2 rows",),
    ),
    Awkward(
        "three_rows_of_names",
        ",Europe,,Asia,\n,North,South,North,South\nYear,Count,Count,Count,Count\n"
        "2001,1,2,3,4\n2002,5,6,7,8\n2003,9,8,7,6\n",
        3, "Year|Europe North Count|Europe South Count|Asia North Count|Asia South Count", "iiiii",
        "sum Europe North Count=15; sum Europe South Count=16; sum Asia North Count=17;"
        "sum Asia South Count=18; max Year=2003", ("made of 3 rows",),
    ),
    Awkward(
        "units_below_names",
        "Sample;Nitrate;Lead\n;mg/L;µg/L\nS1;4,2;1,5\nS2;3,8;1,2\nS3;5,1;0,7\nS4;4,7;2,4\n",
        4, "Sample|Nitrate mg/L|Lead µg/L", "cnn",
        "sum Nitrate mg/L=17.8; sum Lead µg/L=5.8; max Nitrate mg/L=5.1;"
        "min Lead µg/L=0.7; unique Sample=4", ("made of 2 rows",),
    ),
    Awkward(
        "narrow_preamble_and_trailing_commas",
        '"Source","Statistics of Somewhere",\n\n"Updated","2024-03-28",\n\n'
        '"Country","Code","Topic","Unit","2018","2019","2020",\n'
        '"Aland","ALA","Wealth","EUR","3.5","4.5","5.5",\n'
        '"Borduria","BOR","Wealth","EUR","1.5","","2.5",\n'
        '"Syldavia","SYL","Wealth","EUR","2.0","2.5","3.0",\n',
        3, "Country|Code|Topic|Unit|2018|2019|2020|Unnamed: 7", "ccccnnnn",
        "sum 2018=7; sum 2019=7; missing 2019=1; sum 2020=11; unique Country=3",
        ("4 lines above", "without a name"),
    ),
    Awkward(
        "survey_with_import_codes",
        'Start,Q1,Q2,Role\nStart date,How useful was it?,How clear was it?,What are you?\n'
        '"{""ImportId"":""start""}","{""ImportId"":""Q1""}","{""ImportId"":""Q2""}",'
        '"{""ImportId"":""Q3""}"\n'
        "2024-02-01,4,5,Staff\n2024-02-02,2,1,Guest\n2024-02-03,3,3,Staff\n",
        3, "Start|Q1|Q2|Role", "diic",
        "sum Q1=9; sum Q2=9; max Q2=5; unique Role=2; count Start=3",
        ("words them", "codes for imports"),
    ),
    Awkward(
        "wordings_below_names",
        "id,a1,a2\nNumber of the questionnaire,How often do you read in the evening?,"
        "How often do you read in the morning?\n1,2,3\n2,4,5\n3,1,1\n4,2,2\n",
        4, "id|a1|a2", "kii",
        "sum a1=9; sum a2=11; max a1=4; max a2=5; count id=4", ("words them",),
    ),
    Awkward(
        "answers_below_a_question",
        "Respondent,Which do you use?,,How old are you?\n,Phone,Mail,Open answer\n"
        "101,Phone,,34\n102,,Mail,41\n103,Phone,Mail,28\n",
        3, "Respondent|Which do you use? Phone|Which do you use? Mail|How old are you? Open answer",
        "icci",
        "count Which do you use? Phone=2; missing Which do you use? Phone=1;"
        "missing Which do you use? Mail=1; sum How old are you? Open answer=103;"
        "max Respondent=103", ("made of 2 rows",),
    ),
    Awkward(
        "comments_above",
        "# exported by a meter\n# 2024-01-05\nt,v\n1,2.5\n2,3.5\n3,4.0\n",
        3, "t|v", "in", "sum v=10; sum t=6; max v=4; min v=2.5; missing v=0",
        ("2 lines above",),
    ),
    Awkward(
        "blank_and_repeated_names",
        "x,,x,y\n1,2,3,a\n4,5,6,b\n7,8,9,c\n",
        3, "x|Unnamed: 1|x.1|y", "iiic",
        "sum x=12; sum Unnamed: 1=15; sum x.1=18; unique y=3; max x.1=9",
        ("without a name", "numbered"),
    ),
    Awkward(
        "title_total_and_source",
        [["Report (in thousand)", None, None], [None, None, None],
         ["Region", "Sales", "Cost"], ["North", 120, 80], ["South", 95, 70],
         ["East", 143, 101], ["Total", 358, 251], [None, None, None],
         ["Source: bookkeeping", None, None]],
        4, "Region|Sales|Cost", "cii",
        "sum Sales=716; sum Cost=502; max Sales=358; unique Region=4; count Region=4",
        ("2 lines above", "sum of other rows", "“Total” in Region"), ".xlsx",
    ),
    Awkward(
        "two_tables_below_each_other",
        [["Shop", "Units"], ["N", 3], ["S", 4], ["W", 5], [None, None],
         ["Name", "Age"], ["Ann", 30], ["Bob", 41]],
        3, "Shop|Units", "ci",
        "sum Units=12; max Units=5; min Units=3; unique Shop=3; missing Units=0",
        ("2 tables",), ".xlsx",
    ),
    Awkward(
        "the_second_of_two_tables",
        [["Shop", "Units"], ["N", 3], ["S", 4], ["W", 5], [None, None],
         ["Name", "Age"], ["Ann", 30], ["Bob", 41]],
        2, "Name|Age", "ci",
        "sum Age=71; max Age=41; min Age=30; unique Name=2; missing Age=0",
        ("2 tables",), ".xlsx", {"table": "2"},
    ),
    Awkward(
        "two_tables_side_by_side",
        [["id", "x", None, "id", "y"], [1, 2.5, None, 1, 7], [2, 3.5, None, 2, 8],
         [3, 4.5, None, None, None]],
        3, "id|x", "kn", "sum x=10.5; count id=3; max x=4.5; min x=2.5; missing x=0",
        ("2 tables",), ".xlsx",
    ),
)  # fmt: skip

TOTALS = (
    Awkward(
        "a_total_without_a_name",
        [["Month", "Units"], ["Jan", 5], ["Feb", 7], ["Mar", 9], [None, 21]],
        4, "Month|Units", "ci",
        "sum Units=42; max Units=21; missing Month=1; unique Month=3; count Units=4",
        ("Row 4 is the sum",), ".xlsx",
    ),
    Awkward(
        "totals_left_out",
        "Land;Menge\nBayern;10\nHessen;20\nBerlin;5\nInsgesamt;35\n",
        3, "Land|Menge", "ci",
        "sum Menge=35; max Menge=20; min Menge=5; unique Land=3; count Menge=3",
        ("1 row of totals was left out",), ".csv", {"totals": "leave out"},
    ),
    Awkward(
        "a_level_of_totals",
        "year,sex,n\n2001,f,1\n2001,m,2\n2001,Total,3\n2002,f,4\n2002,m,5\n2002,Total,9\n",
        6, "year|sex|n", "ici",
        "sum n=24; max n=9; unique sex=3; count sex=6; min year=2001",
        ("2 rows are the sum",),
    ),
    Awkward(
        "no_total",
        "shop,n\na,1\nb,2\nc,4\n", 3, "shop|n", "ci",
        "sum n=7; max n=4; min n=1; unique shop=3; missing n=0",
    ),
)  # fmt: skip

MISSING = (
    Awkward(
        "a_code_of_nines",
        "income,area\n2100,N\n1800,S\n9999,E\n2500,N\n3100,S\n9999,E\n1950,N\n2750,S\n2300,E\n",
        9, "income|area", "ic",
        "sum income=36498; max income=9999; missing income=0; unique area=3; min income=1800",
        ("income holds 9999 in 2 rows",),
    ),
    Awkward(
        "a_code_that_means_missing",
        "income,area\n2100,N\n1800,S\n9999,E\n2500,N\n3100,S\n9999,E\n1950,N\n2750,S\n2300,E\n",
        9, "income|area", "ic",
        "sum income=16500; max income=3100; missing income=2; unique area=3; min income=1800",
        ("“9999” was read as missing in 2 cells",), ".csv", {"codes:income": "9999"},
    ),
    Awkward(
        "a_code_beside_a_scale",
        "q\n1\n5\n3\n4\n99\n2\n5\n4\n99\n1\n", 10, "q", "i",
        "sum q=223; max q=99; count q=10; unique q=6; missing q=0",
        ("q holds 99 in 2 rows",),
    ),
    Awkward(
        "a_negative_code",
        "kids\n0\n2\n1\n-99\n0\n3\n2\n1\n0\n", 9, "kids", "i",
        "sum kids=-90; min kids=-99; count kids=9; max kids=3; missing kids=0",
        ("kids holds -99 in 1 row",),
    ),
    Awkward(
        "words_for_missing_among_numbers",
        "x,y\n1.5,2\n-,3\n2.5,n/a\nunknown,5\n4.0,6\n", 5, "x|y", "ni",
        "sum x=8; missing x=2; missing y=1; sum y=16; max y=6",
        ("“-” was read as missing in 1 cell of x", "“n/a”", "“unknown”"),
    ),
    Awkward(
        "namibia",
        "iso,gdp\nNA,12.5\nDE,4000\nFR,3000\nNL,1000\nNG,300\n", 5, "iso|gdp", "cn",
        "unique iso=5; missing iso=0; sum gdp=8312.5; max gdp=4000; count iso=5",
        ("iso holds 'NA' in 1 row",),
    ),
    Awkward(
        "none_is_an_answer",
        "pet,n\nDog,1\nNone,2\nCat,3\nNone,4\nDog,5\n,6\n", 6, "pet|n", "ci",
        "unique pet=3; missing pet=1; count pet=5; sum n=21; max n=6",
        ("pet holds 'None' in 2 rows",),
    ),
)  # fmt: skip

LABELS = (
    Awkward(
        "spss", _spss, 8, "age|sex|trust", "icn",
        "sum age=250; missing age=2; unique sex=2; sum trust=20; max age=61",
        ("998 = Refused", "1 = Man", "1 = none"), ".sav",
    ),
    Awkward(
        "spss_as_labels", _spss, 8, "age|sex|trust", "icc",
        "sum age=250; missing age=2; unique trust=4; count trust=8; unique sex=2",
        ("1 = none",), ".sav", {"kind:trust": "category"},
    ),
    Awkward(
        "stata", _stata, 5, "rank|score", "cn",
        "unique rank=3; count rank=5; sum score=16; max score=5; min score=1.5",
        ("0 = low",), ".dta",
    ),
    Awkward(
        "stata_as_numbers", _stata, 5, "rank|score", "nn",
        "sum rank=5; max rank=2; sum score=16; count rank=5; missing rank=0",
        ("0 = low",), ".dta", {"kind:rank": "number"},
    ),
    Awkward(
        "partly_labelled", _partly_labelled, 10, "kids", "n",
        "sum kids=14; min kids=0; max kids=4; count kids=9; missing kids=1",
        ("0 = none", "-99 is no answer"), ".dta",
    ),
    Awkward(
        "sas_transport", _transport, 3, "DOSE|ARM", "nc",
        "sum DOSE=7; max DOSE=4; unique ARM=2; missing DOSE=0; count ARM=3", (), ".xpt",
    ),
)  # fmt: skip

WORDS = (
    Awkward(
        "agreement",
        "useful,n\nAgree,1\nStrongly agree,2\nNeutral,3\nDisagree,4\nAgree,5\nNeutral,6\n",
        6, "useful|n", "ci",
        "unique useful=4; count useful=6; sum n=21; max n=6; missing useful=0",
    ),
    Awkward(
        "agreement_as_numbers",
        "useful,n\nAgree,1\nStrongly agree,2\nNeutral,3\nDisagree,4\nAgree,5\nNeutral,6\n",
        6, "useful|n", "ni",
        "sum useful=15; max useful=4; min useful=1; sum n=21; missing useful=0",
        ("Disagree is 1, Strongly agree is 4",), ".csv", {"kind:useful": "number"},
    ),
    Awkward(
        "spellings",
        "sex,n\nMale,1\nmale ,2\nFemale,3\nfemale,4\nM,5\nMALE,6\n", 6, "sex|n", "ci",
        "unique sex=6; count sex=6; sum n=21; missing sex=0; max n=6",
        ("written in several ways",),
    ),
    Awkward(
        "spellings_joined",
        "sex,n\nMale,1\nmale ,2\nFemale,3\nfemale,4\nM,5\nMALE,6\n", 6, "sex|n", "ci",
        "unique sex=2; count sex=6; sum n=21; missing sex=0; max n=6",
        ("Spellings of sex were joined",), ".csv", {"spelling:sex": "join"},
    ),
    Awkward(
        "several_answers",
        'who,uses\na,"Mail, Phone"\nb,"Mail, Web"\nc,Phone\nd,"Mail, Phone, Web"\n'
        'e,"Web, Mail"\nf,Mail\n', 6, "who|uses", "cc",
        "unique uses=6; count uses=6; missing uses=0; unique who=6; count who=6",
        ("hold several answers",),
    ),
    Awkward(
        "several_answers_apart",
        "who,uses\na,Mail;Phone;\nb,Mail;Web;\nc,Phone;\nd,Mail;Phone;Web;\ne,Web;Mail;\nf,Mail;\n",
        6, "who|uses|Mail|Phone|Web", "ccbbb",
        "sum Mail=5; sum Phone=3; sum Web=3; count uses=6; missing Mail=0",
        ("hold several answers",), ".csv", {"options:uses": "apart"},
    ),
    Awkward(
        "phone_numbers_and_codes",
        "phone,zip,place\n030 123 456,01067,a\n040 654 321,20095,b\n089 111 222,80331,c\n",
        3, "phone|zip|place", "kkc",
        "unique phone=3; unique zip=3; missing zip=0; count phone=3; unique place=3",
    ),
    Awkward(
        "coordinates",
        "place;pos;lat\nA;48.85, 2.35;48°51'24''N\nB;52.52, 13.40;52°31'12''N\n"
        "C;40.41, -3.70;40°25'00''N\n", 3, "place|pos|lat", "ccc",
        "unique pos=3; unique lat=3; missing pos=0; missing lat=0; count place=3",
    ),
)  # fmt: skip

NUMBERS = (
    Awkward(
        "kilograms",
        "who,weight\na,70kg\nb,81 kg\nc,59.5 kg\nd,55kg\n", 4, "who|weight", "cn",
        "sum weight=265.5; max weight=81; min weight=55; missing weight=0; unique who=4",
        ("“kg” behind the numbers of weight",),
    ),
    Awkward(
        "two_units_of_length",
        "who,height\na,170 cm\nb,1.82 m\nc,165cm\nd,158 cm\n", 4, "who|height", "cn",
        "sum height=675; max height=182; min height=158; missing height=0; unique who=4",
        ("in cm; those in m were converted",),
    ),
    Awkward(
        "thousands_in_words",
        "job,pay\na,45k\nb,52.5k\nc,1.2M\nd,38k\n", 4, "job|pay", "cn",
        "sum pay=1335500; max pay=1200000; min pay=38000; missing pay=0; unique job=4",
        ("k is 1,000, M is 1,000,000",),
    ),
    Awkward(
        "flags_of_an_office",
        "geo\t2019\t2020\nAT\t4.8\t6.0 b\nBE\t5.5\t5.8\nBG\t5.2\t:\nDE\t3.0\t3.7 p\nFR\t2.5\t4.5\n",
        5, "geo|2019|2020", "cnn",
        "sum 2019=21; sum 2020=20; missing 2020=1; max 2020=6; unique geo=5",
        ("Flags behind numbers of 2020", "“:” was read as missing"), ".tsv",
    ),
    Awkward(
        "classes_are_no_amounts",
        "form,room,pts\n9A,1B,3\n9B,2B,4\n10A,1B,5\n10B,2B,6\n9A,1B,7\n10B,2B,8\n",
        6, "form|room|pts", "cci",
        "unique form=4; unique room=2; missing form=0; missing room=0; sum pts=33",
    ),
    Awkward(
        "billions_beside_millions",
        "firm,cap\na,950M\nb,2B\nc,12B\nd,80M\n", 4, "firm|cap", "cn",
        "max cap=12000000000; min cap=80000000; sum cap=15030000000; missing cap=0; unique firm=4",
        ("B is 1,000,000,000",),
    ),
    Awkward(
        "volts_that_differ",
        "cell,v\na,5V\nb,12V\nc,7V\nd,9V\n", 4, "cell|v", "ci",
        "max v=12; min v=5; sum v=33; missing v=0; unique cell=4",
        ("“V” behind the numbers of v",),
    ),
    Awkward(
        "footnotes",
        "k,v\na,11.8*\nb,13.0[a]\nc,12.2\nd,10.0\n", 4, "k|v", "cn",
        "sum v=47; max v=13; min v=10; missing v=0; unique k=4",
        ("Marks behind the numbers of v",),
    ),
    Awkward(
        "limits",
        "s,lead\na,<0.5\nb,1.2\nc,<0.5\nd,2.4\ne,0.9\n", 5, "s|lead", "cn",
        "sum lead=4.5; missing lead=2; max lead=2.4; min lead=0.9; unique s=5",
        ("2 values of lead are limits",),
    ),
    Awkward(
        "limits_as_halves",
        "s;lead\na;<0,5\nb;1,2\nc;<0,5\nd;2,4\ne;0,9\n", 5, "s|lead", "cn",
        "sum lead=5; missing lead=0; max lead=2.4; min lead=0.25; unique s=5",
        ("2 values of lead are limits",), ".csv", {"limits:lead": "half"},
    ),
    Awkward(
        "minus_behind",
        "Tag;Soll\n1;1.250,00-\n2;45,90-\n3;12,10-\n", 3, "Tag|Soll", "in",
        "sum Soll=-1308; min Soll=-1250; max Soll=-12.1; missing Soll=0; sum Tag=6",
        ("read as negative",),
    ),
    Awkward(
        "percent",
        "k,v\na,12%\nb,15%\nc,9.5%\n", 3, "k|v", "cn",
        "sum v=36.5; max v=15; min v=9.5; missing v=0; unique k=3", ("percent",),
    ),
    Awkward(
        "three_currencies",
        'k,price\na,"$1,200.50"\nb,€950.00\nc,£45.20\nd,$10.00\n', 4, "k|price", "cc",
        "unique price=4; count price=4; missing price=0; unique k=4; count k=4",
        ("3 currencies",),
    ),
    Awkward(
        "one_currency",
        'k,price\na,"$1,200.50"\nb,$950.00\nc,$45.50\n', 3, "k|price", "cn",
        "sum price=2196; max price=1200.5; min price=45.5; missing price=0; unique k=3",
        ("currency signs of price",),
    ),
    Awkward(
        "counts_of_cases",
        "sex,smokes,Freq\nf,yes,10\nf,no,30\nm,yes,20\nm,no,40\n", 4, "sex|smokes|Freq",
        "cci", "sum Freq=100; max Freq=40; unique sex=2; unique smokes=2; missing Freq=0",
        ("each row stands for",),
    ),
    Awkward(
        "counts_made_cases",
        "sex,smokes,Freq\nf,yes,10\nf,no,30\nm,yes,20\nm,no,40\n",
        100, "sex|smokes", "cc",
        "count sex=100; unique sex=2; unique smokes=2; missing smokes=0; count smokes=100",
        ("as many times as Freq says",), ".csv", {"counts": "Freq"},
    ),
)  # fmt: skip

TIMES = (
    Awkward(
        "durations",
        "task,time_taken\na,02:08:00\nb,02:05:00\nc,02:47:00\n", 3, "task|time_taken", "cn",
        "sum time_taken=420; max time_taken=167; min time_taken=125;"
        "missing time_taken=0; unique task=3", ("holds durations",),
    ),
    Awkward(
        "hours_over_a_day",
        "who,hours\nA,26:15\nB,38:45\nA,41:00\nB,07:30\n", 4, "who|hours", "cn",
        "sum hours=113.5; max hours=41; min hours=7.5; missing hours=0; unique who=2",
        ("holds durations",),
    ),
    Awkward(
        "hours_in_words",
        "who,spent\na,8h30\nb,14h15\nc,8h00\nd,6h15\n", 4, "who|spent", "cn",
        "sum spent=37; max spent=14.25; min spent=6.25; missing spent=0; unique who=4",
        ("holds durations",),
    ),
    Awkward(
        "times_of_day",
        "night,bedtime\n1,23:50\n2,00:10\n3,23:30\n", 3, "night|bedtime", "ic",
        "unique bedtime=3; sum night=6; missing bedtime=0; count bedtime=3; max night=3",
        ("times of day",),
    ),
    Awkward(
        "mixed_dates",
        "day,n\n2026.06.01,10\n09.06.2026,20\n2026.07.02,9\n11.07.2026,7\n", 4, "day|n", "di",
        "sum n=46; unique day=4; missing day=0; month day=26; year day=8104",
        ("several forms", "two ways"),
    ),
    Awkward(
        "quarters",
        "when,n\n2021-Q1,10\n2021-Q2,14\n2021-Q4,9\n2022-Q1,17\n", 4, "when|n", "di",
        "sum n=50; unique when=4; month when=16; year when=8085; missing when=0",
        ("holds quarters",),
    ),
    Awkward(
        "months_of_an_office",
        "TIME,v\n2021M01,22\n2021M02,23\n2021M11,24\n2021M12,25\n", 4, "TIME|v", "di",
        "sum v=94; unique TIME=4; month TIME=26; year TIME=8084; missing TIME=0",
        ("holds months",),
    ),
    Awkward(
        "weeks",
        "wk,v\n2020-W53,1\n2021-W01,2\n2021-W02,3\n", 3, "wk|v", "di",
        "sum v=6; unique wk=3; month wk=14; year wk=6062; missing wk=0", ("holds weeks",),
    ),
    Awkward(
        "german_months",
        "Datum;n\n3. Januar 2024;1\n15. März 2024;2\n2. Mai 2024;3\n24. Dezember 2024;4\n",
        4, "Datum|n", "di",
        "sum n=10; unique Datum=4; month Datum=21; year Datum=8096; missing Datum=0",
        ("written in words",),
    ),
    Awkward(
        "french_and_spanish_months",
        "a;b\n3 janvier 2024;1 de enero de 2024\n15 août 2024;2 de marzo de 2024\n"
        "1 décembre 2024;3 de agosto de 2024\n", 3, "a|b", "dd",
        "month a=21; month b=12; year a=6072; year b=6072; unique a=3",
        ("written in words",),
    ),
    Awkward(
        "dates_and_a_stray",
        "day,n\n" + "".join(f"{d:02}.03.2024,{d}\n" for d in range(13, 30))
        + "31.02.2024,1\n01.04.2024,2\n02.04.2024,3\n", 20, "day|n", "di",
        "missing day=1; sum n=363; unique day=19; month day=59; count day=19",
        ("1 values of day are no dates", "31.02.2024"),
    ),
    Awkward(
        "days_of_a_spreadsheet",
        "Order Date,Qty\n45292,1\n45301,2\n45310,3\n", 3, "Order Date|Qty", "ii",
        "sum Qty=6; min Order Date=45292; max Order Date=45310; unique Qty=3;"
        "missing Qty=0", ("as spreadsheets count days",),
    ),
    Awkward(
        "days_of_a_spreadsheet_as_dates",
        "Order Date,Qty\n45292,1\n45301,2\n45323,3\n", 3, "Order Date|Qty", "di",
        "sum Qty=6; month Order Date=4; year Order Date=6072; unique Order Date=3;"
        "missing Order Date=0", (), ".csv", {"kind:Order Date": "datetime"},
    ),
)  # fmt: skip

FILES = (*HEADERS, *TOTALS, *MISSING, *LABELS, *WORDS, *NUMBERS, *TIMES)
