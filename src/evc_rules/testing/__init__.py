"""For those who test policies: strategies for hypothesis."""
