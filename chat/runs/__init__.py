"""Runs carried out by the workers: queued, started, cancelled, recovered, finished."""
