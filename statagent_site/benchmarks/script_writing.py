"""Writing a script from its template, and the validator's look at it."""

from __future__ import annotations

from functools import partial

from analysis.script_templates import own_templates
from analysis.template_checks import sample_script
from sandbox.validator import validate
from statagent_site.benchmarks.measure import Row, spread, times_ms

RUNS = 20


def run() -> list[Row]:
    writing: list[float] = []
    looking: list[float] = []
    longest = 0
    for template in own_templates().values():
        if not template.header.operation:
            continue
        script = sample_script(template)
        longest = max(longest, script.count("\n"))
        writing += times_ms(partial(sample_script, template), RUNS)
        # The answers of `validate` are kept; what is measured is a first look.
        looking += times_ms(partial(validate.__wrapped__, script), RUNS)
    note = f"longest: {longest} lines"
    return [
        *spread("a script written from its template", writing, note),
        *spread("the validator's first look at it", looking, note),
    ]
