"""Words of several languages that tell what cells of a table are, as TOML.

They are in a module and not in a file beside it, because behind the sandbox's wall the
reading of files has modules alone.
"""

from __future__ import annotations

WORDS = """
[months]  # the number of each month, by its names in lower case
january = 1
february = 2
march = 3
april = 4
may = 5
june = 6
july = 7
august = 8
september = 9
october = 10
november = 11
december = 12
jan = 1
feb = 2
mar = 3
apr = 4
jun = 6
jul = 7
aug = 8
sep = 9
sept = 9
oct = 10
nov = 11
dec = 12
januar = 1
"jänner" = 1
februar = 2
"märz" = 3
maerz = 3
"mär" = 3
mrz = 3
mai = 5
juni = 6
juli = 7
oktober = 10
okt = 10
dezember = 12
dez = 12
janvier = 1
janv = 1
"février" = 2
fevrier = 2
"févr" = 2
"fév" = 2
mars = 3
avril = 4
avr = 4
juin = 6
juillet = 7
juil = 7
"août" = 8
aout = 8
septembre = 9
octobre = 10
novembre = 11
"décembre" = 12
decembre = 12
"déc" = 12
enero = 1
ene = 1
febrero = 2
marzo = 3
abril = 4
abr = 4
mayo = 5
junio = 6
julio = 7
agosto = 8
ago = 8
septiembre = 9
setiembre = 9
octubre = 10
noviembre = 11
diciembre = 12
dic = 12

[totals]  # what a row of sums is called, in lower case
words = [
    "total", "totals", "grand total", "sum", "sums", "subtotal", "sub-total", "sub total",
    "overall", "overall total", "all", "gesamt", "insgesamt", "summe", "gesamtsumme",
    "zwischensumme", "gesamtergebnis", "ensemble", "somme", "total général",
    "sous-total", "totales", "total general", "suma", "totale", "somma", "totaal",
    "итого", "всего", "suma końcowa", "razem", "合計", "合计", "总计", "総計",
]

[no_answers]  # what labels of numbers say where nothing was answered, in lower case
words = [
    "no answer", "not answered", "refused", "refusal", "missing", "don t know", "dont know",
    "do not know", "not applicable", "n a", "not available", "no response", "not stated",
    "not asked", "unknown", "prefer not to say", "prefer not to answer", "inapplicable",
    "keine angabe", "weiß nicht", "weiss nicht", "verweigert", "trifft nicht zu",
    "sans réponse", "ne sait pas", "refus", "no contesta", "no sabe", "no aplica",
]

[scales]  # answers that have an order, from low to high; any of them may be missing
agreement = [
    "strongly disagree", "disagree strongly", "disagree", "somewhat disagree",
    "slightly disagree", "neither agree nor disagree", "neutral", "undecided",
    "slightly agree", "somewhat agree", "agree", "agree strongly", "strongly agree",
]
satisfaction = [
    "very dissatisfied", "very unsatisfied", "dissatisfied", "unsatisfied",
    "somewhat dissatisfied", "neutral", "neither satisfied nor dissatisfied",
    "somewhat satisfied", "satisfied", "very satisfied",
]
frequency = [
    "never", "rarely", "seldom", "occasionally", "sometimes", "often", "frequently",
    "usually", "very often", "always",
]
quality = [
    "terrible", "very poor", "very bad", "poor", "bad", "fair", "average", "ok", "good",
    "very good", "excellent",
]
amount = [
    "none", "not at all", "very low", "very little", "a little", "low", "slightly", "mid",
    "medium", "moderate", "moderately", "high", "very", "very high", "extremely",
]
size = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "3xl"]
extent = ["tiny", "small", "medium", "large", "huge"]
likelihood = [
    "very unlikely", "unlikely", "somewhat unlikely", "neutral", "somewhat likely",
    "likely", "very likely",
]
importance = [
    "not important", "unimportant", "slightly important", "moderately important",
    "important", "very important", "extremely important",
]
zustimmung = [
    "stimme gar nicht zu", "stimme überhaupt nicht zu", "stimme nicht zu",
    "stimme eher nicht zu", "teils/teils", "teils teils", "neutral", "weder noch",
    "stimme eher zu", "stimme zu", "stimme voll zu", "stimme voll und ganz zu",
]
zufriedenheit = [
    "sehr unzufrieden", "unzufrieden", "eher unzufrieden", "neutral", "eher zufrieden",
    "zufrieden", "sehr zufrieden",
]
haeufigkeit = ["nie", "selten", "manchmal", "gelegentlich", "oft", "häufig", "immer"]
hoehe = ["sehr niedrig", "niedrig", "gering", "mittel", "hoch", "sehr hoch"]
accord = [
    "pas du tout d'accord", "pas d'accord", "plutôt pas d'accord",
    "ni d'accord ni pas d'accord", "plutôt d'accord", "d'accord", "tout à fait d'accord",
]
acuerdo = [
    "muy en desacuerdo", "totalmente en desacuerdo", "en desacuerdo",
    "ni de acuerdo ni en desacuerdo", "de acuerdo", "muy de acuerdo",
    "totalmente de acuerdo",
]
priority = ["lowest", "low", "medium", "normal", "high", "highest", "urgent", "critical"]
severity = ["none", "minimal", "mild", "moderate", "severe", "very severe"]
extent_long = ["extra small", "small", "medium", "large", "extra large"]
schooling = [
    "no degree", "primary", "primary school", "secondary", "secondary school",
    "high school", "some college", "college", "associate", "associate's degree",
    "bachelor", "bachelors", "bachelor's", "bachelor's degree", "tertiary", "graduate",
    "master", "masters", "master's", "master's degree", "doctorate", "phd", "ph.d.",
]

[circles]  # answers whose order begins again behind the last
weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
]
weekdays_short = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
wochentage = [
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
]
wochentage_kurz = ["mo", "di", "mi", "do", "fr", "sa", "so"]
jours = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
dias = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
months = [
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
]
months_short = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
]
monate = [
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember",
]
mois = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
]
meses = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre",
]
seasons = ["spring", "summer", "autumn", "fall", "winter"]
jahreszeiten = ["frühling", "frühjahr", "sommer", "herbst", "winter"]

[powers]  # places that a word behind a number moves its point
k = 3
K = 3
thousand = 3
Tsd = 3
"Tsd." = 3
M = 6
mn = 6
mio = 6
Mio = 6
"Mio." = 6
million = 6
millions = 6
bn = 9
B = 9
Mrd = 9
"Mrd." = 9
billion = 9
billions = 9

[units]  # units of one measure, by places beside its first
length = { m = 0, mm = -3, cm = -2, dm = -1, km = 3, "µm" = -6 }
mass = { g = 0, mg = -3, "µg" = -6, kg = 3, t = 6 }
volume = { l = 0, L = 0, ml = -3, mL = -3, cl = -2, dl = -1, dL = -1 }
power = { W = 0, kW = 3, MW = 6, GW = 9 }
energy = { Wh = 0, kWh = 3, MWh = 6 }
tension = { V = 0, mV = -3, kV = 3 }
frequency = { Hz = 0, kHz = 3, MHz = 6, GHz = 9 }
pressure = { Pa = 0, hPa = 2, kPa = 3 }
others = [
    "lb", "lbs", "oz", "ft", "in", "mi", "mph", "km/h", "kph", "m/s", "°C", "°F", "°",
    "C", "F", "K", "A", "h", "s", "min", "ha", "m²", "m2", "km²", "m³", "m3", "mg/L",
    "mg/l", "mg/dL", "mg/dl", "µg/L", "µg/l", "g/L", "g/l", "mmol/L", "mmol/l", "U/L",
    "IU", "bpm", "rpm", "dB", "ppm", "ppb", "px", "MB", "GB", "KB", "kB", "TB", "kcal",
    "cal", "kJ", "J", "N", "PS", "hp", "pts",
]
# Behind a number they make it a place in a row.
ordinals = ["st", "nd", "rd", "th", "er", "ème", "º", "ª"]

[names]  # parts of columns' names, in lower case
durations = [
    "duration", "elapsed", "taken", "runtime", "lap", "split", "hours", "minutes",
    "seconds", "dauer", "laufzeit", "arbeitszeit", "stunden", "minuten", "durée",
    "duración", "length", "pace", "response time", "waiting", "finish",
]
hours = ["hours", "hrs", "stunden", "heures", "horas", "arbeitszeit"]
minutes = ["pace", "lap", "split", "song", "track", "short"]
clocks = [
    "bedtime", "start", "end", "begin", "arrival", "departure", "uhrzeit", "clock",
    "opening", "closing", "wake", "heure", "hora", "ankunft", "abfahrt", "beginn", "ende",
]
phones = [
    "phone", "tel", "telephone", "telefon", "mobile", "handy", "fax", "téléphone",
    "teléfono", "cell", "cellphone",
]
counts = [
    "freq", "frequency", "n", "count", "counts", "anzahl", "häufigkeit", "effectif",
    "frecuencia", "number", "cases",
]
frequencies = [
    "freq", "frequency", "count", "counts", "häufigkeit", "effectif", "frecuencia",
]
dates = [
    "date", "day", "datum", "tag", "fecha", "dt", "data", "time", "timestamp", "zeit",
    "created", "updated",
]
"""
