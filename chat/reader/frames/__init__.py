"""Frames of methods: a message read as a statistical method or a chart."""
