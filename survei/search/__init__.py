"""Text that is searched for, sixteen rows at a time instead of row by row."""
