"""Lets `python -m evc_rules.cli` run the command line."""

from . import main

main()
