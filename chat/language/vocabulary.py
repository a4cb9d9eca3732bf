"""Words for the same thing: synonyms, abbreviations, units and value names."""

from __future__ import annotations

_SYNONYMS = """
salary, pay, wage, income, earnings, compensation, remuneration, paycheck
price, cost, amount, value, charge
fare, ticket price, price paid, cost of travel
sales, revenue, turnover, proceeds
profit, gain, margin, net income
expense, expenditure, spending, outlay, cost
budget, funding, production cost
gross, box office, takings, revenue, earnings, income
quantity, units, number of items, number of units, count, volume
customer, client, buyer, shopper, consumer
employee, staff, worker, personnel
department, division, unit, team
company, firm, business, employer, organisation, organization, corporation
product, item, article, goods
category, type, kind, sort
segment, customer type, market segment, kind of customer
brand, make, manufacturer, maker
model, version, variant
country, nation, place of origin, country of origin, origin
region, area, zone, territory, part of the world
city, town, municipality
state, province
address, location, place
location, place, site, area
sex, gender
age, years old, how old, old
birth date, date of birth, birthday
education, qualification, educational background, level of education
occupation, job, profession, work, employment
marital status, married, marriage
ethnicity, race
height, tallness, stature
weight, mass, heaviness
length, extent
duration, length, time taken, running time, how long
runtime, running time, length, duration
distance, mileage, miles driven, kilometres driven
mpg, mileage, fuel economy, fuel efficiency, gas mileage, miles per gallon, fuel consumption
horsepower, hp, engine power, power
displacement, engine size, engine volume, cubic capacity
acceleration, speed up, time to sixty
cylinders, cylinder count
speed, velocity, pace
temperature, heat, degrees, warmth
humidity, moisture, dampness
pressure, barometric pressure, atmospheric pressure
rain, rainfall, precipitation
rating, score, stars
score, rating, mark, points, result
grade, mark, score
rank, ranking, position, place
genre, film type, movie type, film genre
director, filmmaker
title, name
population, inhabitants, number of people, residents
mortality, deaths, fatalities
deaths, died, fatalities, dead
cases, infections
survived, survival, survivor, survive
class, passenger class, ticket class, travel class, cabin class
parents, parch, parents and children
siblings, sibsp, siblings and spouses
embarked, port of embarkation, boarded, embarkation, port
ticket, ticket number
bedrooms, beds, rooms
bathrooms, baths
sqft, square feet, living area, floor area, house size, area
size, bigness, magnitude
discount, rebate, reduction
delivery, shipping, dispatch
ship, shipping, delivery, dispatch
ship mode, shipping mode, shipping method, delivery type, shipping type
days to ship, shipping time, delivery time, time to ship
ship status, shipping status, delivery status
order date, date of order, purchase date
hire date, start date, date of joining
end date, leaving date
tenure, years of service, experience, seniority
experience, years of experience, work experience
smoker, smoking, smokes, smoke
children, kids, dependents
spouse, husband, wife, partner
heart rate, pulse
blood pressure, bp
cholesterol, cholesterol level
glucose, blood sugar
bmi, body mass index
disease, illness, condition, sickness
diagnosis, disease
treatment, therapy, arm, intervention
dose, dosage
calories, energy, kcal
attendance, presence
absences, missed days, days missed, absenteeism
exam, test
churn, churned, cancelled, attrition, left
default, defaulted
loan, credit, borrowing
debt, liability, owed
interest, interest rate
balance, account balance
open, opening price, opening
close, closing price, closing
high, highest price
low, lowest price
volume, trading volume, traded volume
gdp, gross domestic product, economic output
life expectancy, lifespan, longevity
happiness, wellbeing, satisfaction
year, release year, year of release, model year
month, calendar month
weekday, day of the week, day of week
date, day, when
time, hour
latitude, lat
longitude, lng, lon
email, mail
phone, telephone
votes, ballots
party, political party
democratic, democrat, dem
republican, gop
"""

_ABBREVIATIONS = """
avg average|amt amount|acct account|addr address|adm administration|adj adjusted
approx approximate|apt apartment|bal balance|bday birthday|bldg building|bp blood pressure
cat category|cd code|chg change|cnt count|co company|coeff coefficient|comm commission
conc concentration|cons consumption|corr correlation|ctry country|cty county|cust customer
cyl cylinders|dep department|dept department|desc description|dest destination|diff difference
dir direction|disc discount|disp displacement|dist distance|div division|dob birth date|doj hire date
dow weekday|dt date|dur duration|edu education|educ education|emp employee|eng engine|exp experience
expend expenditure|exper experience|fam family|freq frequency|fname first name
gen gender|gov government|govt government|grp group|hh household|hosp hospital|hp horsepower
hr hour|hrs hours|ht height|hum humidity|id identifier|inc income|ins insurance|int interest
inv invoice|jan january|feb february|kw kilowatt|lang language|lat latitude|len length
lname last name|loc location|lon longitude|lng longitude|lvl level|mag magnitude|max maximum
med median|mfr manufacturer|mgr manager|min minimum|misc miscellaneous|mkt market
mo month|mort mortality|mth month|mths months|natl national|nbr number|no number|num number
occ occupation|ord order|org organization|pat patient|pay payment|pct percent|perc percent|per percent
ph phone|pclass passenger class|pmt payment|pop population|pres pressure|press pressure|prev previous|prod product
prof profit|pt patient|pts points|pub public|purch purchase|qty quantity|qtr quarter|rel relative
rep representative|rev revenue|rgn region|rt rate|sal salary|sat satisfaction
sch school|sec second|seg segment|sev severity|sqft square feet|src source|st state|std standard
subcat subcategory|sup support|surv survival|svc service|sz size|tel telephone|temp temperature
tgt target|tot total|trans transaction|trt treatment|txn transaction|univ university|val value
var variance|vel velocity|vol volume|wday weekday|wt weight|wgt weight|yr year|yrs years|zip zip code
mn mean|baro barometric pressure|precip precipitation|econ economy|infl inflation|unemp unemployment
sys systolic|dia diastolic|chol cholesterol|gluc glucose|preg pregnancies|neg negative|pos positive
dem democratic|abs absolute|ext external|med medical|stat status|esp especially|sup support
"""

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
}

UNITS = frozenset(
    """cm mm m km inch inches in ft feet mile miles kg g mg lb lbs pounds kilograms
    usd eur gbp dollars euros cents percent pct bhp hp cc ml l litres liters c f k
    celsius fahrenheit degrees secs seconds min mins minutes hrs hours days weeks
    months years yrs ms s sqft sqm kmh mph kmpl pa hpa mb kwh kw""".split()
)

GENERIC = frozenset(
    """number no num count total value values rate level levels type kind name id code
    index status amount score percent percentage average mean date time data""".split()
)

VALUE_SYNONYMS = (
    ("male", "man", "m", "boy", "guy", "gentleman", "masculine"),
    ("female", "woman", "f", "girl", "lady", "feminine"),
    ("first", "1st", "1", "i"),
    ("second", "2nd", "2", "ii"),
    ("third", "3rd", "3", "iii"),
    ("yes", "y", "true", "1"),
    ("no", "n", "false", "0"),
    ("child", "kid", "minor"),
    ("adult", "grown up", "grownup"),
    ("married", "wed"),
    ("single", "unmarried", "never married"),
    ("divorced", "separated"),
    ("intern", "trainee"),
    ("full time", "fulltime", "ft"),
    ("part time", "parttime", "pt"),
    ("high school", "secondary school"),
    ("bachelor", "undergraduate"),
    ("manual", "stick shift"),
    ("automatic", "auto"),
    ("north", "northern"),
    ("south", "southern"),
    ("east", "eastern"),
    ("west", "western"),
)

ROW_NOUNS = frozenset(
    """row rows record records observation observations entry entries case cases item
    items people person persons individual individuals someone somebody everyone men
    passenger passengers customer customers employee employees student students
    patient patients car cars vehicle vehicles movie movies film films country
    countries house houses home homes sample samples subject subjects participant
    participants respondent respondents thing things one ones unit units member
    members user users order orders transaction transactions player players team teams
    product products game games song songs book books flight flights trip trips
    offender offenders storm storms worker workers applicant applicants""".split()
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


def synonym_sets() -> tuple[tuple[str, ...], ...]:
    """Names that may stand for each other as columns; several words are allowed."""
    return tuple(
        tuple(name.strip() for name in line.split(","))
        for line in _SYNONYMS.strip().splitlines()
    )


def abbreviations() -> dict[str, str]:
    """Short forms and what they stand for."""
    entries = (e.strip() for e in _ABBREVIATIONS.replace("\n", "|").split("|"))
    return dict(entry.split(" ", 1) for entry in entries if entry)
