"""How long each class of data is kept: one table of rules, and the owner's own periods."""
