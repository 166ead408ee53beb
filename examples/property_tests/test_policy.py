"""The laws of our policy. `pytest examples/property_tests` runs them."""

from evc_rules.testing import laws, stateful

OURS = (
    *laws.standard(),
    laws.floor("national.yaml", id="national-agreement"),
    laws.promise("pabo-counts", when={"diploma": {"programme": "pabo-bachelor"}}, exempt=["planning"]),
    laws.agreement("partner.yaml", ["history", "geography"], id="agreed-with-partner"),
    laws.pays_once(["research", "minor"]),
)

test_policy = laws.for_ruleset(
    "policy.yaml",
    laws=OURS,
    waive={"equal-institutions": "the minor of the partner is agreed with that institution alone"},
)

TestIntake = stateful.intake("policy.yaml", examples=3)
