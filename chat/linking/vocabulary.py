"""Words for the same thing: synonyms, abbreviations, units and value names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent

# What a single letter before a word of a name may stand for ("Mjob", "Pstatus").
INITIALS = {
    "m": ("mother", "maternal", "male"),
    "f": ("father", "paternal", "female"),
    "p": ("parent", "parental"),
    "d": ("day", "daily", "workday", "weekday"),
    "w": ("weekend", "weekly", "week"),
}
# Second meanings of short forms.
OTHER_ABBREVIATIONS = {
    "hr": ("heart", "rate"),
    "rel": ("relationship",),
    "bs": ("blood", "sugar"),
    "ecg": ("electrocardiogram",),
    "ekg": ("electrocardiogram",),
    "alc": ("alcohol",),
    "abs": ("absence",),
    "int": ("international",),
    "dep": ("departure",),
    "arr": ("arrival",),
    "pop": ("popularity",),
    "gen": ("generation",),
    "tot": ("total",),
    "res": ("residual",),
    "rep": ("replicate",),
    "var": ("variety",),
    "adm": ("admission",),
    "eng": ("english",),
    "rec": ("recommendation",),
    "pres": ("presentation",),
    "st": ("store",),
    "exp": ("expected",),
}

UNITS = frozenset(
    """cm mm m km inch inches in ft feet mile miles kg g mg lb lbs pounds kilograms
    usd eur gbp dollars euros cents percent pct bhp hp cc ml l litres liters c f k
    celsius fahrenheit degrees secs seconds min mins minutes hrs hours days weeks
    months years yrs ms s sqft sqm kmh mph kmpl pa hpa mb kwh kw mwh mw d h ha""".split()
)

# What a unit in a column's name says that its other words may not.
_UNIT_OF = {"c": "temperature", "f": "temperature", "k": "temperature"}
_OF_DEGREES = re.compile(r"[°º˚]\s?([CFK])\b")


def quantity_of(name: str) -> str:
    """What a name measures by its unit: the temperature for "T max °C"; "" if unsaid."""
    found = _OF_DEGREES.search(name)
    return _UNIT_OF[found[1].lower()] if found else ""


GENERIC = frozenset(
    """number no num count total value values rate level levels type kind name id code
    index status amount score percent percentage average mean date time data""".split()
)

# How values say "so much or more" and "less than so much", each in the others' place.
AT_LEAST = ("or more", "and more", "or longer", "and longer", "or over", "and over",
            "or older", "and older", "and up", "or above", "and above", "plus", "+")  # fmt: skip
LESS_THAN = (
    "less than",
    "under",
    "below",
    "fewer than",
    "shorter than",
    "younger than",
)
ONE_OF = (("1 ", "a "), ("1 hour", "an hour"))

ROW_NOUNS = frozenset(
    """row rows record records observation observations entry entries case cases item
    items people person persons individual individuals someone somebody everyone men
    passenger passengers customer customers employee employees student students
    patient patients car cars vehicle vehicles movie movies film films country
    countries house houses home homes sample samples subject subjects participant
    participants respondent respondents thing things one ones unit units member
    members user users order orders transaction transactions player players team teams
    product products game games song songs book books flight flights trip trips
    pupil pupils kid kids child children learner learners folk folks
    offender offenders storm storms worker workers applicant applicants""".split()
)

# Things and persons that are counted, ranked and grouped, and have properties.
ENTITIES = (
    ROW_NOUNS
    - frozenset(
        "row rows record records entry entries home homes thing things one ones".split()
    )
) | frozenset(
    """client clients guest guests donor donors driver drivers doctor doctors teacher
    teachers pupil pupils visitor visitors owner owners tenant tenants buyer buyers seller
    sellers supplier suppliers vendor vendors agent agents manager managers artist artists
    author authors athlete athletes subscriber subscribers account accounts store stores
    shop shops branch branches company companies firm firms city cities school schools
    hospital hospitals clinic clinics restaurant restaurants hotel hotels machine machines
    device devices sensor sensors station stations ship ships plane planes animal animals
    dog dogs cat cats invoice invoices booking bookings ticket tickets course courses
    match matches event events project projects""".split()
)

SEX_WORDS = frozenset(("sex", "gender"))

NOUN_CUES = {
    "older": "age",
    "younger": "age",
    "aged": "age",
    "old": "age",
    "young": "age",
    "heavier": "weight",
    "lighter": "weight",
    "heavy": "weight",
    "taller": "height",
    "shorter": "height",
    "tall": "height",
    "cheaper": "price",
    "cheap": "price",
    "expensive": "price",
    "faster": "speed",
    "slower": "speed",
    "longer": "duration",
    "hotter": "temperature",
    "colder": "temperature",
    "warmer": "temperature",
    "earning": "salary",
    "earn": "salary",
    "earns": "salary",
    "richer": "income",
    "larger": "size",
    "bigger": "size",
    "smaller": "size",
    "hired": "hire date",
    "joined": "hire date",
    "employed": "hire date",
    "born": "birth date",
    "released": "release date",
    "ordered": "order date",
    "shipped": "ship date",
    "costing": "price",
    "cost": "price",
    "weighing": "weight",
    "paid": "fare",
    "paying": "fare",
}

PEOPLE = frozenset(
    """people person persons men women man woman passengers passenger employees employee
    customers students patients adults children males females individuals anyone
    everybody those guys workers boys girls participants respondents subjects
    users members residents players""".split()
)


# Words that mostly say what to do; as a bare column name they need a sign that the
# column is meant.
TASK_WORDS = frozenset(
    """mean average median mode std count sum total min max minimum maximum range rate
    number rank top bottom first last sort order group filter show plot chart list
    value values index row rows column columns data table name who what class classes
    type kind year month day date time open close high low change difference ratio
    per by vs percent percentage share distribution correlation missing outlier
    outliers text score level levels results summary statistics analysis test model
    color colour size bin bins alone alive
    related relation relations relationship associated association connection connected
    linked independent influence effect impact affect variance variances differ different
    significant normal distributed perform performed
    performing calculate compute determine identify create apply follow follows""".split()
)


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a file of words, comments and empty ones left out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def abbreviations(language: str = "en") -> dict[str, str]:
    """Short forms and what they stand for."""
    return dict(
        entry.strip().split(" ", 1)
        for line in read_lines(_DATA / f"abbreviations.{language}.txt")
        for entry in line.split("|")
    )


@cache
def value_sets(language: str = "en") -> tuple[tuple[str, ...], ...]:
    """Values that may stand for each other in a cell."""
    return tuple(
        tuple(name.lstrip("*") for name in names) for names in _marked_sets(language)
    )


@cache
def wider_values(language: str = "en") -> frozenset[str]:
    """Values of which those beside them in a set are but kinds: a dog is not one hound."""
    return frozenset(
        name.lstrip("*") for names in _marked_sets(language)
        for name in names if name.startswith("*")
    )  # fmt: skip


def _marked_sets(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(" ".join(name.split()) for name in line.split(","))
        for line in read_lines(_DATA / f"values.{language}.txt")
    )
