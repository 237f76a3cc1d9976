"""Thin on purpose: everything is in the plugin, which also runs without this file (`gdhcn-conformance run`)."""

pytest_plugins = ["gdhcn_conformance.plugin"]
