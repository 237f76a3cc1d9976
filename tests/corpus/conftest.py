"""Tests of corpora find nothing but what they make, and what lies beside it."""

import pytest


@pytest.fixture(autouse=True)
def nothing_elsewhere(monkeypatch):
    monkeypatch.delenv("GDHCN_CORPORA", raising=False)
