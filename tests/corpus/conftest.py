"""The corpus holds files that are wrong, or that lie apart from what they are about: none is for pytest to collect."""

collect_ignore_glob = ["*"]
