"""The cells held to a second encoding, with explicit items: 10,000 pairs of rulesets and a leaf, made from seeds."""
