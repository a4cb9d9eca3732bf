"""Writing a script from its template, and the validator's look at it."""

from __future__ import annotations

from functools import partial

from analysis.scripts.script_templates import own_templates
from analysis.scripts.template_checks import sample_script
from sandbox.validator import validate
from statagent_site.benchmarks.measure import Row, spread, times_ms

RUNS = 20


def run() -> list[Row]:
    writing: list[float] = []
    first: list[float] = []
    looking: list[float] = []
    longest = 0
    for template in own_templates().values():
        if not template.header.operation:
            continue
        script = sample_script(template)
        longest = max(longest, script.count("\n"))
        writing += times_ms(partial(sample_script, template), RUNS)
        first.append(times_ms(partial(validate, script), 1, warm=0)[0])
        looking += times_ms(partial(validate, script), RUNS)
    note = f"longest: {longest} lines"
    return [
        *spread("a script written from its template", writing, note),
        *spread("the validator, its functions seen for the first time", first, note),
        *spread("the validator, its functions seen before", looking, note),
    ]
