"""What people and programs read: sentences, tables, JSON."""
