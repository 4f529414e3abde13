"""Making and measuring the search for identifiers."""
