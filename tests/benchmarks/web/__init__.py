"""What the benchmarks of pages need: servers, a floor to stand on, and load."""
