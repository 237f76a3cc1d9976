"""`python -m gdhcn_conformance` is the command line."""

from gdhcn_conformance.cli.main import main

raise SystemExit(main())
