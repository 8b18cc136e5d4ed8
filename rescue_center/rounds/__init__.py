"""The keeper's round, and what phones write down on it with or without a network."""
