"""Other ways to run the same rules, each translated from the ruleset and held to the reference's answers."""
