"""What is said: statuses, open questions, traces."""
