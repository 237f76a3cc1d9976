"""Ratios of our own costs to the least that the same work can cost, measured side by side: `python -m benchmarks`."""
