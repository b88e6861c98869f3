"""Word problems written by hand, a row each (*.jsonl): tellings, worked steps as formulas, number ranges."""
