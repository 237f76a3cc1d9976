"""A run as plain functions: select, exchange, judge, log."""
