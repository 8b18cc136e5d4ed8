"""Samples in tubes, what they are tested for, results with units, and the intervals they are
judged by."""
