"""For those who test policies: cases, laws, intakes as state machines, and strategies for hypothesis."""
