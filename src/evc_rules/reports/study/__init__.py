"""Study plans to take along: one view of what is exempt, open and left, written as a page, a document or a calendar."""
