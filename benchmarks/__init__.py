"""Measurements. They print figures and judge nothing; ``python -m benchmarks`` prints one table."""
