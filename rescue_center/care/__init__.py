"""Examinations, weights, prescriptions and doses."""
