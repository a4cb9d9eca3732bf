"""Calculations in words: the sentence that answers, the table, how it was reckoned."""

from __future__ import annotations

from analysis.base.operation import Answer
from analysis.base.reply import Block
from analysis.base.wording import figure, name_of, names_of
from analysis.calculations.naming import key_words, measure_name, over_name, window_name
from analysis.calculations.plan import Plan
from analysis.results.calculations import CalculationResult
from analysis.signatures.calculation import Calculation, Measure
from analysis.words.calculation_chart import picture
from analysis.words.calculation_notes import notes
from analysis.words.calculation_sentence import sentence
from analysis.words.calculation_table import answer_table, difference_list


def presented(result: CalculationResult, form: Calculation) -> Answer:
    """The answer to a calculation: sentence, table, notes and the same in a picture."""
    plan = Plan(form)
    said = sentence(result, plan)
    table, chart = answer_table(result, plan), picture(result, plan, said)
    blocks: list[Block] = [table, *difference_list(result, plan), notes(result, plan)]
    if chart:
        blocks.insert(0 if form.chart else len(blocks), chart)
    return Answer(said, tuple(blocks))


def restated(form: Calculation) -> str:
    """``Total revenue by region, highest first, the first 3``."""
    if form.rows:
        return _rows_restated(form)
    plan = Plan(form)
    names = [measure_name(each, form.noun) for each in form.measures or (Measure(),)]
    if form.window:
        names = [window_name(form.window, name, plan.grain) for name in names]
    if form.over_groups:
        names = [over_name(form, plan.measures[0].final, plan.names)]
    words = names_of(names)
    if form.position:
        words = f"Position of {figure(form.position.value)} among {form.measures[0].of}"
    keys = [key_words(key) for key in form.by]
    if form.over_groups:
        keys = [keys[number] for number in form.over_groups.by]
    if keys:
        words += f" by {names_of(keys)}"
    words += "".join(_further(plan))
    return words[:1].upper() + words[1:]


def _further(plan: Plan) -> list[str]:
    form, said = plan.form, []
    for having, name in plan.having:
        held = f"their {having.against}" if having.against else figure(having.value)
        said.append(f", {name} {having.op} {held}")
    if form.reach:
        said.append(f", as many as make up {figure(100 * form.reach.share)} %")
    if form.compare:
        said.append(", compared")
    if form.claim and form.claim.value is not None:
        said.append(f", held against {figure(form.claim.value)}")
    if form.order and form.order.by == "value":
        said.append(f", {'highest' if form.order.descending else 'lowest'} first")
    elif form.order and form.order.descending and any(key.grain for key in form.by):
        said.append(", latest first")
    if form.place:
        said.append(f", number {form.place}")
    if form.limit:
        each = f" in each {names_of(plan.names[n] for n in form.within)}"
        said.append(f", the first {form.limit}{each if form.within else ''}")
    return said


def _rows_restated(form: Calculation) -> str:
    assert form.rows is not None
    rows = form.rows
    words = form.noun or "rows"
    if rows.sort:
        end = "highest" if rows.descending else "lowest"
        words += f" by {name_of(rows.sort)}, {end} first"
    if form.place:
        words += f", number {form.place}"
    if rows.limit:
        words += f", the first {rows.limit}"
    if rows.within:
        words += f" in each {names_of(rows.within)}"
    return words[:1].upper() + words[1:]
