"""What CI promised and does not have is a failure; elsewhere the test is skipped."""

import pytest

from tests import promises


@pytest.fixture
def without_node(monkeypatch, tmp_path):
    """A machine on which no program can be found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv(promises.PROMISES, raising=False)


@pytest.mark.usefixtures("without_node")
def test_at_home_it_is_skipped():
    """Without CI a missing thing skips the test and says what is missing."""
    with pytest.raises(pytest.skip.Exception, match="node and npm are not installed"):
        promises.require("node")


@pytest.mark.usefixtures("without_node")
@pytest.mark.parametrize("names", ["", "corpora"])
def test_what_was_not_promised_is_skipped_in_ci(monkeypatch, names):
    """In CI, too, a test is skipped for want of something that was not promised."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv(promises.PROMISES, names)
    with pytest.raises(pytest.skip.Exception):
        promises.require("node")


@pytest.mark.usefixtures("without_node")
@pytest.mark.parametrize("names", ["node", "corpora,node", "node corpora", " corpora , node "])
def test_what_was_promised_is_a_failure(monkeypatch, names):
    """In CI a test fails for want of something that was promised, however the names are separated."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv(promises.PROMISES, names)
    with pytest.raises(pytest.fail.Exception, match="promises node"):
        promises.require("node")


@pytest.mark.usefixtures("without_node")
def test_a_promise_without_ci_binds_nobody(monkeypatch):
    """A promise that stayed behind in a developer's shell does not fail a test."""
    monkeypatch.setenv(promises.PROMISES, "node")
    with pytest.raises(pytest.skip.Exception):
        promises.require("node")


def test_what_is_there_is_no_matter(monkeypatch, tmp_path):
    """Where the thing is there, the test goes on."""
    monkeypatch.setenv("GDHCN_CORPORA", str(tmp_path))
    promises.require("corpora")


def test_a_thing_nobody_knows_is_an_error():
    """A misspelt name is an error, not a skipped test."""
    with pytest.raises(KeyError):
        promises.require("nodes")
