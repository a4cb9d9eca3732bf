"""Commands: inspect, selfcheck."""
