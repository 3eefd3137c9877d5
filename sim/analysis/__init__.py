"""Methods that learn from many runs: arrays in, numbers and intervals out; they never see the model."""
