"""Parameters that families of operations share: tests, regressions, series, survival."""
