"""The same request in German and in English, on tables with names of both languages.

The sentences of a table marked as checking were written before any of them was tried.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

_N = 240


def voyages() -> pd.DataFrame:
    random = np.random.default_rng(11)
    return pd.DataFrame(
        {
            "age": np.where(
                random.random(_N) < 0.05, np.nan, random.normal(35, 12, _N)
            ),
            "fare": random.gamma(2, 20, _N).round(2),
            "class": random.choice(["first", "second", "third"], _N),
            "sex": random.choice(["male", "female"], _N),
            "survived": random.choice(["yes", "no"], _N),
            "boarded": pd.date_range("2022-01-01", periods=_N, freq="D"),
        }
    )


def bestellungen() -> pd.DataFrame:
    random = np.random.default_rng(12)
    return pd.DataFrame(
        {
            "Bestellnummer": [f"B{n:04}" for n in range(_N)],
            "Bestelldatum": pd.date_range("2023-01-01", periods=_N, freq="D"),
            "Region": random.choice(["Nord", "Süd", "Ost", "West"], _N),
            "Produkt": random.choice(["Lampe", "Stuhl", "Tisch"], _N),
            "Umsatz": random.gamma(2, 80, _N).round(2),
            "Menge": random.integers(1, 9, _N),
            "Versandkosten": random.gamma(2, 4, _N).round(2),
            "bezahlt": random.choice(["ja", "nein"], _N),
        }
    )


def clinic() -> pd.DataFrame:
    random = np.random.default_rng(13)
    return pd.DataFrame(
        {
            "patient_id": range(1, _N + 1),
            "age": random.integers(18, 90, _N),
            "sex": random.choice(["male", "female"], _N),
            "treatment": random.choice(["drug A", "drug B", "placebo"], _N),
            "weight": random.normal(75, 12, _N).round(1),
            "blood_pressure": random.normal(130, 15, _N).round(0),
            "smoker": random.choice(["yes", "no"], _N),
            "visit_date": pd.date_range("2023-03-01", periods=_N, freq="D"),
        }
    )


def mitarbeiter() -> pd.DataFrame:
    random = np.random.default_rng(14)
    return pd.DataFrame(
        {
            "Personalnummer": range(1001, 1001 + _N),
            "Abteilung": random.choice(["Vertrieb", "Technik", "Verwaltung"], _N),
            "Standort": random.choice(["Berlin", "Hamburg", "München"], _N),
            "Geschlecht": random.choice(["männlich", "weiblich"], _N),
            "Alter": random.integers(20, 65, _N),
            "Gehalt": random.normal(4200, 700, _N).round(0),
            "Überstunden": random.poisson(5, _N),
            "Zufriedenheit": random.integers(1, 6, _N),
            "Eintritt": pd.date_range("2015-01-01", periods=_N, freq="7D"),
        }
    )


TABLES = {
    "voyages": voyages,
    "bestellungen": bestellungen,
    "clinic": clinic,
    "mitarbeiter": mitarbeiter,
}

# table, German, English
WORKING: tuple[tuple[str, str, str], ...] = (
    ("voyages", "Wie hoch ist der Mittelwert von fare?", "What is the mean of fare?"),
    ("voyages", "Durchschnitt von fare nach class", "average fare by class"),
    ("voyages", "Wie viele Zeilen gibt es?", "How many rows are there?"),
    ("voyages", "Zeige ein Histogramm von age", "show a histogram of age"),
    ("voyages", "Histogramm des Alters mit 20 Klassen", "histogram of age with 20 bins"),
    ("voyages", "Unterscheidet sich age zwischen den Klassen?", "does age differ between the classes?"),
    ("voyages", "Hängen age und fare zusammen?", "is there a relationship between age and fare?"),
    ("voyages", "Korrelation zwischen age und fare", "correlation between age and fare"),
    ("voyages", "Streudiagramm von age und fare, eingefärbt nach sex", "scatter plot of age and fare, coloured by sex"),
    ("voyages", "Wie viele Frauen gibt es?", "how many women are there?"),
    ("voyages", "Wie viel Prozent der Frauen haben überlebt?", "what percentage of women have survived?"),
    ("voyages", "Wie viele Männer haben überlebt?", "how many men survived?"),
    ("voyages", "Entferne alle Zeilen mit fehlendem Alter", "remove rows with missing age"),
    ("voyages", "Fülle fehlende Werte in age mit dem Median auf", "fill missing age with the median"),
    ("voyages", "Sortiere nach fare absteigend", "sort by fare descending"),
    ("voyages", "Ist fare normalverteilt?", "is fare normally distributed?"),
    ("voyages", "Berechne Median und Standardabweichung von fare", "calculate median and standard deviation of fare"),
    ("voyages", "t-Test von fare nach sex", "t test of fare by sex"),
    ("voyages", "Chi-Quadrat-Test zwischen sex und survived", "chi square test between sex and survived"),
    ("voyages", "Lineare Regression von fare auf age", "linear regression of fare on age"),
    ("voyages", "Boxplot von fare nach class", "box plot of fare by class"),
    ("voyages", "Kreuztabelle von sex und class", "cross table of sex and class"),
    ("voyages", "Wie viele fehlende Werte gibt es?", "how many missing values are there?"),
    ("voyages", "nur Frauen über 30: mittlerer fare", "only women over 30: mean fare"),
    ("voyages", "Durchschnittsalter der Männer", "average age of the men"),
    ("voyages", "Ausreißer in fare", "outliers in fare"),
    ("bestellungen", "Gesamtumsatz pro Region", "total Umsatz by Region"),
    ("bestellungen", "Umsatz pro Monat", "Umsatz by month"),
    ("bestellungen", "Umsatz pro Monat als Liniendiagramm", "Umsatz by month as a line chart"),
    ("bestellungen", "Welche Region hat den höchsten Umsatz?", "which Region has the highest Umsatz?"),
    ("bestellungen", "Top 3 Produkte nach Umsatz", "top 3 Produkt by Umsatz"),
    ("bestellungen", "Summe der Umsätze in Süd", "sum of Umsatz in Süd"),
    ("bestellungen", "Wie viele Bestellungen sind bezahlt?", "how many orders are bezahlt?"),
    ("bestellungen", "Anzahl der Zeilen nach Produkt", "number of rows by Produkt"),
    ("bestellungen", "durchschnittlicher Umsatz nach Region und Produkt", "average Umsatz by Region and Produkt"),
    ("bestellungen", "Füge eine Spalte Stückpreis = Umsatz / Menge hinzu", "add a column Stückpreis = Umsatz / Menge"),
    ("bestellungen", "Benenne Menge in Stück um", "rename Menge to Stück"),
    ("bestellungen", "Umsatz größer als 100", "Umsatz greater than 100"),
    ("bestellungen", "Entferne Ausreißer aus Umsatz", "remove outliers from Umsatz"),
    ("bestellungen", "Balkendiagramm vom Umsatz nach Region", "bar chart of Umsatz by Region"),
    ("bestellungen", "Kreisdiagramm der Region", "pie chart of Region"),
    ("bestellungen", "Anteil des Umsatzes je Region", "share of Umsatz by Region"),
    ("bestellungen", "Umsatzverteilung", "distribution of Umsatz"),
    ("bestellungen", "Wie viele verschiedene Produkte gibt es?", "how many different Produkt are there?"),
    ("bestellungen", "Umsatz nach Quartal", "Umsatz by quarter"),
    ("bestellungen", "Umsatz gegenüber dem Vormonat", "Umsatz compared with the month before"),
    ("bestellungen", "laufende Summe von Umsatz nach Monat", "running total of Umsatz by month"),
    ("bestellungen", "kleinster Wert von Versandkosten", "minimum of Versandkosten"),
    ("bestellungen", "Korrelationsmatrix", "correlation matrix"),
    ("bestellungen", "Vergleiche den Umsatz zwischen Nord und Süd", "compare Umsatz between Nord and Süd"),
)  # fmt: skip
CHECKING: tuple[tuple[str, str, str], ...] = (
    ("clinic", "Was ist das Durchschnittsalter der Patienten?", "what is the average age of the patients?"),
    ("clinic", "Mittlerer Blutdruck nach Behandlung", "mean blood pressure by treatment"),
    ("clinic", "Wie viele Raucher gibt es?", "how many smokers are there?"),
    ("clinic", "Unterscheidet sich der Blutdruck zwischen den Behandlungen?", "does blood pressure differ between the treatments?"),
    ("clinic", "Gibt es einen Zusammenhang zwischen Alter und Gewicht?", "is there a relationship between age and weight?"),
    ("clinic", "Zeig mir einen Boxplot vom Gewicht nach Geschlecht", "show me a box plot of weight by sex"),
    ("clinic", "Haben Männer einen höheren Blutdruck als Frauen?", "do men have a higher blood pressure than women?"),
    ("clinic", "Wie viel Prozent der Patienten rauchen?", "what percentage of patients smoke?"),
    ("clinic", "Patienten, die älter als 60 sind: mittleres Gewicht", "patients older than 60: mean weight"),
    ("clinic", "Ist das Gewicht normalverteilt?", "is weight normally distributed?"),
    ("clinic", "einfaktorielle Varianzanalyse von Gewicht nach Behandlung", "one-way anova of weight by treatment"),
    ("clinic", "Mann-Whitney-Test von Gewicht nach Geschlecht", "Mann-Whitney test of weight by sex"),
    ("clinic", "Kruskal-Wallis-Test von Blutdruck nach Behandlung", "Kruskal-Wallis test of blood pressure by treatment"),
    ("clinic", "Logistische Regression von smoker auf age und weight", "logistic regression of smoker on age and weight"),
    ("clinic", "Anzahl der Patienten pro Behandlung", "number of patients by treatment"),
    ("clinic", "Häufigkeiten von Behandlung", "frequencies of treatment"),
    ("clinic", "95 % Konfidenzintervall für den Mittelwert von weight", "95 % confidence interval for the mean of weight"),
    ("clinic", "Streudiagramm von Alter gegen Blutdruck", "scatter plot of age against blood pressure"),
    ("clinic", "Wer ist der älteste Patient?", "who is the oldest patient?"),
    ("clinic", "Anzahl der Besuche pro Monat", "number of visits per month"),
    ("clinic", "Minimum und Maximum des Gewichts", "minimum and maximum of weight"),
    ("clinic", "Runde weight auf 0 Nachkommastellen", "round weight to 0 decimals"),
    ("clinic", "Entferne alle Zeilen mit Alter über 80", "remove all rows with age over 80"),
    ("clinic", "Teile age in 4 Gruppen ein", "bin age into 4 groups"),
    ("clinic", "Beschreibe das Gewicht", "describe weight"),
    ("mitarbeiter", "Durchschnittsgehalt nach Abteilung", "average Gehalt by Abteilung"),
    ("mitarbeiter", "Verdienen Männer mehr als Frauen?", "do men earn more Gehalt than women?"),
    ("mitarbeiter", "Wie hoch ist das Mediangehalt?", "what is the median Gehalt?"),
    ("mitarbeiter", "Wie viele Mitarbeiter arbeiten in Berlin?", "how many employees work in Berlin?"),
    ("mitarbeiter", "Gehalt nach Standort und Geschlecht", "Gehalt by Standort and Geschlecht"),
    ("mitarbeiter", "Welche Abteilung hat die meisten Überstunden?", "which Abteilung has the most Überstunden?"),
    ("mitarbeiter", "Anzahl Mitarbeiter je Abteilung als Balkendiagramm", "number of employees by Abteilung as a bar chart"),
    ("mitarbeiter", "Zusammenhang zwischen Alter und Gehalt", "correlation between Alter and Gehalt"),
    ("mitarbeiter", "Unterscheidet sich das Gehalt zwischen Männern und Frauen?", "does Gehalt differ between männlich and weiblich?"),
    ("mitarbeiter", "Summe der Überstunden pro Abteilung", "sum of Überstunden by Abteilung"),
    ("mitarbeiter", "die 5 höchsten Gehälter", "the 5 highest Gehalt"),
    ("mitarbeiter", "Gehaltsverteilung", "distribution of Gehalt"),
    ("mitarbeiter", "Altersdurchschnitt im Vertrieb", "mean Alter in Vertrieb"),
    ("mitarbeiter", "Wie viele Mitarbeiter verdienen mehr als 5.000?", "how many employees have Gehalt greater than 5000?"),
    ("mitarbeiter", "Mitarbeiter unter 30", "Alter under 30"),
    ("mitarbeiter", "Standardabweichung vom Gehalt nach Abteilung", "standard deviation of Gehalt by Abteilung"),
    ("mitarbeiter", "Hängt die Zufriedenheit vom Gehalt ab?", "is there a relationship between Zufriedenheit and Gehalt?"),
    ("mitarbeiter", "Kreuztabelle von Abteilung und Geschlecht", "cross table of Abteilung and Geschlecht"),
    ("mitarbeiter", "Anteil der Frauen je Abteilung", "share of weiblich by Abteilung"),
    ("mitarbeiter", "Eintritte pro Jahr", "number of rows by year"),
    ("mitarbeiter", "Sortiere nach Gehalt aufsteigend", "sort by Gehalt ascending"),
    ("mitarbeiter", "Lösche die Spalte Personalnummer", "remove the column Personalnummer"),
    ("mitarbeiter", "Neue Spalte Jahresgehalt = Gehalt * 12", "new column Jahresgehalt = Gehalt * 12"),
    ("mitarbeiter", "Ersetze Vertrieb durch Sales", "replace Vertrieb with Sales"),
    ("mitarbeiter", "alle außer Berlin: mittleres Gehalt", "all except Berlin: mean Gehalt"),
)  # fmt: skip
