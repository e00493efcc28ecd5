"""The sealed box of a cycle: confidential answers that nobody reads before results are computed."""
