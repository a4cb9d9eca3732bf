"""The self-check finds what is right and what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from analysis.operations import operations
from analysis.selfcheck import Check, check_reference, digits, run_checks


def test_digits_are_the_log_relative_error():
    assert digits(3.14159, 3.14159) == 15
    assert digits(3.1416, 3.14159) == pytest.approx(5.497, abs=0.01)
    assert digits(0.001, 0.0) == pytest.approx(3)
    assert digits(float("nan"), 1.0) == 0
    assert digits(None, 1.0) == 0


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    """All of them, computed once for this module."""
    return run_checks()


def test_every_reference_is_reproduced_here(checks):
    assert [check for check in checks if not check.agrees] == []
    assert len(checks) > 90
    exact = [check for check in checks if check.relative <= 0.01]
    assert min(check.digits for check in exact) > 2
    # Other people's random draws, and small loadings printed with two digits.
    coarse = {check.operation for check in checks if check not in exact}
    assert coarse == {"bootstrap_interval", "factor_analysis", "intraclass_correlation"}


def test_a_wrong_value_is_found():
    describe = operations()["one_sample_t"]
    right = describe.references[0]
    wrong = replace(right, expected={**right.expected, "p_value": 0.5})

    assert check_reference(describe, right).agrees
    assert not check_reference(describe, wrong).agrees
    assert check_reference(describe, wrong).digits < 1


def test_a_missing_result_and_a_fault_are_found():
    describe = operations()["one_sample_t"]
    right = describe.references[0]

    absent = replace(right, expected={"no_such_number": 1.0})
    assert not check_reference(describe, absent).agrees
    broken = check_reference(describe, replace(right, params={"columns": ["nowhere"]}))
    assert not broken.agrees
    assert broken.error


def test_the_command_prints_every_source_and_fails_loudly(capsys, monkeypatch, checks):
    command = "analysis.management.commands.selfcheck.run_checks"
    monkeypatch.setattr(command, lambda: checks)
    call_command("selfcheck", "--json")
    report = json.loads(capsys.readouterr().out)
    assert report["versions"]["scipy"]
    assert all(check["source"] for check in report["checks"])

    failed = replace(checks[0], agrees=False)
    monkeypatch.setattr(command, lambda: [failed])
    with pytest.raises(CommandError, match="1 references are not reproduced"):
        call_command("selfcheck")


def test_the_page_is_public_and_computed_once(client, monkeypatch, checks):
    one = checks[:1]
    calls = []
    monkeypatch.setattr(
        "statagent_site.selfcheck.run_checks", lambda: calls.append(1) or one
    )
    page = client.get("/selfcheck/")
    again = client.get("/selfcheck/?format=json").json()

    assert page.status_code == 200
    assert one[0].source in page.content.decode()
    assert again["n_agreeing"] == 1
    assert calls == [1]
