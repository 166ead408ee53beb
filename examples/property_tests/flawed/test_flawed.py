"""Laws that all fail: each finds what was planted in the policy beside this file."""

from evc_rules.testing import laws

ASKED = (
    *laws.standard(),
    laws.floor("../national.yaml", id="national-agreement"),
    laws.promise("courses-count", when={"course": {"covers": "geography@1", "ec": ">= 5 EC"}}, exempt=["geography"]),
    laws.agreement("../partner.yaml", ["history", "geography"], id="agreed-with-partner"),
    laws.pays_once(["research", "minor"]),
)

test_flawed = laws.for_ruleset("policy.yaml", laws=ASKED, versions=["policy-2026.yaml", "policy-2028.yaml"])
