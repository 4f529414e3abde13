"""The nouns of the study as frozen values, with their rules beside them. Plain Python, no third-party import."""
