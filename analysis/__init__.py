"""Datasets, operations and the scripts that carry them out."""

VERSION = "0.1.0"
